package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// shape is a JSON Schema as far as these checks read it.
type shape struct {
	Ref        string           `json:"$ref"`
	Type       any              `json:"type"`
	AnyOf      []shape          `json:"anyOf"`
	OneOf      []shape          `json:"oneOf"`
	Properties map[string]shape `json:"properties"`
	Items      *shape           `json:"items"`
	Enum       []any            `json:"enum"`
}

type openAPI struct {
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
		RequestBody struct {
			Content map[string]struct {
				Schema shape `json:"schema"`
			} `json:"content"`
		} `json:"requestBody"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]shape `json:"schemas"`
	} `json:"components"`
}

func describe(t *testing.T, api *API) *openAPI {
	raw, err := OpenAPI(api.Routes())
	if err != nil {
		t.Fatal(err)
	}
	doc := &openAPI{}
	if err := json.Unmarshal(raw, doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func (d *openAPI) resolve(s shape) shape {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return d.Components.Schemas[name]
	}
	return s
}

// types of a schema: "string", "null" …
func (d *openAPI) types(s shape) []string {
	s = d.resolve(s)
	switch kind := s.Type.(type) {
	case string:
		return []string{kind}
	case []any:
		return []string{kind[0].(string), kind[1].(string)}
	}
	var all []string
	for _, part := range append(s.AnyOf, s.OneOf...) {
		all = append(all, d.types(part)...)
	}
	return all
}

// badCase is a body that must be refused, and the pointer that it must name ("?": any).
type badCase struct {
	name, body, pointer string
	statuses            []int
}

// badBodies makes what no route may take, from a body that works and its description.
func (d *openAPI) badBodies(t *testing.T, good any, schema shape) []badCase {
	raw, err := json.Marshal(good, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	with := func(name, value string) string {
		changed := map[string]jsontext.Value{name: jsontext.Value(value)}
		for other, v := range members {
			if other != name {
				changed[other] = v
			}
		}
		out, _ := json.Marshal(changed, json.Deterministic(true))
		return string(out)
	}
	first := firstOf(members)
	body := string(raw)
	cases := []badCase{
		{"unknown field", with("nobodyKnowsThis", "1"), "/nobodyKnowsThis", []int{422}},
		{"another case", `{"` + strings.ToUpper(first[:1]) + first[1:] + `":` + string(members[first]) + `}`, "/" + strings.ToUpper(first[:1]) + first[1:], []int{422}},
		{"repeated name", body[:len(body)-1] + `,"` + first + `":` + string(members[first]) + `}`, "/" + first, []int{422}},
		{"second value", body + ` {}`, "?", []int{400}},
		{"trailing text", body + `x`, "?", []int{400}},
		{"nothing", ``, "?", []int{400}},
		{"half", body[:len(body)-1], "?", []int{400}},
		{"a list", `[]`, "", []int{422}},
		{"null", `null`, "", []int{422}},
		{"a text", `"x"`, "", []int{422}},
		{"too deep", with("nobodyKnowsThis", strings.Repeat("[", wire.MaxDepth)+strings.Repeat("]", wire.MaxDepth)), "?", []int{422}},
		{"far too deep", strings.Repeat(`{"a":`, 50_000), "?", []int{422}},
		{"invalid UTF-8", body[:len(body)-1] + ",\"\xff\":1}", "?", []int{400}},
		{"too large", body[:len(body)-1] + strings.Repeat(" ", MaxBody) + "}", "?", []int{413}},
	}
	for name, property := range schema.Properties {
		types := d.types(property)
		if !slices.Contains(types, "null") {
			cases = append(cases, badCase{"null as " + name, with(name, `null`), "/" + name, []int{422}})
		}
		if slices.Contains(types, "string") {
			cases = append(cases,
				badCase{"number as " + name, with(name, `12345`), "/" + name, []int{422}},
				badCase{"NUL in " + name, with(name, `"a\u0000b"`), "/" + name, []int{422}},
				badCase{"lone surrogate in " + name, with(name, `"\ud800"`), "/" + name, []int{400}},
				badCase{"list as " + name, with(name, `["a"]`), "/" + name, []int{422}},
			)
			continue
		}
		cases = append(cases, badCase{"text as " + name, with(name, `"text"`), "/" + name, []int{422}})
		if slices.Contains(types, "array") {
			cases = append(cases, badCase{"number in " + name, with(name, `[1]`), "/" + name + "/0", []int{422}})
		}
	}
	return cases
}

func firstOf(members map[string]jsontext.Value) string {
	first := ""
	for name := range members {
		if first == "" || name < first {
			first = name
		}
	}
	return first
}

// Every route that takes a body refuses all that is wrong with one, points at
// it, and leaves nothing behind.
func TestConventions_bodies(t *testing.T) {
	w := newWorld(t)
	doc := describe(t, w.api)
	for _, route := range w.api.Routes() {
		if route.Body == nil {
			continue
		}
		t.Run(route.Name, func(t *testing.T) {
			w.t = t
			operation := doc.Paths[route.Path][strings.ToLower(route.Method)]
			schema := doc.resolve(operation.RequestBody.Content["application/json"].Schema)
			if len(schema.Properties) == 0 {
				t.Fatal("its body is not described")
			}
			w.untouched("a refusal", func() {
				for _, c := range doc.badBodies(t, w.bodyFor(&route), schema) {
					answer := w.ask("own", route.Method, w.path(route.Path, false), c.body)
					if !slices.Contains(c.statuses, answer.Code) {
						t.Errorf("%s: %d %s", c.name, answer.Code, answer.Body)
						continue
					}
					isProblem(t, answer, c.name)
					if errors := answer.problem().Errors; c.pointer != "?" && (len(errors) != 1 || errors[0].Pointer != c.pointer) {
						t.Errorf("%s: points at %+v, want %q", c.name, errors, c.pointer)
					}
				}
			})
		})
	}
}

func isProblem(t *testing.T, answer reply, what string) {
	t.Helper()
	p := answer.problem()
	if answer.Header().Get("Content-Type") != "application/problem+json" || p.Type == "" || p.Title == "" || p.Detail == "" || p.Status != answer.Code {
		t.Errorf("%s: no problem document: %v %s", what, answer.Header(), answer.Body)
	}
	if answer.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%s: Cache-Control %q", what, answer.Header().Get("Cache-Control"))
	}
}

// What every route refuses, whatever it does.
func TestConventions_requests(t *testing.T) {
	w := newWorld(t)
	for _, route := range w.api.Routes() {
		t.Run(route.Name, func(t *testing.T) {
			w.t = t
			target, body := w.path(route.Path, false), w.bodyFor(&route)
			refused := func(what string, status int, answer reply) {
				t.Helper()
				if answer.Code != status {
					t.Errorf("%s: %d %s", what, answer.Code, answer.Body)
				}
				isProblem(t, answer, what)
			}
			w.untouched("a refusal", func() {
				refused("unknown parameter", 422, w.ask("own", route.Method, target+"?fields=password", body))
				refused("malformed query", 422, w.ask("own", route.Method, target+"?%zz=1", body))
				wrong := w.ask("own", "TRACE", target, nil)
				refused("unknown method", 405, wrong)
				if !strings.Contains(wrong.Header().Get("Allow"), route.Method) {
					t.Errorf("Allow: %q", wrong.Header().Get("Allow"))
				}
				refused("route below", 404, w.ask("own", route.Method, target+"/nothing/here", body))
				if route.Access != Anyone {
					refused("nobody", 401, w.ask("", route.Method, target, body))
				}
				if route.Method == "GET" {
					return
				}
				for _, key := range []string{"x", "", "00000000-0000-0000-0000-00000000000g"} {
					refused("key "+key, 422, w.ask("own", route.Method, target+queryFor(&route), body, "Idempotency-Key", key))
				}
				if route.Body == nil && !route.Plain {
					refused("a body where there is none", 422, w.ask("own", route.Method, target, `{"a":1}`))
				} else if route.Body != nil {
					refused("a form", 415, w.ask("own", route.Method, target, body, "Content-Type", "application/x-www-form-urlencoded"))
					refused("text", 415, w.ask("own", route.Method, target, body, "Content-Type", "text/plain"))
				}
			})
		})
	}
}

// Texts and lists have limits, and each says which field passed one.
func TestConventions_limits(t *testing.T) {
	w := newWorld(t)
	long := func(n int) string { return strings.Repeat("ä", n) }
	ids := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = entry.NewID()
		}
		return list
	}
	tasks, task := "/api/projects/"+w.p1+"/tasks", "/api/tasks/"+w.task.ID
	for _, c := range []struct {
		method, target string
		body           obj
		pointers       []string
	}{
		{"POST", tasks, obj{"title": ""}, []string{"/title"}},
		{"POST", tasks, obj{"title": "  "}, []string{"/title"}},
		{"POST", tasks, obj{}, []string{"/title"}},
		{"POST", tasks, obj{"title": "two\nlines"}, []string{"/title"}},
		{"POST", tasks, obj{"title": long(501)}, []string{"/title"}},
		{"POST", tasks, obj{"title": long(501), "description": long(50_001), "priority": "x", "dueDate": "2026-13-01", "estimateSeconds": -1},
			[]string{"/title", "/description", "/priority", "/dueDate", "/estimateSeconds"}},
		{"POST", tasks, obj{"title": "x", "id": "not an id"}, []string{"/id"}},
		{"POST", tasks, obj{"title": "x", "id": strings.ToUpper(entry.NewID())}, []string{"/id"}},
		{"PATCH", task, obj{"addLabels": ids(101)}, []string{"/addLabels"}},
		{"PATCH", task, obj{"assignees": []string{w.people["ed"], w.people["ed"]}}, []string{"/assignees/1"}},
		{"PATCH", task, obj{"parent": w.task.ID}, []string{"/parent"}},
		{"PATCH", task, obj{"baseSeq": -1}, []string{"/baseSeq"}},
		{"PATCH", task, obj{"dueTime": obj{"time": "17:00", "timeZone": "UTC"}}, []string{"/dueTime"}},
		{"POST", tasks, obj{"title": "x", "recurrence": obj{"every": 1, "unit": "day", "from": "due"}}, []string{"/recurrence"}},
		{"POST", tasks, obj{"title": "x", "dueDate": "2026-12-24", "dueTime": obj{"time": "24:00", "timeZone": "Vienna"},
			"recurrence": obj{"every": 0, "unit": "hour", "weekdays": []string{"mon"}, "monthDay": 3, "from": "now"}},
			[]string{"/dueTime/time", "/dueTime/timeZone", "/recurrence/every", "/recurrence/unit", "/recurrence/from", "/recurrence/weekdays", "/recurrence/monthDay"}},
		{"PATCH", task, obj{"dueDate": "2026-12-24", "recurrence": obj{"every": 1, "unit": "week", "weekdays": []string{"mon", "Tue", "mon"}, "from": "due"}},
			[]string{"/recurrence/weekdays/1", "/recurrence/weekdays/2"}},
		{"PATCH", task, obj{"dueDate": "2026-12-24", "recurrence": obj{"every": 1, "unit": "month", "monthDay": 32, "from": "due"}}, []string{"/recurrence/monthDay"}},
		{"PATCH", task, obj{"dueDate": "2026-12-24", "dueTime": obj{"time": "7:00", "timeZone": "Local"}}, []string{"/dueTime/time", "/dueTime/timeZone"}},
		{"PATCH", task, obj{"blockedBy": []string{w.task.ID}}, []string{"/blockedBy/0"}},
		{"PATCH", task, obj{"addRelated": []string{w.task.ID}}, []string{"/addRelated/0"}},
		{"PATCH", task, obj{"duplicateOf": w.task.ID}, []string{"/duplicateOf"}},
		{"PATCH", task, obj{"related": []string{}, "addRelated": ids(101), "addBlockedBy": ids(101)}, []string{"/addBlockedBy", "/addRelated", "/related"}},
		{"PATCH", task, obj{"fields": obj{w.field.ID: "none of them"}}, []string{"/fields/" + w.field.ID}},
		{"PATCH", task, obj{"fields": obj{w.field.ID: obj{"a": []int{1}}}}, []string{"/fields/" + w.field.ID}},
		{"POST", "/api/projects/" + w.p1 + "/fields", obj{"name": "", "type": "colour", "rank": "!"}, []string{"/name", "/rank", "/type"}},
		{"POST", "/api/projects/" + w.p1 + "/fields", obj{"name": "x", "type": "select"}, []string{"/options"}},
		{"POST", "/api/projects/" + w.p1 + "/fields", obj{"name": "x", "type": "text", "options": []obj{{"id": "x", "name": "", "color": "red"}}},
			[]string{"/options", "/options/0/name", "/options/0/color", "/options/0/id"}},
		{"POST", task + "/comments", obj{"body": long(20_001)}, []string{"/body"}},
		{"POST", task + "/comments", obj{"body": " \n"}, []string{"/body"}},
		{"POST", "/api/comments/" + w.comment.ID + "/reactions", obj{"emoji": "<script>"}, []string{"/emoji"}},
		{"POST", "/api/projects/" + w.p1 + "/labels", obj{"name": long(101), "color": "red"}, []string{"/name", "/color"}},
		{"POST", "/api/projects/" + w.p1 + "/statuses", obj{"name": "", "category": "x", "color": "#12345", "wipLimit": 0, "rank": "!"},
			[]string{"/name", "/category", "/color", "/rank", "/wipLimit"}},
		{"PATCH", "/api/projects/" + w.p1, obj{"name": "", "visibility": "public"}, []string{"/name", "/visibility"}},
		{"POST", "/api/projects", obj{"team": w.team, "name": "x", "key": "toolong"}, []string{"/key"}},
		{"POST", "/api/projects", obj{"team": w.team, "name": "x", "key": "ab"}, []string{"/key"}},
		{"PUT", "/api/projects/" + w.p1 + "/members/" + w.people["vw"], obj{"role": "owner"}, []string{"/role"}},
	} {
		t.Run(fmt.Sprint(c.method, " ", c.pointers), func(t *testing.T) {
			w.t = t
			w.untouched("a refusal", func() {
				var pointers []string
				for _, detail := range w.ask("own", c.method, c.target, c.body).wants(422).problem().Errors {
					pointers = append(pointers, detail.Pointer)
				}
				if !slices.Equal(pointers, c.pointers) {
					t.Errorf("points at %v, want %v", pointers, c.pointers)
				}
			})
		})
	}
	w.must("own", "POST", tasks, obj{"title": long(500), "description": long(50_000)})
}

// Fields that only the server sets are unknown in bodies (B6, B7).
func TestConventions_massAssignment(t *testing.T) {
	w := newWorld(t)
	for _, field := range []string{"seq", "project", "createdBy", "createdAt", "updatedAt", "completedAt", "archivedAt", "number", "key", "task", "deletedAt", "commentCount"} {
		w.ask("own", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "x", field: w.task.ID}).wants(422)
		w.ask("own", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "x", field: w.task.ID}).wants(422)
	}
	for _, field := range []string{"author", "task", "comment", "project", "reactions"} {
		w.ask("com", "POST", "/api/tasks/"+w.task.ID+"/comments", obj{"body": "x", field: w.people["own"]}).wants(422)
	}
	for _, field := range []string{"team", "key", "id", "settings", "project"} {
		w.ask("own", "PATCH", "/api/projects/"+w.p1, obj{"name": "x", field: w.otherTeam}).wants(422)
	}
}
