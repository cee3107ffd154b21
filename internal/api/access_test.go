package api

import (
	"strings"
	"testing"

	"tandem/internal/entry"
)

// bodyFor gives each route with a body one that works; a route that is missing
// here fails TestAccess.
func (w *world) bodyFor(route *Route) any {
	switch route.Name {
	case "createProject":
		return obj{"team": w.team, "name": "Another"}
	case "updateProject":
		return obj{"name": "Renamed", "description": "x", "visibility": "team", "archived": false}
	case "createStatus":
		return obj{"name": "Blocked", "category": "active", "color": "#102030", "wipLimit": 3}
	case "updateStatus":
		return obj{"name": "Blocked", "wipLimit": nil}
	case "createLabel":
		return obj{"name": "bug", "color": "#102030"}
	case "updateLabel":
		return obj{"name": "bug"}
	case "createField":
		return obj{"name": "Size", "type": "select", "options": []obj{{"name": "S"}}}
	case "createTemplate":
		return obj{"name": "Bug", "task": obj{"title": "Bug in …", "labels": []string{w.label.ID}, "subtasks": []string{"Reproduce"}}}
	case "createView":
		return obj{"name": "Mine", "layout": "list", "filter": obj{"field": "assignee", "op": "is", "value": "me"}, "group": "priority", "sort": "-dueDate"}
	case "updateView":
		return obj{"name": "Mine"}
	case "updateTemplate":
		return obj{"name": "Bug"}
	case "updateField":
		return obj{"name": "Size"}
	case "setMember":
		return obj{"role": "commenter"}
	case "createTask":
		return obj{"title": "One more", "labels": []string{}, "dueDate": "2026-12-24"}
	case "updateTask":
		return obj{"title": "Changed", "priority": "low", "baseSeq": w.task.Seq}
	case "transferTask":
		return obj{"project": w.p3}
	case "duplicateTask":
		return obj{"copies": obj{}}
	case "moveTask":
		return obj{"status": w.statuses[1].ID}
	case "createComment", "updateComment":
		return obj{"body": "Well said"}
	case "reactToComment":
		return obj{"emoji": "👍"}
	case "setLook":
		return obj{"seq": 1}
	case "importBoard":
		return "{}"
	case "runCommands":
		return obj{"commands": []obj{}, "atomic": false}
	}
	if route.Body != nil {
		w.t.Fatalf("%s has a body, and no example of it stands here", route.Name)
	}
	return nil
}

// prepare brings about what a route needs, such as something to restore.
func (w *world) prepare(name string) {
	switch name {
	case "restoreTask":
		w.must("own", "DELETE", "/api/tasks/"+w.task.ID, nil)
	case "restoreComment":
		w.must("com", "DELETE", "/api/comments/"+w.comment.ID, nil)
	case "restoreProject":
		w.must("own", "DELETE", "/api/projects/"+w.p1, nil)
	}
}

// queryFor is what a route must be asked with.
func queryFor(route *Route) string {
	switch route.Name {
	case "search":
		return "?q=canary"
	case "importBoard":
		return "?format=trello"
	}
	return ""
}

// byRole is somebody with exactly this role in P1.
var byRole = map[entry.Role]string{entry.Viewer: "vw", entry.Commenter: "com", entry.Editor: "ed", entry.Admin: "adm"}

var roles = []entry.Role{entry.Viewer, entry.Commenter, entry.Editor, entry.Admin}

// Everybody with the role that a route names may call it, nobody below, and for
// those without access there is nothing, whatever they send.
func TestAccess(t *testing.T) {
	for _, route := range newWorld(t).api.Routes() {
		if route.Access.Role == "" {
			continue
		}
		t.Run(route.Name, func(t *testing.T) {
			w := newWorld(t)
			w.prepare(route.Name)
			target, body := w.path(route.Path, false), w.bodyFor(&route)
			w.untouched("a refusal", func() {
				for _, role := range roles {
					if !role.Includes(route.Access.Role) {
						w.ask(byRole[role], route.Method, target, body).wants(403)
					}
				}
				for _, stranger := range []string{"gst", "out"} {
					w.ask(stranger, route.Method, target, body).wants(404)
				}
				w.ask("", route.Method, target, body).wants(401)
			})
			w.must(byRole[route.Access.Role], route.Method, target, body)
		})
	}
}

