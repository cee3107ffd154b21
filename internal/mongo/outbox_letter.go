package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/answer"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
	"tandem/internal/words"
)

const (
	mostItems    = 200 // of one letter
	excerptRunes = 280
)

// OutboxLetter implements outbox.Store.
func (db *DB) OutboxLetter(ctx context.Context, m *outbox.Message, now entry.Instant) (outbox.Letter, error) {
	l := outbox.Letter{Message: *m}
	isReached, err := db.reach(ctx, &l, now)
	if err != nil || !isReached {
		return l, fault.Wrap("read what is to be told", err)
	}
	var ids []string
	if err := each(ctx, db, "outbox", ofMessage(m, m.Batch), nil, func(d *outboxDoc) { ids = append(ids, d.Notification) }); err != nil {
		return l, fault.Wrap("read what is to be told", err)
	}
	untold := bson.D{{Key: "_id", Value: among(ids)}, {Key: "user", Value: m.User}, {Key: "readAt", Value: nil}, {Key: "doneAt", Value: nil}, {Key: "snoozedUntil", Value: nil}}
	notices, err := all[notificationDoc](ctx, db, "notifications", untold, bson.D{{Key: "createdAt", Value: 1}, {Key: "_id", Value: 1}})
	if err == nil && len(notices) > 0 {
		l.Items, err = db.items(ctx, m.User, notices)
	}
	return l, fault.Wrap("read what is to be told", err)
}

// reach fills in to whom a letter goes, and tells whether it can: a device has to
// have a session that lives.
func (db *DB) reach(ctx context.Context, l *outbox.Letter, now entry.Instant) (bool, error) {
	u, err := one[userDoc](ctx, db, "account", "users", append(byID(l.User), is("disabledAt", nil)...))
	if err == nil && l.Channel == outbox.Push {
		var d *pushDeviceDoc
		if d, err = one[pushDeviceDoc](ctx, db, "device", "push_devices", byID(l.Device)); err == nil {
			_, err = one[sessionDoc](ctx, db, "session", "sessions", append(byID(d.Session),
				bson.E{Key: "createdAt", Value: bson.D{{Key: "$gt", Value: now - auth.SessionMs}}},
				bson.E{Key: "seenAt", Value: bson.D{{Key: "$gt", Value: now - auth.SessionIdleMs}}}))
		}
		l.Subscription = d.Subscription
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	l.Name, l.Address, l.Zone = u.Name, u.Email, u.TimeZone
	return err == nil, err
}

// items are notifications as a person may see them now.
func (db *DB) items(ctx context.Context, user string, notices []*notificationDoc) ([]outbox.Item, error) {
	seen, err := db.tasksSeen(ctx, user, notices)
	if err != nil {
		return nil, err
	}
	actors, projects, comments, bodies := map[string]string{}, map[string]string{}, []string{}, map[string]*commentDoc{}
	for _, n := range notices {
		if t := seen[n.Task]; t != nil {
			actors[n.Actor], projects[t.Project] = "", ""
			if n.Comment != nil {
				comments = append(comments, *n.Comment)
			}
		}
	}
	err = fault.First(
		each(ctx, db, "users", is("_id", among(keysOf(actors))), nil, func(d *userDoc) { actors[d.ID] = d.Name }),
		each(ctx, db, "projects", is("_id", among(keysOf(projects))), nil, func(d *projectDoc) { projects[d.ID] = d.Name }),
		each(ctx, db, "comments", bson.D{{Key: "_id", Value: among(comments)}, {Key: "deletedAt", Value: nil}}, nil, func(d *commentDoc) { bodies[d.ID] = d }),
	)
	var list []outbox.Item
	for _, n := range notices {
		t := seen[n.Task]
		if t == nil || len(list) == mostItems {
			continue
		}
		item := outbox.Item{
			Notification: n.ID, Reason: n.Reason, Actor: actors[n.Actor], Task: t.ID, Key: t.Key, Title: t.Title, Project: projects[t.Project],
			Count: n.Count, At: n.CreatedAt,
		}
		if n.Comment != nil && bodies[*n.Comment] != nil && bodies[*n.Comment].Project == t.Project {
			item.Excerpt = words.Plain(firstRunes(bodies[*n.Comment].Body, excerptRunes))
		}
		list = append(list, item)
	}
	return list, err
}

// firstRunes is the beginning of a text.
func firstRunes(text string, most int) string {
	for i := range text {
		if most == 0 {
			return text[:i]
		}
		most--
	}
	return text
}

// tasksSeen gives the tasks that notifications are about and that the person may see
// now, by id.
func (db *DB) tasksSeen(ctx context.Context, user string, notices []*notificationDoc) (map[string]*taskDoc, error) {
	ids, projects, tasks := map[string]bool{}, map[string][]string{}, map[string]*taskDoc{}
	for _, n := range notices {
		ids[n.Task] = true
	}
	err := each(ctx, db, "tasks", bson.D{{Key: "_id", Value: among(keysOf(ids))}, {Key: "deletedAt", Value: nil}}, nil, func(d *taskDoc) {
		projects[d.Project] = append(projects[d.Project], d.ID)
		tasks[d.ID] = d
	})
	if err != nil {
		return nil, err
	}
	visible, err := db.visible(ctx, user, projects)
	seen := map[string]*taskDoc{}
	for _, project := range visible {
		for _, id := range projects[project] {
			seen[id] = tasks[id]
		}
	}
	return seen, err
}

var _ answer.Store = (*DB)(nil)

// AnswerTarget implements answer.Store.
func (db *DB) AnswerTarget(ctx context.Context, notification string) (answer.Target, error) {
	none := fault.New(fault.NotFound, "There is no such task to answer.")
	n, err := one[notificationDoc](ctx, db, "task to answer", "notifications", byID(notification))
	if err != nil {
		return answer.Target{}, err
	}
	u, err := one[userDoc](ctx, db, "task to answer", "users", append(byID(n.User), is("disabledAt", nil)...))
	if err != nil {
		return answer.Target{}, err
	}
	seen, err := db.tasksSeen(ctx, n.User, []*notificationDoc{n})
	if err != nil || seen[n.Task] == nil {
		return answer.Target{}, fault.First(err, none)
	}
	t := answer.Target{User: u.ID, Address: u.Email, Project: seen[n.Task].Project, Task: n.Task}
	if n.Comment == nil {
		return t, nil
	}
	isThere, err := db.some(ctx, "comments", bson.D{{Key: "_id", Value: *n.Comment}, {Key: "task", Value: n.Task}, {Key: "deletedAt", Value: nil}})
	if isThere {
		t.Comment = n.Comment
	}
	return t, err
}
