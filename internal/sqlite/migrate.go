package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"

	"tandem/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// peek looks at a file before it is opened for writing, which would already
// change it: what a newer version has made, or what is no database, is refused.
func peek(ctx context.Context, file string) error {
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		return nil // to be made; if it cannot be, opening says so
	}
	reader, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer reader.Close()
	version, err := versionOf(ctx, reader)
	if err != nil {
		return &fault.Error{
			Kind: fault.Unavailable, Err: err,
			Message: fmt.Sprintf("%s is no Tandem database, or it cannot be read. It was not touched; choose another folder with --data.", file),
		}
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err == nil && version > len(names) {
		return fault.New(fault.Unavailable, fmt.Sprintf(
			"This database was made by a newer Tandem (schema %d; this program knows %d). It was not touched; start the newer program.", version, len(names)))
	}
	return err
}

func versionOf(ctx context.Context, q querier) (version int, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, fault.Wrap("read schema version", translate(err))
}

// migrate brings the schema to the newest version, one numbered file after the
// other, all in one transaction. The version stands in the file's user_version.
func (db *DB) migrate(ctx context.Context) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	slices.Sort(names)
	version, err := versionOf(ctx, db.conn)
	if err != nil || version == len(names) {
		return err
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

// isCurrent tells whether a file has the newest schema.
func isCurrent(ctx context.Context, file string) (bool, error) {
	reader, err := sql.Open("sqlite", "file:"+(&url.URL{Path: file}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return false, err
	}
	defer reader.Close()
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return false, err
	}
	version, err := versionOf(ctx, reader)
	return version == len(names), err
}
