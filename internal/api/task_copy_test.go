package api

import (
	"testing"

	"tandem/internal/entry"
)

// A copy is made once for one key, under the id that was chosen.
func TestDuplicateTask(t *testing.T) {
	w := newWorld(t)
	key, id := entry.NewID(), entry.NewID()
	first := w.ask("ed", "POST", "/api/tasks/WEB-1/duplicate", obj{"id": id}, "Idempotency-Key", key)
	var made, again entry.Task
	first.wants(201).read("task", &made)
	if made.ID != id || made.Key != "WEB-2" || made.Title != w.task.Title {
		t.Errorf("%+v", made)
	}
	w.ask("ed", "POST", "/api/tasks/WEB-1/duplicate", obj{"id": id}, "Idempotency-Key", key).wants(201).read("task", &again)
	if again.Key != "WEB-2" {
		t.Errorf("again: %s", again.Key)
	}
	w.ask("ed", "POST", "/api/tasks/WEB-1/duplicate", obj{}).wants(201).read("task", &again)
	if again.Key != "WEB-3" {
		t.Errorf("another: %s", again.Key)
	}
	w.ask("com", "POST", "/api/tasks/WEB-1/duplicate", obj{}).wants(403)
	w.ask("ed", "POST", "/api/tasks/"+w.hidden.ID+"/duplicate", obj{}).wants(404)
}
