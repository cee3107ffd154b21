package app

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// wish is a command about things of some place; refers tells that it names the
// thing beside its own, which must stand in the same project.
type wish struct {
	kind   string
	body   func(ids map[string]string) obj
	status int  // of a thing that is not here; 404 where 0
	across bool // the thing may stand in any project that one may see
}

func about(thing string, more obj) func(map[string]string) obj {
	return func(ids map[string]string) obj {
		body := obj{thing: ids[thing]}
		maps.Copy(body, more)
		return body
	}
}

// matrixWishes has one for each kind, and one for each way to name another thing.
var matrixWishes = map[string]wish{
	"task.create":        {"task.create", func(map[string]string) obj { return obj{"title": "x"} }, 0, false},
	"task.update":        {"task.update", about("task", obj{"title": "x"}), 0, false},
	"task.move":          {"task.move", about("task", obj{"status": "HERE"}), 0, false},
	"task.duplicate":     {"task.duplicate", about("task", nil), 0, false},
	"task.delete":        {"task.delete", about("task", nil), 0, false},
	"task.restore":       {"task.restore", about("task", nil), 0, false},
	"comment.create":     {"comment.create", about("task", obj{"body": "x"}), 0, false},
	"comment.update":     {"comment.update", about("comment", obj{"body": "x"}), 0, false},
	"comment.delete":     {"comment.delete", about("comment", nil), 0, false},
	"comment.restore":    {"comment.restore", about("comment", nil), 0, false},
	"comment.react":      {"comment.react", about("comment", obj{"emoji": "👍"}), 0, false},
	"attachment.create":  {"attachment.create", about("task", obj{"upload": "UPLOAD"}), 0, false},
	"attachment.delete":  {"attachment.delete", about("attachment", nil), 0, false},
	"attachment.restore": {"attachment.restore", about("attachment", nil), 0, false},
	"upload to attach":   {"attachment.create", func(ids map[string]string) obj { return obj{"task": "HERE", "upload": ids["whole"]} }, 0, false},
	"file of a new comment": {"comment.create", func(ids map[string]string) obj {
		return obj{"task": "HERE", "body": "x", "files": []obj{{"upload": ids["whole"]}}}
	}, 422, false},
	"comment with a file": {"attachment.create", func(ids map[string]string) obj {
		return obj{"task": "HERE", "upload": "UPLOAD", "comment": ids["comment"]}
	}, 0, false},
	"label.create":    {"label.create", func(map[string]string) obj { return obj{"name": "x"} }, 0, false},
	"label.update":    {"label.update", about("label", obj{"name": "x"}), 0, false},
	"label.delete":    {"label.delete", about("label", nil), 0, false},
	"field.create":    {"field.create", func(map[string]string) obj { return obj{"name": "x", "type": "text"} }, 0, false},
	"field.update":    {"field.update", about("field", obj{"name": "x"}), 0, false},
	"field.delete":    {"field.delete", about("field", nil), 0, false},
	"template.create": {"template.create", func(map[string]string) obj { return obj{"name": "x", "task": obj{}} }, 0, false},
	"template.update": {"template.update", about("template", obj{"name": "x"}), 0, false},
	"template.delete": {"template.delete", about("template", nil), 0, false},
	"view.create":     {"view.create", func(map[string]string) obj { return obj{"name": "x", "layout": "list"} }, 0, false},
	"view.update":     {"view.update", about("view", obj{"name": "x"}), 0, false},
	"view.delete":     {"view.delete", about("view", nil), 0, false},
	"status.create":   {"status.create", func(map[string]string) obj { return obj{"name": "x"} }, 0, false},
	"status.update":   {"status.update", about("status", obj{"name": "x"}), 0, false},
	"status.delete":   {"status.delete", about("status", nil), 0, false},
	"project.update":  {"project.update", func(map[string]string) obj { return obj{"description": "x"} }, 0, false},
	"project.delete":  {"project.delete", func(map[string]string) obj { return obj{} }, 0, false},
	"project.restore": {"project.restore", func(map[string]string) obj { return obj{} }, 0, false},
	"member.set":      {"member.set", about("user", obj{"role": "viewer"}), 422, false},
	"member.remove":   {"member.remove", about("user", nil), 0, false},

	"label of a new task":  {"task.create", func(ids map[string]string) obj { return obj{"title": "x", "labels": []string{ids["label"]}} }, 0, false},
	"status of a new task": {"task.create", func(ids map[string]string) obj { return obj{"title": "x", "status": ids["status"]} }, 0, false},
	"parent of a new task": {"task.create", func(ids map[string]string) obj { return obj{"title": "x", "parent": ids["task"]} }, 0, false},
	"assignee":             {"task.create", func(ids map[string]string) obj { return obj{"title": "x", "assignees": []string{ids["user"]}} }, 422, false},
	"parent":               {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "parent": ids["task"]} }, 0, false},
	"label added":          {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "addLabels": []string{ids["label"]}} }, 0, false},
	"status to go to":      {"task.move", func(ids map[string]string) obj { return obj{"task": "HERE", "status": ids["status"]} }, 0, false},
	"where tasks go":       {"status.delete", func(ids map[string]string) obj { return obj{"status": "HERE", "moveTo": ids["status"]} }, 0, false},
	"value of a field":     {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "fields": obj{ids["field"]: "x"}} }, 0, false},
	"label of a template": {"template.create", func(ids map[string]string) obj {
		return obj{"name": "x", "task": obj{"labels": []string{ids["label"]}}}
	}, 0, false},
	"value in a template": {"template.create", func(ids map[string]string) obj {
		return obj{"name": "x", "task": obj{"fields": obj{ids["field"]: "x"}}}
	}, 0, false},
	"field of a filter": {"view.create", func(ids map[string]string) obj {
		return obj{"name": "x", "layout": "list", "filter": obj{"field": "field:" + ids["field"], "op": "none"}}
	}, 422, false},
	"blocker":           {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "addBlockedBy": []string{ids["task"]}} }, 0, false},
	"related task":      {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "addRelated": []string{ids["task"]}} }, 0, true},
	"related of a new":  {"task.create", func(ids map[string]string) obj { return obj{"title": "x", "related": []string{ids["task"]}} }, 0, true},
	"duplicate of":      {"task.update", func(ids map[string]string) obj { return obj{"task": "HERE", "duplicateOf": ids["task"]} }, 0, true},
	"comment to answer": {"comment.create", func(ids map[string]string) obj { return obj{"task": "HERE", "body": "x", "parent": ids["comment"]} }, 0, false},
}

