package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/fault"
	"tandem/internal/look"
)

var _ look.Store = (*DB)(nil)

// Look implements look.Store.
func (db *DB) Look(ctx context.Context, user, in string) (l look.Look, has bool, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT l.seq, l.at FROM looks l JOIN members m ON m.project = l.project AND m.user = l.user
		WHERE l.user = ? AND l.project = ?`, user, in).Scan(&l.Seq, (*int64)(&l.At))
	if errors.Is(err, sql.ErrNoRows) {
		return l, false, nil
	}
	return l, err == nil, fault.Wrap("read look", translate(err))
}

// SaveLook implements look.Store.
func (db *DB) SaveLook(ctx context.Context, user, in string, l look.Look) (moved bool, err error) {
	err = db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`INSERT INTO looks (user, project, seq, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (user, project) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE excluded.seq > looks.seq`,
			user, in, l.Seq, int64(l.At))
		moved = n > 0
		return err
	})
	return moved, fault.Wrap("save look", err)
}