func TestAccess_team(t *testing.T) {
	w := newWorld(t)
	w.untouched("a refusal", func() {
		w.ask("gst", "POST", "/api/projects", obj{"team": w.team, "name": "x"}).wants(403)
		hidden := w.ask("out", "POST", "/api/projects", obj{"team": w.team, "name": "x"}).wants(404)
		nowhere := w.ask("out", "POST", "/api/projects", obj{"team": entry.NewID(), "name": "x"}).wants(404)
		same(t, hidden, nowhere)
	})
	w.must("ed", "POST", "/api/projects", obj{"team": w.team, "name": "x"}).wants(201)
}

// same holds that two answers cannot be told apart.
func same(t *testing.T, a, b reply) {
	t.Helper()
	if a.Code != b.Code || a.Body.String() != b.Body.String() {
		t.Errorf("told apart: %d %s and %d %s", a.Code, a.Body, b.Code, b.Body)
	}
	for name := range a.Header() {
		if a.Header().Get(name) != b.Header().Get(name) || len(a.Header()) != len(b.Header()) {
			t.Errorf("told apart by headers: %v and %v", a.Header(), b.Header())
		}
	}
}

// What is hidden answers byte for byte as what never existed.
func TestTwin(t *testing.T) {
	w := newWorld(t)
	for _, route := range w.api.Routes() {
		if !strings.Contains(route.Path, "{") {
			continue
		}
		t.Run(route.Name, func(t *testing.T) {
			w.t = t
			body := w.bodyFor(&route)
			w.untouched("a refusal", func() {
				hidden := w.ask("own", route.Method, w.path(route.Path, true)+queryFor(&route), body).wants(404)
				same(t, hidden, w.ask("own", route.Method, w.nowhere(route.Path)+queryFor(&route), body).wants(404))
				again := w.ask("own", route.Method, w.path(route.Path, true)+queryFor(&route), body) // now that it may be remembered where it is
				same(t, hidden, again)
				if strings.Contains(hidden.Body.String(), "canary") {
					t.Errorf("it tells: %s", hidden.Body)
				}
			})
			w.must("out", "GET", "/api/tasks/"+w.hidden.ID, nil)
		})
	}
}