// Each role × command × relation.
func TestMatrix_commands(t *testing.T) {
	m := openMatrix(t)
	for kind := range entry.ClientKinds() {
		if _, ok := matrixWishes[kind]; !ok {
			t.Errorf("%s stands in no cell", kind)
		}
		if _, ok := project.Access[kind]; !ok {
			t.Errorf("%s declares no rule", kind)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(matrixWishes)) {
		t.Run(name, func(t *testing.T) {
			m.t = t
			m.wish(matrixWishes[name])
		})
	}
	m.t = t
	fmt.Printf("matrix: %d cells of commands\n", m.cells)
}

func (m *matrix) wish(w wish) {
	names := slices.Sorted(maps.Keys(m.people))
	for _, where := range []relation{here, sibling, foreign, never} {
		ids := map[string]string{}
		if where != never {
			ids = with(m.places[where].ids, "user", m.people["dis"].id)
		}
		for _, thing := range []string{"task", "comment", "attachment", "whole", "label", "field", "template", "view", "status", "user"} {
			if ids[thing] == "" || thing == "user" && where != here {
				ids[thing] = entry.NewID()
			}
		}
		if where == foreign {
			ids["user"] = m.people["out"].id
		}
		for _, name := range names {
			m.wishOf(m.people[name], w, where, ids)
		}
	}
}

// wishOf judges one cell. What would take effect is judged by TestMatrix_routes.
func (m *matrix) wishOf(a *asker, w wish, where relation, ids map[string]string) {
	plain := fmt.Sprint(w.body(map[string]string{})) == fmt.Sprint(w.body(ids)) // it names nothing
	reaches := a.roles[here].Includes(project.Access[w.kind])
	if plain && where != here || reaches && where == here || w.across && a.roles[where] != "" {
		return
	}
	m.cells++
	cell := fmt.Sprintf("%s %s, %s", a.name, w.kind, where)
	command := obj{"id": entry.NewID(), "kind": w.kind}
	maps.Copy(command, w.body(ids))
	answer := m.refusal(cell, false, func() *httptest.ResponseRecorder { return m.command(a, command) })
	m.silent(cell, a, answer)
	want := w.status
	if want == 0 {
		want = 404
	}
	switch {
	case a.cookie == "" || a.name == "dis":
		m.wantStatus(cell, answer, 401)
		return
	case a.prefix != "":
		m.wantStatus(cell, answer, 403)
		return
	case a.roles[here] == "":
		m.wantStatus(cell, answer, 404)
		return
	case !reaches:
		want = 403
	}
	m.wantStatus(cell, answer, 200)
	if !strings.Contains(answer.Body.String(), fmt.Sprintf(`"status":%d`, want)) || !strings.Contains(answer.Body.String(), `"status":"refused"`) {
		m.t.Errorf("%s: want %d: %s", cell, want, answer.Body)
	}
	for thing := range ids {
		ids = with(ids, thing, entry.NewID())
	}
	maps.Copy(command, w.body(ids))
	m.twins(cell, answer, m.command(a, command))
}

// command sends one to P1; HERE stands for a thing that is there.
func (m *matrix) command(a *asker, command obj) *httptest.ResponseRecorder {
	at := m.places[here].ids
	sent := maps.Clone(command)
	for name, value := range sent {
		if value == "HERE" {
			sent[name] = at[name]
		}
	}
	return m.ask(a, "POST", "/api/projects/"+at["project"]+"/commands", obj{"commands": []obj{sent}})
}

func (m *matrix) wantStatus(cell string, w *httptest.ResponseRecorder, want int) {
	m.t.Helper()
	if w.Code != want {
		m.t.Errorf("%s: %d, want %d: %s", cell, w.Code, want, w.Body)
	}
}
