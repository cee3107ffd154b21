package mongo

import (
	"context"
	"errors"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

var errCrash = errors.New("the power is gone")

// crashAt lets every append break off after a step, as a crash would, until it is
// called with "".
func crashAt(db *DB, at step) {
	db.after = func(s step) error {
		if s == at {
			return errCrash
		}
		return nil
	}
}

// Whatever step an append breaks off at: what comes next finds all of it or
// nothing, rows that equal the journal, and the command once.
func TestAppend_crash(t *testing.T) {
	for _, at := range []step{announced, inserted, committed, written, seen} {
		for name, submit := range map[string]func(*crashed, *testing.T) error{
			"one command":             (*crashed).create,
			"an atomic group":         (*crashed).group,
			"several streams":         (*crashed).invite,
			"a task to other project": (*crashed).transfer,
		} {
			t.Run("[J1, J2, J4, J10] "+name+" after "+string(at), func(t *testing.T) {
				for _, restarts := range []bool{true, false} {
					crash(t, at, restarts, submit)
				}
			})
		}
	}
}

func crash(t *testing.T, at step, restarts bool, submit func(*crashed, *testing.T) error) {
	c := newCrashed(t)
	crashAt(c.Store.(*DB), at)
	err := submit(c, t)
	if len(c.moved) == 1 && at == inserted {
		return // one entry is committed by being inserted
	}
	if err == nil {
		t.Fatal("the append has not noticed")
	}
	crashAt(c.Store.(*DB), "")
	if restarts {
		c.Start(t, c.Reopen(t))
		c.expect(t, at != announced && at != inserted)
	}
	if err := submit(c, t); err != nil {
		t.Fatalf("again: %v", err)
	}
	c.expect(t, true)
	c.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "life goes on"})
	c.Verify(t)
	if err := journal.Verify(t.Context(), c.Store, c.other); err != nil {
		t.Error("[J10] the other project:", err)
	}
}

// What an append has left half done is completed though nobody comes back to it.
func TestRun(t *testing.T) {
	c := newCrashed(t)
	db := c.Store.(*DB)
	crashAt(db, committed)
	if err := c.invite(t); err == nil {
		t.Fatal("the append has not noticed")
	}
	crashAt(db, "")
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() { defer close(stopped); db.Run(ctx) }()
	for isLeft := true; isLeft; time.Sleep(10 * time.Millisecond) {
		db.mu.Lock()
		isLeft = len(db.left) > 0
		db.mu.Unlock()
	}
	cancel()
	<-stopped
	c.expect(t, true)
}

// crashed is a world with a second project and a task, and what was submitted.
type crashed struct {
	*journaltest.World
	other, task string
	heads       map[string]int64 // of streams, when all began
	moved       map[string]int64 // by how much the submission moves them
	sub         journal.Submission
}

func newCrashed(t *testing.T) *crashed {
	c := &crashed{World: journaltest.NewWorld(t, opened(t)), other: entry.NewID(), heads: map[string]int64{}}
	c.submit(t, c.other, false, &entry.ProjectCreate{Project: c.other, Team: c.Team, Name: "Other", Key: "OTHER"})
	c.sub.Commands = nil
	c.task = c.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "to be moved"}).After.Task.ID
	for _, stream := range []string{c.Project, c.other, c.People[entry.TeamGuest]} {
		head, err := c.Store.Head(t.Context(), stream)
		if err != nil {
			t.Fatal(err)
		}
		c.heads[stream] = head.Seq
	}
	return c
}

// submit sends commands, the second time with the ids of the first.
func (c *crashed) submit(t *testing.T, stream string, atomic bool, bodies ...entry.Body) error {
	if c.sub.Commands == nil {
		c.sub = journal.Submission{Stream: stream, Actor: c.People[entry.TeamOwner], Atomic: atomic}
		for _, body := range bodies {
			c.sub.Commands = append(c.sub.Commands, entry.Command{ID: entry.NewID(), Body: body})
		}
	}
	receipts, err := c.Writer.Submit(t.Context(), c.sub)
	for _, r := range receipts {
		err = errors.Join(err, r.Err)
	}
	return err
}

func (c *crashed) create(t *testing.T) error {
	c.moved = map[string]int64{c.Project: 1}
	return c.submit(t, c.Project, false, &entry.TaskCreate{Title: "new"})
}

func (c *crashed) invite(t *testing.T) error {
	guest := c.People[entry.TeamGuest]
	c.moved = map[string]int64{c.Project: 1, guest: 1}
	return c.submit(t, c.Project, false, &entry.MemberSet{User: guest, Role: entry.Commenter})
}

func (c *crashed) transfer(t *testing.T) error {
	c.moved = map[string]int64{c.Project: 1, c.other: 1}
	return c.submit(t, c.Project, false, &entry.TaskTransfer{Task: c.task, Project: c.other})
}

func (c *crashed) group(t *testing.T) error {
	c.moved = map[string]int64{c.Project: 1}
	return c.submit(t, c.Project, true, &entry.TaskCreate{Title: "one"}, &entry.TaskCreate{Title: "two"})
}

// expect tells whether the submission took effect, in all streams or in none.
func (c *crashed) expect(t *testing.T, tookEffect bool) {
	t.Helper()
	for stream, was := range c.heads {
		want := was
		if tookEffect {
			want += c.moved[stream]
		}
		if head, err := c.Store.Head(t.Context(), stream); err != nil || head.Seq != want {
			t.Errorf("head of %s is %d, not %d; %v", stream, head.Seq, want, err)
		}
	}
	c.Verify(t)
}
