package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/migration"
)

var _ migration.Store = (*DB)(nil)

// IsServed tells whether another process has the database in a folder open.
func IsServed(ctx context.Context, dir string) (bool, error) {
	file := filepath.Join(dir, File)
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		return false, nil
	}
	alone, err := sql.Open("sqlite", dsn(file, Options{}, false)+"&_pragma=locking_mode(exclusive)&_pragma=busy_timeout(500)")
	if err != nil {
		return false, err
	}
	defer alone.Close()
	alone.SetMaxOpenConns(1)
	var name string
	err = alone.QueryRowContext(ctx, `SELECT name FROM sqlite_master LIMIT 1`).Scan(&name)
	if err = translate(err); fault.Is(err, fault.Unavailable) {
		return true, nil
	}
	return false, errOtherThanNone(err)
}

// Streams implements migration.Store.
func (db *DB) Streams(ctx context.Context) ([]migration.Stream, error) {
	return list(ctx, db.read, func(row scanner) (s migration.Stream, err error) {
		return s, row.Scan(&s.ID, &s.Epoch, &s.Seq, &s.ACL, (*int64)(&s.At))
	}, `SELECT id, epoch, head, acl, at FROM streams ORDER BY id`)
}

// OpenStream implements migration.Store.
func (db *DB) OpenStream(ctx context.Context, s migration.Stream) error {
	if s.Seq > 0 {
		s.Head = journal.Head{Epoch: s.Epoch}
	}
	return fault.Wrap("open stream", db.write(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO streams (id, epoch, head, acl, at) VALUES (?, ?, 0, ?, ?) ON CONFLICT DO NOTHING`, s.ID, s.Epoch, s.ACL, int64(s.At))
	}))
}

// Grouped implements migration.Store.
func (db *DB) Grouped(ctx context.Context, stream string) (map[int64][]entry.Grouped, error) {
	by := map[int64][]entry.Grouped{}
	err := db.list(ctx, `SELECT g.seq, g.command, g.hash FROM streams s JOIN grouped g ON g.stream = s.number WHERE s.id = ? ORDER BY g.command`,
		[]any{stream}, func(row scanner) error {
			var seq int64
			var g entry.Grouped
			var hash []byte
			err := row.Scan(&seq, &g.Command, &hash)
			copy(g.Hash[:], hash)
			by[seq] = append(by[seq], g)
			return err
		})
	return by, fault.Wrap("read groups", err)
}

// tableColumns are a table's columns, and placesOf its key as a condition.
func tableColumns(t *migration.Table) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Column
	}
	return strings.Join(names, ", ")
}

func placesOf(t *migration.Table) string {
	parts := []string{"TRUE"}
	for _, f := range t.Fields[:t.Keys] {
		parts = append(parts, f.Column+" = ?")
	}
	return strings.Join(parts, " AND ")
}

// notifyPositions is a table whose rows name streams by number.
const notifyPositions = "notify_positions"

// Dump implements migration.Store.
func (db *DB) Dump(ctx context.Context, t *migration.Table, give func(migration.Record) error) error {
	query := `SELECT ` + tableColumns(t) + ` FROM ` + t.Name
	if t.Only != "" {
		query += ` WHERE ` + t.Only
	}
	if t.Name == notifyPositions {
		query = `SELECT s.id, n.seq FROM notify_positions n JOIN streams s ON s.number = n.stream`
	}
	return db.list(ctx, query, nil, func(row scanner) error {
		record, err := scanDump(row, t)
		if err != nil {
			return err
		}
		return give(record)
	})
}

func scanDump(row scanner, t *migration.Table) (migration.Record, error) {
	values, into := make([]any, len(t.Fields)), make([]any, len(t.Fields))
	for i := range values {
		into[i] = &values[i]
	}
	if err := row.Scan(into...); err != nil {
		return nil, err
	}
	for i, f := range t.Fields {
		switch v := values[i].(type) {
		case []byte:
			if len(v) == 0 {
				values[i] = nil
			}
		case int64:
			if f.Type == migration.Flag {
				values[i] = v != 0
			}
		case string:
			if f.Type == migration.JSON {
				same, err := migration.SameJSON(v)
				if err != nil {
					return nil, err
				}
				values[i] = same
			}
		}
	}
	return values, nil
}

// Fill implements migration.Store.
func (db *DB) Fill(ctx context.Context, t *migration.Table, records []migration.Record) error {
	query := `INSERT OR REPLACE INTO ` + t.Name + ` (` + tableColumns(t) + `) VALUES (` + marks(len(t.Fields)) + `)`
	if t.Name == notifyPositions {
		query = `INSERT OR REPLACE INTO notify_positions (stream, seq) SELECT number, ?2 FROM streams WHERE id = ?1`
	}
	return db.write(ctx, func(tx *writing) error {
		if t.Keys == 0 {
			if err := tx.exec(`DELETE FROM ` + t.Name); err != nil {
				return err
			}
		}
		for _, record := range records {
			if err := tx.exec(query, record...); err != nil {
				return err
			}
		}
		return nil
	})
}

// Prune implements migration.Store.
func (db *DB) Prune(ctx context.Context, t *migration.Table, keys []migration.Record) error {
	where := placesOf(t)
	if t.Name == notifyPositions {
		where = `stream = (SELECT number FROM streams WHERE id = ?)`
	}
	return db.write(ctx, func(tx *writing) error {
		for _, key := range keys {
			if err := tx.exec(`DELETE FROM `+t.Name+` WHERE `+where, key...); err != nil {
				return err
			}
		}
		return nil
	})
}

// CopyOf implements migration.Store.
func (db *DB) CopyOf(ctx context.Context) (of string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT CAST(value AS TEXT) FROM secrets WHERE name = 'copy'`).Scan(&of)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return of, fault.Wrap("look for a copy", translate(err))
}

// SetCopyOf implements migration.Store.
func (db *DB) SetCopyOf(ctx context.Context, source string) error {
	return fault.Wrap("note copy", db.write(ctx, func(tx *writing) error {
		if source == "" {
			return tx.exec(`DELETE FROM secrets WHERE name = 'copy'`)
		}
		return tx.exec(`INSERT OR REPLACE INTO secrets (name, value) VALUES ('copy', ?)`, []byte(source))
	}))
}
