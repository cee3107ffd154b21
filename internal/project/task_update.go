package project

import (
	"cmp"
	"slices"
	"strings"

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
	check.dueTime("/dueTime", c.DueTime.Value)
	check.recurrence("/recurrence", c.Recurrence.Value)
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
	check.links("BlockedBy", c.BlockedBy, c.AddBlockedBy, c.RemoveBlockedBy)
	check.links("Related", c.Related, c.AddRelated, c.RemoveRelated)
	if c.BaseSeq != nil && *c.BaseSeq < 0 {
		check.fail("/baseSeq", "This is not negative.")
	}
	return check.done()
}

// links checks the members about one kind of links, which end in name.
func (c *check) links(name string, whole entry.Opt[[]string], add, remove []string) {
	pointer := "/" + strings.ToLower(name[:1]) + name[1:]
	c.list(pointer, whole.Value, MaxLinks)
	c.list("/add"+name, add, MaxLinks)
	c.list("/remove"+name, remove, MaxLinks)
	if whole.Set && (add != nil || remove != nil) {
		c.fail(pointer, "Replace the list, or add and remove; not both.")
	}
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
	if err := d.linkUpdate(t, c); err != nil {
		return err
	}
	var check check
	if len(with(t.Labels, c.AddLabels)) > MaxLabels {
		check.fail("/addLabels", "A task has at most 100 labels.")
	}
	if len(with(t.Assignees, c.AddAssignees)) > MaxAssignees {
		check.fail("/addAssignees", "A task has at most 100 assignees.")
	}
	if len(with(t.BlockedBy, c.AddBlockedBy)) > MaxLinks {
		check.fail("/addBlockedBy", "A task has at most 100 blockers.")
	}
	if len(with(t.Related, c.AddRelated)) > MaxLinks {
		check.fail("/addRelated", "A task has at most 100 related ones.")
	}
	return check.done()
}

// linkUpdate checks what the task refers to besides its parent.
func (d *decision) linkUpdate(t *Task, c *entry.TaskUpdate) error {
	return fault.First(
		d.block(t.ID, t.BlockedBy, c.BlockedBy.Value, "/blockedBy"), d.block(t.ID, t.BlockedBy, c.AddBlockedBy, "/addBlockedBy"),
		d.relate(t.ID, t.Related, c.Related.Value, "/related"), d.relate(t.ID, t.Related, c.AddRelated, "/addRelated"),
		d.duplicate(t.ID, t.DuplicateOf, c.DuplicateOf.Value), d.checkValues(c.Fields, "/fields/"),
	)
}

// setOf gives the values that the named fields get.
func (d *decision) setOf(t *Task, c *entry.TaskUpdate) (*entry.Set, error) {
	set := &entry.Set{
		Title: c.Title, Description: c.Description, Priority: c.Priority, StartDate: c.StartDate, DueDate: c.DueDate,
		DueTime: c.DueTime, Recurrence: c.Recurrence, EstimateSeconds: c.EstimateSeconds, Parent: c.Parent, DuplicateOf: c.DuplicateOf,
	}
	if err := undated(t, set); err != nil {
		return nil, err
	}
	if len(c.Fields) > 0 {
		set.Fields = entry.Some(d.fieldsWith(t.Fields, c.Fields))
	}
	if c.BlockedBy.Set {
		set.BlockedBy = entry.Some(orEmpty(c.BlockedBy.Value))
	}
	if c.Related.Set {
		set.Related = entry.Some(orEmpty(c.Related.Value))
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
		add, remove := listsOf(c)
		if err := d.recur(t, &entry.Event{Set: set, Add: add, Remove: remove}, c.Next); err != nil {
			return nil, err
		}
		set.Rank = entry.Some(d.place(t.ID, status.ID, nil, nil))
	}
	return set, nil
}

// undated takes from a task without a due day what needs one, and refuses it.
func undated(t *Task, set *entry.Set) error {
	after := t.Task
	setTask(&after, set)
	var check check
	if after.DueDate == nil {
		check.dated(nil, set.DueTime.Value, set.Recurrence.Value)
	}
	if after.DueDate == nil && after.DueTime != nil {
		set.DueTime = entry.Some[*entry.DueTime](nil)
	}
	if after.DueDate == nil && after.Recurrence != nil {
		set.Recurrence = entry.Some[*entry.Recurrence](nil)
	}
	return check.done()
}

func listsOf(c *entry.TaskUpdate) (add, remove *entry.Lists) {
	return someLists(c.AddLabels, c.AddAssignees, c.AddBlockedBy, c.AddRelated),
		someLists(c.RemoveLabels, c.RemoveAssignees, c.RemoveBlockedBy, c.RemoveRelated)
}

// someLists gives nil where nothing is in them.
func someLists(labels, assignees, blockedBy, related []string) *entry.Lists {
	if len(labels)+len(assignees)+len(blockedBy)+len(related) == 0 {
		return nil
	}
	return &entry.Lists{Labels: labels, Assignees: assignees, BlockedBy: blockedBy, Related: related}
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
	look("dueTime", c.DueTime.Set, t.DueTime)
	look("recurrence", c.Recurrence.Set, t.Recurrence)
	look("estimateSeconds", c.EstimateSeconds.Set, t.EstimateSeconds)
	look("parent", c.Parent.Set, t.Parent)
	look("blockedBy", c.BlockedBy.Set, t.BlockedBy)
	look("related", c.Related.Set, t.Related)
	look("duplicateOf", c.DuplicateOf.Set, t.DuplicateOf)
	for id := range c.Fields {
		look("fields/"+id, true, t.Fields[id])
	}
	look("archived", c.Archived.Set, t.ArchivedAt != nil)
	if found == nil {
		return nil
	}
	slices.SortFunc(found, func(a, b fault.FieldConflict) int { return cmp.Or(int(a.Seq-b.Seq), cmp.Compare(a.Field, b.Field)) })
	return &fault.Error{
		Kind: fault.Conflict, Message: "Someone else has changed this meanwhile; nothing was written.", Conflicts: found,
	}
}
