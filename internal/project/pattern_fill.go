package project

import (
	"fmt"
	"slices"

	"tandem/internal/entry"
)

// beginning is a new project being filled after a pattern. Its project and its
// members are among the events already.
type beginning struct {
	*decision
	project *entry.Project
	ids     map[string]string // that things get, by those of the pattern's
	members map[string]*entry.Member
}

func (d *decision) begin(made *entry.Project, p *Pattern) error {
	made.Settings = p.Settings
	b := &beginning{decision: d, project: made, ids: map[string]string{}, members: map[string]*entry.Member{}}
	for i := range d.events {
		if m := d.events[i].Member; m != nil {
			b.members[m.User.ID] = m
		}
	}
	return b.fill(p)
}

// fill makes all that the pattern has; tasks come last, since they refer to the rest.
func (b *beginning) fill(p *Pattern) error {
	if len(p.Statuses) == 0 {
		if err := b.firstStatuses(nil); err != nil {
			return err
		}
	}
	for _, status := range p.Statuses {
		b.emit(entry.Event{Type: entry.StatusCreated, Status: &entry.Status{
			ID: b.id(status.ID), Name: status.Name, Category: status.Category, Color: status.Color, WipLimit: status.WipLimit, Rank: status.Rank,
		}})
	}
	for _, label := range p.Labels {
		b.emit(entry.Event{Type: entry.LabelCreated, Label: &entry.Label{ID: b.id(label.ID), Name: label.Name, Color: label.Color}})
	}
	for _, field := range p.Fields {
		b.emit(entry.Event{Type: entry.FieldCreated, Field: b.field(field)})
	}
	for _, template := range p.Templates {
		b.emit(entry.Event{Type: entry.TemplateCreated, Template: b.template(template, p.Fields)})
	}
	b.tasks(p)
	return nil
}

// id gives the id that a thing of the pattern has in the project.
func (b *beginning) id(before string) string {
	if b.ids[before] == "" {
		b.ids[before] = b.env.NewID()
	}
	return b.ids[before]
}

// known gives the ids of those things that have come along.
func (b *beginning) known(before []string) []string {
	after := make([]string, 0, len(before))
	for _, id := range before {
		if b.ids[id] != "" {
			after = append(after, b.ids[id])
		}
	}
	return after
}

func (b *beginning) field(f *entry.Field) *entry.Field {
	made := &entry.Field{ID: b.id(f.ID), Name: f.Name, Type: f.Type, Options: slices.Clone(f.Options), Rank: f.Rank}
	for i := range made.Options {
		made.Options[i].ID = b.id(made.Options[i].ID)
	}
	return made
}

func (b *beginning) template(t *entry.Template, fields []*entry.Field) *entry.Template {
	task := t.Task
	task.Labels, task.Assignees, task.Fields = b.known(task.Labels), existing(task.Assignees, b.members), b.values(task.Fields, fields)
	return &entry.Template{ID: b.id(t.ID), Name: t.Name, Task: task}
}

// values gives what a task has in its fields, without people who are no members.
func (b *beginning) values(before map[string]entry.FieldValue, fields []*entry.Field) map[string]entry.FieldValue {
	after := map[string]entry.FieldValue{}
	for _, f := range fields {
		value, has := before[f.ID]
		text, _ := value.(string)
		switch {
		case !has, f.Type == entry.PersonField && b.members[text] == nil, f.Type == entry.SelectField && b.ids[text] == "":
			continue
		case f.Type == entry.SelectField:
			value = b.ids[text]
		}
		after[b.id(f.ID)] = value
	}
	return after
}

// tasks come without dates, comments and files, and are numbered anew. They keep
// their order, and what binds them to each other.
func (b *beginning) tasks(p *Pattern) {
	for _, t := range p.Tasks {
		b.id(t.ID)
	}
	for i, t := range p.Tasks {
		number := int64(i + 1)
		made := &entry.Task{
			ID: b.id(t.ID), Project: b.project.ID, Number: number, Key: fmt.Sprintf("%s-%d", b.project.Key, number),
			Title: t.Title, Description: t.Description, Status: b.id(t.Status), Rank: t.Rank,
			Assignees: existing(t.Assignees, b.members), Labels: b.known(t.Labels), Priority: t.Priority,
			EstimateSeconds: t.EstimateSeconds, BlockedBy: b.known(t.BlockedBy), Related: []string{},
			Fields: b.values(t.Fields, p.Fields), CreatedBy: b.actor, CreatedAt: b.env.Now, UpdatedAt: b.env.Now,
		}
		if t.Parent != nil && b.ids[*t.Parent] != "" {
			made.Parent = new(b.ids[*t.Parent])
		}
		b.emit(entry.Event{Type: entry.TaskCreated, Task: made})
	}
}
