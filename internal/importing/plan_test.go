package importing_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/importing/replay"
)

const importer = "00000000-0000-7000-8000-000000000001"

var (
	start = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	seats = []entry.Seat{{User: entry.User{ID: importer, Name: "Importer", Handle: "importer"}, Role: entry.TeamMember}}
)

func target() importing.Target {
	return importing.Target{
		Project: importing.ID(start, "test"), Team: "00000000-0000-7000-8000-0000000000ff", Key: "TST",
		Importer: importer, Now: start.AddDate(1, 0, 0),
	}
}

// randomBoard has tasks that move about, some complete, some put away, subtasks, and
// times that contradict each other.
func randomBoard(random *rand.Rand) *importing.Board {
	b := &importing.Board{Source: "test", ID: "b", Name: "Board", Visibility: entry.Private, CreatedAt: start}
	names := []string{"Ideas", "To do", "Doing", "Review", "Done", "Elsewhere"}
	for i, name := range names[:1+random.IntN(len(names))] {
		b.Statuses = append(b.Statuses, importing.Status{ID: fmt.Sprint("s", i), Name: name, Archived: random.IntN(5) == 0})
	}
	status := func() string { return fmt.Sprint("s", random.IntN(len(b.Statuses)+1)) } // one too many
	when := func() time.Time {
		if random.IntN(5) == 0 {
			return time.Time{}
		}
		return start.Add(time.Duration(random.IntN(500*24)-50*24) * time.Hour) // from before the board to after now
	}
	cards := random.IntN(40)
	for i := range cards {
		t := importing.Task{
			ID: fmt.Sprint("t", i), Title: fmt.Sprint("Task ", i), Status: fmt.Sprint("s", random.IntN(len(b.Statuses))),
			CreatedAt: when(), LastAt: when(), Done: random.IntN(4) == 0, DoneAt: when(), Archived: random.IntN(6) == 0, ArchivedAt: when(),
		}
		for range random.IntN(5) {
			t.Moves = append(t.Moves, importing.Move{At: when(), From: status(), To: status()})
		}
		for j := range random.IntN(3) {
			t.Comments = append(t.Comments, importing.Comment{ID: fmt.Sprint(i, "c", j), At: when(), Body: "Hello"})
		}
		b.Tasks = append(b.Tasks, t)
	}
	for i := range cards {
		for j := range random.IntN(3) {
			b.Tasks = append(b.Tasks, importing.Task{
				ID: fmt.Sprint("t", i, "i", j), Parent: fmt.Sprint("t", i), Title: "Item", CreatedAt: when(), Done: random.IntN(2) == 0, DoneAt: when(),
			})
		}
	}
	return b
}

// TestBuildRandom: the rules accept every plan, and in the end each task stands
// where the board has it, in the board's order, however it came there.
func TestBuildRandom(t *testing.T) {
	first, last := uint64(0), uint64(300)
	if seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		first, last = seed, seed+1
	}
	for seed := first; seed < last; seed++ {
		b := randomBoard(rand.New(rand.NewPCG(seed, 0)))
		plan := importing.Build(b, target())
		state, err := replay.Plan(plan, seats)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		position := make(map[string]int)
		for i, task := range b.Tasks {
			position[taskID(t, plan, task)] = i
		}
		for _, s := range state.SortedStatuses() {
			last := -1
			for _, task := range state.InStatus(s.ID) {
				if position[task.ID] < last {
					t.Fatalf("seed %d: in %q %q stands too late", seed, s.Name, task.Title)
				}
				last = position[task.ID]
				if original := b.Tasks[last]; original.Status != "" && !original.Done && s.Name != statusName(b, original.Status) {
					t.Fatalf("seed %d: %q stands in %q, not in %q", seed, task.Title, s.Name, statusName(b, original.Status))
				} else if original.Done && s.Category != entry.Done {
					t.Fatalf("seed %d: %q is complete and stands in %q", seed, task.Title, s.Name)
				}
			}
		}
		if n := plan.Report.Created.Tasks + plan.Report.Created.Subtasks; n != len(b.Tasks) || len(state.Tasks) != n {
			t.Fatalf("seed %d: %d tasks reported and %d made of %d", seed, n, len(state.Tasks), len(b.Tasks))
		}
	}
}

