package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/coedit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

var _ coedit.Store = (*DB)(nil)

// clientsKept is how long a client may be away and still not apply an update twice.
const clientsKept = entry.Instant(90 * 86_400 * 1000)

// Document implements coedit.Store.
func (db *DB) Document(ctx context.Context, task string) (*coedit.Stored, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fault.Wrap("read a text", translate(err))
	}
	defer tx.Rollback()
	s, err := readDocument(ctx, tx, task)
	if err == nil && s.Mark != nil {
		err = fault.First(readUpdates(ctx, tx, task, s), readClients(ctx, tx, task, s))
	}
	return s, fault.Wrap("read a text", err)
}

// ProjectOf implements coedit.Store.
func (db *DB) ProjectOf(ctx context.Context, task string) (id string, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT project FROM tasks WHERE id = ?`, task).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errNoTask
	}
	return id, fault.Wrap("find a task", translate(err))
}

var errNoTask = fault.New(fault.NotFound, "There is no such task.")

func readDocument(ctx context.Context, q querier, task string) (*coedit.Stored, error) {
	s := &coedit.Stored{Clients: map[string]coedit.Client{}}
	var isGone bool
	var base, known sql.NullString
	var baseVersion, knownSeq, written sql.NullInt64
	err := q.QueryRowContext(ctx, `SELECT t.project, t.description, COALESCE(json_extract(t.changes, '$.description.seq'), 0),
			t.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL, t.moved_to, d.base, d.base_version, d.known, d.known_seq, d.written
		FROM tasks t JOIN projects p ON p.id = t.project LEFT JOIN documents d ON d.task = t.id WHERE t.id = ?`, task).
		Scan(&s.Project, &s.Description, &s.DescriptionSeq, &isGone, &s.MovedTo, &base, &baseVersion, &known, &knownSeq, &written)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoTask
	}
	if isGone {
		s.Gone = fault.New(fault.Gone, "The task was deleted, or moved to another project.")
	}
	if base.Valid {
		s.Base, s.BaseVersion = base.String, baseVersion.Int64
		s.Mark = &coedit.Mark{Known: known.String, KnownSeq: knownSeq.Int64, Written: written.Int64}
	}
	return s, translate(err)
}

func readUpdates(ctx context.Context, q querier, task string, s *coedit.Stored) error {
	return each(ctx, q, `SELECT client, number, actor, changes FROM document_updates WHERE task = ? ORDER BY version`, task, func(row scanner) error {
		var u coedit.Accepted
		var changes string
		err := row.Scan(&u.Client, &u.ID, &u.Actor, &changes)
		if err == nil {
			err = fromJSON(changes, &u.Changes)
		}
		s.Updates = append(s.Updates, u)
		return err
	})
}

func readClients(ctx context.Context, q querier, task string, s *coedit.Stored) error {
	return each(ctx, q, `SELECT client, last, actor FROM document_clients WHERE task = ?`, task, func(row scanner) error {
		var name string
		var client coedit.Client
		err := row.Scan(&name, &client.Last, &client.User)
		s.Clients[name] = client
		return err
	})
}

// AddUpdates implements coedit.Store.
func (db *DB) AddUpdates(ctx context.Context, additions []coedit.Addition) error {
	return fault.Wrap("add updates", db.write(ctx, func(tx *writing) error {
		for i := range additions {
			if err := tx.addUpdates(&additions[i]); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (tx *writing) addUpdates(add *coedit.Addition) error {
	if add.Base != nil {
		err := tx.exec(`INSERT INTO documents (task, base, base_version, version, known, known_seq, written) VALUES (?, ?, ?3, ?3, ?, ?, ?)`,
			add.Task, *add.Base, add.First-1, add.Mark.Known, add.Mark.KnownSeq, add.Mark.Written)
		if err != nil {
			return err
		}
	} else if add.Mark != nil {
		err := tx.exec(`UPDATE documents SET known = ?, known_seq = ?, written = ? WHERE task = ?`,
			add.Mark.Known, add.Mark.KnownSeq, add.Mark.Written, add.Task)
		if err != nil {
			return err
		}
	}
	for i := range add.Updates {
		u := &add.Updates[i]
		err := tx.exec(`INSERT INTO document_updates (task, version, client, number, actor, changes, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			add.Task, add.First+int64(i), u.Client, u.ID, u.Actor, asJSON(u.Changes), int64(add.At))
		if err != nil {
			return err
		}
	}
	n, err := tx.change(`UPDATE documents SET version = ? WHERE task = ? AND version = ?`,
		add.First-1+int64(len(add.Updates)), add.Task, add.First-1)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "The text has moved on.")
	}
	return err
}

// Compact implements coedit.Store.
func (db *DB) Compact(ctx context.Context, task, text string, version int64, at entry.Instant) error {
	return fault.Wrap("compact a text", db.write(ctx, func(tx *writing) error {
		n, err := tx.change(`UPDATE documents SET base = ?, base_version = ?2 WHERE task = ?3 AND base_version < ?2`, text, version, task)
		if err != nil || n == 0 {
			return err
		}
		return fault.First(
			tx.exec(`INSERT INTO document_clients (task, client, last, actor, at)
				SELECT task, client, MAX(number), actor, MAX(at) FROM document_updates WHERE task = ? AND version <= ? AND client <> 'journal' GROUP BY client
				ON CONFLICT (task, client) DO UPDATE SET last = excluded.last, at = excluded.at`, task, version),
			tx.exec(`DELETE FROM document_clients WHERE task = ? AND at < ?`, task, int64(at-clientsKept)),
			tx.exec(`DELETE FROM document_updates WHERE task = ? AND version <= ?`, task, version),
		)
	}))
}

// Ahead implements coedit.Store.
func (db *DB) Ahead(ctx context.Context) ([]string, error) {
	return list(ctx, db.read, func(row scanner) (task string, err error) { return task, row.Scan(&task) },
		`SELECT task FROM documents WHERE written < version`)
}
