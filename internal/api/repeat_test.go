package api

import (
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// A second request with the same key answers what the first answered, says so,
// and changes nothing; with another body it is refused. So for every write.
func TestIdempotency(t *testing.T) {
	for _, route := range newWorld(t).api.Routes() {
		if route.Method == "GET" || route.Name == "runCommands" || route.Plain {
			continue
		}
		t.Run(route.Name, func(t *testing.T) {
			w := newWorld(t)
			w.prepare(route.Name)
			target, body, key := w.path(route.Path, false), w.bodyFor(&route), entry.NewID()
			actor := byRole[route.Access.Role]
			if actor == "" {
				actor = "ed"
			}
			first := w.must(actor, route.Method, target, body, "Idempotency-Key", key)
			if first.Header().Get("Idempotency-Replayed") != "" {
				t.Error("the first says that it is a repetition")
			}
			w.untouched("a repetition", func() {
				again := w.ask(actor, route.Method, target, body, "Idempotency-Key", strings.ToUpper(key))
				if again.Code != first.Code || again.Body.String() != first.Body.String() {
					t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
				}
				if again.Header().Get("Idempotency-Replayed") != "true" {
					t.Error("it does not say that it is a repetition")
				}
			})
			if other, ok := w.bodyFor(&route).(obj); ok {
				other = changedBody(other)
				w.untouched("a reused key", func() {
					p := w.ask(actor, route.Method, target, other, "Idempotency-Key", key).wants(422).problem()
					if len(p.Errors) != 1 || p.Errors[0].Pointer != "Idempotency-Key" {
						t.Errorf("points at %+v", p.Errors)
					}
				})
			}
		})
	}
}

func changedBody(body obj) obj {
	for _, name := range []string{"title", "name", "body"} {
		if _, ok := body[name]; ok {
			body[name] = "Quite another"
			return body
		}
	}
	if body["seq"] != nil {
		body["seq"] = 0
		return body
	}
	if body["emoji"] != nil {
		body["emoji"] = "👎"
	}
	if body["role"] != nil {
		body["role"] = "editor"
	}
	if body["project"] != nil {
		body["status"] = entry.NewID()
		return body
	}
	if body["copies"] != nil {
		body["copies"] = obj{entry.NewID(): entry.NewID()}
	}
	if body["status"] != nil {
		body["before"] = entry.NewID()
	}
	return body
}

// The answer to a repetition is that of the first time, whatever came after.
func TestIdempotency_later(t *testing.T) {
	w := newWorld(t)
	key, path := entry.NewID(), "/api/tasks/"+w.task.ID
	first := w.must("ed", "PATCH", path, obj{"title": "mine"}, "Idempotency-Key", key)
	w.must("own", "PATCH", path, obj{"title": "theirs"})
	if again := w.must("ed", "PATCH", path, obj{"title": "mine"}, "Idempotency-Key", key); again.Body.String() != first.Body.String() {
		t.Errorf("first %s, again %s", first.Body, again.Body)
	}
	var now entry.Task
	w.must("ed", "GET", path, nil).read("task", &now)
	if now.Title != "theirs" {
		t.Errorf("the repetition took effect: %q", now.Title)
	}
}

// The same key of somebody else is another request.
func TestIdempotency_others(t *testing.T) {
	w := newWorld(t)
	key := entry.NewID()
	mine := w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": "Same"}, "Idempotency-Key", key)
	theirs := w.must("own", "POST", "/api/projects", obj{"team": w.team, "name": "Same"}, "Idempotency-Key", key)
	if mine.id("project") == theirs.id("project") {
		t.Error("one person's key gave another's project")
	}
}

func TestProject_keys(t *testing.T) {
	w := newWorld(t)
	var keys []string
	for _, name := range []string{"Website", "Mobile app", "Öffentliche Arbeit", "プロジェクト", "7 wonders of the ancient world", "a", "Website"} {
		var key string
		w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": name}).wants(201).read("project/key", &key)
		keys = append(keys, key)
	}
	if want := []string{"WEB2", "MOB", "OEF", "PRO", "WON", "PRO2", "WEB3"}; !slices.Equal(keys, want) {
		t.Errorf("keys %v, want %v", keys, want)
	}
	w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": "x", "key": "AB12"}).wants(201)
	w.untouched("a taken key", func() {
		p := w.ask("ed", "POST", "/api/projects", obj{"team": w.team, "name": "x", "key": "AB12"}).wants(409).problem()
		if len(p.Errors) != 1 || p.Errors[0].Pointer != "/key" {
			t.Errorf("points at %+v", p.Errors)
		}
		w.ask("ed", "POST", "/api/projects", obj{"id": w.p1, "team": w.team, "name": "x"}).wants(409)
		w.ask("ed", "POST", "/api/projects", obj{"id": w.p2, "team": w.team, "name": "x"}).wants(409)
	})
	w.must("own", "DELETE", "/api/projects/"+w.p1, nil)
	w.ask("ed", "POST", "/api/projects", obj{"team": w.team, "name": "x", "key": "WEB"}).wants(409)
}

func TestProject_deleteAndRestore(t *testing.T) {
	w := newWorld(t)
	path := "/api/projects/" + w.p1
	w.ask("own", "POST", path+"/restore", nil).wants(409)
	w.must("own", "DELETE", path, nil).seq()
	for _, route := range w.api.Routes() {
		if route.Access.Role != "" && route.Name != "restoreProject" && route.Name != "runCommands" {
			w.ask("own", route.Method, w.path(route.Path, false), w.bodyFor(&route)).wants(410)
			w.ask("out", route.Method, w.path(route.Path, false), w.bodyFor(&route)).wants(404)
		}
	}
	if got := w.found("own", "q=canary"); got != nil {
		t.Errorf("found in a deleted project: %v", got)
	}
	w.must("own", "POST", path+"/restore", nil)
	var statuses []entry.Status
	w.must("vw", "GET", path, nil).read("project/statuses", &statuses)
	if len(statuses) != 5 || statuses[0].Name != "Backlog" || statuses[4].Category != entry.Done {
		t.Errorf("statuses %+v", statuses)
	}
	w.must("own", "DELETE", path, nil)
	w.now = w.now.AddDate(0, 0, 31)
	w.ask("own", "GET", path, nil).wants(404)
	w.ask("own", "POST", path+"/restore", nil).wants(404)
}

func TestStatus_delete(t *testing.T) {
	w := newWorld(t)
	path := "/api/projects/" + w.p1 + "/statuses/"
	w.untouched("a refusal", func() {
		w.ask("adm", "DELETE", path+w.statuses[0].ID, nil).wants(409)
		w.ask("adm", "DELETE", path+w.statuses[0].ID+"?moveTo="+w.statuses[0].ID, nil).wants(422)
		w.ask("adm", "DELETE", path+w.statuses[0].ID+"?moveTo=x", nil).wants(422)
	})
	w.must("adm", "DELETE", path+w.statuses[0].ID+"?moveTo="+w.statuses[2].ID, nil)
	var task entry.Task
	if w.must("vw", "GET", "/api/tasks/"+w.task.ID, nil).read("task", &task); task.Status != w.statuses[2].ID {
		t.Errorf("the task is in %s", task.Status)
	}
}

// windows reads comments from the latest on: each page with what it answers, which
// is not in it.
func (w *world) windows(path string) {
	w.t.Helper()
	cursor := ""
	for _, want := range [][]string{{"fourth", "canary"}, {"third", "canary"}, {"second", "canary"}, {"canary"}} {
		answer := w.must("vw", "GET", path+"?order=newest&limit=1"+cursor, nil)
		var page []entry.Comment
		answer.read("items", &page)
		var got []string
		for _, c := range page {
			got = append(got, c.Body)
		}
		if !slices.Equal(got, want) {
			w.t.Errorf("got %v, want %v", got, want)
		}
		var next *string
		if answer.read("nextCursor", &next); next == nil {
			break
		}
		cursor = "&cursor=" + *next
	}
	w.ask("vw", "GET", path+"?order=odd", nil).wants(422)
	w.ask("out", "GET", path+"?order=newest", nil).wants(404)
	var other entry.Task
	var said entry.Comment
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "other"}).read("task", &other)
	w.must("ed", "POST", "/api/tasks/"+other.ID+"/comments", obj{"body": "there"}).read("comment", &said)
	var page []entry.Comment
	w.must("vw", "GET", path+"?order=newest&cursor="+*wire.Cursor(wire.AfterCursor{After: said.ID}), nil).read("items", &page)
	if len(page) != 0 {
		w.t.Errorf("after a comment of another task there are %d", len(page))
	}
}

