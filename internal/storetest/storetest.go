// Package storetest opens the store that a test runs on: SQLite in a temporary
// folder, or MongoDB where TANDEM_TEST_STORE is "mongo". What runs on the one runs
// on the other.
package storetest

import (
	"os"
	"testing"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/journal"
	"tandem/internal/mongo"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/once"
	"tandem/internal/sqlite"
	"tandem/internal/team"
)

// Store is all that both keep.
type Store interface {
	journal.Store
	audit.Store
	auth.Store
	auth.LinkStore
	once.Store
	team.Store
}

// Open gives an empty store, which is closed and removed after the test. The
// folder is where all of it lies; "" where that is on a server.
func Open(t *testing.T) (store Store, dir string) {
	t.Helper()
	if os.Getenv("TANDEM_TEST_STORE") != "mongo" {
		dir = t.TempDir()
		db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db, dir
	}
	db, err := mongo.Open(t.Context(), mongotest.Address(t), mongo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, ""
}
