package project

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) createTemplate(c *entry.TemplateCreate) error {
	var check check
	check.line("/name", c.Name, MaxName)
	task, err := d.templateTask(&check, &c.Task)
	if err != nil {
		return err
	}
	if len(d.Templates) >= MaxTemplates {
		return fault.New(fault.Conflict, fmt.Sprintf("A project has at most %d templates.", MaxTemplates))
	}
	id, err := d.id(c.Template, "/id", d.Templates[c.Template] != nil)
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.TemplateCreated, Template: &entry.Template{ID: id, Name: c.Name, Task: task}})
	return nil
}

func (d *decision) updateTemplate(c *entry.TemplateUpdate) error {
	if d.Templates[c.Template] == nil {
		return notFound("template")
	}
	var check check
	set := &entry.Set{Name: c.Name}
	if c.Name.Set {
		check.line("/name", c.Name.Value, MaxName)
	}
	if c.Task.Set {
		task, err := d.templateTask(&check, &c.Task.Value)
		if err != nil {
			return err
		}
		set.Task = entry.Some(task)
	}
	if err := check.done(); err != nil {
		return err
	}
	if !set.Empty() {
		d.emit(entry.Event{Type: entry.TemplateUpdated, ID: c.Template, Set: set})
	}
	return nil
}

func (d *decision) deleteTemplate(c *entry.TemplateDelete) error {
	if d.Templates[c.Template] == nil {
		return notFound("template")
	}
	d.emit(entry.Event{Type: entry.TemplateDeleted, ID: c.Template})
	return nil
}

// templateTask checks what a template's tasks begin with, and fills in what was left out.
func (d *decision) templateTask(check *check, w *entry.TemplateWish) (entry.TemplateTask, error) {
	priority := cmp.Or(w.Priority, entry.None)
	if w.Title != "" {
		check.line("/task/title", w.Title, MaxTitle)
	}
	check.text("/task/description", w.Description, MaxDescription)
	check.priority("/task/priority", priority)
	check.estimate("/task/estimateSeconds", w.EstimateSeconds)
	check.list("/task/labels", w.Labels, MaxLabels)
	check.list("/task/assignees", w.Assignees, MaxAssignees)
	if len(w.Subtasks) > MaxSubtasks {
		check.fail("/task/subtasks", fmt.Sprintf("These are more than %d.", MaxSubtasks))
	}
	for i, title := range w.Subtasks[:min(len(w.Subtasks), MaxSubtasks)] {
		check.line(fmt.Sprintf("/task/subtasks/%d", i), title, MaxTitle)
	}
	err := fault.First(check.done(), d.refer(w.Labels, w.Assignees, "/task/assignees"), d.checkValues(w.Fields, "/task/fields/"))
	return entry.TemplateTask{
		Title: w.Title, Description: w.Description, Priority: priority, Labels: orEmpty(w.Labels), Assignees: orEmpty(w.Assignees),
		EstimateSeconds: w.EstimateSeconds, Fields: d.fieldsWith(nil, w.Fields), Subtasks: orEmpty(w.Subtasks),
	}, err
}

// SortedTemplates gives the templates by name.
func (s *State) SortedTemplates() []*entry.Template {
	return slices.SortedFunc(maps.Values(s.Templates), func(a, b *entry.Template) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}
