package sqlite

import (
	"context"

	"tandem/internal/answer"
)

var _ answer.Store = (*DB)(nil)

// AnswerTarget implements answer.Store.
func (db *DB) AnswerTarget(ctx context.Context, notification string) (answer.Target, error) {
	var t answer.Target
	err := db.one(ctx, "task to answer", `SELECT u.id, u.email, t.project, t.id, c.id`+seenNotifications+`
		JOIN users u ON u.id = n.user AND u.disabled_at IS NULL
		LEFT JOIN comments c ON c.id = n.comment AND c.task = t.id AND c.deleted_at IS NULL
		WHERE n.id = ?`, []any{notification}, &t.User, &t.Address, &t.Project, &t.Task, &t.Comment)
	return t, err
}
