package project

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// copied makes a project after a desk's.
func (d *desk) copied(visibility entry.Visibility, withTasks bool) *desk {
	d.t.Helper()
	pattern, err := d.s.Pattern(withTasks)
	if err != nil {
		d.t.Fatal(err)
	}
	to := &desk{t: d.t, s: New(), now: d.now, ids: d.ids + 1000}
	to.pattern = pattern
	to.must(member, &entry.ProjectCreate{Project: to.id(), Team: to.id(), Name: "Copy", Key: "COP", Visibility: visibility})
	to.pattern = nil
	return to
}

func (d *desk) titled(title string) *Task {
	d.t.Helper()
	for _, t := range d.s.Tasks {
		if t.Title == title {
			return t
		}
	}
	d.t.Fatalf("no task %q", title)
	return nil
}

// furnished is a project with one of everything that can be handed on.
func furnished(t *testing.T) *desk {
	d := newDesk(t)
	d.must(owner, &entry.StatusUpdate{Status: d.status(2), WipLimit: entry.Some(new(int64(3))), Name: entry.Some("Doing")})
	d.must(owner, &entry.StatusUpdate{Status: d.status(1), Archived: entry.Some(true)})
	label := d.must(owner, &entry.LabelCreate{Name: "bug", Color: "#102030"})[0].Label.ID
	field := d.must(owner, &entry.FieldCreate{Name: "Size", Type: entry.SelectField, Options: []entry.Option{{Name: "S"}, {Name: "L"}}})[0].Field
	who := d.must(owner, &entry.FieldCreate{Name: "Who", Type: entry.PersonField})[0].Field.ID
	d.must(owner, &entry.MemberSet{User: guest, Role: entry.Editor})
	large := field.Options[1].ID
	full := map[string]entry.FieldValue{field.ID: large, who: guest}
	d.must(owner, &entry.TemplateCreate{Name: "Bug", Task: entry.TemplateWish{
		Title: "Bug in …", Labels: []string{label}, Assignees: []string{member, guest}, Fields: full, Subtasks: []string{"Mend"},
	}})
	saved := func(name, named string) {
		d.must(owner, &entry.ViewCreate{Name: name, Layout: entry.List, Filter: entry.Filter(named), Group: new("field:" + field.ID), Sort: new("-dueDate")})
	}
	saved("all of it", `{"and":[{"field":"label","op":"is","value":"`+label+`"},{"field":"field:`+field.ID+`","op":"is","value":"`+large+`"},{"field":"assignee","op":"is","value":"`+member+`"}]}`)
	saved("of a stranger there", `{"field":"assignee","op":"anyOf","value":["`+guest+`"]}`)
	saved("of what stays", `{"field":"status","op":"is","value":"`+d.status(1)+`"}`)
	day := entry.Day("2026-12-24")
	first := d.must(owner, &entry.TaskCreate{
		Title: "first", Description: "text", Status: d.status(2), Labels: []string{label}, Assignees: []string{member, guest}, Priority: entry.High,
		DueDate: &day, EstimateSeconds: new(int64(60)), Fields: full,
	})[0].Task.ID
	done, hidden := d.task("done", 4), d.task("archived", 0)
	d.must(owner, &entry.TaskUpdate{Task: hidden, Archived: entry.Some(true)})
	d.must(owner, &entry.TaskDelete{Task: d.task("deleted", 0)})
	d.must(owner, &entry.TaskCreate{Title: "below", Status: d.status(2), Parent: &first, BlockedBy: []string{first, done}, Related: []string{}, Before: &first})
	d.must(owner, &entry.TaskCreate{Title: "orphan", Status: d.status(0), Parent: &done})
	d.must(owner, &entry.CommentCreate{Task: first, Body: "stays"})
	return d
}

