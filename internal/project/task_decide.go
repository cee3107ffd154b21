package project

import (
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) createTask(wish *entry.TaskCreate) error {
	c := *wish
	if c.Priority == "" {
		c.Priority = entry.None
	}
	if err := checkNewTask(&c); err != nil {
		return err
	}
	id, err := d.id(c.Task, "/id", d.Tasks[c.Task] != nil)
	if err != nil {
		return err
	}
	status, err := d.statusFor(c.Status)
	if err != nil {
		return err
	}
	if err := d.refer(c.Labels, c.Assignees, "/assignees"); err != nil {
		return err
	}
	if err := d.parentFor("", c.Parent); err != nil {
		return err
	}
	if err := d.checkLinks(id, &c); err != nil {
		return err
	}
	number := d.Numbers + 1
	t := &entry.Task{
		ID: id, Project: d.Project.ID, Number: number, Key: fmt.Sprintf("%s-%d", d.Project.Key, number),
		Title: c.Title, Description: c.Description, Status: status.ID,
		Assignees: orEmpty(c.Assignees), Labels: orEmpty(c.Labels), Priority: c.Priority,
		StartDate: c.StartDate, DueDate: c.DueDate, DueTime: c.DueTime, Recurrence: c.Recurrence,
		EstimateSeconds: c.EstimateSeconds, Parent: c.Parent,
		BlockedBy: orEmpty(c.BlockedBy), Related: orEmpty(c.Related), DuplicateOf: c.DuplicateOf, Fields: d.fieldsWith(nil, c.Fields),
		CreatedBy: d.actor, CreatedAt: d.env.Now, UpdatedAt: d.env.Now,
	}
	if status.Category == entry.Done {
		t.CompletedAt = d.now()
	}
	t.Rank = d.place(id, status.ID, c.Before, c.After)
	d.emit(entry.Event{Type: entry.TaskCreated, Task: t})
	return nil
}

func checkNewTask(c *entry.TaskCreate) error {
	var check check
	check.line("/title", c.Title, MaxTitle)
	check.text("/description", c.Description, MaxDescription)
	check.priority("/priority", c.Priority)
	check.day("/startDate", c.StartDate)
	check.day("/dueDate", c.DueDate)
	check.dueTime("/dueTime", c.DueTime)
	check.recurrence("/recurrence", c.Recurrence)
	check.dated(c.DueDate, c.DueTime, c.Recurrence)
	check.estimate("/estimateSeconds", c.EstimateSeconds)
	check.list("/labels", c.Labels, MaxLabels)
	check.list("/assignees", c.Assignees, MaxAssignees)
	check.list("/blockedBy", c.BlockedBy, MaxLinks)
	check.list("/related", c.Related, MaxLinks)
	return check.done()
}

