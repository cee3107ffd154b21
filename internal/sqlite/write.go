package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tandem/internal/audit"
	"tandem/internal/fault"
)

// writing is the one write transaction that is under way. Its statements are
// prepared once and kept. A caller that has gone away does not stop it: a
// transaction is short, and half of one must never stay behind.
type writing struct {
	db       *DB
	noted    []audit.Record // beside what the context has noted
	recorded []audit.Kind
}

// write runs do in a transaction, records what ctx has noted about it, and commits
// both durably, or rolls all of it back.
func (db *DB) write(ctx context.Context, do func(tx *writing) error) error {
	if err := ctx.Err(); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "The request was given up.", Err: err}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	tx := &writing{db: db}
	if err := tx.exec("BEGIN IMMEDIATE"); err != nil {
		return fault.Wrap("begin", err)
	}
	err := do(tx)
	if err == nil {
		err = tx.record(audit.Noted(audit.Note(ctx, tx.noted...)))
	}
	if err == nil {
		err = tx.exec("COMMIT")
	}
	if err != nil {
		_ = tx.exec("ROLLBACK") // the first error is the one to tell
		return err
	}
	db.tellRecorded(tx.recorded)
	return nil
}

// exec runs a statement that gives no rows.
func (tx *writing) exec(query string, args ...any) error {
	_, err := tx.execute(query, args...)
	return err
}

// change runs a statement and tells how many rows it changed.
func (tx *writing) change(query string, args ...any) (int64, error) {
	result, err := tx.execute(query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (tx *writing) execute(query string, args ...any) (sql.Result, error) {
	stmt, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	result, err := stmt.Exec(args...)
	return result, translate(err)
}

// row reads one row into dest; sql.ErrNoRows where there is none.
func (tx *writing) row(query string, args []any, dest ...any) error {
	stmt, err := tx.prepare(query)
	if err != nil {
		return err
	}
	return translate(stmt.QueryRow(args...).Scan(dest...))
}

// query reads several rows; the caller closes them.
func (tx *writing) query(query string, args ...any) (*sql.Rows, error) {
	stmt, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.Query(args...)
}

func (tx *writing) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := tx.db.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := tx.db.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, translate(err)
	}
	tx.db.stmts[query] = stmt
	return stmt, nil
}

// translate gives the driver's errors their kind.
func translate(err error) error {
	cause, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch cause.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT:
		return &fault.Error{Kind: fault.Conflict, Message: "Something of this id or name exists already.", Err: err}
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN:
		return &fault.Error{Kind: fault.Unavailable, Message: "The database cannot be written now; try again soon.", Err: err}
	}
	return err
}
