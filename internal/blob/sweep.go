package blob

import (
	"context"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// How often is swept, and how old a content is before it is. Uploads can be attached
// for KeptMs; what was decided right before that has long been committed then.
const (
	sweepEach  = time.Hour
	sweptAfter = 26 * time.Hour
)

// Drop cancels an upload. The content of a whole one is left to the next sweeps.
func (s *Service) Drop(ctx context.Context, u Upload) error {
	if !s.take(u.ID) {
		return ErrBusy
	}
	defer s.busy.Delete(u.ID)
	return s.drop(ctx, u.ID)
}

func (s *Service) drop(ctx context.Context, id string) error {
	return fault.First(s.options.Uploads.DropUpload(ctx, id), s.options.Store.Drop(ctx, id))
}

// Run sweeps until ctx ends.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(sweepEach)
	defer tick.Stop()
	for {
		if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.options.Fail(err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Sweep removes uploads that have expired, and contents that nothing refers to and
// that are here for longer than uploads wait.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.options.Clock()
	expired, err := s.options.Uploads.ExpiredUploads(ctx, entry.At(now))
	if err != nil {
		return err
	}
	for _, id := range expired {
		if !s.take(id) {
			continue // it goes on
		}
		err := s.drop(ctx, id)
		s.busy.Delete(id)
		if err != nil {
			return err
		}
	}
	return s.options.Store.Each(ctx, func(sum string, since time.Time) error {
		if now.Sub(since) < sweptAfter {
			return nil
		}
		return s.removeUnreferenced(ctx, sum)
	})
}

// removeUnreferenced looks and removes while nobody can begin to refer to it.
func (s *Service) removeUnreferenced(ctx context.Context, sum string) error {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	referenced, err := s.options.Uploads.Referenced(ctx, sum, entry.At(s.options.Clock())-project.RestorableMs)
	if err != nil || referenced {
		return err
	}
	return fault.First(s.options.Store.Remove(ctx, sum), s.removePreviews(sum))
}