// checkLinks checks what a new task refers to besides its parent.
func (d *decision) checkLinks(id string, c *entry.TaskCreate) error {
	return fault.First(
		d.block(id, nil, c.BlockedBy, "/blockedBy"), d.relate(id, nil, c.Related, "/related"), d.duplicate(id, nil, c.DuplicateOf),
		d.checkValues(c.Fields, "/fields/"),
	)
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// task gives a task that can be changed: NotFound, or Gone while it can be restored.
func (d *decision) task(id string) (*Task, error) {
	t := d.Tasks[id]
	if t == nil || t.DeletedAt != nil && !d.restorable(*t.DeletedAt) {
		return nil, notFound("task")
	}
	if t.MovedTo != "" {
		return nil, fault.New(fault.Gone, fmt.Sprintf("%s was moved to another project.", t.Key))
	}
	if t.DeletedAt != nil {
		return nil, fault.New(fault.Gone, fmt.Sprintf("%s was deleted; restore it first (for 30 days).", t.Key))
	}
	return t, nil
}

// statusFor gives the named status, or the first one.
func (d *decision) statusFor(id string) (*entry.Status, error) {
	if id != "" {
		status := d.Statuses[id]
		if status == nil {
			return nil, notFound("status")
		}
		if status.ArchivedAt != nil && !d.env.Trusted {
			return nil, fault.Field("/status", "This status is archived.")
		}
		return status, nil
	}
	for _, status := range d.SortedStatuses() {
		if status.ArchivedAt == nil {
			return status, nil
		}
	}
	return nil, fault.New(fault.Conflict, "This project has no status to put a task in.")
}

// refer checks that labels are the project's and assignees its members. A label
// of another project is not found, as if it did not exist.
func (d *decision) refer(labels, assignees []string, pointer string) error {
	for _, id := range labels {
		if d.Labels[id] == nil {
			return notFound("label")
		}
	}
	for i, id := range assignees {
		if d.Members[id] == nil {
			return fault.Field(fmt.Sprintf("%s/%d", pointer, i), "This is nobody with access to the project.")
		}
	}
	return nil
}

// parentFor checks a parent: it is here, and no ring and no deep tower arises (D4).
func (d *decision) parentFor(id string, parent *string) error {
	depth := 0
	for up := parent; up != nil; depth++ {
		t := d.Tasks[*up]
		if t == nil || depth == 0 && t.DeletedAt != nil {
			return notFound("parent task")
		}
		if t.ID == id {
			return fault.Field("/parent", "A task cannot be below itself.")
		}
		if depth >= MaxDepth {
			return fault.Field("/parent", fmt.Sprintf("Subtasks go %d levels deep at most.", MaxDepth))
		}
		up = t.Parent
	}
	return nil
}

func (d *decision) moveTask(c *entry.TaskMove) error {
	t, err := d.task(c.Task)
	if err != nil {
		return err
	}
	if c.Status == "" {
		return fault.Field("/status", "This must not be empty.")
	}
	status, err := d.statusFor(c.Status)
	if err != nil {
		return err
	}
	set := &entry.Set{}
	d.enter(t, status, set)
	if err := d.recur(t, &entry.Event{Set: set}, c.Next); err != nil {
		return err
	}
	set.Rank = entry.Some(d.place(t.ID, status.ID, c.Before, c.After))
	d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: set})
	return nil
}

// enter sets what follows from being in another status.
func (d *decision) enter(t *Task, status *entry.Status, set *entry.Set) {
	if t.Status == status.ID {
		return
	}
	set.Status = entry.Some(status.ID)
	done := status.Category == entry.Done
	if done && t.CompletedAt == nil {
		set.CompletedAt = entry.Some(d.now())
	} else if !done && t.CompletedAt != nil {
		set.CompletedAt = entry.Some[*entry.Instant](nil)
	}
}

func (d *decision) deleteTask(c *entry.TaskDelete) error {
	t, err := d.task(c.Task)
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.TaskDeleted, ID: t.ID})
	return nil
}

func (d *decision) restoreTask(c *entry.TaskRestore) error {
	old := d.Tasks[c.Task]
	switch {
	case old == nil || old.DeletedAt != nil && !d.restorable(*old.DeletedAt):
		return notFound("task")
	case old.DeletedAt == nil:
		return fault.New(fault.Conflict, "This task is not deleted.")
	case old.MovedTo != "":
		return fault.New(fault.Conflict, "This task was not deleted but moved to another project.")
	}
	t := old.Task
	if d.Statuses[t.Status] == nil {
		status, err := d.statusFor("")
		if err != nil {
			return err
		}
		t.Status, t.CompletedAt = status.ID, nil
		t.Rank = d.place(t.ID, status.ID, nil, nil)
	}
	t.Labels = existing(t.Labels, d.Labels)
	t.Assignees = existing(t.Assignees, d.Members)
	t.Fields = d.fitting(t.Fields)
	d.emit(entry.Event{Type: entry.TaskCreated, Task: &t})
	return nil
}

// existing leaves out ids of what has gone meanwhile.
func existing[T any](ids []string, records map[string]*T) []string {
	kept := make([]string, 0, len(ids))
	for _, id := range ids {
		if records[id] != nil {
			kept = append(kept, id)
		}
	}
	return kept
}
