// Package proof holds what is proven from outside: that nothing acknowledged is
// lost when the process is killed or the power fails. The tests are short in
// `make test` and long in `make prove`, by the flags -kills and -cuts.
package proof

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/sqlite"
	"tandem/proof/disk"
)

var cuts = flag.Int("cuts", 6, "how often the power is cut in each test; six times in one run at most")

// TestPowerCut: what was acknowledged before the cut is in the journal after it,
// the journal has no gap, and the rows equal its replay. With
// synchronous=NORMAL it must fail, or it would prove nothing.
func TestPowerCut(t *testing.T) {
	half := func() bool { return rand.IntN(2) == 0 }
	t.Run("[J2] FULL, what was not synced is gone", func(t *testing.T) {
		if lost := cutPower(t, "power-full", "FULL", nil); lost > 0 {
			t.Fatalf("%d acknowledged commands lost", lost)
		}
	})
	t.Run("[J2] FULL, half of what was not synced is there", func(t *testing.T) {
		if lost := cutPower(t, "power-half", "FULL", half); lost > 0 {
			t.Fatalf("%d acknowledged commands lost", lost)
		}
	})
	t.Run("NORMAL loses what it acknowledged", func(t *testing.T) {
		if lost := cutPower(t, "power-normal", "NORMAL", nil); lost == 0 {
			t.Fatal("nothing lost: the simulated cut shows nothing")
		}
	})
}

// cutPower lets clients create tasks, cuts the power at random moments on the
// way, and tells how many acknowledged commands the folders left over lack.
func cutPower(t *testing.T, name, synchronous string, survives func() bool) (lost int) {
	for run := 0; run*6 < *cuts; run++ {
		d, err := disk.New(fmt.Sprintf("%s-%d", name, run))
		if err != nil {
			t.Fatal(err)
		}
		project, left := cutRun(t, d, synchronous, survives, min(6, *cuts-run*6))
		for _, after := range left {
			lost += missing(t, after.dir, project, after.acknowledged)
		}
	}
	return lost
}

// leftover is what a cut has left, and what had been acknowledged before it.
type leftover struct {
	dir          string
	acknowledged []string
}

func cutRun(t *testing.T, d *disk.Disk, synchronous string, survives func() bool, cuts int) (project string, left []leftover) {
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{VFS: d.Name(), Synchronous: synchronous})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c, stop := startCrowd(t, seated{db})
	defer stop()
	for range cuts {
		time.Sleep(time.Duration(20+rand.IntN(150)) * time.Millisecond)
		acknowledged := c.acknowledged() // before the cut, so all of these must be there
		after := leftover{t.TempDir(), acknowledged}
		if err := d.Cut(after.dir, survives); err != nil {
			t.Fatal(err)
		}
		left = append(left, after)
	}
	if n := len(c.acknowledged()); n < 50 {
		t.Fatalf("only %d commands acknowledged: that proves little", n)
	}
	return c.project, left
}

// missing opens what a cut has left, checks the journal and its rows, and counts
// the commands that are not in it.
func missing(t *testing.T, dir, project string, commands []string) (count int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatalf("open after the cut: %v", err)
	}
	defer db.Close()
	if err := journal.Verify(t.Context(), db, project); err != nil {
		t.Fatalf("after the cut: %v", err)
	}
	for _, id := range commands {
		if _, err := db.Lookup(t.Context(), project, id); err != nil {
			count++
		}
	}
	return count
}

// crowd is clients that create tasks as fast as they are answered.
type crowd struct {
	project string
	mu      sync.Mutex
	done    []string // ids of acknowledged commands
}

func startCrowd(t *testing.T, store journal.Store) (c *crowd, stop func()) {
	c = &crowd{project: entry.NewID()}
	ctx, cancel := context.WithCancel(context.Background())
	writer := journal.NewWriter(store, deaf{}, journal.Options{})
	var running sync.WaitGroup
	stop = func() { cancel(); running.Wait() }
	running.Go(func() { writer.Run(ctx) })
	if err := c.submit(ctx, writer, &entry.ProjectCreate{Project: c.project, Team: entry.NewID(), Name: "Website", Key: "WEB"}); err != nil {
		stop()
		t.Fatal(err)
	}
	for client := range 8 {
		running.Go(func() {
			for i := 0; c.submit(ctx, writer, &entry.TaskCreate{Title: fmt.Sprintf("Task %d of client %d", i, client)}) == nil; i++ {
			}
		})
	}
	return c, stop
}

func (c *crowd) submit(ctx context.Context, writer *journal.Writer, body entry.Body) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	id := entry.NewID()
	receipts, err := writer.Submit(ctx, journal.Submission{
		Stream: c.project, Actor: owner.User.ID, Commands: []entry.Command{{ID: id, Body: body}},
	})
	if err != nil {
		return err
	}
	if receipts[0].Err != nil {
		return receipts[0].Err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done = append(c.done, id)
	return nil
}

func (c *crowd) acknowledged() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.done[:len(c.done):len(c.done)]
}

var owner = entry.Seat{Role: entry.TeamOwner, User: entry.User{ID: entry.NewID(), Name: "Ada", Handle: "ada", TimeZone: "UTC", Locale: "en"}}

// seated is a store whose every team has one owner, so that no account is needed.
type seated struct{ *sqlite.DB }

func (seated) Roster(context.Context, string) ([]entry.Seat, error) { return []entry.Seat{owner}, nil }

// deaf is a bus without listeners.
type deaf struct{}

func (deaf) Publish(context.Context, journal.Wake)                            {}
func (deaf) Send(context.Context, journal.Ephemeral)                          {}
func (deaf) Listen(func(journal.Wake), func(journal.Ephemeral)) (stop func()) { return func() {} }
