package activity

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// begun is a project with two statuses, a label, a person and a task.
const begun = `[
	{"type":"project:created","project":{"id":"p","team":"x","key":"WEB","name":"Web","description":"","visibility":"team","settings":{},"link":null,"archivedAt":null,"createdAt":"2026-01-01T00:00:00Z"}},
	{"type":"status:created","status":{"id":"s1","name":"To do","category":"todo","color":"#111111","wipLimit":null,"rank":"a","archivedAt":null}},
	{"type":"status:created","status":{"id":"s2","name":"In progress","category":"active","color":"#222222","wipLimit":null,"rank":"b","archivedAt":null}},
	{"type":"label:created","label":{"id":"l1","name":"bug","color":"#333333"}},
	{"type":"field:created","field":{"id":"f1","name":"Size","type":"select","options":[{"id":"o1","name":"Large","color":"#444444"}],"rank":"a"}},
	{"type":"member:created","member":{"user":{"id":"u1","name":"Ada","handle":"ada","email":null,"avatar":null,"timeZone":"UTC","locale":"en"},"role":"editor","ownRole":null}},
	{"type":"task:created","task":{"id":"t1","project":"p","number":1,"key":"WEB-1","title":"First","description":"","status":"s1","rank":"a","assignees":[],"labels":[],"priority":"none","startDate":null,"dueDate":null,"dueTime":null,"recurrence":null,"estimateSeconds":null,"parent":null,"blockedBy":[],"related":[],"duplicateOf":null,"fields":{},"createdBy":"u1","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","completedAt":null,"archivedAt":null,"commentCount":0,"attachmentCount":0,"spentSeconds":0,"seq":1}}
]`

// in short: "task updated status To do>In progress".
func short(items []wire.ActivityItem) string {
	var lines []string
	for _, item := range items {
		words := []string{string(item.Kind), string(item.Deed)}
		if item.Task != nil {
			words = append(words, item.Task.ID)
		}
		if item.Thing != nil {
			words = append(words, "("+item.Thing.Text+")")
		}
		if item.Field != "" {
			words = append(words, item.Field)
		}
		if item.From != nil || item.To != nil {
			words = append(words, text(item.From)+">"+text(item.To))
		}
		for _, v := range item.Added {
			words = append(words, "+"+text(&v))
		}
		for _, v := range item.Removed {
			words = append(words, "-"+text(&v))
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, "; ")
}

func text(v *wire.ActivityValue) string {
	switch {
	case v == nil:
		return "nothing"
	case v.Text == "":
		return v.ID
	}
	return v.Text
}

func describe(t *testing.T, state *project.State, seq int64, events string) []wire.ActivityItem {
	t.Helper()
	value := jsontext.Value(events)
	at := entry.Instant(1767225600000 + (seq-1)*1000)
	items, err := Describe(state, &entry.Entry{Stream: "p", Seq: seq, At: at, Actor: "u1", Events: value})
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func TestDescribe(t *testing.T) {
	update := func(set string) string { return `[{"type":"task:updated","id":"t1","set":{` + set + `}}]` }
	for _, c := range []struct{ thing, events, want string }{
		{"moved", update(`"status":"s2","rank":"b","completedAt":null`), "task updated t1 status To do>In progress"},
		{"only placed elsewhere", update(`"rank":"b"`), ""},
		{"renamed", update(`"title":"Second"`), "task updated t1 title First>Second"},
		{"description", update(`"description":"secret"`), "task updated t1 description"},
		{"due", update(`"dueDate":"2026-12-12","dueTime":{"time":"17:00","timeZone":"UTC"}`), "task updated t1 dueDate nothing>2026-12-12 17:00"},
		{"priority", update(`"priority":"high"`), "task updated t1 priority none>high"},
		{"archived", update(`"archivedAt":"2026-02-01T00:00:00Z"`), "task updated t1 archived nothing>true"},
		{"several fields", update(`"title":"Second","estimateSeconds":3600`), "task updated t1 title First>Second; task updated t1 estimate nothing>3600"},
		{"select", update(`"fields":{"f1":"o1"}`), "task updated t1 (Size) field:f1 nothing>Large"},
		{"assigned and labelled", `[{"type":"task:updated","id":"t1","add":{"assignees":["u1"],"labels":["l1"]}}]`, "task updated t1 assignees +Ada; task updated t1 labels +bug"},
		{"lists replaced", update(`"assignees":["u1"]`), "task updated t1 assignees +Ada"},
		{"linked", update(`"blockedBy":["t9"]`), "task updated t1 blockedBy +t9"},
		{"counted", update(`"commentCount":3`), ""},
		{"deleted", `[{"type":"task:deleted","id":"t1"}]`, "task deleted t1"},
		{"moved away", `[{"type":"task:deleted","id":"t1","movedTo":"t7"}]`, "task left t1"},
		{"commented", `[{"type":"comment:created","comment":{"id":"c1","task":"t1","author":"u1","body":"x","parent":null,"reactions":[],"createdAt":"2026-01-01T00:00:01Z","editedAt":null}}]`, "comment created t1 ()"},
		{"status deleted", `[{"type":"status:deleted","id":"s2"}]`, "status deleted (In progress)"},
		{"label renamed", `[{"type":"label:updated","id":"l1","set":{"name":"Bug"}}]`, "label updated (Bug) name bug>Bug"},
		{"role", `[{"type":"member:updated","id":"u1","set":{"role":"admin"}}]`, "member updated (Ada) role editor>admin"},
		{"person renamed", `[{"type":"member:updated","id":"u1","set":{"user":{"id":"u1","name":"A.","handle":"ada","email":null,"avatar":null,"timeZone":"UTC","locale":"en"}}}]`, ""},
		{"project renamed", `[{"type":"project:updated","id":"p","set":{"name":"Site"}}]`, "project updated name Web>Site"},
		{"of a newer server", `[{"type":"sprint:created","id":"x"}]`, ""},
	} {
		t.Run(c.thing, func(t *testing.T) {
			state := project.New()
			describe(t, state, 1, begun)
			if got := short(describe(t, state, 2, c.events)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDescribe_beginning(t *testing.T) {
	want := "project created; status created (To do); status created (In progress); label created (bug); field created (Size); member created (Ada) nothing>editor; task created t1"
	if got := short(describe(t, project.New(), 1, begun)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDescribe_back(t *testing.T) {
	state := project.New()
	items := describe(t, state, 1, begun)
	describe(t, state, 2, `[{"type":"task:deleted","id":"t1"}]`)
	raw, _ := json.Marshal(state.Tasks["t1"].Task)
	if got := short(describe(t, state, 3, `[{"type":"task:created","task":`+string(raw)+`}]`)); got != "task restored t1" {
		t.Error(got)
	}
	arrived := strings.ReplaceAll(string(raw), `"t1"`, `"t2"`)
	if got := short(describe(t, state, 4, `[{"type":"task:created","task":`+arrived+`}]`)); got != "task arrived t2" {
		t.Error(got)
	}
	if first := items[0]; first.Seq != 1 || first.Actor != "u1" || first.Project != "p" {
		t.Error(items[0])
	}
}