func TestPattern_parts(t *testing.T) {
	d := furnished(t)
	to := d.copied("", false)
	var names []string
	for _, status := range to.s.SortedStatuses() {
		names = append(names, status.Name)
		if d.s.Statuses[status.ID] != nil || !entry.ValidID(status.ID) {
			t.Errorf("the status has the id %q", status.ID)
		}
		if (status.WipLimit != nil) != (status.Name == "Doing") {
			t.Errorf("%s: limit %v", status.Name, status.WipLimit)
		}
	}
	if want := []string{"Backlog", "Doing", "In review", "Done"}; !slices.Equal(names, want) {
		t.Errorf("statuses %q, want %q: archived ones stay", names, want)
	}
	fields, templates := to.s.SortedFields(), to.s.SortedTemplates()
	if len(to.s.Labels) != 1 || len(fields) != 2 || len(templates) != 1 || len(to.s.Tasks) != 0 {
		t.Fatalf("%d labels, %d fields, %d templates, %d tasks", len(to.s.Labels), len(fields), len(templates), len(to.s.Tasks))
	}
	task := templates[0].Task
	if to.s.Labels[task.Labels[0]] == nil || !slices.Equal(task.Assignees, []string{member}) || task.Subtasks[0] != "Mend" {
		t.Errorf("the template: %+v", task)
	}
	if len(task.Fields) != 1 || task.Fields[fields[0].ID] != fields[0].Options[1].ID {
		t.Errorf("values %v, want the second of %v and nobody who has no access", task.Fields, fields[0].Options)
	}
	views, label := to.s.SortedViews(), slices.Collect(maps.Keys(to.s.Labels))[0]
	want := `{"and":[{"field":"label","op":"is","value":"` + label + `"},{"field":"field:` + fields[0].ID + `","op":"is","value":"` + fields[0].Options[1].ID +
		`"},{"field":"assignee","op":"is","value":"` + member + `"}]}`
	if len(views) != 1 || string(views[0].Filter) != want || *views[0].Group != "field:"+fields[0].ID || *views[0].Sort != "-dueDate" || views[0].Project != to.s.Project.ID {
		t.Errorf("the views are %+v, want one that chooses %s", views, want)
	}
	if to.s.Role(member) != entry.Admin || to.s.Role(guest) != "" {
		t.Errorf("members came along: %v", to.s.Members)
	}
}

func TestPattern_tasks(t *testing.T) {
	d := furnished(t)
	to := d.copied("", true)
	if len(to.s.Tasks) != 3 || to.s.Numbers != 3 {
		t.Fatalf("%d tasks, numbers to %d, want the 3 open ones", len(to.s.Tasks), to.s.Numbers)
	}
	first, below, orphan := to.titled("first"), to.titled("below"), to.titled("orphan")
	if first.Key != "COP-1" || below.Key != "COP-2" || orphan.Key != "COP-3" {
		t.Errorf("numbered %s %s %s", first.Key, below.Key, orphan.Key)
	}
	if first.Description != "text" || first.Priority != entry.High || *first.EstimateSeconds != 60 || len(first.Labels) != 1 || len(first.Fields) != 1 {
		t.Errorf("first: %+v", first.Task)
	}
	if first.DueDate != nil || first.CommentCount != 0 || first.CreatedBy != member || !slices.Equal(first.Assignees, []string{member}) {
		t.Errorf("first has what stays behind: %+v", first.Task)
	}
	if below.Parent == nil || *below.Parent != first.ID || !slices.Equal(below.BlockedBy, []string{first.ID}) || orphan.Parent != nil {
		t.Errorf("bound: %+v, %+v", below.Task, orphan.Task)
	}
	if got := to.order(1); got != "below first" {
		t.Errorf("order %q", got)
	}
	to.must(member, &entry.TaskUpdate{Task: first.ID, Labels: entry.Some(first.Labels), Status: entry.Some(to.status(3)), Fields: first.Fields})
}

func TestPattern_visibility(t *testing.T) {
	d := newDesk(t)
	d.must(owner, &entry.ProjectUpdate{Visibility: entry.Some(entry.Private)})
	if got := d.copied("", false).s.Project.Visibility; got != entry.Private {
		t.Errorf("after a private project it is %s", got)
	}
	if got := d.copied(entry.ForTeam, false).s.Project.Visibility; got != entry.ForTeam {
		t.Errorf("chosen: %s", got)
	}
}

func TestPattern_tooMany(t *testing.T) {
	d := newDesk(t)
	for i := range MaxPatternTasks + 1 {
		d.s.Apply(Stamp{Seq: 9}, &entry.Event{Type: entry.TaskCreated, Task: &entry.Task{ID: strconv.Itoa(i), Number: int64(i), Status: d.status(0)}})
	}
	if _, err := d.s.Pattern(true); !fault.Is(err, fault.Invalid) || fault.As(err).Details[0].Pointer != "/withTasks" {
		t.Errorf("error %v", err)
	}
	if _, err := d.s.Pattern(false); err != nil {
		t.Errorf("without them: %v", err)
	}
}

func TestPattern_bytes(t *testing.T) {
	large := &Pattern{Tasks: []*entry.Task{{Description: strings.Repeat("x", MaxPatternBytes)}, {Title: "one more"}}}
	if err := large.checkTasks(); !fault.Is(err, fault.Invalid) || fault.As(err).Details[0].Pointer != "/withTasks" {
		t.Errorf("tasks: %v", err)
	}
	large.Tasks = large.Tasks[:1]
	if err := large.checkTasks(); err != nil {
		t.Errorf("just as many: %v", err)
	}
	d := furnished(t)
	d.s.Templates["large"] = &entry.Template{ID: "large", Task: entry.TemplateTask{Description: strings.Repeat("x", MaxPatternBytes+1)}}
	if _, err := d.s.Pattern(false); !fault.Is(err, fault.Invalid) || fault.As(err).Details[0].Pointer != "/from" {
		t.Errorf("templates: %v", err)
	}
}