// taskID finds the id by the title's number, through the step that made it.
func taskID(t *testing.T, plan importing.Plan, task importing.Task) string {
	t.Helper()
	for _, step := range plan.Steps {
		c, ok := step.Command.Body.(*entry.TaskCreate)
		if ok && step.Command.ID == importing.ID(step.At.Time(), target().Project, "command", "task.create", task.ID) {
			return c.Task
		}
	}
	t.Fatalf("no step makes %s", task.ID)
	return ""
}

func statusName(b *importing.Board, id string) string {
	return b.Statuses[slices.IndexFunc(b.Statuses, func(s importing.Status) bool { return s.ID == id })].Name
}

func TestBuild_deterministic(t *testing.T) {
	build := func() importing.Plan { return importing.Build(randomBoard(rand.New(rand.NewPCG(7, 0))), target()) }
	if a, b := build(), build(); !reflect.DeepEqual(a, b) {
		t.Error("the same board gives two plans")
	}
	other := target()
	other.Project = importing.ID(start, "another")
	elsewhere := importing.Build(randomBoard(rand.New(rand.NewPCG(7, 0))), other)
	for i, step := range build().Steps {
		if step.Command.ID == elsewhere.Steps[i].Command.ID {
			t.Fatalf("step %d has the same command id in two projects", i)
		}
	}
}

func TestBuild_times(t *testing.T) {
	b := &importing.Board{Name: "x", Statuses: []importing.Status{{ID: "a", Name: "Doing"}, {ID: "b", Name: "Done"}}, CreatedAt: start, Tasks: []importing.Task{{
		ID: "1", Title: "t", Status: "b", CreatedAt: start.AddDate(-1, 0, 0),
		Moves:    []importing.Move{{At: start.AddDate(0, 0, 3), From: "a", To: "b"}},
		Comments: []importing.Comment{{ID: "c", At: start.AddDate(5, 0, 0), Body: "from the future"}},
	}}}
	state, err := replay.Plan(importing.Build(b, target()), seats)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range state.Tasks {
		if task.CreatedAt != entry.At(start) {
			t.Errorf("a card that is older than its board was made %s, want %s", task.CreatedAt, start)
		}
		if task.CompletedAt == nil || *task.CompletedAt != entry.At(start.AddDate(0, 0, 3)) {
			t.Errorf("completed %v, want at the move", task.CompletedAt)
		}
	}
	for _, c := range state.Comments {
		if c.CreatedAt != entry.At(target().Now) {
			t.Errorf("a comment is dated %s, after now", c.CreatedAt)
		}
	}
}

