package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/remind"
)

var _ remind.Store = (*DB)(nil)

// AddReminder implements remind.Store.
func (db *DB) AddReminder(ctx context.Context, user string, r *remind.Reminder) error {
	return fault.Wrap("add reminder", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`INSERT INTO reminders (id, user, task, at, before_seconds, created_at)
			SELECT ?, ?2, ?, ?, ?, ? WHERE (SELECT COUNT(*) FROM reminders WHERE user = ?2 AND ended_at IS NULL) < ?`,
			r.ID, user, r.Task, instant(r.At), integer(r.BeforeSeconds), int64(r.CreatedAt), remind.MostPending)
		if err == nil && n == 0 {
			err = fault.New(fault.Conflict, "You have 1,000 reminders already; remove some.")
		}
		return err
	}))
}

// followTask keeps what people have of a task that was moved to another project,
// under the id that it has there: reminders, notifications, whether they watch it, how
// far they have read.
func (tx *writing) followTask(was, is string) error {
	return fault.First(
		tx.exec(`UPDATE reminders SET task = ? WHERE task = ? AND ended_at IS NULL`, is, was),
		tx.exec(`UPDATE notifications SET task = ? WHERE task = ?`, is, was),
		tx.exec(`UPDATE OR REPLACE seen_comments SET task = ? WHERE task = ?`, is, was),
		tx.exec(`UPDATE OR REPLACE watches SET thing = ? WHERE thing = ?`, is, was),
	)
}

// Reminders implements remind.Store: what one may not see is left out here.
func (db *DB) Reminders(ctx context.Context, user, task string) ([]remind.Pending, error) {
	return list(ctx, db.read, scanReminder, `SELECT `+reminderColumns+`, 0 FROM reminders r JOIN users u ON u.id = r.user
		JOIN tasks t ON t.id = r.task JOIN members m ON m.project = t.project AND m.user = r.user JOIN projects p ON p.id = t.project
		WHERE r.user = ?1 AND (?2 = '' OR r.task = ?2) AND r.ended_at IS NULL AND t.deleted_at IS NULL AND p.deleted_at IS NULL`, user, task)
}

// DueReminders implements remind.Store. A day is due somewhere in the world from
// fourteen hours before it begins in UTC.
func (db *DB) DueReminders(ctx context.Context, before entry.Instant) ([]remind.Pending, error) {
	return list(ctx, db.read, scanReminder, `SELECT `+reminderColumns+`, m.user IS NULL OR t.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL
			OR t.completed_at IS NOT NULL OR s.category IN ('done', 'cancelled') OR u.disabled_at IS NOT NULL
		FROM reminders r JOIN users u ON u.id = r.user LEFT JOIN tasks t ON t.id = r.task LEFT JOIN projects p ON p.id = t.project
			LEFT JOIN statuses s ON s.id = t.status LEFT JOIN members m ON m.project = t.project AND m.user = r.user
		WHERE r.ended_at IS NULL AND (r.at <= ?1 OR r.before_seconds IS NOT NULL
			AND (t.id IS NULL OR (unixepoch(t.due_date) - r.before_seconds - 50400) * 1000 <= ?1))`, int64(before))
}

const reminderColumns = `r.id, r.user, r.task, COALESCE(t.project, ''), r.at, r.before_seconds, r.created_at, u.time_zone, t.due_date, t.due_time`

func scanReminder(row scanner) (p remind.Pending, err error) {
	var dueTime *string
	err = row.Scan(&p.ID, &p.User, &p.Task, &p.Project, &p.At, &p.BeforeSeconds, (*int64)(&p.CreatedAt), &p.Zone, &p.DueDate, &dueTime, &p.Lapsed)
	return p, fault.First(err, scanJSON(dueTime, &p.DueTime))
}

// RemoveReminder implements remind.Store.
func (db *DB) RemoveReminder(ctx context.Context, user, id string, at entry.Instant) error {
	return fault.Wrap("remove reminder", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`UPDATE reminders SET ended_at = ? WHERE id = ? AND user = ? AND ended_at IS NULL`, int64(at), id, user)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "There is no such reminder.")
		}
		return err
	}))
}

// EndReminder implements remind.Store.
func (db *DB) EndReminder(ctx context.Context, id string, at entry.Instant) error {
	return fault.Wrap("end reminder", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE reminders SET ended_at = ? WHERE id = ?`, int64(at), id)
	}))
}

// ZoneOf implements remind.Store.
func (db *DB) ZoneOf(ctx context.Context, user string) (zone string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT time_zone FROM users WHERE id = ?`, user).Scan(&zone)
	return zone, fault.Wrap("read time zone", translate(err))
}
