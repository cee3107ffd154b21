package sqlite

import (
	"context"
	"crypto/rand"

	"tandem/internal/fault"
)

// Secret gives the instance's key of a name, 32 bytes, made when first asked for.
func (db *DB) Secret(ctx context.Context, name string) (key []byte, err error) {
	err = db.write(ctx, func(tx *writing) error {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		return fault.First(
			tx.exec(`INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, name, fresh),
			tx.row(`SELECT value FROM secrets WHERE name = ?`, []any{name}, &key),
		)
	})
	return key, fault.Wrap("read key", err)
}
