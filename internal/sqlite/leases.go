package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/lease"
)

var _ lease.Store = (*DB)(nil)

// TakeLease implements lease.Store.
func (db *DB) TakeLease(ctx context.Context, name, holder string, now, until entry.Instant) (fence int64, held bool, err error) {
	err = db.write(ctx, func(tx *writing) error {
		err := tx.row(`INSERT INTO leases (name, holder, fence, until) VALUES (?1, ?2, 1, ?3)
			ON CONFLICT (name) DO UPDATE SET fence = fence + (holder <> ?2), holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4
			RETURNING fence`, []any{name, holder, int64(until), int64(now)}, &fence)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		held = err == nil
		return err
	})
	return fence, held && err == nil, fault.Wrap("take lease", err)
}

// EndLease implements lease.Store.
func (db *DB) EndLease(ctx context.Context, name, holder string) error {
	return fault.Wrap("end lease", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE leases SET until = 0 WHERE name = ? AND holder = ?`, name, holder)
	}))
}
