package api

import (
	"testing"

	"tandem/internal/entry"
)

func TestTask(t *testing.T) {
	w := newWorld(t)
	id := entry.NewID()
	var made entry.Task
	answer := w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{
		"id": id, "title": "Ünïcode 🎈", "description": "# text", "priority": "high", "dueDate": "2026-12-24", "startDate": nil,
		"assignees": []string{w.people["ed"]}, "labels": []string{w.label.ID}, "estimateSeconds": 3600, "parent": w.task.ID,
	}).wants(201).read("task", &made)
	if made.ID != id || made.Key != "WEB-2" || made.Description != "# text" || made.Status != w.statuses[0].ID || made.Seq != answer.seq() {
		t.Errorf("made %+v", made)
	}
	for _, ref := range []string{id, "WEB-2", "web-2"} {
		var got entry.Task
		w.must("vw", "GET", "/api/tasks/"+ref, nil).read("task", &got)
		if got.Title != "Ünïcode 🎈" || got.ID != id {
			t.Errorf("%s gives %+v", ref, got)
		}
	}
	var changed entry.Task
	w.must("ed", "PATCH", "/api/tasks/WEB-2", obj{"title": "New", "dueDate": nil, "removeLabels": []string{w.label.ID}}).read("task", &changed)
	if changed.Title != "New" || changed.DueDate != nil || len(changed.Labels) != 0 || changed.Priority != "high" {
		t.Errorf("changed %+v", changed)
	}
	empty := w.must("ed", "PATCH", "/api/tasks/WEB-2", obj{}).read("task", &changed)
	if empty.seq() != changed.Seq || changed.Title != "New" {
		t.Errorf("nothing to change gives %s", empty.Body)
	}
}

func TestTask_move(t *testing.T) {
	w := newWorld(t)
	var a, b entry.Task
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "a"}).read("task", &a)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "b"}).read("task", &b)
	var moved entry.Task
	w.must("ed", "POST", "/api/tasks/"+b.ID+"/move", obj{"status": a.Status, "before": a.ID}).read("task", &moved)
	if moved.Rank >= a.Rank {
		t.Errorf("before: %q is not below %q", moved.Rank, a.Rank)
	}
	w.must("ed", "POST", "/api/tasks/"+b.ID+"/move", obj{"status": w.statuses[4].ID}).read("task", &moved)
	if moved.Status != w.statuses[4].ID || moved.CompletedAt == nil {
		t.Errorf("moved to done: %+v", moved)
	}
	w.must("ed", "POST", "/api/tasks/"+b.ID+"/move", obj{"status": a.Status, "after": entry.NewID()}).read("task", &moved)
	if moved.Status != a.Status || moved.CompletedAt != nil {
		t.Errorf("beside a neighbour that has gone: %+v", moved)
	}
	w.ask("ed", "POST", "/api/tasks/"+b.ID+"/move", obj{"status": w.hiddenSts[0].ID}).wants(404)
	w.ask("ed", "POST", "/api/tasks/"+b.ID+"/move", obj{}).wants(422)
}

func TestTask_deleteAndRestore(t *testing.T) {
	w := newWorld(t)
	path := "/api/tasks/" + w.task.ID
	w.ask("ed", "POST", path+"/restore", nil).wants(409)
	if seq := w.must("ed", "DELETE", path, nil).wants(200).seq(); seq == 0 {
		t.Error("no seq")
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		w.ask("ed", method, path, map[bool]any{true: obj{}}[method == "PATCH"]).wants(410)
	}
	w.ask("vw", "GET", path+"/comments", nil).wants(410)
	w.ask("ed", "PATCH", "/api/comments/"+w.comment.ID, obj{"body": "x"}).wants(410)
	w.ask("out", "GET", path, nil).wants(404)
	w.must("ed", "POST", path+"/restore", nil).wants(200)
	w.must("ed", "GET", path, nil)
	w.must("ed", "DELETE", path, nil)
	w.now = w.now.AddDate(0, 0, 31)
	w.ask("ed", "GET", path, nil).wants(404)
	w.ask("ed", "POST", path+"/restore", nil).wants(404)
}

func TestTask_archive(t *testing.T) {
	w := newWorld(t)
	var task entry.Task
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"archived": true}).read("task", &task)
	if task.ArchivedAt == nil {
		t.Error("not archived")
	}
	if got := w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil).titles("tasks"); len(got) != 0 {
		t.Errorf("in the snapshot: %v", got)
	}
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"archived": false}).read("task", &task)
	if task.ArchivedAt != nil {
		t.Error("still archived")
	}
}

func TestTask_baseSeq(t *testing.T) {
	w := newWorld(t)
	path, base := "/api/tasks/"+w.task.ID, w.task.Seq
	w.must("own", "PATCH", path, obj{"title": "theirs"})
	w.untouched("a conflict", func() {
		p := w.ask("ed", "PATCH", path, obj{"title": "mine", "priority": "low", "baseSeq": base}).wants(409).problem()
		if len(p.Conflicts) != 1 || p.Conflicts[0].Field != "title" || p.Conflicts[0].Theirs != "theirs" || p.Conflicts[0].Seq <= base {
			t.Errorf("conflicts %+v", p.Conflicts)
		}
	})
	w.must("ed", "PATCH", path, obj{"priority": "low", "baseSeq": base})
	w.must("own", "PATCH", path, obj{"title": "my own again", "baseSeq": base})
}
