package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

var _ journal.Store = (*DB)(nil)

// Append implements journal.Store: one transaction, one sync of the disk.
func (db *DB) Append(ctx context.Context, batches []journal.Batch) error {
	return fault.Wrap("append", db.write(ctx, func(tx *writing) error {
		for i := range batches {
			if err := tx.append(&batches[i]); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (tx *writing) append(b *journal.Batch) error {
	stream, err := tx.advance(b)
	if err != nil {
		return err
	}
	for i := range b.Entries {
		if err := tx.insertEntry(stream, &b.Entries[i]); err != nil {
			return err
		}
	}
	if err := tx.saveRows(b.Stream, &b.Rows); err != nil {
		return err
	}
	if err := tx.notices(b.Stream, b.Notices); err != nil {
		return err
	}
	if b.Quiet {
		if err := tx.saveNotifyPosition(stream, b.Entries[len(b.Entries)-1].Seq); err != nil {
			return err
		}
	}
	return tx.record(b.Audit)
}

// advance moves the head from the one that was decided on (J3) and gives the
// stream's number.
func (tx *writing) advance(b *journal.Batch) (number int64, err error) {
	last := &b.Entries[len(b.Entries)-1]
	if b.Base.Epoch == "" {
		err = tx.row(`INSERT INTO streams (id, epoch, head, acl, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO NOTHING RETURNING number`,
			[]any{b.Stream, b.Epoch, last.Seq, last.ACL, int64(last.At)}, &number)
	} else {
		err = tx.row(`UPDATE streams SET head = ?, acl = ?, at = ? WHERE id = ? AND head = ? AND epoch = ? RETURNING number`,
			[]any{last.Seq, last.ACL, int64(last.At), b.Stream, b.Base.Seq, b.Base.Epoch}, &number)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return 0, journal.ErrHeadMoved
	}
	return number, err
}

func (tx *writing) insertEntry(stream int64, e *entry.Entry) error {
	n, err := tx.change(`INSERT INTO entries (stream, seq, at, actor, command, hash, operation, acl, events) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
		WHERE NOT EXISTS (SELECT 1 FROM grouped WHERE stream = ?1 AND command = ?5)`,
		stream, e.Seq, int64(e.At), e.Actor, orNull(e.Command), e.Hash[:], orNull(e.Operation), e.ACL, string(e.Events))
	if err == nil && n == 0 {
		err = errUsed
	}
	for i := 0; err == nil && i < len(e.Grouped); i++ {
		err = tx.insertGrouped(stream, e.Seq, &e.Grouped[i])
	}
	return err
}

// errUsed says that a command id has taken effect before (J4).
var errUsed = fault.New(fault.Conflict, "This command id was used before.")

func (tx *writing) insertGrouped(stream, seq int64, g *entry.Grouped) error {
	n, err := tx.change(`INSERT INTO grouped (stream, command, seq, hash) SELECT ?1, ?2, ?3, ?4
		WHERE NOT EXISTS (SELECT 1 FROM entries WHERE stream = ?1 AND command = ?2)`, stream, g.Command, seq, g.Hash[:])
	if err == nil && n == 0 {
		err = errUsed
	}
	return err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Head implements journal.Store.
func (db *DB) Head(ctx context.Context, stream string) (journal.Head, error) {
	head, err := readHead(ctx, db.read, stream)
	return head, fault.Wrap("read head", err)
}

// querier is a pool, a connection or a transaction that can be read from.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readHead(ctx context.Context, q querier, stream string) (journal.Head, error) {
	var head journal.Head
	err := q.QueryRowContext(ctx, `SELECT epoch, head, acl, at FROM streams WHERE id = ?`, stream).
		Scan(&head.Epoch, &head.Seq, &head.ACL, (*int64)(&head.At))
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Head{}, nil
	}
	return head, translate(err)
}

// Entries implements journal.Store.
func (db *DB) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, journal.Head{}, fault.Wrap("read entries", translate(err))
	}
	defer tx.Rollback()
	head, err := readHead(ctx, tx, stream)
	if err != nil || head.Seq <= after {
		return nil, head, fault.Wrap("read entries", err)
	}
	list, err := readEntries(ctx, tx, stream, after, limit, maxBytes)
	return list, head, fault.Wrap("read entries", err)
}

const entryColumns = `e.seq, e.at, e.actor, COALESCE(e.command, ''), e.hash, COALESCE(e.operation, ''), e.acl, e.events`

func readEntries(ctx context.Context, q querier, stream string, after int64, limit, maxBytes int) ([]entry.Entry, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+entryColumns+` FROM entries e JOIN streams s ON s.number = e.stream
		WHERE s.id = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`, stream, after, limit)
	if err != nil {
		return nil, translate(err)
	}
	defer rows.Close()
	var list []entry.Entry
	for bytes := 0; rows.Next(); {
		e := entry.Entry{Stream: stream}
		if err := scanEntry(rows, &e); err != nil {
			return nil, err
		}
		if bytes += len(e.Events); bytes > maxBytes && len(list) > 0 {
			break
		}
		list = append(list, e)
	}
	return list, translate(rows.Err())
}

// scanner is a row that can be read.
type scanner interface{ Scan(dest ...any) error }

func scanEntry(row scanner, e *entry.Entry) error {
	var hash []byte
	err := row.Scan(&e.Seq, (*int64)(&e.At), &e.Actor, &e.Command, &hash, &e.Operation, &e.ACL, (*[]byte)(&e.Events))
	copy(e.Hash[:], hash)
	return translate(err)
}

const lookupQuery = `SELECT ` + entryColumns + ` FROM streams s JOIN entries e ON e.stream = s.number AND e.command = ?1 WHERE s.id = ?2
	UNION ALL SELECT e.seq, e.at, e.actor, g.command, g.hash, COALESCE(e.operation, ''), e.acl, e.events
	FROM streams s JOIN grouped g ON g.stream = s.number AND g.command = ?1 JOIN entries e ON e.stream = g.stream AND e.seq = g.seq WHERE s.id = ?2`

// Lookup implements journal.Store.
func (db *DB) Lookup(ctx context.Context, stream, command string) (entry.Entry, error) {
	e := entry.Entry{Stream: stream}
	row := db.lookup.QueryRowContext(ctx, command, stream)
	err := scanEntry(row, &e)
	if errors.Is(err, sql.ErrNoRows) {
		return e, fault.New(fault.NotFound, "There is no such command.")
	}
	return e, fault.Wrap("look up command", err)
}

// asJSON writes a value of our own types, which never fails.
func asJSON(value any) string {
	raw, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		panic("sqlite: a value that cannot be written: " + err.Error())
	}
	return string(raw)
}

func fromJSON(text string, value any) error { return json.Unmarshal(jsontext.Value(text), value) }
