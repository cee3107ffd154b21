package project

import (
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) updateTask(c *entry.TaskUpdate) error {
	if err := checkTaskUpdate(c); err != nil {
		return err
	}
	t, err := d.task(c.Task)
	if err != nil {
		return err
	}
	if err := d.referUpdate(t, c); err != nil {
		return err
	}
	if err := conflicts(t, c, d.actor); err != nil {
		return err
	}
	set, err := d.setOf(t, c)
	if err != nil {
		return err
	}
	add, remove := listsOf(c)
	if c.Archived.Set && !c.Archived.Value && t.ArchivedAt != nil {
		return d.unarchive(t, set, add, remove)
	}
	if c.Archived.Set {
		set.ArchivedAt = entry.Some(archivedAt(t.ArchivedAt, c.Archived.Value, d.env.Now))
	}
	event := entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: set, Add: add, Remove: remove}
	if set.Empty() && add == nil && remove == nil {
		return nil
	}
	d.emit(event)
	return nil
}

// archivedAt keeps the moment of something that is archived already.
func archivedAt(before *entry.Instant, archived bool, now entry.Instant) *entry.Instant {
	switch {
	case !archived:
		return nil
	case before != nil:
		return before
	}
	return &now
}

func checkTaskUpdate(c *entry.TaskUpdate) error {
	var check check
	if c.Title.Set {
		check.line("/title", c.Title.Value, MaxTitle)
	}
	check.text("/description", c.Description.Value, MaxDescription)
	if c.Priority.Set {
		check.priority("/priority", c.Priority.Value)
	}
	if c.Status.Set && c.Status.Value == "" {
		check.fail("/status", "This must not be empty.")
	}
	check.day("/startDate", c.StartDate.Value)
	check.day("/dueDate", c.DueDate.Value)
	check.estimate("/estimateSeconds", c.EstimateSeconds.Value)
	check.list("/labels", c.Labels.Value, MaxLabels)
	check.list("/assignees", c.Assignees.Value, MaxAssignees)
	check.list("/addLabels", c.AddLabels, MaxLabels)
	check.list("/removeLabels", c.RemoveLabels, MaxLabels)
	check.list("/addAssignees", c.AddAssignees, MaxAssignees)
	check.list("/removeAssignees", c.RemoveAssignees, MaxAssignees)
	if c.Labels.Set && (c.AddLabels != nil || c.RemoveLabels != nil) {
		check.fail("/labels", "Replace the list, or add and remove; not both.")
	}
	if c.Assignees.Set && (c.AddAssignees != nil || c.RemoveAssignees != nil) {
		check.fail("/assignees", "Replace the list, or add and remove; not both.")
	}
	if c.BaseSeq != nil && *c.BaseSeq < 0 {
		check.fail("/baseSeq", "This is not negative.")
	}
	return check.done()
}

// referUpdate checks everything that the command points at, and that lists stay short.
func (d *decision) referUpdate(t *Task, c *entry.TaskUpdate) error {
	for _, labels := range [][]string{c.Labels.Value, c.AddLabels, c.RemoveLabels} {
		if err := d.refer(labels, nil, ""); err != nil {
			return err
		}
	}
	if err := d.refer(nil, c.Assignees.Value, "/assignees"); err != nil {
		return err
	}
	if err := d.refer(nil, c.AddAssignees, "/addAssignees"); err != nil {
		return err
	}
	if c.Parent.Set {
		if err := d.parentFor(t.ID, c.Parent.Value); err != nil {
			return err
		}
	}
	var check check
	if len(with(t.Labels, c.AddLabels)) > MaxLabels {
		check.fail("/addLabels", "A task has at most 100 labels.")
	}
	if len(with(t.Assignees, c.AddAssignees)) > MaxAssignees {
		check.fail("/addAssignees", "A task has at most 100 assignees.")
	}
	return check.done()
}

// setOf gives the values that the named fields get.
func (d *decision) setOf(t *Task, c *entry.TaskUpdate) (*entry.Set, error) {
	set := &entry.Set{
		Title: c.Title, Description: c.Description, Priority: c.Priority, StartDate: c.StartDate, DueDate: c.DueDate,
		EstimateSeconds: c.EstimateSeconds, Parent: c.Parent,
	}
	if c.Labels.Set {
		set.Labels = entry.Some(orEmpty(c.Labels.Value))
	}
	if c.Assignees.Set {
		set.Assignees = entry.Some(orEmpty(c.Assignees.Value))
	}
	if c.Status.Set && c.Status.Value != t.Status {
		status, err := d.statusFor(c.Status.Value)
		if err != nil {
			return nil, err
		}
		d.enter(t, status, set)
		set.Rank = entry.Some(d.place(t.ID, status.ID, nil, nil))
	}
	return set, nil
}

func listsOf(c *entry.TaskUpdate) (add, remove *entry.Lists) {
	if len(c.AddLabels) > 0 || len(c.AddAssignees) > 0 {
		add = &entry.Lists{Labels: c.AddLabels, Assignees: c.AddAssignees}
	}
	if len(c.RemoveLabels) > 0 || len(c.RemoveAssignees) > 0 {
		remove = &entry.Lists{Labels: c.RemoveLabels, Assignees: c.RemoveAssignees}
	}
	return add, remove
}

// unarchive tells the task whole, since others may not hold it.
func (d *decision) unarchive(t *Task, set *entry.Set, add, remove *entry.Lists) error {
	whole := updatedTask(t, Stamp{}, &entry.Event{Set: set, Add: add, Remove: remove}).Task
	whole.ArchivedAt = nil
	d.emit(entry.Event{Type: entry.TaskCreated, Task: &whole})
	return nil
}

// conflicts finds fields that someone else has changed since baseSeq (D1).
func conflicts(t *Task, c *entry.TaskUpdate, actor string) error {
	if c.BaseSeq == nil {
		return nil
	}
	var found []fault.FieldConflict
	look := func(field string, named bool, theirs any) {
		if change, ok := t.Changes[field]; named && ok && change.Seq > *c.BaseSeq && change.Actor != actor {
			found = append(found, fault.FieldConflict{Field: field, Theirs: theirs, Seq: change.Seq})
		}
	}
	look("title", c.Title.Set, t.Title)
	look("description", c.Description.Set, t.Description)
	look("status", c.Status.Set, t.Status)
	look("assignees", c.Assignees.Set, t.Assignees)
	look("labels", c.Labels.Set, t.Labels)
	look("priority", c.Priority.Set, t.Priority)
	look("startDate", c.StartDate.Set, t.StartDate)
	look("dueDate", c.DueDate.Set, t.DueDate)
	look("estimateSeconds", c.EstimateSeconds.Set, t.EstimateSeconds)
	look("parent", c.Parent.Set, t.Parent)
	look("archived", c.Archived.Set, t.ArchivedAt != nil)
	if found == nil {
		return nil
	}
	slices.SortFunc(found, func(a, b fault.FieldConflict) int { return int(a.Seq - b.Seq) })
	return &fault.Error{
		Kind: fault.Conflict, Message: "Someone else has changed this meanwhile; nothing was written.", Conflicts: found,
	}
}