// The parts of another project are not found below one's own, nor can a body
// refer to them, and this does not tell that they exist.
func TestTwin_parts(t *testing.T) {
	w := newWorld(t)
	p1 := "/api/projects/" + w.p1
	for name, c := range map[string]struct {
		method, target string
		body           func(id string) any
		hidden         string
		status         int
	}{
		"status in the path":   {"PATCH", p1 + "/statuses/ID", func(string) any { return obj{"name": "x"} }, w.hiddenSts[0].ID, 404},
		"status deleted":       {"DELETE", p1 + "/statuses/ID", nil, w.hiddenSts[0].ID, 404},
		"status to move to":    {"DELETE", p1 + "/statuses/" + w.statuses[0].ID + "?moveTo=ID", nil, w.hiddenSts[0].ID, 404},
		"label in the path":    {"PATCH", p1 + "/labels/ID", func(string) any { return obj{"name": "x"} }, w.hiddenL.ID, 404},
		"label deleted":        {"DELETE", p1 + "/labels/ID", nil, w.hiddenL.ID, 404},
		"field in the path":    {"PATCH", p1 + "/fields/ID", func(string) any { return obj{"name": "x"} }, w.hiddenF.ID, 404},
		"field deleted":        {"DELETE", p1 + "/fields/ID", nil, w.hiddenF.ID, 404},
		"template in the path": {"PATCH", p1 + "/templates/ID", func(string) any { return obj{"name": "x"} }, w.hiddenT.ID, 404},
		"template deleted":     {"DELETE", p1 + "/templates/ID", nil, w.hiddenT.ID, 404},
		"view in the path":     {"PATCH", p1 + "/views/ID", func(string) any { return obj{"name": "x"} }, w.hiddenV.ID, 404},
		"view deleted":         {"DELETE", p1 + "/views/ID", nil, w.hiddenV.ID, 404},
		"field of a filter": {"POST", p1 + "/views", func(id string) any {
			return obj{"name": "x", "layout": "list", "filter": obj{"field": "field:" + id, "op": "none"}}
		}, w.hiddenF.ID, 422},
		"field to group by":    {"POST", p1 + "/views", func(id string) any { return obj{"name": "x", "layout": "list", "group": "field:" + id} }, w.hiddenF.ID, 422},
		"field to sort by":     {"POST", p1 + "/views", func(id string) any { return obj{"name": "x", "layout": "list", "sort": "-field:" + id} }, w.hiddenF.ID, 422},
		"label of a template":  {"POST", p1 + "/templates", func(id string) any { return obj{"name": "x", "task": obj{"labels": []string{id}}} }, w.hiddenL.ID, 404},
		"field of a template":  {"POST", p1 + "/templates", func(id string) any { return obj{"name": "x", "task": obj{"fields": obj{id: "x"}}} }, w.hiddenF.ID, 404},
		"field of a new task":  {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "fields": obj{id: "x"}} }, w.hiddenF.ID, 404},
		"field of a task":      {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"fields": obj{id: nil}} }, w.hiddenF.ID, 404},
		"blocker of a new one": {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "blockedBy": []string{id}} }, w.hidden.ID, 404},
		"blocker added":        {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"addBlockedBy": []string{id}} }, w.hidden.ID, 404},
		"related of a new one": {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "related": []string{id}} }, w.hidden.ID, 404},
		"related":              {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"related": []string{id}} }, w.hidden.ID, 404},
		"related added":        {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"addRelated": []string{id}} }, w.hidden.ID, 404},
		"duplicate":            {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"duplicateOf": id} }, w.hidden.ID, 404},
		"project to go to":     {"POST", "/api/tasks/" + w.task.ID + "/transfer", func(id string) any { return obj{"project": id} }, w.p2, 404},
		"status there":         {"POST", "/api/tasks/" + w.task.ID + "/transfer", func(id string) any { return obj{"project": w.p3, "status": id} }, w.hiddenSts[0].ID, 404},
		"member":               {"DELETE", p1 + "/members/ID", nil, w.people["out"], 404},
		"new member":           {"PUT", p1 + "/members/ID", func(string) any { return obj{"role": "viewer"} }, w.people["out"], 422},
		"label of a new task":  {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "labels": []string{id}} }, w.hiddenL.ID, 404},
		"status of a new task": {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "status": id} }, w.hiddenSts[0].ID, 404},
		"parent of a new task": {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "parent": id} }, w.hidden.ID, 404},
		"assignee":             {"POST", p1 + "/tasks", func(id string) any { return obj{"title": "x", "assignees": []string{id}} }, w.people["out"], 422},
		"label added":          {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"addLabels": []string{id}} }, w.hiddenL.ID, 404},
		"label removed":        {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"removeLabels": []string{id}} }, w.hiddenL.ID, 404},
		"parent":               {"PATCH", "/api/tasks/" + w.task.ID, func(id string) any { return obj{"parent": id} }, w.hidden.ID, 404},
		"status to go to":      {"POST", "/api/tasks/" + w.task.ID + "/move", func(id string) any { return obj{"status": id} }, w.hiddenSts[0].ID, 404},
		"comment to answer":    {"POST", "/api/tasks/" + w.task.ID + "/comments", func(id string) any { return obj{"body": "x", "parent": id} }, w.hiddenC.ID, 404},
	} {
		t.Run(name, func(t *testing.T) {
			ask := func(id string) reply {
				var body any
				if c.body != nil {
					body = c.body(id)
				}
				return w.ask("own", c.method, strings.ReplaceAll(c.target, "ID", id), body).wants(c.status)
			}
			w.untouched("a refusal", func() { same(t, ask(c.hidden), ask(entry.NewID())) })
		})
	}
}

func TestAccess_comments(t *testing.T) {
	w := newWorld(t)
	path := "/api/comments/" + w.comment.ID
	w.untouched("a refusal", func() {
		w.ask("ed", "PATCH", path, obj{"body": "not mine"}).wants(403)
		w.ask("ed", "DELETE", path, nil).wants(403)
		w.ask("adm", "PATCH", path, obj{"body": "not mine"}).wants(403)
	})
	w.must("adm", "DELETE", path, nil)
	w.ask("com", "DELETE", path, nil).wants(404)
}

// What one loses, one loses at once.
func TestAccess_removed(t *testing.T) {
	w := newWorld(t)
	w.must("vw", "GET", "/api/tasks/"+w.task.ID, nil)
	w.must("own", "DELETE", "/api/projects/"+w.p1+"/members/"+w.people["vw"], nil)
	for _, route := range w.api.Routes() {
		if route.Access.Role != "" {
			w.ask("vw", route.Method, w.path(route.Path, false), w.bodyFor(&route)).wants(404)
		}
	}
	if got := w.must("vw", "GET", "/api/search?q=canary", nil); strings.Contains(got.Body.String(), w.p1) {
		t.Errorf("found: %s", got.Body)
	}
}
