package disk

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"
)

// What was committed survives a cut with synchronous=FULL, whatever becomes of the
// bytes that were not synced; with NORMAL it does not, or the disk proves nothing.
func TestCut(t *testing.T) {
	half := func() bool { return rand.IntN(2) == 0 }
	cases := []struct {
		thing, synchronous string
		survives           func() bool
		loses              bool
	}{
		{"FULL, nothing else survives", "FULL", nil, false},
		{"FULL, half of the sectors survive", "FULL", half, false},
		{"NORMAL, nothing else survives", "NORMAL", nil, true},
	}
	for i, c := range cases {
		t.Run(c.thing, func(t *testing.T) {
			d, err := New(fmt.Sprintf("cut-%d", i))
			if err != nil {
				t.Fatal(err)
			}
			lost := commitAndCut(t, d, c.synchronous, c.survives)
			if c.loses != (lost > 0) {
				t.Fatalf("%d committed rows lost", lost)
			}
		})
	}
}

// commitAndCut commits rows, cuts the power ten times on the way, and tells how
// many rows that had been committed before a cut are missing after it.
func commitAndCut(t *testing.T, d *Disk, synchronous string, survives func() bool) (lost int) {
	dir := t.TempDir()
	db := openDB(t, dir, "&vfs="+d.Name()+"&_pragma=synchronous("+synchronous+")&_pragma=wal_autocheckpoint(20)")
	must(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
	for i := range 200 {
		must(t, db, "INSERT INTO t (body) VALUES (hex(randomblob(500)))")
		if i%20 != 11 {
			continue
		}
		after := t.TempDir()
		if err := d.Cut(after, survives); err != nil {
			t.Fatal(err)
		}
		lost += i + 1 - countRows(t, after)
	}
	return lost
}

func countRows(t *testing.T, dir string) (rows int) {
	t.Helper()
	db := openDB(t, dir, "")
	var state string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&state); err != nil || state != "ok" {
		t.Fatalf("after the cut: %s, %v", state, err)
	}
	if err := db.QueryRow("SELECT count(*) FROM t").Scan(&rows); err != nil {
		return 0 // not even the table is there
	}
	return rows
}

func openDB(t *testing.T, dir, more string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "cut.db")+"?_pragma=journal_mode(WAL)"+more)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func must(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

// A write that was not synced is dropped, or survives by sectors.
func TestContentAfter(t *testing.T) {
	c := &content{synced: []byte("old"), pending: []change{{at: 0, data: make([]byte, 2*sector)}, {at: 10}}}
	if got := string(c.after(nil)); got != "old" {
		t.Fatalf("nothing survives, and yet %q", got)
	}
	turn := 0
	first := func() bool { turn++; return turn == 1 }
	if got := len(c.after(first)); got != sector {
		t.Fatalf("one sector survives, and %d bytes are there", got)
	}
	if got := len(c.after(func() bool { return true })); got != 10 {
		t.Fatalf("all survives, the truncation too, and %d bytes are there", got)
	}
}
