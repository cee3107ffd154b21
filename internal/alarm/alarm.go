// Package alarm runs what is to be done at moments that move: a reminder, the end
// of a snooze.
package alarm

import (
	"context"
	"time"
)

// Alarm waits for the next moment, or until somebody says that there is an earlier
// one. Make it with New.
type Alarm struct{ rung chan struct{} }

// New makes an alarm.
func New() *Alarm { return &Alarm{rung: make(chan struct{}, 1)} }

// Ring has the work done now; it waits for nobody.
func (a *Alarm) Ring() {
	select {
	case a.rung <- struct{}{}:
	default: // it will be done anyway
	}
}

// Run does the work at once and again whenever the time that it gives has passed,
// until ctx ends.
func (a *Alarm) Run(ctx context.Context, work func(context.Context) time.Duration) {
	for {
		timer := time.NewTimer(work(ctx))
		select {
		case <-timer.C:
		case <-a.rung:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}
