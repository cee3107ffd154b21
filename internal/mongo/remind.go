package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/remind"
)

var _ remind.Store = (*DB)(nil)

// reminderDoc is a wish to be reminded of a task.
type reminderDoc struct {
	ID            string         `bson:"_id"`
	User          string         `bson:"user"`
	Task          string         `bson:"task"`
	At            *entry.Instant `bson:"at"`
	BeforeSeconds *int64         `bson:"beforeSeconds"`
	CreatedAt     entry.Instant  `bson:"createdAt"`
	EndedAt       *entry.Instant `bson:"endedAt"` // told, or taken back
}

var waiting = bson.E{Key: "endedAt", Value: nil}

// AddReminder implements remind.Store.
func (db *DB) AddReminder(ctx context.Context, user string, r *remind.Reminder) error {
	return fault.Wrap("add reminder", db.once(ctx, func(tx *writing) error {
		have, err := db.db.Collection("reminders").CountDocuments(tx.ctx, append(is("user", user), waiting))
		if err != nil {
			return translate(err)
		}
		if have >= remind.MostPending {
			return fault.New(fault.Conflict, "You have 1,000 reminders already; remove some.")
		}
		if taken, err := tx.some("reminders", byID(r.ID)); err != nil || taken {
			return fault.First(err, fault.New(fault.Conflict, "Something of this id or name exists already."))
		}
		tx.put("reminders", r.ID, reminderDoc{r.ID, user, r.Task, r.At, r.BeforeSeconds, r.CreatedAt, nil})
		return nil
	}))
}

// Reminders implements remind.Store: what one may not see is left out here.
func (db *DB) Reminders(ctx context.Context, user, task string) ([]remind.Pending, error) {
	filter := append(is("user", user), waiting)
	if task != "" {
		filter = append(filter, bson.E{Key: "task", Value: task})
	}
	list, err := db.pending(ctx, filter)
	seen := []remind.Pending{}
	for _, p := range list {
		if p.isSeen {
			p.Lapsed = false
			seen = append(seen, p.Pending)
		}
	}
	return seen, err
}

// DueReminders implements remind.Store. A day is due somewhere in the world from
// fourteen hours before it begins in UTC.
func (db *DB) DueReminders(ctx context.Context, before entry.Instant) ([]remind.Pending, error) {
	list, err := db.pending(ctx, append(either(is("at", is("$lte", before)), is("beforeSeconds", other(nil))), waiting))
	due := []remind.Pending{}
	for _, p := range list {
		if p.At != nil || !p.isThere || p.DueDate != nil && p.earliest() <= before {
			due = append(due, p.Pending)
		}
	}
	return due, err
}

// pendingOf is a reminder with what is known of its task.
type pendingOf struct {
	remind.Pending
	isThere bool // the task, deleted or not
	isSeen  bool // by the person, and not deleted
}

const earliestZone = "Pacific/Kiritimati" // UTC+14

// earliest is when what it is told before may begin, wherever the person is.
func (p *pendingOf) earliest() entry.Instant {
	return p.DueDate.At("00:00", earliestZone) - entry.Instant(*p.BeforeSeconds*1000)
}

// pending reads reminders with what tells whether they are due.
func (db *DB) pending(ctx context.Context, filter bson.D) ([]pendingOf, error) {
	docs, err := all[reminderDoc](ctx, db, "reminders", filter, nil)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	k, err := db.knownOf(ctx, docs)
	list := make([]pendingOf, 0, len(docs))
	for _, d := range docs {
		if u := k.people[d.User]; u != nil {
			list = append(list, k.pending(d, u))
		}
	}
	return list, fault.Wrap("read reminders", err)
}

// remindKnown is what reminders are about.
type remindKnown struct {
	people   map[string]*userDoc
	tasks    map[string]*taskDoc
	projects map[string]*projectDoc
	seats    map[string]bool // by memberID
	closed   map[string]bool // statuses of category done or cancelled
}

func (db *DB) knownOf(ctx context.Context, docs []*reminderDoc) (*remindKnown, error) {
	k := &remindKnown{map[string]*userDoc{}, map[string]*taskDoc{}, map[string]*projectDoc{}, map[string]bool{}, map[string]bool{}}
	people, tasks := map[string]bool{}, map[string]bool{}
	for _, d := range docs {
		people[d.User], tasks[d.Task] = true, true
	}
	found, err := db.tasksOf(ctx, is("_id", among(keysOf(tasks))), nil, 0)
	if err != nil {
		return k, err
	}
	projects, statuses, seats := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, t := range found {
		k.tasks[t.ID], projects[t.Project], statuses[t.Status] = t, true, true
	}
	for _, d := range docs {
		if t := k.tasks[d.Task]; t != nil {
			seats[memberID(t.Project, d.User)] = true
		}
	}
	return k, fault.First(
		each(ctx, db, "users", is("_id", among(keysOf(people))), nil, func(d *userDoc) { k.people[d.ID] = d }),
		each(ctx, db, "projects", is("_id", among(keysOf(projects))), nil, func(d *projectDoc) { k.projects[d.ID] = d }),
		each(ctx, db, "members", append(is("_id", among(keysOf(seats))), there), nil, func(d *memberDoc) { k.seats[d.ID] = true }),
		each(ctx, db, "statuses", append(is("_id", among(keysOf(statuses))), there), nil, func(d *partDoc[entry.Status]) {
			k.closed[d.Of.ID] = d.Of.Category == entry.Done || d.Of.Category == entry.Cancelled
		}),
	)
}

func (k *remindKnown) pending(d *reminderDoc, u *userDoc) pendingOf {
	p := pendingOf{Pending: remind.Pending{User: d.User, Zone: u.TimeZone, Lapsed: true}}
	p.Reminder = remind.Reminder{ID: d.ID, Task: d.Task, At: d.At, BeforeSeconds: d.BeforeSeconds, CreatedAt: d.CreatedAt}
	t := k.tasks[d.Task]
	if t == nil {
		return p
	}
	p.isThere, p.Project, p.DueDate, p.DueTime = true, t.Project, t.DueDate, t.DueTime
	project := k.projects[t.Project]
	p.isSeen = t.DeletedAt == nil && project != nil && project.DeletedAt == nil && k.seats[memberID(t.Project, d.User)]
	p.Lapsed = !p.isSeen || t.CompletedAt != nil || k.closed[t.Status] || u.DisabledAt != nil
	return p
}

// RemoveReminder implements remind.Store.
func (db *DB) RemoveReminder(ctx context.Context, user, id string, at entry.Instant) error {
	return fault.Wrap("remove reminder", db.once(ctx, func(tx *writing) error {
		d, err := one[reminderDoc](tx.ctx, db, "reminder", "reminders", append(byID(id), bson.E{Key: "user", Value: user}, waiting))
		if err == nil {
			d.EndedAt = &at
			tx.put("reminders", id, d)
		}
		return err
	}))
}

// EndReminder implements remind.Store.
func (db *DB) EndReminder(ctx context.Context, id string, at entry.Instant) error {
	return fault.Wrap("end reminder", db.write(ctx, func(tx *writing) error {
		d, err := one[reminderDoc](tx.ctx, db, "reminder", "reminders", byID(id))
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil {
			d.EndedAt = &at
			tx.put("reminders", id, d)
		}
		return err
	}))
}

// ZoneOf implements remind.Store.
func (db *DB) ZoneOf(ctx context.Context, user string) (string, error) {
	u, err := db.userDoc(ctx, byID(user))
	return u.TimeZone, err
}
