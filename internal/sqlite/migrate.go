package sqlite

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"tandem/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema to the newest version, one numbered file after the
// other, all in one transaction. The version stands in the file's user_version.
func (db *DB) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(names)
	var version int
	if err := db.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fault.Wrap("read schema version", translate(err))
	}
	if version > len(names) {
		return fault.New(fault.Unavailable, fmt.Sprintf(
			"This database was made by a newer Tandem (schema %d; this program knows %d). It was not touched; start the newer program.", version, len(names)))
	}
	if version == len(names) {
		return nil
	}
	return fault.Wrap("migrate database", db.write(ctx, func(*writing) error { return db.apply(ctx, names, version) }))
}

func (db *DB) apply(ctx context.Context, names []string, version int) error {
	for _, name := range names[version:] {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := db.conn.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	_, err := db.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(names)))
	return err
}
