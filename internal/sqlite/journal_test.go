package sqlite

import (
	"testing"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

func openTest(t *testing.T) (*DB, string) {
	t.Helper()
	dir := t.TempDir()
	db, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, dir
}

func TestStore(t *testing.T) {
	journaltest.Store(t, func(t *testing.T) *journaltest.Opened {
		db, dir := openTest(t)
		return &journaltest.Opened{
			Store: db,
			Seat:  func(t *testing.T, team string, seats ...entry.Seat) { seat(t, db, team, seats) },
			Reopen: func(t *testing.T) journal.Store {
				db.Close()
				again, err := Open(t.Context(), dir, Options{})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { again.Close() })
				return again
			},
		}
	})
}
