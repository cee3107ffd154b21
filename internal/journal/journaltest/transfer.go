package journaltest

import (
	"context"
	"reflect"
	"sync/atomic"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// failing is a store whose appends fail when it is told to; it notes them all.
type failing struct {
	journal.Store
	fails atomic.Bool
	seen  [][]journal.Batch
}

func (f *failing) Append(ctx context.Context, batches []journal.Batch) error {
	f.seen = append(f.seen, batches)
	if f.fails.Load() {
		return fault.New(fault.Unavailable, "The disk is full.")
	}
	return f.Store.Append(ctx, batches)
}

// second opens another project of the same people and gives a world that works in it.
func (w *World) second(t *testing.T) *World {
	other := &World{Opened: w.Opened, Writer: w.Writer, Bus: w.Bus, Team: w.Team, Project: entry.NewID(), People: w.People, now: w.now}
	other.Must(t, entry.TeamOwner, &entry.ProjectCreate{Project: other.Project, Team: w.Team, Name: "App", Key: key(other.Project)})
	return other
}

// counts tells how many tasks are there, and how many were deleted.
func (w *World) counts(t *testing.T) (there, gone int) {
	w.view(t, func(s *project.State) {
		for _, task := range s.Tasks {
			if task.DeletedAt == nil {
				there++
			} else {
				gone++
			}
		}
	})
	return there, gone
}

func transferred(t *testing.T, w *World) {
	other := w.second(t)
	a := w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "a"}).After.Task
	w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "b", Parent: &a.ID})
	id, body := entry.NewID(), &entry.TaskTransfer{Task: a.ID, Project: other.Project}
	first := w.SubmitAs(t, w.People[entry.TeamMember], id, body)
	if first.Err != nil || first.After.Task.Project != other.Project || first.After.Task.Number != 1 || first.Seq != 2 {
		t.Fatalf("%+v", first)
	}
	other.Must(t, entry.TeamMember, &entry.TaskUpdate{Task: first.After.Task.ID, Title: entry.Some("changed since")})
	again := w.SubmitAs(t, w.People[entry.TeamMember], id, body)
	first.Replayed = true
	if !reflect.DeepEqual(first, again) {
		t.Errorf("again %+v, first %+v", again.After.Task, first.After.Task)
	}
	if r := w.SubmitAs(t, w.People[entry.TeamMember], id, &entry.TaskTransfer{Task: a.ID, Project: w.Project}); !fault.Is(r.Err, fault.Invalid) {
		t.Errorf("the same id with another body: %+v", r)
	}
	if r := w.Submit(t, entry.TeamMember, body); !fault.Is(r.Err, fault.Gone) {
		t.Errorf("another id: %+v", r)
	}
	if there, gone := w.counts(t); there != 0 || gone != 2 {
		t.Errorf("left: %d there, %d gone", there, gone)
	}
	other.Verify(t)
}

// A transfer whose commit fails, or finds that one of the two heads has moved,
// leaves both projects as they were, and works afterwards.
func transferWhole(t *testing.T, w *World) {
	store := &failing{Store: w.Store}
	w.Start(t, store)
	other := w.second(t)
	a := w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "a"}).After.Task
	body := &entry.TaskTransfer{Task: a.ID, Project: other.Project}
	store.fails.Store(true)
	_, err := w.Writer.Submit(t.Context(), journal.Submission{
		Stream: w.Project, Actor: w.People[entry.TeamMember], Commands: []entry.Command{{ID: entry.NewID(), Body: body}},
	})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("a failing store: %v", err)
	}
	store.fails.Store(false)
	last := store.seen[len(store.seen)-1]
	if len(last) != 2 {
		t.Errorf("%d streams in one append", len(last))
	}
	for _, side := range []struct {
		w     *World
		there int
	}{{w, 1}, {other, 0}} {
		if there, gone := side.w.counts(t); there != side.there || gone != 0 {
			t.Errorf("after a failure: %d there, %d gone", there, gone)
		}
	}
	last[1].Base.Seq++ // one of the two heads is another
	if err := w.Store.Append(t.Context(), last); err == nil {
		t.Error("one half was taken")
	}
	third := &World{Opened: w.Opened, Bus: w.Bus, Team: w.Team, Project: other.Project, People: w.People, now: w.now}
	third.Start(t, store.Store)
	third.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "by another writer"})
	if r := w.Must(t, entry.TeamMember, body); r.After.Task.Number != 2 {
		t.Errorf("after the head has moved: %+v", r.After.Task)
	}
	other.Verify(t)
}
