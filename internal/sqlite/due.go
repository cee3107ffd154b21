package sqlite

import (
	"context"

	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

var _ due.Store = (*DB)(nil)

// DuePosition implements due.Store.
func (db *DB) DuePosition(ctx context.Context) (at entry.Instant, err error) {
	err = db.one(ctx, "position", `SELECT at FROM due_position`, nil, (*int64)(&at))
	return at, err
}

// DueAdvance implements due.Store.
func (db *DB) DueAdvance(ctx context.Context, at entry.Instant) error {
	return fault.Wrap("store position", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE due_position SET at = ?`, int64(at))
	}))
}

// DuePeople implements due.Store.
func (db *DB) DuePeople(ctx context.Context) ([]due.Person, error) {
	return list(ctx, db.read, func(row scanner) (p due.Person, err error) { return p, row.Scan(&p.ID, &p.Zone, &p.Hour) },
		`SELECT u.id, u.time_zone, iif(s.user IS NULL, ?, s.due_hour) AS hour FROM users u LEFT JOIN notification_settings s ON s.user = u.id
		WHERE u.disabled_at IS NULL AND hour IS NOT NULL ORDER BY u.id`, *outbox.Usual().DueHour)
}

// DueTasks implements due.Store.
func (db *DB) DueTasks(ctx context.Context, days []entry.Day) ([]due.Task, error) {
	list, err := list(ctx, db.read, func(row scanner) (t due.Task, err error) { return t, row.Scan(&t.ID, &t.Project, &t.Day) },
		`SELECT t.id, t.project, t.due_date FROM tasks t JOIN projects p ON p.id = t.project AND p.deleted_at IS NULL AND p.archived_at IS NULL
			JOIN statuses s ON s.id = t.status AND s.category NOT IN ('done', 'cancelled')
		WHERE t.due_date IN (SELECT value FROM json_each(?)) AND t.completed_at IS NULL AND t.archived_at IS NULL AND t.deleted_at IS NULL
		ORDER BY t.project, t.due_date, t.id`, ids(days))
	return list, fault.Wrap("read what is due", err)
}
