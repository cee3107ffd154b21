// Package storetest opens the store that a test runs on: SQLite in a temporary
// folder, or MongoDB where TANDEM_TEST_STORE is "mongo". What runs on the one runs
// on the other; its own tests are what both promise, and run on both.
package storetest

import (
	"context"
	"os"
	"testing"

	"tandem/internal/answer"
	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/blob"
	"tandem/internal/coedit"
	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/inbox"
	"tandem/internal/journal"
	"tandem/internal/look"
	"tandem/internal/mongo"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/once"
	"tandem/internal/outbox"
	"tandem/internal/projection/activity"
	"tandem/internal/projection/notify"
	"tandem/internal/projection/search"
	"tandem/internal/remind"
	"tandem/internal/sqlite"
	"tandem/internal/team"
	"tandem/internal/unread"
	"tandem/internal/view"
	"tandem/internal/watch"
)

// Store is all that both keep.
type Store interface {
	journal.Store
	activity.Store
	answer.Store
	audit.Store
	auth.Store
	auth.LinkStore
	blob.Uploads
	coedit.Store
	due.Store
	inbox.Store
	look.Store
	notify.Store
	once.Store
	outbox.Store
	search.Store
	remind.Store
	team.Store
	unread.Store
	view.Store
	watch.Store

	Secret(ctx context.Context, name string) ([]byte, error)
	PurgeProjects(ctx context.Context, before entry.Instant) (int, error)
	PurgeNotifications(ctx context.Context, before entry.Instant) error
}

// kinds are the stores there are, by what TANDEM_TEST_STORE calls them.
var kinds = map[string]func(t *testing.T) (store Store, dir string){"sqlite": openSQLite, "mongo": openMongo}

// Open gives an empty store, which is closed and removed after the test. The
// folder is where all of it lies; "" where that is on a server.
func Open(t *testing.T) (store Store, dir string) {
	t.Helper()
	if os.Getenv("TANDEM_TEST_STORE") == "mongo" {
		return openMongo(t)
	}
	return openSQLite(t)
}

// Both runs a test on an empty store of each kind.
func Both(t *testing.T, test func(t *testing.T, store Store)) {
	for name, open := range kinds {
		t.Run(name, func(t *testing.T) {
			store, _ := open(t)
			test(t, store)
		})
	}
}

func openSQLite(t *testing.T) (Store, string) {
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), dir, sqlite.Options{Mail: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, dir
}

func openMongo(t *testing.T) (Store, string) {
	db, err := mongo.Open(t.Context(), mongotest.Address(t), mongo.Options{Mail: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, ""
}
