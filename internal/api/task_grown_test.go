package api

import (
	"fmt"
	"slices"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

func (w *world) newTask(by, project string, more obj) (task entry.Task) {
	w.t.Helper()
	body := obj{"title": "canary"}
	for name, value := range more {
		body[name] = value
	}
	w.must(by, "POST", "/api/projects/"+project+"/tasks", body).read("task", &task)
	return task
}

func (w *world) links(by, task string) (found []string) {
	w.t.Helper()
	var links []wire.TaskLink
	w.must(by, "GET", "/api/tasks/"+task+"/links", nil).read("links", &links)
	for _, link := range links {
		found = append(found, fmt.Sprint(link.Kind, " ", link.Task.Key))
	}
	return found
}

// Links are kept on one side and given from both, as far as the caller sees.
func TestTaskLinks(t *testing.T) {
	w := newWorld(t)
	p3 := w.must("own", "POST", "/api/projects", obj{"team": w.team, "name": "Other", "visibility": "private"}).id("project")
	far := w.newTask("own", p3, nil)
	a := w.newTask("own", w.p1, obj{"blockedBy": []string{w.task.ID}, "related": []string{far.ID, w.task.ID}, "duplicateOf": far.ID})
	for _, c := range []struct {
		by, task string
		want     []string
	}{
		{"own", a.ID, []string{"blockedBy WEB-1", "duplicateOf OTH-1", "related WEB-1", "related OTH-1"}},
		{"own", "WEB-1", []string{"blocks WEB-2", "related WEB-2"}},
		{"own", far.ID, []string{"duplicatedBy WEB-2", "related WEB-2"}},
		{"ed", a.Key, []string{"blockedBy WEB-1", "related WEB-1"}},
		{"vw", w.task.ID, []string{"blocks WEB-2", "related WEB-2"}},
	} {
		if got := w.links(c.by, c.task); !slices.Equal(got, c.want) {
			t.Errorf("%s of %s: %v, want %v", c.by, c.task, got, c.want)
		}
	}
	w.ask("ed", "GET", "/api/tasks/"+far.ID+"/links", nil).wants(404)
	w.must("own", "PATCH", "/api/tasks/"+w.task.ID, obj{"addRelated": []string{a.ID}})
	if got := w.links("vw", w.task.ID); !slices.Equal(got, []string{"blocks WEB-2", "related WEB-2"}) {
		t.Errorf("related on both sides is told once: %v", got)
	}
	w.must("own", "DELETE", "/api/tasks/"+w.task.ID, nil)
	if got := w.links("ed", a.ID); got != nil {
		t.Errorf("of a deleted one: %v", got)
	}
	w.ask("ed", "GET", "/api/tasks/"+w.task.ID+"/links", nil).wants(410)
	w.must("own", "POST", "/api/tasks/"+w.task.ID+"/restore", nil)
	if got := w.links("ed", a.ID); !slices.Equal(got, []string{"blockedBy WEB-1", "related WEB-1"}) {
		t.Errorf("of one that came back: %v", got)
	}
	w.must("own", "DELETE", "/api/projects/"+p3, nil)
	if got := w.links("own", a.ID); !slices.Equal(got, []string{"blockedBy WEB-1", "related WEB-1"}) {
		t.Errorf("of a deleted project: %v", got)
	}
	w.ask("own", "PATCH", "/api/tasks/"+w.task.ID, obj{"duplicateOf": far.ID}).wants(404)
}

// Two tasks that are made in one atomic call may refer to each other.
func TestTaskLinks_together(t *testing.T) {
	w := newWorld(t)
	a, b := entry.NewID(), entry.NewID()
	results := w.commands("ed", true,
		obj{"id": entry.NewID(), "kind": "task.create", "task": a, "title": "a"},
		obj{"id": entry.NewID(), "kind": "task.create", "task": b, "title": "b", "related": []string{a}, "blockedBy": []string{a}},
		obj{"id": entry.NewID(), "kind": "task.update", "task": a, "duplicateOf": b})
	for _, r := range results {
		if r.Status != wire.Applied {
			t.Fatalf("%+v", r.Problem)
		}
	}
	if got := w.links("vw", a); !slices.Equal(got, []string{"blocks WEB-3", "duplicateOf WEB-3", "related WEB-3"}) {
		t.Errorf("%v", got)
	}
}

func TestTask_recurring(t *testing.T) {
	w := newWorld(t)
	next, key := entry.NewID(), entry.NewID()
	made := w.newTask("ed", w.p1, obj{
		"dueDate": "2026-11-30", "dueTime": obj{"time": "17:00", "timeZone": "Europe/Vienna"},
		"recurrence": obj{"every": 2, "unit": "week", "weekdays": []string{"mon", "thu"}, "from": "due"},
	})
	if made.Recurrence == nil || made.Recurrence.MonthDay != nil || len(*made.Recurrence.Weekdays) != 2 || made.DueTime.Time != "17:00" {
		t.Fatalf("made %+v", made.Recurrence)
	}
	body := obj{"status": w.statuses[4].ID, "next": next}
	for range 2 { // the second is a repeat, and answered from the journal
		var done, after entry.Task
		w.must("ed", "POST", "/api/tasks/"+made.ID+"/move", body, "Idempotency-Key", key).read("task", &done)
		if done.ID != made.ID || done.Recurrence != nil || done.CompletedAt == nil {
			t.Errorf("completed: %+v", done)
		}
		w.must("vw", "GET", "/api/tasks/"+next, nil).read("task", &after)
		if after.Key != "WEB-3" || *after.DueDate != "2026-12-03" || after.Seq != done.Seq || after.Status != w.statuses[1].ID || after.DueTime == nil {
			t.Errorf("the next: %+v", after)
		}
	}
}

func TestField(t *testing.T) {
	w := newWorld(t)
	at, id := "/api/projects/"+w.p1+"/fields", entry.NewID()
	var field entry.Field
	answer := w.must("adm", "POST", at, obj{"id": id, "name": "Cost", "type": "number"}).wants(201).read("field", &field)
	if field.ID != id || field.Options == nil || field.Rank <= w.field.Rank || answer.seq() == 0 {
		t.Errorf("made %+v", field)
	}
	w.must("adm", "PATCH", at+"/"+id, obj{"name": "Price"}).read("field", &field)
	if again := w.must("adm", "PATCH", at+"/"+id, obj{}).read("field", &field); field.Name != "Price" || again.seq() == 0 {
		t.Errorf("changed %+v", field)
	}
	w.ask("adm", "PATCH", at+"/"+id, obj{"type": "text"}).wants(422)
	w.ask("ed", "POST", at, obj{"name": "x", "type": "text"}).wants(403)
	task := w.newTask("ed", w.p1, obj{"fields": obj{id: 2.5, w.field.ID: w.field.Options[0].ID}})
	if len(task.Fields) != 2 || task.Fields[id] != 2.5 {
		t.Errorf("values %v", task.Fields)
	}
	var fields []entry.Field
	var tasks []entry.Task
	w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil).read("fields", &fields).read("tasks", &tasks)
	if len(fields) != 2 || fields[1].ID != id || tasks[1].Fields[id] != 2.5 {
		t.Errorf("in the snapshot: %+v %v", fields, tasks[1].Fields)
	}
	base := task.Seq
	w.must("adm", "PATCH", "/api/tasks/"+task.ID, obj{"fields": obj{id: 3}})
	w.must("ed", "PATCH", "/api/tasks/"+task.ID, obj{"fields": obj{w.field.ID: nil}, "baseSeq": base})
	w.ask("ed", "PATCH", "/api/tasks/"+task.ID, obj{"fields": obj{id: 4}, "baseSeq": base}).wants(409)
	w.must("adm", "DELETE", at+"/"+id, nil).wants(200)
	var left entry.Task
	w.must("vw", "GET", "/api/tasks/"+task.ID, nil).read("task", &left)
	if len(left.Fields) != 0 {
		t.Errorf("left %v", left.Fields)
	}
	w.ask("adm", "DELETE", at+"/"+id, nil).wants(404)
}
