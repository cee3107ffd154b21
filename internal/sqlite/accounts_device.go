package sqlite

import (
	"context"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// KnownDevice implements the API's DeviceStore.
func (db *DB) KnownDevice(ctx context.Context, email string, hash auth.Hash) (known bool, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM devices d JOIN users u ON u.id = d.user WHERE d.hash = ? AND u.email_key = ?)`,
		hash[:], emailKey(email)).Scan(&known)
	return known, fault.Wrap("look for device", translate(err))
}

// MarkDevice implements the API's DeviceStore.
func (db *DB) MarkDevice(ctx context.Context, user string, hash auth.Hash, at entry.Instant) error {
	return fault.Wrap("mark device", db.write(ctx, func(tx *writing) error {
		return fault.First(
			tx.exec(`INSERT INTO devices (user, hash, seen_at) VALUES (?, ?, ?)
				ON CONFLICT (user, hash) DO UPDATE SET seen_at = excluded.seen_at`, user, hash[:], int64(at)),
			tx.exec(`DELETE FROM devices WHERE user = ? AND hash NOT IN
				(SELECT hash FROM devices WHERE user = ? ORDER BY seen_at DESC LIMIT 20)`, user, user),
		)
	}))
}
