// Package sqlite keeps journals, rows and accounts in one SQLite file. All
// writes go through one connection, one transaction after the other, so nobody
// ever sees "database is locked"; readers have their own pool and see committed
// states only (WAL). A commit returns after the data is on disk
// (synchronous=FULL, J2). It decides nothing: no rule and no right lives here.
package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver, pure Go

	"tandem/internal/audit"
	"tandem/internal/fault"
)

// Options of Open; the zero value is what production uses.
type Options struct {
	VFS         string // name of a registered SQLite VFS; for tests that cut the power
	Synchronous string // "FULL" where empty; "NORMAL" exists so that a test can show what it loses
	Readers     int    // connections for reading; 4 where 0

	Mail bool // notes notifications that go out by mail

	OnRecord func(kind audit.Kind) // is told of each record of the audit log; nil: nobody
}

// DB is an open database.
type DB struct {
	read    *sql.DB
	lookup  *sql.Stmt // on read: it runs once for every command
	pool    *sql.DB   // holds the one writing connection
	conn    *sql.Conn // the writing connection
	mu      sync.Mutex
	stmts   map[string]*sql.Stmt // prepared on conn
	queries sync.Map             // prepared on read: text to *sql.Stmt

	mail     bool // notifications go out by mail
	onRecord func(audit.Kind)
}

// File is the name of the database file inside the data folder.
const File = "tandem.db"

// Open opens or makes the database in a folder and brings its schema up to
// date. A file made by a newer version is refused and left as it is.
func Open(ctx context.Context, dir string, options Options) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &fault.Error{
			Kind: fault.Unavailable, Err: err,
			Message: fmt.Sprintf("The data folder %s cannot be made or written; choose another with --data.", dir),
		}
	}
	db := &DB{stmts: map[string]*sql.Stmt{}, mail: options.Mail, onRecord: options.OnRecord}
	if err := db.open(ctx, filepath.Join(dir, File), options); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, file string, options Options) (err error) {
	if err = peek(ctx, file); err != nil {
		return err
	}
	if db.pool, err = sql.Open("sqlite", dsn(file, options, false)); err != nil {
		return err
	}
	db.pool.SetMaxOpenConns(1)
	if db.conn, err = db.pool.Conn(ctx); err != nil {
		return unwritable(file, err)
	}
	if err = db.migrate(ctx); err != nil {
		return err
	}
	if db.read, err = sql.Open("sqlite", dsn(file, options, true)); err != nil {
		return err
	}
	readers := options.Readers
	if readers == 0 {
		readers = 4
	}
	db.read.SetMaxOpenConns(readers)
	db.read.SetMaxIdleConns(readers)
	db.lookup, err = db.read.PrepareContext(ctx, lookupQuery)
	return err
}

func unwritable(file string, err error) error {
	return &fault.Error{
		Kind: fault.Unavailable, Err: err,
		Message: fmt.Sprintf("The database %s cannot be opened for writing; check the folder given with --data.", file),
	}
}

func dsn(file string, options Options, reader bool) string {
	synchronous := options.Synchronous
	if synchronous == "" {
		synchronous = "FULL"
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "synchronous(" + synchronous + ")", "temp_store(memory)"}}
	if reader {
		q.Add("_pragma", "query_only(1)")
	} else {
		q["_pragma"] = append([]string{"journal_mode(wal)"}, q["_pragma"]...)
		q.Add("_pragma", "wal_autocheckpoint(4000)")
	}
	if options.VFS != "" {
		q.Set("vfs", options.VFS)
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

// Close ends all connections; what was committed is safe.
func (db *DB) Close() error {
	if db.read != nil {
		db.read.Close()
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, stmt := range db.stmts {
		stmt.Close()
	}
	if db.conn != nil {
		db.conn.Close()
	}
	if db.pool != nil {
		return db.pool.Close()
	}
	return nil
}

// Ping tells whether the database answers and can be written.
func (db *DB) Ping(ctx context.Context) error {
	return fault.Wrap("ping database", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE streams SET head = head WHERE number = -1`)
	}))
}
