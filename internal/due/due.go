// Package due tells people of what is due today, and once of what is overdue: at the
// hour of the day that they have chosen, where they are. How far it has told is a
// moment that is stored, as the position of a projection is, so a moment that passes
// while the server is down is made up for; what is told has an id of its own, so
// nothing is told twice. As tasks stand at that moment decides: who moves a date in
// time, or finishes the task, hears nothing.
package due

import (
	"context"
	"fmt"
	"time"

	"tandem/internal/alarm"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/notice"
)

// Person is somebody who wants to be told, and when.
type Person struct {
	ID   string
	Zone string
	Hour int // of their day
}

// Task is one that is due on a day, and open.
type Task struct {
	ID      string
	Project string
	Day     entry.Day
}

// Store reads what is to be told and keeps how far it was. Implementation: package
// sqlite.
type Store interface {
	// DuePosition gives the moment up to which people were told.
	DuePosition(ctx context.Context) (entry.Instant, error)
	DueAdvance(ctx context.Context, at entry.Instant) error
	// DuePeople gives everybody who wants to be told.
	DuePeople(ctx context.Context) ([]Person, error)
	// DueTasks gives what is open and due on any of the days, by project.
	DueTasks(ctx context.Context, days []entry.Day) ([]Task, error)
	// NotifyContext gives what notice.Whom has to know, as of now.
	NotifyContext(ctx context.Context, project string, facts []notice.Fact) (*notice.Context, error)
}

// Tell appends to a person's own stream; told again under the same id it is a
// Conflict: journal.Writer's TellOnce.
type Tell func(ctx context.Context, user, id string, event entry.Event) error

// Service tells what is due.
type Service struct {
	store  Store
	tell   Tell
	onTold func(entry.Reason)
	clock  func() time.Time
	alarm  *alarm.Alarm
}

// New makes the service. onTold is told of each notification; nil: nobody. clock is
// time.Now where nil.
func New(store Store, tell Tell, onTold func(entry.Reason), clock func() time.Time) *Service {
	if onTold == nil {
		onTold = func(entry.Reason) {}
	}
	if clock == nil {
		clock = time.Now
	}
	return &Service{store: store, tell: tell, onTold: onTold, clock: clock, alarm: alarm.New()}
}

const (
	lookAfterFail = 5 * time.Second
	lookEach      = 15 * time.Minute             // full hours are on quarters of an hour everywhere
	mostBehind    = entry.Instant(30 * 86400000) // of what was missed before, nobody is told
	dayMs         = entry.Instant(86400000)
)

// Run tells what is due, until ctx ends.
func (s *Service) Run(ctx context.Context) { s.alarm.Run(ctx, s.Work) }

// Work tells what has become due since the last time and gives how long it is to
// the next.
func (s *Service) Work(ctx context.Context) time.Duration {
	now := s.clock()
	if err := s.until(ctx, entry.At(now)); err != nil {
		return lookAfterFail
	}
	return now.Truncate(lookEach).Add(lookEach).Sub(now)
}

func (s *Service) until(ctx context.Context, now entry.Instant) error {
	from, err := s.store.DuePosition(ctx)
	if err != nil {
		return err
	}
	if from > now && from <= now+dayMs {
		return nil // the clock was put back a little
	}
	if from <= now {
		err = s.between(ctx, max(from, now-mostBehind), now)
	}
	if err == nil {
		err = s.store.DueAdvance(ctx, now)
	}
	return err
}

// between tells of what has become due after one moment and up to another.
func (s *Service) between(ctx context.Context, from, now entry.Instant) error {
	people, err := s.store.DuePeople(ctx)
	if err != nil {
		return err
	}
	hears := map[string]map[entry.Day]entry.Reason{}
	var days []entry.Day
	for i := range people {
		if reasons := people[i].reasons(from, now); len(reasons) > 0 {
			hears[people[i].ID] = reasons
			for day := range reasons {
				days = append(days, day)
			}
		}
	}
	if len(days) == 0 {
		return nil
	}
	tasks, err := s.store.DueTasks(ctx, days)
	for err == nil && len(tasks) > 0 {
		same := 1
		for same < len(tasks) && tasks[same].Project == tasks[0].Project {
			same++
		}
		err = s.inProject(ctx, tasks[:same], hears, now)
		tasks = tasks[same:]
	}
	return err
}

// reasons gives of what is due on which days a person is to hear between two
// moments. What was due on a day that is over is overdue.
func (p *Person) reasons(from, now entry.Instant) map[entry.Day]entry.Reason {
	today, clock := now.Day(p.Zone), fmt.Sprintf("%02d:00", p.Hour)
	found := map[entry.Day]entry.Reason{}
	for day := today; day.At(clock, p.Zone) > from; day = day.Add(-1) {
		if day.At(clock, p.Zone) > now {
			continue
		}
		if day == today {
			found[day] = entry.DueToday
		}
		found[day.Add(-1)] = entry.Overdue
	}
	return found
}

func (s *Service) inProject(ctx context.Context, tasks []Task, hears map[string]map[entry.Day]entry.Reason, now entry.Instant) error {
	facts := make([]notice.Fact, len(tasks))
	for i := range tasks {
		facts[i] = notice.Fact{Reason: entry.DueToday, Task: tasks[i].ID}
	}
	context, err := s.store.NotifyContext(ctx, tasks[0].Project, facts)
	if err != nil {
		return err
	}
	for i := range tasks {
		for _, told := range notice.Whom("", facts[i:i+1], context) {
			reason := hears[told.Person][tasks[i].Day]
			if reason == "" {
				continue // it is not their hour
			}
			if err := s.tellOne(ctx, &tasks[i], told.Person, reason, now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) tellOne(ctx context.Context, task *Task, person string, reason entry.Reason, now entry.Instant) error {
	id := notice.DueID(task.ID, task.Day, reason, person)
	err := s.tell(ctx, person, id, entry.Event{Type: entry.NotificationCreated, Notification: &entry.Notification{
		ID: id, Reason: reason, Actor: person, Project: task.Project, Task: task.ID, Count: 1, CreatedAt: now,
	}})
	if fault.Is(err, fault.Conflict) {
		return nil // told before a crash
	}
	if err == nil {
		s.onTold(reason)
	}
	return err
}