func TestBuild_unmapped(t *testing.T) {
	b := &importing.Board{Name: "x", CreatedAt: start, People: []importing.Person{
		{ID: "1", Name: "Ann", Member: true}, {ID: "2", Name: "Ann", Username: "ann2", Member: true}, {ID: "3", Author: true}, {ID: "4", Member: true},
		{ID: "5", Name: "Clicked once"},
	}}
	if got, want := importing.Build(b, target()).Report.Unmapped, []string{"Ann", "Ann (ann2)", "Someone"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMatch(t *testing.T) {
	email := "Ann@example.org"
	users := []entry.User{
		{ID: "1", Name: "Ann Lee", Handle: "ann", Email: &email}, {ID: "2", Name: "Bo Ek", Handle: "bo"},
		{ID: "3", Name: "Cy Day", Handle: "cy"}, {ID: "4", Name: "cy  day", Handle: "cy2"},
	}
	for name, test := range map[string]struct {
		person importing.Person
		want   string
	}{
		"by address":                 {importing.Person{Email: "ann@example.org"}, "1"},
		"by handle, not by name":     {importing.Person{Username: "BO", Name: "Ann Lee"}, "2"},
		"by name":                    {importing.Person{Username: "someone", Name: " ann  LEE"}, "1"},
		"a name of two finds nobody": {importing.Person{Name: "Cy Day"}, ""},
		"no name finds nobody":       {importing.Person{}, ""},
	} {
		test.person.ID = "x"
		if got := importing.Match([]importing.Person{test.person}, users)["x"]; got != test.want {
			t.Errorf("%s: found %q, want %q", name, got, test.want)
		}
	}
}

func TestBuild_categories(t *testing.T) {
	for names, want := range map[string]string{
		"Backlog, To Do, In Progress, Done":                           "backlog todo active done",
		"Ideas, Next, Building, Ready for review, Released":           "backlog todo todo active done",
		"To do, Doing, Waiting room, Deployed":                        "todo active active done",
		"Speicher, Zu erledigen, In Arbeit, Erledigt":                 "backlog todo active done",
		"À faire, En cours, Terminé":                                  "todo active done",
		"やりたいこと, やること, 作業中, クローズ, 中止":                                 "backlog todo active done cancelled",
		"Personal, Lab, Drill":                                        "todo todo todo",
		"BRAINSTORM 🤔, TODO 📚, DOING ⚙️, DONE! 🙌🏽":                    "backlog todo active done",
		"Selected for Development, Testing/Review, Won't do, Abandon": "todo active cancelled todo",
	} {
		b := &importing.Board{Name: "x", CreatedAt: start}
		for i, name := range strings.Split(names, ", ") {
			b.Statuses = append(b.Statuses, importing.Status{ID: fmt.Sprint(i), Name: name})
		}
		create := importing.Build(b, target()).Steps[0].Command.Body.(*entry.ProjectCreate)
		var got []string
		for _, s := range create.Statuses {
			got = append(got, string(s.Category))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", names, got, want)
		}
	}
}

func TestID(t *testing.T) {
	at := time.Date(2024, 5, 6, 7, 8, 9, 123e6, time.UTC)
	id := importing.ID(at, "a", "b")
	if !entry.ValidID(id) || id[14] != '7' || !strings.ContainsRune("89ab", rune(id[19])) {
		t.Errorf("%s is no UUIDv7", id)
	}
	if id != importing.ID(at, "a", "b") || id == importing.ID(at, "ab") || id == importing.ID(at, "a", "c") {
		t.Error("ids do not follow from their words")
	}
	if later := importing.ID(at.Add(time.Millisecond), "a", "b"); later[:13] <= id[:13] {
		t.Errorf("%s does not sort after %s", later, id)
	}
}

// TestBuild_statusesMade: a board without a place for what is to do, or for what
// is done, gets one.
func TestBuild_statusesMade(t *testing.T) {
	done := importing.Task{ID: "1", Title: "x", Status: "a", Done: true}
	item := importing.Task{ID: "2", Title: "y", Parent: "1"}
	for _, test := range []struct {
		statuses []importing.Status
		tasks    []importing.Task
		want     string
	}{
		{nil, nil, "To do"},
		{[]importing.Status{{ID: "a", Name: "Old", Archived: true}}, nil, "To do, Old"},
		{[]importing.Status{{ID: "a", Name: "Shelf"}}, []importing.Task{done}, "Shelf, Done"},
		{[]importing.Status{{ID: "a", Name: "Finished"}, {ID: "b", Name: "Closed"}}, []importing.Task{done, item}, "To do, Finished, Closed"},
		{[]importing.Status{{ID: "a", Name: "Done", Archived: true}, {ID: "b", Name: "Now"}}, []importing.Task{done, item}, "Done, Now"},
	} {
		plan := importing.Build(&importing.Board{Name: "x", CreatedAt: start, Statuses: test.statuses, Tasks: test.tasks}, target())
		var names []string
		for _, s := range plan.Steps[0].Command.Body.(*entry.ProjectCreate).Statuses {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, ", "); got != test.want {
			t.Errorf("%v: %s, want %s", test.statuses, got, test.want)
		}
		if _, err := replay.Plan(plan, seats); err != nil {
			t.Errorf("%v: %v", test.statuses, err)
		}
	}
}
