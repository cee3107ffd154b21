package api

import (
	"testing"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// commands sends commands to P1 and gives their results.
func (w *world) commands(actor string, atomic bool, commands ...obj) []wire.CommandResult {
	w.t.Helper()
	var results []wire.CommandResult
	w.must(actor, "POST", "/api/projects/"+w.p1+"/commands", obj{"commands": commands, "atomic": atomic}).wants(200).read("results", &results)
	if len(results) != len(commands) {
		w.t.Fatalf("%d results for %d commands", len(results), len(commands))
	}
	for i := range results {
		if results[i].ID != commands[i]["id"] {
			w.t.Fatalf("result %d is of another command", i)
		}
	}
	return results
}

func create(title string) obj {
	return obj{"id": entry.NewID(), "kind": "task.create", "task": entry.NewID(), "title": title}
}

func TestCommands(t *testing.T) {
	w := newWorld(t)
	good, next := create("a"), create("b")
	unknown := obj{"id": entry.NewID(), "kind": "task.explode", "task": w.task.ID}
	strict := obj{"id": entry.NewID(), "kind": "task.update", "task": w.task.ID, "owner": "me"}
	null := obj{"id": entry.NewID(), "kind": "task.update", "task": w.task.ID, "description": nil}
	missing := obj{"id": entry.NewID(), "kind": "task.move", "task": entry.NewID(), "status": w.statuses[0].ID}
	hidden := obj{"id": entry.NewID(), "kind": "task.move", "task": w.hidden.ID, "status": w.statuses[0].ID}
	forbidden := obj{"id": entry.NewID(), "kind": "project.delete"}
	results := w.commands("ed", false, good, unknown, strict, null, missing, hidden, forbidden, next)
	for i, want := range []int{0, 422, 422, 422, 404, 404, 403, 0} {
		r := results[i]
		if want == 0 && (r.Status != wire.Applied || r.Seq == nil || r.Problem != nil) || want != 0 && (r.Status != wire.Refused || r.Problem == nil || r.Problem.Status != want) {
			t.Errorf("%d: %+v %+v, want %d", i, r, r.Problem, want)
		}
	}
	if got := results[2].Problem.Errors; len(got) != 1 || got[0].Pointer != "/owner" {
		t.Errorf("points at %+v", got)
	}
	if results[4].Problem.Detail != results[5].Problem.Detail {
		t.Error("hidden and missing are told apart")
	}
	if *results[7].Seq != *results[0].Seq+1 {
		t.Errorf("seqs %d and %d", *results[0].Seq, *results[7].Seq)
	}
}

func TestCommands_again(t *testing.T) {
	w := newWorld(t)
	a, b := create("a"), create("b")
	first := w.commands("ed", false, a, b)
	w.untouched("a repetition", func() {
		again := w.commands("ed", false, a, b)
		for i := range again {
			if again[i].Status != wire.Applied || *again[i].Seq != *first[i].Seq {
				t.Errorf("again %+v, first %+v", again[i], first[i])
			}
		}
		changed := obj{"id": a["id"], "kind": "task.create", "task": a["task"], "title": "other"}
		if r := w.commands("ed", false, changed)[0]; r.Status != wire.Refused || r.Problem.Status != 422 {
			t.Errorf("the same id with another body: %+v", r)
		}
	})
}

func TestCommands_atomic(t *testing.T) {
	w := newWorld(t)
	bad := obj{"id": entry.NewID(), "kind": "task.delete", "task": entry.NewID()}
	unreadable := obj{"id": entry.NewID(), "kind": "task.delete", "task": 1}
	for name, wrong := range map[string]obj{"refused": bad, "unreadable": unreadable} {
		t.Run(name, func(t *testing.T) {
			w.untouched("a refused group", func() {
				for i, r := range w.commands("ed", true, create("a"), wrong, create("b")) {
					if r.Status != wire.Refused || r.Problem == nil || (r.Problem.Status == 409) != (i != 1) {
						t.Errorf("%d: %+v %+v", i, r, r.Problem)
					}
				}
			})
		})
	}
	a, b := create("a"), create("b")
	results := w.commands("ed", true, a, b)
	if results[0].Status != wire.Applied || *results[0].Seq != *results[1].Seq {
		t.Errorf("not one entry: %+v", results)
	}
	w.untouched("a repetition", func() {
		if again := w.commands("ed", true, a, b); again[0].Status != wire.Applied || *again[1].Seq != *results[1].Seq {
			t.Errorf("again: %+v", again)
		}
	})
}

func TestCommands_refusedWhole(t *testing.T) {
	w := newWorld(t)
	path := "/api/projects/" + w.p1 + "/commands"
	many := make([]obj, MaxCommands+1)
	for i := range many {
		many[i] = create("x")
	}
	twice := create("x")
	w.untouched("a refusal", func() {
		for name, c := range map[string]struct {
			commands any
			pointer  string
		}{
			"too many":    {many, "/commands"},
			"no id":       {[]obj{create("x"), {"kind": "task.create", "title": "x"}}, "/commands/1/id"},
			"a bad id":    {[]obj{{"id": "x", "kind": "task.create", "title": "x"}}, "/commands/0/id"},
			"an id twice": {[]obj{twice, twice}, "/commands/1/id"},
			"no object":   {[]any{create("x"), "x"}, "/commands/1"},
			"null":        {[]any{nil}, "/commands/0"},
			"not a list":  {obj{}, "/commands"},
			"a number id": {[]obj{{"id": 1, "kind": "task.create", "title": "x"}}, "/commands/0/id"},
		} {
			p := w.ask("ed", "POST", path, obj{"commands": c.commands}).wants(422).problem()
			if len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer {
				t.Errorf("%s: points at %+v", name, p.Errors)
			}
		}
		w.ask("ed", "POST", path, `{"commands":[{"id":"a","id":"b"}]}`).wants(422)
		w.ask("ed", "POST", path, `{"commands":[{"id":"`+entry.NewID()+`","kind":"task.create","title":"a\u0000"}]}`).wants(422)
		for _, r := range w.commands("vw", false, create("x"), create("y")) {
			if r.Status != wire.Refused || r.Problem.Status != 403 {
				t.Errorf("a viewer gets %+v", r)
			}
		}
		w.ask("out", "POST", path, obj{"commands": []obj{create("x")}}).wants(404)
		w.ask("out", "POST", path, obj{"commands": []obj{{"id": entry.NewID(), "kind": "?"}}}).wants(404)
		w.ask("out", "POST", path, obj{"commands": []obj{}}).wants(404)
		w.ask("gst", "POST", path, obj{"commands": []obj{create("x")}, "atomic": true}).wants(404)
	})
	if got := w.commands("ed", false, many[:MaxCommands]...); got[MaxCommands-1].Status != wire.Applied {
		t.Errorf("the last of %d: %+v", MaxCommands, got[MaxCommands-1].Problem)
	}
}

// Every kind that a client may send needs the role that the table says, also
// by this door.
func TestCommands_access(t *testing.T) {
	w := newWorld(t)
	bodies := map[string]obj{
		"task.create": {"title": "x"}, "task.update": {"task": w.task.ID, "title": "x"}, "task.move": {"task": w.task.ID, "status": w.statuses[1].ID},
		"task.delete": {"task": w.task.ID}, "task.restore": {"task": w.task.ID},
		"task.duplicate": {"task": w.task.ID},
		"comment.create": {"task": w.task.ID, "body": "x"}, "comment.update": {"comment": w.comment.ID, "body": "x"},
		"comment.delete": {"comment": w.comment.ID}, "comment.restore": {"comment": w.comment.ID}, "comment.react": {"comment": w.comment.ID, "emoji": "x"},
		"attachment.create": {"task": w.task.ID, "upload": "x"}, "attachment.delete": {"attachment": "x"}, "attachment.restore": {"attachment": "x"},
		"label.create": {"name": "x"}, "label.update": {"label": w.label.ID, "name": "x"}, "label.delete": {"label": w.label.ID},
		"field.create": {"name": "x", "type": "text"}, "field.update": {"field": w.field.ID, "name": "x"}, "field.delete": {"field": w.field.ID},
		"template.create": {"name": "x", "task": obj{}}, "template.update": {"template": w.template.ID, "name": "x"}, "template.delete": {"template": w.template.ID},
		"view.create": {"name": "x", "layout": "board"}, "view.update": {"view": w.view.ID, "name": "x"}, "view.delete": {"view": w.view.ID},
		"status.create": {"name": "x"}, "status.update": {"status": w.statuses[1].ID, "name": "x"}, "status.delete": {"status": w.statuses[1].ID},
		"member.set": {"user": w.people["vw"], "role": "admin"}, "member.remove": {"user": w.people["vw"]},
		"project.update": {"name": "x"}, "project.delete": {}, "project.restore": {},
	}
	for kind := range entry.ClientKinds() {
		body, ok := bodies[kind]
		if !ok {
			t.Fatalf("no example of %s stands here", kind)
		}
		body["id"], body["kind"] = entry.NewID(), kind
		w.untouched(kind, func() {
			if r := w.commands("vw", false, body)[0]; r.Status != wire.Refused || r.Problem.Status != 403 {
				t.Errorf("%s by a viewer: %+v", kind, r.Problem)
			}
		})
	}
}
