// Package remind tells people what they asked to be reminded of. Reminders are
// rows, like accounts (ADR 8): nobody undoes or catches up on them, and others
// never see them. What is told stands in the person's own stream.
package remind

import (
	"context"
	"time"

	"tandem/internal/alarm"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Reminder is one wish, at a moment or some time before the task is due.
type Reminder struct {
	ID            string         `json:"id"`
	Task          string         `json:"task"`
	Project       string         `json:"project"`
	At            *entry.Instant `json:"at"`            // null: before the task is due
	BeforeSeconds *int64         `json:"beforeSeconds"` // null: at a moment
	RemindAt      *entry.Instant `json:"remindAt"`      // as things stand; null: the task is not due
	CreatedAt     entry.Instant  `json:"createdAt"`
}

// Pending is a reminder with what tells when it is due.
type Pending struct {
	Reminder
	User    string
	Zone    string // of the person
	DueDate *entry.Day
	DueTime *entry.DueTime
	Lapsed  bool // done, deleted or not theirs to see: nothing is to be told
}

// Limits.
const (
	MostPending   = 1000         // of one person
	MostBefore    = 400 * 86_400 // seconds
	usualTime     = "09:00"      // of what is due on a day
	lookAtLeast   = time.Minute  // a due date may have moved
	lookAfterFail = 5 * time.Second
)

// Store keeps reminders. Implementation: package sqlite.
type Store interface {
	// AddReminder keeps one; Conflict where the person has MostPending.
	AddReminder(ctx context.Context, user string, r *Reminder) error
	// Reminders gives those of a person that wait, about tasks that they may see;
	// of one task, or of all where it is "".
	Reminders(ctx context.Context, user, task string) ([]Pending, error)
	// RemoveReminder ends one's own; NotFound where it is none.
	RemoveReminder(ctx context.Context, user, id string, at entry.Instant) error
	// DueReminders gives all that may be due before a moment, and perhaps others.
	DueReminders(ctx context.Context, before entry.Instant) ([]Pending, error)
	// EndReminder notes that it was told, or that there is nothing to tell.
	EndReminder(ctx context.Context, id string, at entry.Instant) error
	// ZoneOf gives a person's time zone.
	ZoneOf(ctx context.Context, user string) (string, error)
}

// Tell appends to a person's own stream; told again under the same id it is a
// Conflict: journal.Writer's TellOnce.
type Tell func(ctx context.Context, user, id string, event entry.Event) error

// Service has the rules, and tells what is due.
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

// Add keeps a reminder of a task that the person may see.
func (s *Service) Add(ctx context.Context, user string, task *entry.Task, r *Reminder) error {
	if err := check(r); err != nil {
		return err
	}
	now := entry.At(s.clock())
	r.Task, r.Project, r.CreatedAt = task.ID, task.Project, now
	if r.ID == "" {
		r.ID = entry.NewID()
	}
	zone, err := s.store.ZoneOf(ctx, user)
	if err != nil {
		return err
	}
	pending := Pending{Reminder: *r, Zone: zone, DueDate: task.DueDate, DueTime: task.DueTime}
	r.RemindAt = pending.moment()
	switch {
	case r.RemindAt == nil:
		return fault.Field("/beforeSeconds", "The task has no due date.")
	case *r.RemindAt <= now && r.At != nil:
		return fault.Field("/at", "This moment has passed.")
	case *r.RemindAt <= now:
		return fault.Field("/beforeSeconds", "That moment has passed.")
	}
	if err := s.store.AddReminder(ctx, user, r); err != nil {
		return err
	}
	s.alarm.Ring()
	return nil
}

func check(r *Reminder) error {
	switch {
	case (r.At == nil) == (r.BeforeSeconds == nil):
		return fault.Field("/at", "A reminder has either a moment or a time before the task is due.")
	case r.BeforeSeconds != nil && (*r.BeforeSeconds < 0 || *r.BeforeSeconds > MostBefore):
		return fault.Field("/beforeSeconds", "This is between 0 and 400 days.")
	case r.ID != "" && !entry.ValidID(r.ID):
		return fault.Field("/id", "An id is a UUID in lower case.")
	}
	return nil
}

// List gives a person's reminders that wait, the next one first.
func (s *Service) List(ctx context.Context, user, task string) ([]Reminder, error) {
	pending, err := s.store.Reminders(ctx, user, task)
	list := make([]Reminder, len(pending))
	for i := range pending {
		list[i] = pending[i].Reminder
		list[i].RemindAt = pending[i].moment()
	}
	sortByMoment(list)
	return list, err
}

// Remove takes a reminder back.
func (s *Service) Remove(ctx context.Context, user, id string) error {
	return s.store.RemoveReminder(ctx, user, id, entry.At(s.clock()))
}

// moment is when it is due, as things stand; nil where the task is not due.
func (p *Pending) moment() *entry.Instant {
	if p.At != nil {
		return p.At
	}
	if p.DueDate == nil || p.BeforeSeconds == nil {
		return nil
	}
	clock, zone := usualTime, p.Zone
	if p.DueTime != nil {
		clock, zone = p.DueTime.Time, p.DueTime.TimeZone
	}
	at := p.DueDate.At(clock, zone) - entry.Instant(*p.BeforeSeconds*1000)
	return &at
}
