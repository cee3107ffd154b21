package api

import (
	"slices"
	"testing"
)

func TestWork(t *testing.T) {
	w := newWorld(t)
	ed := []string{w.people["ed"]}
	for _, task := range []obj{
		{"title": "Later", "assignees": ed, "dueDate": "2026-12-24"},
		{"title": "No day", "assignees": ed},
		{"title": "No day, urgent", "assignees": ed, "priority": "urgent"},
		{"title": "Soon", "assignees": []string{w.people["own"], w.people["ed"]}, "dueDate": "2026-12-01"},
		{"title": "Somebody else's", "assignees": []string{w.people["own"]}, "dueDate": "2026-12-01"},
		{"title": "Nobody's"},
	} {
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", task).wants(201)
	}
	want := []string{"Soon", "Later", "No day, urgent", "No day"}
	if got := w.must("ed", "GET", "/api/me/tasks", nil).titles("items"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}

	t.Run("in pages", func(t *testing.T) {
		var cursor string
		first := w.must("ed", "GET", "/api/me/tasks?limit=3", nil)
		first.read("nextCursor", &cursor)
		rest := w.must("ed", "GET", "/api/me/tasks?limit=3&cursor="+cursor, nil)
		if got := append(first.titles("items"), rest.titles("items")...); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})

	t.Run("without what is over", func(t *testing.T) {
		var id string
		for _, status := range w.statuses {
			if status.Category != "done" && status.Category != "cancelled" {
				continue
			}
			w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Over", "assignees": ed, "status": status.ID}).read("task/id", &id)
		}
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Away", "assignees": ed}).read("task/id", &id)
		w.must("ed", "PATCH", "/api/tasks/"+id, obj{"archived": true})
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Deleted", "assignees": ed}).read("task/id", &id)
		w.must("ed", "DELETE", "/api/tasks/"+id, nil)
		if got := w.must("ed", "GET", "/api/me/tasks", nil).titles("items"); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})

	t.Run("without projects that one sees no more", func(t *testing.T) {
		w.must("own", "PATCH", "/api/projects/"+w.p1, obj{"archived": true})
		if got := w.must("ed", "GET", "/api/me/tasks", nil).titles("items"); len(got) > 0 {
			t.Errorf("of an archived project: %q", got)
		}
		w.must("own", "PATCH", "/api/projects/"+w.p1, obj{"archived": false})
		w.must("own", "PATCH", "/api/projects/"+w.p1, obj{"visibility": "private"})
		if got := w.must("ed", "GET", "/api/me/tasks", nil).titles("items"); len(got) > 0 {
			t.Errorf("of a project that became private: %q", got)
		}
	})
}
