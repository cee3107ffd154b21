package demo

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/importing/replay"
	"tandem/internal/project"
)

var now = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC) // early, so that "today" lies mostly ahead

func seated() ([]entry.Seat, map[string]string) {
	var seats []entry.Seat
	people := make(map[string]string)
	for i, p := range People {
		id := fmt.Sprintf("00000000-0000-7000-8000-00000000000%d", i+1)
		seats = append(seats, entry.Seat{User: entry.User{ID: id, Name: p.Name, Handle: p.Handle, TimeZone: p.TimeZone}, Role: entry.TeamMember})
		people[p.Handle] = id
	}
	return seats, people
}

func replayed(t *testing.T, b *importing.Board) (*project.State, importing.Plan) {
	t.Helper()
	seats, people := seated()
	plan := importing.Build(b, importing.Target{
		Project: importing.ID(now, "demo"), Team: "00000000-0000-7000-8000-0000000000ff", Key: Key,
		Importer: people["mara"], People: people, Now: now,
	})
	state, err := replay.Plan(plan, seats)
	if err != nil {
		t.Fatal(err)
	}
	return state, plan
}

// TestProject holds what a newcomer is promised to see.
func TestProject(t *testing.T) {
	state, plan := replayed(t, Project(now))
	if n := plan.Report.Created.Tasks; n < 60 {
		t.Errorf("%d tasks, want 60 at least", n)
	}
	if len(plan.Report.Skipped) > 0 || len(plan.Report.Unmapped) > 0 {
		t.Errorf("something does not come: %+v", plan.Report)
	}
	used := make(map[string]int)
	for _, task := range state.Tasks {
		used["status "+state.Statuses[task.Status].Name]++
		used["priority "+string(task.Priority)]++
		for _, id := range task.Labels {
			used["label "+state.Labels[id].Name]++
		}
		for _, id := range task.Assignees {
			used["person "+state.Members[id].User.Handle]++
		}
		if task.DueDate != nil && *task.DueDate < entry.Day(now.Format(time.DateOnly)) && task.CompletedAt == nil {
			used["overdue"]++
		}
		if task.Parent != nil {
			used["subtask"]++
		}
		if strings.Contains(task.Description, "\n") {
			used["long description"]++
		}
		if task.EstimateSeconds != nil {
			used["estimate"]++
		}
	}
	for _, want := range []string{
		"status Backlog", "status To do", "status In progress", "status In review", "status Done", "priority none", "priority low", "priority medium",
		"priority high", "priority urgent", "label Design", "label Frontend", "label Backend", "label Content", "label Accessibility", "label Performance",
		"label Bug", "label Launch", "person mara", "person tom", "person ines", "person kenji", "overdue", "subtask", "long description", "estimate",
	} {
		if used[want] == 0 {
			t.Errorf("no task with %s", want)
		}
	}
	if len(state.Comments) < 15 {
		t.Errorf("%d comments", len(state.Comments))
	}
	for _, s := range state.SortedStatuses() {
		cards := slices.DeleteFunc(slices.Clone(state.InStatus(s.ID)), func(t *project.Task) bool { return t.Parent != nil })
		if s.WipLimit != nil && int64(len(cards)) > *s.WipLimit {
			t.Errorf("%q holds %d tasks, past its limit", s.Name, len(cards))
		}
	}
}

// TestProject_history: every task in a done status passed an active one before,
// which is what cycle times are made of, and nothing lies in the future.
func TestProject_history(t *testing.T) {
	state, plan := replayed(t, Project(now))
	was := make(map[string]map[entry.Category]entry.Instant)
	weeks := make(map[int64]bool)
	for _, step := range plan.Steps {
		if step.At > entry.At(now) {
			t.Fatalf("%s happens after now", step.Command.Body.Kind())
		}
		weeks[int64(step.At)/(7*24*3600*1000)] = true
		if c, ok := step.Command.Body.(*entry.TaskMove); ok {
			if was[c.Task] == nil {
				was[c.Task] = make(map[entry.Category]entry.Instant)
			}
			was[c.Task][state.Statuses[c.Status].Category] = step.At
		}
	}
	for id, task := range state.Tasks {
		if task.CompletedAt != nil && task.Parent == nil && was[id][entry.Active] >= *task.CompletedAt {
			t.Errorf("%q was never in progress before it was done", task.Title)
		}
	}
	if len(weeks) < 6 {
		t.Errorf("the history spans %d weeks", len(weeks))
	}
}

func TestProject_deterministic(t *testing.T) {
	if !reflect.DeepEqual(Project(now), Project(now)) || !reflect.DeepEqual(Large(100, now), Large(100, now)) {
		t.Error("the same time gives two projects")
	}
}

func TestLarge(t *testing.T) {
	for _, n := range []int{1, 3000} {
		state, _ := replayed(t, Large(n, now))
		if len(state.Tasks) != n {
			t.Errorf("%d tasks, want %d", len(state.Tasks), n)
		}
	}
}
