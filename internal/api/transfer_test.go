package api

import (
	"strings"
	"testing"

	"tandem/internal/entry"
)

// Who may see where a task went is told so; others hear only that it is gone.
func TestTransferTask(t *testing.T) {
	w := newWorld(t)
	p3 := w.must("own", "POST", "/api/projects", obj{"team": w.team, "name": "Other", "visibility": "private"}).id("project")
	key, path := entry.NewID(), "/api/tasks/WEB-1"
	w.untouched("a hidden goal", func() { w.ask("ed", "POST", path+"/transfer", obj{"project": p3}).wants(404) })
	var made, again entry.Task
	w.ask("own", "POST", path+"/transfer", obj{"project": p3}, "Idempotency-Key", key).wants(201).read("task", &made)
	if made.Key != "OTH-1" || made.Project != p3 || made.CommentCount != 1 {
		t.Errorf("%+v", made)
	}
	second := w.ask("own", "POST", path+"/transfer", obj{"project": p3}, "Idempotency-Key", key).wants(201)
	second.read("task", &again)
	if again.ID != made.ID || second.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %+v", again)
	}
	w.ask("own", "GET", "/api/tasks/OTH-1", nil).wants(200)
	w.ask("own", "GET", "/api/tasks/OTH-1/comments", nil).wants(200)
	for _, c := range []struct {
		by, method, path string
		status           int
		body             any
		told             bool
	}{
		{"own", "GET", path, 410, nil, true},
		{"own", "PATCH", path, 410, obj{"title": "x"}, true},
		{"own", "POST", path + "/restore", 409, nil, true},
		{"own", "POST", path + "/transfer", 410, obj{"project": p3}, true},
		{"ed", "GET", path, 410, nil, false},
		{"ed", "POST", path + "/restore", 409, nil, false},
		{"out", "GET", path, 404, nil, false},
	} {
		answer := w.ask(c.by, c.method, c.path, c.body).wants(c.status)
		p := answer.problem()
		if told := p.MovedTo != nil && p.MovedTo.ID == made.ID && p.MovedTo.Key == "OTH-1"; told != c.told {
			t.Errorf("%s %s: %s", c.by, c.method, answer.Body)
		}
		if !c.told && strings.Contains(answer.Body.String(), made.ID) {
			t.Errorf("%s hears where it is: %s", c.by, answer.Body)
		}
	}
	w.must("own", "POST", "/api/tasks/OTH-1/transfer", obj{"project": w.p1}).read("task", &again)
	if p := w.ask("own", "GET", path, nil).wants(410).problem(); p.MovedTo == nil || p.MovedTo.Key != again.Key {
		t.Errorf("it came back, and is not followed: %+v", p)
	}
}
