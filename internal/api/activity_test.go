package api

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

// told are items in short, the newest first: "ed task updated WEB-1 title First canary>Second".
func (w *world) told(actor, target string) (lines []string) {
	w.t.Helper()
	var items []wire.ActivityItem
	w.must(actor, "GET", target, nil).read("items", &items)
	names := map[string]string{}
	for name, id := range w.people {
		names[id] = name
	}
	for _, item := range items {
		words := []string{names[item.Actor], string(item.Kind), string(item.Deed)}
		if item.Task != nil {
			words = append(words, item.Task.Title)
		}
		if item.Field != "" {
			words = append(words, item.Field)
		}
		if item.From != nil {
			words = append(words, "from "+item.From.Text)
		}
		if item.To != nil {
			words = append(words, "to "+item.To.Text)
		}
		for _, v := range item.Added {
			words = append(words, "+"+v.Text)
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

func (w *world) tells(actor, target string, want ...string) {
	w.t.Helper()
	if got := w.told(actor, target); !reflect.DeepEqual(got, want) {
		w.t.Errorf("%s:\ngot  %s\nwant %s", target, strings.Join(got, " | "), strings.Join(want, " | "))
	}
}

func TestActivity_task(t *testing.T) {
	w := newWorld(t)
	task := "/api/tasks/" + w.task.ID
	w.must("ed", "PATCH", task, obj{"title": "Second", "dueDate": "2026-12-12", "assignees": []string{w.people["ed"]}})
	w.must("adm", "POST", task+"/move", obj{"status": w.statuses[2].ID})
	w.tells("vw", task+"/activity",
		"adm task updated Second status from "+w.statuses[0].Name+" to "+w.statuses[2].Name,
		"ed task updated Second dueDate to 2026-12-12",
		"ed task updated Second assignees +ed",
		"ed task updated Second title from First canary to Second",
		"com comment created Second",
		"ed task created Second",
	)
}

func TestActivity_pages(t *testing.T) {
	w := newWorld(t)
	for i := range 5 {
		w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": fmt.Sprint("Title ", i), "priority": entry.Priority([]string{"low", "high"}[i%2])})
	}
	for _, target := range []string{"/api/tasks/" + w.task.ID + "/activity", "/api/projects/" + w.p1 + "/activity"} {
		all := w.told("ed", target)
		var paged []string
		for next := "?limit=3"; ; {
			paged = append(paged, w.told("ed", target+next)...)
			var cursor *string
			w.must("ed", "GET", target+next, nil).read("nextCursor", &cursor)
			if cursor == nil {
				break
			}
			next = "?limit=3&cursor=" + *cursor
		}
		if len(all) < 12 || !reflect.DeepEqual(all, paged) {
			t.Errorf("%s: %d items, by pages %d:\n%s\n%s", target, len(all), len(paged), all, paged)
		}
	}
}

func TestActivity_filters(t *testing.T) {
	w := newWorld(t)
	at := "/api/projects/" + w.p1 + "/activity"
	seq := w.must("adm", "PATCH", "/api/tasks/"+w.task.ID, obj{"priority": "high"}).seq()
	w.tells("ed", at+"?kind=task", "adm task updated First canary priority from none to high", "ed task created First canary")
	w.tells("ed", at+"?kind=comment&kind=label", "com comment created First canary", "ed label created")
	w.tells("ed", at+"?kind=task&actor="+w.people["ed"], "ed task created First canary")
	w.tells("ed", at+"?kind=task&others=true", "adm task updated First canary priority from none to high")
	w.tells("ed", at+fmt.Sprintf("?after=%d", seq-1), "adm task updated First canary priority from none to high")
	w.tells("ed", at+"?kind=task&before="+fmt.Sprint(seq), "ed task created First canary")
	w.tells("ed", at+"?task="+entry.NewID())
	for _, bad := range []string{"?kind=sprint", "?actor=me", "?after=-1", "?limit=0", "?cursor=x"} {
		w.ask("ed", "GET", at+bad, nil).wants(422)
	}
}

// Of what is deleted only that it was is told, and nothing of what it said.
func TestActivity_deleted(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "Secret"})
	w.must("adm", "DELETE", "/api/tasks/"+w.task.ID, nil)
	w.tells("vw", "/api/projects/"+w.p1+"/activity?kind=task&kind=comment", "adm task deleted ")
	w.ask("vw", "GET", "/api/tasks/"+w.task.ID+"/activity", nil).wants(410)
	w.must("ed", "POST", "/api/tasks/"+w.task.ID+"/restore", nil)
	w.tells("vw", "/api/projects/"+w.p1+"/activity?kind=task", "ed task restored Secret", "adm task deleted Secret",
		"ed task updated Secret title from First canary to Secret", "ed task created Secret")
}

// A task that was moved keeps its past, for those who see where it was.
func TestActivity_moved(t *testing.T) {
	w := newWorld(t)
	w.must("own", "PUT", "/api/projects/"+w.p3+"/members/"+w.people["vw"], obj{"role": "viewer"})
	w.now = w.now.Add(time.Hour)
	var moved *entry.Task
	w.must("adm", "POST", "/api/tasks/"+w.task.ID+"/transfer", obj{"project": w.p3}).read("task", &moved)
	past := []string{"adm task arrived First canary", "com comment created ", "ed task created "}
	w.tells("adm", "/api/tasks/"+moved.ID+"/activity", past...)
	w.tells("vw", "/api/tasks/"+moved.ID+"/activity", past...)
	w.must("own", "DELETE", "/api/projects/"+w.p1+"/members/"+w.people["vw"], nil)
	w.tells("vw", "/api/tasks/"+moved.ID+"/activity", past[0])
	w.tells("adm", "/api/projects/"+w.p1+"/activity?kind=task", "adm task left ")
}

// What another task is called is told to those who may see it.
func TestActivity_links(t *testing.T) {
	w := newWorld(t)
	w.must("own", "PUT", "/api/projects/"+w.p3+"/members/"+w.people["ed"], obj{"role": "editor"})
	var other *entry.Task
	w.must("adm", "POST", "/api/projects/"+w.p3+"/tasks", obj{"title": "There"}).read("task", &other)
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"addRelated": []string{other.ID}})
	target := "/api/projects/" + w.p1 + "/activity?kind=task&limit=1"
	w.tells("ed", target, "ed task updated First canary related +"+other.Key)
	w.tells("vw", target, "ed task updated First canary related +")
}

