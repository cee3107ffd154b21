// Package inbox is what people do with what they were told: read it, finish it,
// put it off. Each change is an event on their own stream, with whose entry the
// rows are written, so their other devices follow exactly. What was put off comes
// back by itself.
package inbox

import (
	"context"
	"fmt"
	"time"

	"tandem/internal/alarm"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Limits.
const (
	MostIDs      = 500 // of one change
	mostSnoozeMs = 400 * 86_400_000
	// KeptMs is how long notifications are kept that are done.
	KeptMs = entry.Instant(90 * 86_400_000)
)

// Store reads the rows. What is about something that the person may not see now is
// left out. Implementation: package sqlite.
type Store interface {
	// Notifications gives a page, newest first.
	Notifications(ctx context.Context, user string, filter wire.InboxFilter) (wire.Page[wire.InboxItem], error)
	// UnreadCount counts the tasks in the inbox of which something is not read, to 100.
	UnreadCount(ctx context.Context, user string) (int, error)
	// OwnNotifications counts how many of the ids are a person's.
	OwnNotifications(ctx context.Context, user string, ids []string) (int, error)
	// SnoozedUntil gives those that are to come back before a moment, by person.
	SnoozedUntil(ctx context.Context, before entry.Instant) (map[string][]string, error)
	// NextSnoozed gives when the next one comes back; 0 where none waits.
	NextSnoozed(ctx context.Context) (entry.Instant, error)
}

// Tell appends to a person's own stream: journal.Writer's Tell.
type Tell func(ctx context.Context, actor, user string, event entry.Event) error

// Service has the rules.
type Service struct {
	store Store
	tell  Tell
	clock func() time.Time
	alarm *alarm.Alarm
}

// New makes the service; clock is time.Now where nil.
func New(store Store, tell Tell, clock func() time.Time) *Service {
	if clock == nil {
		clock = time.Now
	}
	return &Service{store: store, tell: tell, clock: clock, alarm: alarm.New()}
}

// List gives a page of a person's notifications, newest first.
func (s *Service) List(ctx context.Context, user string, filter wire.InboxFilter) (wire.Page[wire.InboxItem], error) {
	return s.store.Notifications(ctx, user, filter)
}

// UnreadCount counts the tasks in the inbox of which something is not read, to 100.
func (s *Service) UnreadCount(ctx context.Context, user string) (int, error) {
	return s.store.UnreadCount(ctx, user)
}

// Read marks notifications as read, some or all.
func (s *Service) Read(ctx context.Context, user string, wish *wire.ReadWish) error {
	if wish.All == (wish.IDs != nil) {
		return fault.Field("/ids", "Name some, or say that it is all.")
	}
	now := entry.At(s.clock())
	event := entry.Event{Type: entry.NotificationRead, IDs: wish.IDs, All: wish.All, Set: &entry.Set{ReadAt: entry.Some(&now)}}
	if !wish.All {
		if err := s.own(ctx, user, wish.IDs); err != nil {
			return err
		}
	} else if unread, err := s.store.UnreadCount(ctx, user); err != nil || unread == 0 {
		return err
	}
	return s.tell(ctx, user, user, event)
}

// Change changes notifications: read, done, put off, or each taken back. What is
// done is read, and waits no more.
func (s *Service) Change(ctx context.Context, user string, c *wire.NotificationChanges) error {
	if err := s.own(ctx, user, c.IDs); err != nil {
		return err
	}
	now := entry.At(s.clock())
	set := &entry.Set{}
	if until := c.SnoozedUntil.Value; until != nil && (*until <= now || *until > now+mostSnoozeMs) {
		return fault.Field("/snoozedUntil", "This is a moment within the next 400 days.")
	}
	if c.SnoozedUntil.Set {
		set.SnoozedUntil = c.SnoozedUntil
	}
	if c.Done.Set {
		set.DoneAt = at(c.Done.Value, now)
	}
	switch {
	case c.Done.Value && c.SnoozedUntil.Value != nil:
		return fault.Field("/done", "What is done does not come back; choose one.")
	case c.Done.Value:
		set.ReadAt, set.SnoozedUntil = at(true, now), at(false, now)
	case c.SnoozedUntil.Value != nil:
		set.DoneAt = at(false, now)
	}
	if c.Read.Set {
		set.ReadAt = at(c.Read.Value, now)
	}
	if set.Empty() {
		return nil
	}
	err := s.tell(ctx, user, user, entry.Event{Type: entry.NotificationUpdated, IDs: c.IDs, Set: set})
	if err == nil && c.SnoozedUntil.Value != nil {
		s.alarm.Ring()
	}
	return err
}

func at(is bool, now entry.Instant) entry.Opt[*entry.Instant] {
	if !is {
		return entry.Some[*entry.Instant](nil)
	}
	return entry.Some(&now)
}

// own checks that ids are those of a person's own notifications.
func (s *Service) own(ctx context.Context, user string, ids []string) error {
	if len(ids) == 0 || len(ids) > MostIDs {
		return fault.Field("/ids", fmt.Sprintf("These are 1 to %d.", MostIDs))
	}
	seen := map[string]bool{}
	for i, id := range ids {
		if !entry.ValidID(id) || seen[id] {
			return fault.Field(fmt.Sprintf("/ids/%d", i), "An id is a UUID in lower case, and stands once.")
		}
		seen[id] = true
	}
	n, err := s.store.OwnNotifications(ctx, user, ids)
	if err == nil && n < len(ids) {
		err = fault.New(fault.NotFound, "There is no such notification.")
	}
	return err
}

const (
	lookAtLeast   = time.Minute
	lookAfterFail = 5 * time.Second
)

// Run brings back what was put off, until ctx ends.
func (s *Service) Run(ctx context.Context) { s.alarm.Run(ctx, s.Work) }

// Work brings back what is due now and gives how long it is to the next time. The
// entry that says so writes the rows, so nothing comes back twice.
func (s *Service) Work(ctx context.Context) time.Duration {
	now := entry.At(s.clock())
	due, err := s.store.SnoozedUntil(ctx, now)
	if err != nil {
		return lookAfterFail
	}
	for user, ids := range due {
		none := entry.Some[*entry.Instant](nil)
		set := &entry.Set{SnoozedUntil: none, ReadAt: none, ReturnedAt: entry.Some(&now)}
		if s.tell(ctx, user, user, entry.Event{Type: entry.NotificationUpdated, IDs: ids, Set: set}) != nil {
			return lookAfterFail
		}
	}
	next, err := s.store.NextSnoozed(ctx)
	if err != nil {
		return lookAfterFail
	}
	if next == 0 {
		return lookAtLeast
	}
	return max(min(lookAtLeast, time.Duration(next-now)*time.Millisecond), 0)
}