func TestComments(t *testing.T) {
	w := newWorld(t)
	path := "/api/tasks/" + w.task.Key + "/comments"
	for _, body := range []string{"second", "third"} {
		w.now = w.now.Add(1)
		w.must("com", "POST", path, obj{"body": body, "parent": w.comment.ID}).wants(201)
	}
	var bodies []string
	cursor := ""
	for range 5 {
		answer := w.must("vw", "GET", path+"?limit=2"+cursor, nil)
		var page []entry.Comment
		answer.read("items", &page)
		for _, c := range page {
			bodies = append(bodies, c.Body)
		}
		var next *string
		if answer.read("nextCursor", &next); next == nil {
			break
		}
		cursor = "&cursor=" + *next
	}
	if !slices.Equal(bodies, []string{"canary", "second", "third"}) {
		t.Errorf("comments %v", bodies)
	}
	w.now = w.now.Add(1)
	w.must("com", "POST", path, obj{"body": "fourth", "parent": w.comment.ID}).wants(201)
	w.windows(path)
	var c entry.Comment
	react := func() int {
		w.must("ed", "POST", "/api/comments/"+w.comment.ID+"/reactions", obj{"emoji": "🎉"}).read("comment", &c)
		return len(c.Reactions)
	}
	if react() != 1 || react() != 0 {
		t.Errorf("reactions %+v", c.Reactions)
	}
	var task entry.Task
	if w.must("vw", "GET", "/api/tasks/"+w.task.ID, nil).read("task", &task); task.CommentCount != 4 {
		t.Errorf("%d comments counted", task.CommentCount)
	}
	w.must("com", "PATCH", "/api/comments/"+w.comment.ID, obj{"body": "edited"}).read("comment", &c)
	if c.Body != "edited" || c.EditedAt == nil {
		t.Errorf("edited %+v", c)
	}
}
