package api

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// holding is what the checks look at of a snapshot.
type holding struct {
	Statuses []entry.Status
	Labels   []entry.Label
	Fields   []entry.Field
	Tasks    []entry.Task
}

func (w *world) holding(actor, project string) (b holding) {
	w.t.Helper()
	answer := w.must(actor, "GET", "/api/projects/"+project+"/snapshot", nil)
	answer.read("statuses", &b.Statuses).read("labels", &b.Labels).read("fields", &b.Fields).read("tasks", &b.Tasks)
	return b
}

// titles in the order of their numbers.
func (b holding) titles() string {
	list := make([]string, len(b.Tasks)+1)
	for _, t := range b.Tasks {
		list[t.Number] = t.Title
	}
	return strings.Join(list[1:], " ")
}

func TestCreateProject_from(t *testing.T) {
	w := newWorld(t)
	source := w.holding("ed", w.p1)
	without := w.holding("ed", w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": "Copy", "from": w.p1}).wants(201).id("project"))
	if len(without.Statuses) != len(source.Statuses) || len(without.Labels) != 1 || len(without.Fields) != 1 || len(without.Tasks) != 0 {
		t.Errorf("%+v", without)
	}
	with := w.holding("ed", w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": "Copy", "key": "CC", "from": w.p1, "withTasks": true}).id("project"))
	if with.titles() != "First canary" || with.Tasks[0].Key != "CC-1" || with.Tasks[0].Labels[0] != with.Labels[0].ID || with.Labels[0].ID == source.Labels[0].ID {
		t.Errorf("%+v", with)
	}
}

// Who may not see a project is told what is told of one that never was, and makes none.
func TestCreateProject_fromHidden(t *testing.T) {
	w := newWorld(t)
	private := w.must("own", "POST", "/api/projects", obj{"team": w.team, "name": "Private", "visibility": "private"}).id("project")
	ask := func(from string) reply {
		return w.ask("ed", "POST", "/api/projects", obj{"team": w.team, "name": "Copy", "from": from, "withTasks": true})
	}
	w.untouched("a refusal", func() {
		same(t, ask(w.p2).wants(404), ask(entry.NewID()).wants(404))
		same(t, ask(private).wants(404), ask(entry.NewID()).wants(404))
		w.ask("gst", "POST", "/api/projects", obj{"team": w.team, "name": "Copy", "from": w.p1}).wants(404)
		w.ask("vw", "POST", "/api/projects", obj{"team": w.team, "name": "Copy", "from": w.p1}).wants(403)
		w.ask("out", "POST", "/api/projects", obj{"team": w.otherTeam, "name": "Copy", "from": w.p1}).wants(404)
		w.ask("ed", "POST", "/api/projects", obj{"team": w.otherTeam, "name": "Copy", "from": w.p1}).wants(404)
	})
	w.must("own", "DELETE", "/api/projects/"+w.p1, nil)
	w.untouched("a refusal", func() { ask(w.p1).wants(410) })
}

func TestCreateProject_beginningRefused(t *testing.T) {
	w := newWorld(t)
	for pointer, more := range map[string]obj{
		"/starter":   {"starter": "nothing"},
		"/from":      {"from": "x"},
		"/withTasks": {"withTasks": true},
		"/name":      {"name": "", "starter": "bugs"},
		"/key":       {"key": "WEB", "starter": "bugs"},
	} {
		body := obj{"team": w.team, "name": "New"}
		for name, value := range more {
			body[name] = value
		}
		w.untouched("a refusal", func() {
			answer := w.ask("ed", "POST", "/api/projects", body)
			if answer.Code != 422 && pointer != "/key" || len(answer.problem().Errors) == 0 || answer.problem().Errors[0].Pointer != pointer {
				t.Errorf("%s: %d %s", pointer, answer.Code, answer.Body)
			}
		})
	}
	both := w.ask("ed", "POST", "/api/projects", obj{"team": w.team, "name": "New", "from": w.p1, "starter": "bugs"}).wants(422)
	if both.problem().Errors[0].Pointer != "/starter" {
		t.Errorf("both: %s", both.Body)
	}
}

func TestCreateProject_starter(t *testing.T) {
	w := newWorld(t)
	var starters []wire.Starter
	w.must("vw", "GET", "/api/starters", nil).read("items", &starters)
	w.ask("", "GET", "/api/starters", nil).wants(401)
	for _, s := range starters {
		made := w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": s.Name, "starter": s.ID}).wants(201)
		b := w.holding("ed", made.id("project"))
		if len(b.Statuses) != len(s.Statuses) || b.Statuses[0].Name != s.Statuses[0].Name || len(b.Labels) != len(s.Labels) || len(b.Fields) != len(s.Fields) {
			t.Errorf("%s: %+v", s.ID, b)
		}
	}
}

// [J4] a repetition has the first answer, also when the source has changed or gone.
func TestCreateProject_fromRepeated(t *testing.T) {
	for _, tasks := range []int{2, 700} { // one entry, and several
		w := newWorld(t)
		for i := range tasks {
			w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": fmt.Sprint(i)})
		}
		key := entry.NewID()
		ask := func(name string) reply {
			return w.ask("ed", "POST", "/api/projects", obj{"team": w.team, "name": name, "from": w.p1, "withTasks": true}, "Idempotency-Key", key)
		}
		first := ask("Copy").wants(201)
		if b := w.holding("ed", first.id("project")); len(b.Tasks) != tasks+1 || b.titles()[:14] != "First canary 0" {
			t.Fatalf("%d tasks came", len(b.Tasks))
		}
		w.must("own", "DELETE", "/api/projects/"+w.p1, nil)
		again := ask("Copy").wants(201)
		if again.Body.String() != first.Body.String() || again.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("again: %v %s\nfirst: %s", again.Header(), again.Body, first.Body)
		}
		w.untouched("a refusal", func() { ask("Other").wants(422) })
	}
}
