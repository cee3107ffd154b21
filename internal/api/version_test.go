package api

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// Each time that a description is set over the API is a version; its text is in the
// task's past, and setting it again makes it the latest.
func TestVersions(t *testing.T) {
	w := newWorld(t)
	task := "/api/tasks/" + w.task.ID
	var seqs []int64
	for _, text := range []string{"One", "Two", "Three"} {
		seqs = append(seqs, w.must("ed", "PATCH", task, obj{"description": text}).seq())
		w.must("adm", "PATCH", task, obj{"priority": "high"})
		w.must("adm", "PATCH", task, obj{"priority": "low"})
	}
	read := func(query string) (found []wire.Version, next *string) {
		t.Helper()
		answer := w.must("vw", "GET", task+"/versions"+query, nil)
		answer.read("items", &found)
		answer.read("nextCursor", &next)
		return found, next
	}
	all, next := read("")
	if len(all) != 4 || next != nil {
		t.Fatalf("%+v %v", all, next)
	}
	for i, want := range []string{"Three", "Two", "One"} {
		v := all[i]
		if v.Seq != seqs[2-i] || !reflect.DeepEqual(v.Actors, []string{w.people["ed"]}) || v.At < v.StartedAt || v.At == 0 {
			t.Errorf("%+v", v)
		}
		var then entry.Task
		if w.must("vw", "GET", fmt.Sprintf("%s/past?at=%d", task, v.Seq), nil).read("task", &then); then.Description != want {
			t.Errorf("at %d it was %q, want %q", v.Seq, then.Description, want)
		}
	}
	page, next := read("?limit=3")
	if !reflect.DeepEqual(page, all[:3]) || next == nil {
		t.Fatalf("%+v %v", page, next)
	}
	if rest, next := read("?limit=3&cursor=" + *next); !reflect.DeepEqual(rest, all[3:]) || next != nil {
		t.Errorf("%+v %v", rest, next)
	}

	w.must("ed", "PATCH", task, obj{"description": "One"})
	if now, _ := read(""); len(now) != 5 || now[1].Seq != all[0].Seq {
		t.Errorf("%+v", now)
	}
	for _, bad := range []string{"?limit=0", "?cursor=x", "?at=1"} {
		w.ask("vw", "GET", task+"/versions"+bad, nil).wants(422)
	}
	w.ask("out", "GET", task+"/versions", nil).wants(404)
	w.must("ed", "DELETE", task, nil)
	w.ask("vw", "GET", task+"/versions", nil).wants(410)
}

// A task that was moved begins anew where it has come to: nobody sees there what
// only the other project's people may.
func TestVersions_moved(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"description": "Before"})
	w.now = w.now.Add(time.Hour)
	var moved *entry.Task
	w.must("adm", "POST", "/api/tasks/"+w.task.ID+"/transfer", obj{"project": w.p3}).read("task", &moved)
	var found []wire.Version
	w.must("adm", "GET", "/api/tasks/"+moved.ID+"/versions", nil).read("items", &found)
	if len(found) != 1 || !reflect.DeepEqual(found[0].Actors, []string{w.people["adm"]}) {
		t.Errorf("%+v", found)
	}
	w.ask("adm", "GET", "/api/tasks/"+w.task.ID+"/versions", nil).wants(410)
}
