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

func TestStore(t *testing.T) { journaltest.Store(t, opened) }

func TestStore_manyEvents(t *testing.T) {
	journaltest.ManyEvents(t, journaltest.NewWorld(t, opened(t)))
}

func opened(t *testing.T) *journaltest.Opened {
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
}

// A journal from before tasks had links and custom fields gives the rows that the
// migration made of it.
func TestVerify_olderJournal(t *testing.T) {
	w := journaltest.NewWorld(t, opened(t))
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "of old"})
	db := w.Store.(*DB)
	result, err := db.conn.ExecContext(t.Context(), `UPDATE entries SET events = json_remove(events, '$[0].task.dueTime', '$[0].task.recurrence',
		'$[0].task.blockedBy', '$[0].task.related', '$[0].task.duplicateOf', '$[0].task.fields') WHERE events LIKE '%"of old"%fields%'`)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := result.RowsAffected(); n != 1 {
		t.Fatalf("%d entries are older", n)
	}
	w.Verify(t)
}
