package mongo

import (
	"context"
	"os"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/mongo/mongotest"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(childEnv); address != "" {
		writeUntilKilled(address)
	}
	os.Exit(m.Run())
}

func openTest(t *testing.T, address string) *DB {
	t.Helper()
	db, err := Open(context.Background(), address, Options{Patience: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func opened(t *testing.T) *journaltest.Opened { return openedAt(t, mongotest.Address(t)) }

func openedAt(t *testing.T, at string) *journaltest.Opened {
	db := openTest(t, at)
	t.Cleanup(func() {
		db := openTest(t, at)
		if err := db.db.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	t.Cleanup(func() { db.Close() })
	return &journaltest.Opened{
		Store:  db,
		Seat:   func(t *testing.T, team string, seats ...entry.Seat) { seat(t, db, team, seats) },
		Reopen: func(t *testing.T) journal.Store { db.Close(); db = openTest(t, at); return db },
	}
}
