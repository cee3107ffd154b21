package project

import (
	"reflect"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func TestTemplate(t *testing.T) {
	d := newDesk(t)
	label := d.must(owner, &entry.LabelCreate{Name: "bug"})[0].Label.ID
	field := d.must(owner, &entry.FieldCreate{Name: "Cost", Type: entry.NumberField})[0].Field.ID
	full := entry.TemplateWish{
		Title: "Bug in …", Description: "Steps", Priority: entry.High, Labels: []string{label}, Assignees: []string{member},
		EstimateSeconds: new(int64(60)), Fields: map[string]entry.FieldValue{field: 2.5}, Subtasks: []string{"Reproduce", "Mend"},
	}
	made := d.must(member, &entry.TemplateCreate{Name: "Bug", Task: full})[0].Template
	want := entry.Template{ID: made.ID, Name: "Bug", Task: entry.TemplateTask{
		Title: "Bug in …", Description: "Steps", Priority: entry.High, Labels: []string{label}, Assignees: []string{member},
		EstimateSeconds: full.EstimateSeconds, Fields: full.Fields, Subtasks: full.Subtasks,
	}}
	if got := d.s.Templates[made.ID]; !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	d.must(member, &entry.TemplateUpdate{Template: made.ID, Task: entry.Some(entry.TemplateWish{})})
	if got := d.s.Templates[made.ID]; got.Name != "Bug" || got.Task.Priority != entry.None || got.Task.Labels == nil || got.Task.Subtasks == nil {
		t.Errorf("emptied: %+v", *got)
	}
	if events := d.must(member, &entry.TemplateUpdate{Template: made.ID}); len(events) != 0 {
		t.Errorf("nothing named: %+v", events)
	}
	for pointer, task := range map[string]entry.TemplateWish{
		"/task/priority": {Priority: "x"}, "/task/subtasks/1": {Subtasks: []string{"a", ""}}, "/task/subtasks": {Subtasks: make([]string, MaxSubtasks+1)},
		"/task/assignees/0": {Assignees: []string{stranger}}, "/task/fields/" + field: {Fields: map[string]entry.FieldValue{field: "x"}},
	} {
		f := d.refused(fault.Invalid, owner, &entry.TemplateCreate{Name: "x", Task: task})
		if len(f.Details) == 0 || f.Details[0].Pointer != pointer {
			t.Errorf("%s: %+v", pointer, f.Details)
		}
	}
	d.refused(fault.Invalid, owner, &entry.TemplateUpdate{Template: made.ID, Name: entry.Some("")})
	d.refused(fault.NotFound, owner, &entry.TemplateCreate{Name: "x", Task: entry.TemplateWish{Labels: []string{d.id()}}})
	d.must(owner, &entry.TemplateDelete{Template: made.ID})
	d.refused(fault.NotFound, owner, &entry.TemplateDelete{Template: made.ID})
	if len(d.s.Templates) != 0 {
		t.Error("it is still there")
	}
}
