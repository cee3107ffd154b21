package app

import (
	"context"
	"time"

	"tandem/internal/entry"
	"tandem/internal/inbox"
	"tandem/internal/project"
)

// purgeEach is how often the server looks for projects that were deleted too
// long ago to be restored, and for notifications that are done for long.
const purgeEach = time.Hour

// purge deletes those for ever, until ctx ends.
func (a *App) purge(ctx context.Context) {
	tick := time.NewTicker(purgeEach)
	defer tick.Stop()
	for {
		a.purgeOnce(ctx, time.Now())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (a *App) purgeOnce(ctx context.Context, now time.Time) {
	count, err := a.store.PurgeProjects(ctx, entry.At(now)-project.RestorableMs)
	if err != nil {
		a.log.Error("purge projects", "error", err) // an hour later it is tried again
	} else if count > 0 {
		a.log.Info("projects deleted for ever", "count", count)
	}
	if err := a.store.PurgeNotifications(ctx, entry.At(now)-inbox.KeptMs); err != nil {
		a.log.Error("purge notifications", "error", err)
	}
}
