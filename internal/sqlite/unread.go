package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/unread"
)

var _ unread.Store = (*DB)(nil)

// MarkSeen implements unread.Store.
func (db *DB) MarkSeen(ctx context.Context, user, task, comment string) (moved bool, err error) {
	err = db.once(ctx, func(tx *writing) error {
		var at int64
		err := tx.row(`SELECT COALESCE(MAX(created_at), 0) FROM comments WHERE id = ? AND task = ?`, []any{comment, task}, &at)
		if err == nil && at == 0 {
			err = fault.New(fault.NotFound, "There is no such comment.")
		}
		if err != nil {
			return err
		}
		n, err := tx.change(`INSERT INTO seen_comments (user, task, at) VALUES (?, ?, ?)
			ON CONFLICT (user, task) DO UPDATE SET at = excluded.at WHERE at < excluded.at`, user, task, at)
		moved = n > 0
		return err
	})
	return moved, fault.Wrap("mark comments as seen", err)
}

// Unread implements unread.Store.
func (db *DB) Unread(ctx context.Context, user, in string) ([]unread.Task, error) {
	return list(ctx, db.read, func(row scanner) (u unread.Task, err error) { return u, row.Scan(&u.Task, (**entry.Instant)(&u.Seen)) },
		`SELECT c.task, s.at FROM comments c JOIN members m ON m.project = c.project AND m.user = ?1
			JOIN tasks t ON t.id = c.task LEFT JOIN seen_comments s ON s.user = ?1 AND s.task = c.task
		WHERE c.project = ?2 AND c.author <> ?1 AND c.deleted_at IS NULL AND t.deleted_at IS NULL AND (c.created_at > s.at
			OR s.at IS NULL AND (t.created_by = ?1 OR instr(t.assignees, ?3) > 0
				OR EXISTS (SELECT 1 FROM comments o WHERE o.task = c.task AND o.author = ?1)))
		GROUP BY c.task ORDER BY c.task`, user, in, `"`+user+`"`)
}