func TestLook(t *testing.T) {
	w := newWorld(t)
	at := "/api/projects/" + w.p1 + "/look"
	var look Looked
	read := func(r reply) {
		t.Helper()
		look = Looked{}
		for name, into := range map[string]any{"look": &look.Look, "head": &look.Head, "changes": &look.Changes, "tasks": &look.Tasks} {
			r.read(name, into)
		}
	}
	read(w.must("vw", "GET", at, nil))
	if look.Look != nil || look.Changes != 0 {
		t.Errorf("at first: %+v", look)
	}
	read(w.must("vw", "PUT", at, obj{"seq": look.Head}))
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "Second", "priority": "low"})
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "New"})
	w.must("ed", "POST", "/api/projects/"+w.p1+"/labels", obj{"name": "New"})
	seen := look.Look.Seq
	read(w.must("vw", "GET", at, nil))
	if look.Changes != 3 || look.Tasks != 2 || look.Look.Seq != seen {
		t.Errorf("later: %+v", look)
	}
	w.must("vw", "PUT", at, obj{"seq": look.Head})
	read(w.must("vw", "PUT", at, obj{"seq": seen}))
	if look.Look.Seq != look.Head || look.Changes != 0 {
		t.Errorf("it went back: %+v", look)
	}
	w.ask("vw", "PUT", at, obj{"seq": look.Head + 1}).wants(422)
	w.ask("vw", "PUT", at, obj{"seq": -1}).wants(422)
	read(w.must("adm", "PUT", at, obj{}))
	if look.Look.Seq != look.Head {
		t.Errorf("up to now: %+v", look)
	}
	read(w.must("own", "GET", at, nil))
	if look.Look != nil {
		t.Errorf("somebody else's: %+v", look)
	}
}

