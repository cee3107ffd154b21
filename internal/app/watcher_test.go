package app

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"tandem/internal/config"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/sqlite"
)

// keep says where a test's server keeps all: in a folder, or, where
// TANDEM_TEST_STORE is "mongo", in a new database of a server too.
func keep(t *testing.T, settings *config.Config) {
	settings.Data = t.TempDir()
	if os.Getenv("TANDEM_TEST_STORE") == "mongo" {
		settings.Database = mongotest.Address(t)
	}
}

// onlyEmbedded skips what looks into the embedded database.
func onlyEmbedded(t *testing.T) {
	if os.Getenv("TANDEM_TEST_STORE") == "mongo" {
		t.Skip("it looks into the embedded database")
	}
}

// watcher sees from beside what the server keeps.
type watcher interface {
	version() string // changes with every commit
	tables() []string
	rows(table string) []string // each as a text
}

// contents is a hash of all that the server keeps, but for what it notes of every
// request: when a session was seen, and who was refused (and its number).
func contents(w watcher) string {
	sum := sha256.New()
	for _, name := range w.tables() {
		if !slices.Contains([]string{"sessions", "tokens", "audit", "sqlite_sequence", "deeds", "meta"}, name) {
			fmt.Fprintln(sum, name, w.rows(name))
		}
	}
	return string(sum.Sum(nil))
}

func beside(t *testing.T, settings *config.Config) watcher {
	if settings.Database != "" {
		return watchMongo(t, settings.Database)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(settings.Data, sqlite.File)}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // data_version tells one connection of the commits of others
	t.Cleanup(func() { db.Close() })
	return &sqliteWatcher{t, db}
}

type sqliteWatcher struct {
	t  *testing.T
	db *sql.DB
}

func (w *sqliteWatcher) version() (version string) {
	if err := w.db.QueryRow("PRAGMA data_version").Scan(&version); err != nil {
		w.t.Fatal(err)
	}
	return version
}

func (w *sqliteWatcher) tables() []string {
	return w.column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", func(values []any) string { return values[0].(string) })
}

func (w *sqliteWatcher) rows(table string) []string {
	return w.column("SELECT * FROM "+table, func(values []any) string { return fmt.Sprintf("%s", values) })
}

// column makes a text of each row of a query.
func (w *sqliteWatcher) column(query string, text func([]any) string) (list []string) {
	rows, err := w.db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		_ = rows.Scan(into...)
		list = append(list, text(values))
	}
	return list
}

type mongoWatcher struct {
	t  *testing.T
	db *driver.Database
}

func watchMongo(t *testing.T, address string) *mongoWatcher {
	parsed, err := connstring.ParseAndValidate(address)
	if err != nil {
		t.Fatal(err)
	}
	client, err := driver.Connect(options.Client().ApplyURI(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(t.Context()) }) // the test is over
	return &mongoWatcher{t, client.Database(parsed.Database)}
}

// version is what journals and deeds leave behind, and what is written beside them.
func (w *mongoWatcher) version() string {
	var all []string
	for _, name := range []string{"meta", "streams", "uploads", "documents", "document_updates"} {
		all = append(all, w.rows(name)...)
	}
	return strings.Join(all, "\n")
}

func (w *mongoWatcher) tables() []string {
	names, err := w.db.ListCollectionNames(w.t.Context(), bson.D{})
	if err != nil {
		w.t.Fatal(err)
	}
	return slices.Sorted(slices.Values(names))
}

func (w *mongoWatcher) rows(name string) (list []string) {
	cursor, err := w.db.Collection(name).Find(w.t.Context(), bson.D{}, options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err != nil {
		w.t.Fatal(err)
	}
	defer cursor.Close(w.t.Context())
	for cursor.Next(w.t.Context()) {
		list = append(list, cursor.Current.String())
	}
	return list
}
