package journaltest

import (
	"fmt"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// begins makes a project after the world's, whole and once: of many entries, with
// one operation, and none of them where the commit fails.
func begins(t *testing.T, w *World) {
	store := &failing{Store: w.Store}
	w.Start(t, store)
	const tasks = entry.MaxEvents + 100
	for i := range tasks {
		w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: fmt.Sprint(i)})
	}
	var pattern *project.Pattern
	w.view(t, func(s *project.State) { pattern, _ = s.Pattern(true) })
	member := w.People[entry.TeamMember]
	other := &World{Opened: w.Opened, Writer: w.Writer, Bus: w.Bus, Team: w.Team, Project: entry.NewID(), People: w.People, now: w.now}
	command := entry.Command{ID: entry.NewID(), Body: &entry.ProjectCreate{
		Project: other.Project, Team: w.Team, Name: "Copy", Key: key(other.Project), From: w.Project, WithTasks: true,
	}}
	store.fails.Store(true)
	if _, err := w.Writer.Begin(t.Context(), member, command, pattern); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a failing store: %v", err)
	}
	store.fails.Store(false)
	if head, err := w.Store.Head(t.Context(), other.Project); err != nil || head.Seq != 0 {
		t.Errorf("after a failure: %+v, %v", head, err)
	}
	receipt, err := w.Writer.Begin(t.Context(), member, command, pattern)
	if err != nil || receipt.After.Project.ID != other.Project || len(receipt.After.Statuses) != len(pattern.Statuses) {
		t.Fatalf("%+v, %v", receipt, err)
	}
	if there, gone := other.counts(t); there != tasks || gone != 0 {
		t.Errorf("%d there, %d gone", there, gone)
	}
	other.Verify(t)
	other.oneOperation(t, command.ID)
	if _, err := w.Writer.Begin(t.Context(), member, command, pattern); !fault.Is(err, fault.Conflict) {
		t.Errorf("again: %v", err)
	}
	if r := other.SubmitAs(t, member, command.ID, command.Body); !r.Replayed || r.Seq != receipt.Seq {
		t.Errorf("submitted again: %+v", r)
	}
	if _, err := w.Writer.Begin(t.Context(), w.People[entry.TeamGuest], entry.Command{Body: &entry.ProjectCreate{
		Project: entry.NewID(), Team: w.Team, Name: "Copy", Key: "GUEST",
	}}, pattern); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest: %v", err)
	}
}

// oneOperation: the entries share an operation, and the last bears the command (J6).
func (w *World) oneOperation(t *testing.T, command string) {
	t.Helper()
	entries, _, err := w.Store.Entries(t.Context(), w.Project, 0, 100, 8<<20)
	if err != nil || len(entries) < 2 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries {
		isLast := i == len(entries)-1
		if (e.Command == command) != isLast || e.Operation == "" || e.Operation != entries[0].Operation {
			t.Errorf("entry %d bears %q of operation %q", e.Seq, e.Command, e.Operation)
		}
	}
}
