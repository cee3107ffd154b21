package mongo

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/notice"
	"tandem/internal/watch"
	"tandem/internal/wire"
)

var _ watch.Store = (*DB)(nil)

// level is what a person has set for a thing, or else the usual one.
func (db *DB) level(ctx context.Context, user, thing, usual string) (string, error) {
	d, err := one[watchDoc](ctx, db, "level", "watches", byID(watchID(user, thing)))
	if fault.Is(err, fault.NotFound) {
		return usual, nil
	}
	return d.Level, err
}

// TaskWatch implements watch.Store.
func (db *DB) TaskWatch(ctx context.Context, user, task string) (wire.TaskWatch, error) {
	t, err := one[taskDoc](ctx, db, "task", "tasks", byID(task))
	if err != nil {
		return wire.TaskWatch{}, err
	}
	if _, err := db.role(ctx, user, t.Project, "task"); err != nil {
		return wire.TaskWatch{}, err
	}
	own, err := db.level(ctx, user, task, string(entry.AsInProject))
	if err != nil {
		return wire.TaskWatch{}, err
	}
	watching := own == string(entry.Watching)
	if own == string(entry.AsInProject) {
		watching, err = db.hears(ctx, user, t)
	}
	return wire.TaskWatch{Level: entry.TaskLevel(own), Watching: watching}, err
}

// hears tells whether somebody hears of a task for which they have set no level.
func (db *DB) hears(ctx context.Context, user string, t *taskDoc) (bool, error) {
	level, err := db.level(ctx, user, t.Project, string(entry.Concerns))
	if err != nil || level != string(entry.Concerns) {
		return level == string(entry.Everything), err
	}
	u, err := db.userDoc(ctx, byID(user))
	if err != nil {
		return false, err
	}
	c := &notice.Context{Tasks: map[string]*notice.Task{}}
	err = db.noticeTasks(ctx, t.Project, []string{t.ID}, c)
	return c.Tasks[t.ID] != nil && c.Tasks[t.ID].Concerns(user, u.Handle), err
}

// ProjectWatch implements watch.Store.
func (db *DB) ProjectWatch(ctx context.Context, user, project string) (entry.ProjectLevel, error) {
	if _, err := db.role(ctx, user, project, "project"); err != nil {
		return "", err
	}
	level, err := db.level(ctx, user, project, string(entry.Concerns))
	return entry.ProjectLevel(level), err
}

// SetWatch implements watch.Store.
func (db *DB) SetWatch(ctx context.Context, user, thing, level string) error {
	return fault.Wrap("set watch", db.once(ctx, func(tx *writing) error {
		if level == "" {
			tx.remove("watches", watchID(user, thing))
		} else {
			tx.put("watches", watchID(user, thing), watchDoc{user, thing, level})
		}
		return nil
	}))
}
