package sqlite

import (
	"context"

	"tandem/internal/fault"
	"tandem/internal/outbox"
)

// Devices implements outbox.Store.
func (db *DB) Devices(ctx context.Context, user string) ([]outbox.Device, error) {
	return list(ctx, db.read, func(row scanner) (d outbox.Device, err error) {
		return d, row.Scan(&d.ID, &d.Agent, &d.Session, (*int64)(&d.CreatedAt))
	}, `SELECT id, agent, session, created_at FROM push_devices WHERE user = ? ORDER BY created_at DESC, id DESC`, user)
}

// PutDevice implements outbox.Store. A session that ended meanwhile gets none.
func (db *DB) PutDevice(ctx context.Context, user string, d *outbox.Device) error {
	return fault.Wrap("keep device", db.once(ctx, func(tx *writing) error {
		if err := tx.exec(`DELETE FROM push_devices WHERE endpoint = ?`, d.Subscription.Endpoint); err != nil {
			return err
		}
		err := tx.row(`INSERT INTO push_devices (id, user, session, agent, endpoint, p256dh, auth, created_at)
			SELECT ?1, user, id, agent, ?4, ?5, ?6, ?7 FROM sessions WHERE id = ?2 AND user = ?3 RETURNING agent`,
			[]any{d.ID, d.Session, user, d.Subscription.Endpoint, d.Subscription.Keys.P256dh, d.Subscription.Keys.Auth, int64(d.CreatedAt)}, &d.Agent)
		if err != nil {
			return missing("session", err)
		}
		return tx.exec(`DELETE FROM push_devices WHERE user = ?1 AND id NOT IN
			(SELECT id FROM push_devices WHERE user = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2)`, user, outbox.MostDevices)
	}))
}

// RemoveDevice implements outbox.Store.
func (db *DB) RemoveDevice(ctx context.Context, user, id string) error {
	return fault.Wrap("remove device", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`DELETE FROM push_devices WHERE id = ? AND user = ?`, id, user)
		return found("device", n, err)
	}))
}
