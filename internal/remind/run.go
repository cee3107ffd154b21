package remind

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Run tells what is due, until ctx ends: at each moment, and every minute, since
// due dates move.
func (s *Service) Run(ctx context.Context) { s.alarm.Run(ctx, s.Work) }

// Work tells what is due now and gives how long it is to the next time.
func (s *Service) Work(ctx context.Context) time.Duration {
	now := entry.At(s.clock())
	pending, err := s.store.DueReminders(ctx, now+entry.Instant(lookAtLeast.Milliseconds()))
	if err != nil {
		return lookAfterFail
	}
	wait := lookAtLeast
	for i := range pending {
		p := &pending[i]
		switch at := p.moment(); {
		case at == nil && !p.Lapsed:
		case at != nil && *at > now:
			wait = min(wait, time.Duration(*at-now)*time.Millisecond)
		case s.remind(ctx, p, now) != nil:
			wait = min(wait, lookAfterFail)
		}
	}
	return wait
}

// remind tells of one and notes it. After a crash in between it is tried again:
// then it has been told already, and is only noted.
func (s *Service) remind(ctx context.Context, p *Pending, now entry.Instant) error {
	if !p.Lapsed {
		err := s.tell(ctx, p.User, p.ID, entry.Event{Type: entry.NotificationCreated, Notification: &entry.Notification{
			ID: p.ID, Reason: entry.Reminded, Actor: p.User, Project: p.Project, Task: p.Task, Count: 1, CreatedAt: now,
		}})
		if err != nil && !fault.Is(err, fault.Conflict) {
			return err
		}
	}
	return s.store.EndReminder(ctx, p.ID, now)
}

func sortByMoment(list []Reminder) {
	moment := func(r *Reminder) entry.Instant {
		if r.RemindAt == nil {
			return math.MaxInt64
		}
		return *r.RemindAt
	}
	slices.SortFunc(list, func(a, b Reminder) int {
		return cmp.Or(cmp.Compare(moment(&a), moment(&b)), cmp.Compare(a.ID, b.ID))
	})
}