// The past at the head is the board, and at any other moment what the board was.
func TestPast(t *testing.T) {
	w := newWorld(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	boards := map[int64][]*entry.Task{}
	tasks := []string{w.task.ID}
	for range 60 {
		id := tasks[random.IntN(len(tasks))]
		switch random.IntN(6) {
		case 0:
			tasks = append(tasks, w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "One more"}).id("task"))
		case 1:
			w.ask("ed", "DELETE", "/api/tasks/"+id, nil)
		case 2:
			w.ask("ed", "POST", "/api/tasks/"+id+"/restore", nil)
		case 3:
			w.ask("ed", "PATCH", "/api/tasks/"+id, obj{"archived": random.IntN(2) == 0})
		case 4:
			w.ask("ed", "POST", "/api/tasks/"+id+"/move", obj{"status": w.statuses[random.IntN(len(w.statuses))].ID})
		case 5:
			w.ask("ed", "PATCH", "/api/tasks/"+id, obj{"title": fmt.Sprint("Title ", random.IntN(100))})
		}
		answer := w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil)
		var board []*entry.Task
		answer.read("tasks", &board)
		boards[answer.seq()] = board
	}
	for seq, board := range boards {
		var past []*entry.Task
		answer := w.must("vw", "GET", fmt.Sprintf("/api/projects/%s/past?at=%d", w.p1, seq), nil)
		answer.read("tasks", &past)
		if answer.seq() != seq || !reflect.DeepEqual(past, board) {
			t.Fatalf("at %d the past is another board", seq)
		}
	}
	w.ask("vw", "GET", "/api/projects/"+w.p1+"/past?at=9999", nil).wants(422)
	w.ask("vw", "GET", "/api/projects/"+w.p1+"/past?at=-1", nil).wants(422)
}

// What is deleted for good is not in the past either.
func TestPast_gone(t *testing.T) {
	w := newWorld(t)
	seq := w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "Gone", "description": "As it was"}).seq()
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"description": "As it is"})
	var then *entry.Task
	w.must("vw", "GET", fmt.Sprintf("/api/tasks/%s/past?at=%d", w.task.ID, seq), nil).read("task", &then)
	if then.Description != "As it was" {
		t.Errorf("then: %q", then.Description)
	}
	w.ask("vw", "GET", fmt.Sprintf("/api/tasks/%s/past?at=1", w.task.ID), nil).wants(404)
	w.must("ed", "DELETE", "/api/tasks/"+w.task.ID, nil)
	past := fmt.Sprintf("/api/projects/%s/past?at=%d", w.p1, seq)
	if !strings.Contains(w.must("vw", "GET", past, nil).Body.String(), "Gone") {
		t.Error("what can be restored is not in the past")
	}
	w.now = w.now.AddDate(0, 0, 31)
	if strings.Contains(w.must("vw", "GET", past, nil).Body.String(), "Gone") {
		t.Error("what is deleted for good is in the past")
	}
	var gone []string
	w.must("vw", "GET", "/api/projects/"+w.p1+"/history", nil).read("gone", &gone)
	if len(gone) != 1 || gone[0] != w.task.ID {
		t.Errorf("gone: %v", gone)
	}
}

// BenchmarkPast is a board at a moment of a project of 50,000 entries, anywhere in it.
func BenchmarkPast(b *testing.B) {
	w := newWorld(b)
	var tasks []any
	for range 100 {
		commands := make([]obj, 500)
		for i := range commands {
			commands[i] = create("A task about the shape of things")
			if len(tasks) < 5000 {
				tasks = append(tasks, commands[i]["task"])
			} else {
				commands[i] = obj{"id": entry.NewID(), "kind": "task.update", "task": tasks[i*9], "title": fmt.Sprint("Changed ", i)}
			}
		}
		w.commands("ed", false, commands...)
	}
	past := journal.NewPast(w.another())
	began := time.Now()
	_, head, err := past.At(context.Background(), w.p1, 0)
	w.ok(err)
	first := float64(time.Since(began).Milliseconds())
	random := rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		if _, _, err := past.At(context.Background(), w.p1, 1+random.Int64N(head.Seq)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(first, "first-ms")
	b.ReportMetric(float64(head.Seq), "entries")
}
