package project

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// shown are the fields that visitors see of each shape; all others are filled
// with canaries, a new field too, so that it is hidden until it is named here.
var shown = map[reflect.Type][]string{
	reflect.TypeFor[entry.User]():    {"ID", "Name", "Avatar"},
	reflect.TypeFor[entry.Member]():  {"User", "Role"},
	reflect.TypeFor[entry.Project](): {"ID", "Team", "Key", "Name", "Description", "Visibility", "Settings", "ArchivedAt", "CreatedAt"},
}

const (
	canary = "canary"
	public = "public"
)

// planted fills a value: what visitors see says "public", the rest "canary".
func planted[T any](t *testing.T) *T {
	t.Helper()
	v := new(T)
	plant(reflect.ValueOf(v).Elem(), public)
	return v
}

func plant(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(4711)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		plant(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		plant(v.Index(0), text)
	case reflect.Struct:
		fields, known := shown[v.Type()]
		for i := range v.NumField() {
			inner := text
			if known && !slices.Contains(fields, v.Type().Field(i).Name) {
				inner = canary
			}
			plant(v.Field(i), inner)
		}
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestPublicShapes(t *testing.T) {
	member, project := planted[entry.Member](t), planted[entry.Project](t)
	if !strings.Contains(asJSON(t, member), canary) || !strings.Contains(asJSON(t, project), canary) {
		t.Fatal("nothing is planted, so nothing is tested")
	}
	for name, got := range map[string]string{
		`{"user":{"id":"public","name":"public","handle":"","email":null,"avatar":"public","timeZone":"UTC","locale":"en"},"role":"public","ownRole":null}`: asJSON(t, PublicMember(member)),
		`"link":null`: asJSON(t, PublicProject(project)),
	} {
		if !strings.Contains(got, name) || strings.Contains(got, canary) {
			t.Errorf("got %s, want %s and no canary", got, name)
		}
	}
	if PublicMember(nil) != nil || PublicProject(nil) != nil {
		t.Error("nobody became somebody")
	}
	before := asJSON(t, member)
	PublicMember(member).User.Name = "changed"
	if asJSON(t, member) != before {
		t.Error("the member itself was changed")
	}
}

func TestPublicEvents(t *testing.T) {
	events := []entry.Event{
		{Type: entry.ProjectCreated, Project: planted[entry.Project](t)},
		{Type: entry.MemberCreated, Member: planted[entry.Member](t)},
		{Type: entry.MemberUpdated, ID: "m", Set: &entry.Set{
			User: entry.Some(*planted[entry.User](t)), Role: entry.Some(entry.Editor), OwnRole: entry.Some(new(entry.Role(canary))),
		}},
		{Type: entry.ProjectUpdated, ID: "p", Set: &entry.Set{Name: entry.Some(public), Link: entry.Some(&entry.Link{ID: canary})}},
		{Type: entry.TaskUpdated, ID: "t", Set: &entry.Set{Title: entry.Some(public)}, Add: &entry.Lists{Labels: []string{"l"}}},
		{Type: entry.StatusUpdated, ID: "s", Set: &entry.Set{Name: entry.Some(public)}},
		{Type: entry.LabelDeleted, ID: "l"},
		{Type: entry.FieldCreated, Field: planted[entry.Field](t)},
		{Type: entry.FieldUpdated, ID: "f", Set: &entry.Set{Options: entry.Some([]entry.Option{{ID: public}})}},
		{Type: entry.FieldDeleted, ID: "f"},
	}
	before := asJSON(t, events)
	got := Public(events)
	if len(got) != len(events) || strings.Contains(asJSON(t, got), canary) {
		t.Errorf("%d of %d events: %s", len(got), len(events), asJSON(t, got))
	}
	for i := range got {
		if got[i].Type != events[i].Type || got[i].ID != events[i].ID {
			t.Errorf("%s %q became %s %q", events[i].Type, events[i].ID, got[i].Type, got[i].ID)
		}
	}
	if strings.Count(asJSON(t, got), `"name":"public"`) != 7 || got[4].Add == nil || !got[2].Set.Role.Set {
		t.Errorf("something public is missing: %s", asJSON(t, got))
	}
	if asJSON(t, events) != before {
		t.Error("the events themselves were changed")
	}
}

// Each of these is hidden as a whole; what is left is a list, not null.
func TestPublicHides(t *testing.T) {
	comment := planted[entry.Comment](t)
	hidden := map[string]entry.Event{
		"a comment":             {Type: entry.CommentCreated, Comment: comment},
		"a comment's change":    {Type: entry.CommentUpdated, ID: "c", Set: &entry.Set{Body: entry.Some(canary)}},
		"a comment's end":       {Type: entry.CommentDeleted, ID: "c"},
		"a new link":            {Type: entry.ProjectUpdated, ID: "p", Set: &entry.Set{Link: entry.Some(&entry.Link{ID: canary})}},
		"an own role":           {Type: entry.MemberUpdated, ID: "m", Set: &entry.Set{OwnRole: entry.Some[*entry.Role](nil)}},
		"a kind of the future":  {Type: "invoice:created", ID: "x", Task: planted[entry.Task](t)},
		"a verb of the future":  {Type: "task:shared", ID: "x", Set: &entry.Set{Title: entry.Some(canary)}},
		"a person's own stream": {Type: entry.ProjectAdded, Project: planted[entry.Project](t)},
		"no type":               {},
	}
	for name, event := range hidden {
		if got := asJSON(t, Public([]entry.Event{event})); got != "[]" {
			t.Errorf("%s is shown: %s", name, got)
		}
	}
	// A comment within an event of another kind is not shown either.
	mixed := entry.Event{
		Type: entry.TaskUpdated, ID: "t", Comment: comment, Member: planted[entry.Member](t),
		Set: &entry.Set{Title: entry.Some(public), Body: entry.Some(canary), User: entry.Some(*planted[entry.User](t))},
	}
	if got := asJSON(t, Public([]entry.Event{mixed})); got != `[{"type":"task:updated","id":"t","set":{"title":"public"}}]` {
		t.Error(got)
	}
}

// TestPublicTask holds that a task goes out whole, and that each field of its
// changes does too: a new one has to be named. But what it has to do with tasks of
// other projects does not.
func TestPublicTask(t *testing.T) {
	task := planted[entry.Task](t)
	task.Related, task.DuplicateOf = []string{}, nil
	created := entry.Event{Type: entry.TaskCreated, Task: task}
	if got := Public([]entry.Event{created}); asJSON(t, got) != asJSON(t, []entry.Event{created}) {
		t.Errorf("%s", asJSON(t, got))
	}
	all := planted[entry.Set](t)
	set := reflect.ValueOf(publicTaskSet(all))
	for _, field := range reflect.VisibleFields(reflect.TypeFor[entry.Task]()) {
		hidden := field.Name == "Related" || field.Name == "DuplicateOf"
		if in := set.FieldByName(field.Name); in.IsValid() && in.IsZero() != hidden {
			t.Errorf("%s in a task's change: hidden is %v", field.Name, in.IsZero())
		}
	}
	linked := *task
	linked.Related, linked.DuplicateOf = []string{canary}, new(canary)
	got := Public([]entry.Event{
		{Type: entry.TaskCreated, Task: &linked},
		{Type: entry.TaskUpdated, ID: "t", Add: &entry.Lists{Related: []string{canary}, BlockedBy: []string{public}}},
		{Type: entry.TaskUpdated, ID: "t", Remove: &entry.Lists{Related: []string{canary}}},
		{Type: entry.TaskUpdated, ID: "t", Set: &entry.Set{Related: entry.Some([]string{canary}), DuplicateOf: entry.Some(new(canary))}},
	})
	if text := asJSON(t, got); len(got) != 2 || strings.Contains(text, canary) || !strings.Contains(text, `"blockedBy":["public"]}}`) {
		t.Error(text)
	}
	if len(linked.Related) != 1 || linked.DuplicateOf == nil {
		t.Error("the task itself was changed")
	}
}
