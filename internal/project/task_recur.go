package project

import (
	"fmt"

	"tandem/internal/entry"
)

// recur makes the task that comes after a recurring one which a change completes,
// and takes the recurrence from that. Its event comes before the change's own.
func (d *decision) recur(t *Task, change *entry.Event, next string) error {
	after := updatedTask(t, Stamp{}, change).Task
	if t.CompletedAt != nil || after.CompletedAt == nil || after.Recurrence == nil || after.DueDate == nil {
		return nil
	}
	change.Set.Recurrence = entry.Some[*entry.Recurrence](nil)
	due := NextDue(after.Recurrence, *after.DueDate, d.today())
	if due == "" {
		return nil
	}
	id, err := d.id(next, "/next", d.Tasks[next] != nil)
	if err != nil {
		return err
	}
	status, err := d.statusToBegin()
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.TaskCreated, Task: d.again(&after, id, status, due)})
	return nil
}

// again gives the same task with its dates moved on.
func (d *decision) again(t *entry.Task, id string, status *entry.Status, due entry.Day) *entry.Task {
	number := d.Numbers + 1
	next := &entry.Task{
		ID: id, Project: d.Project.ID, Number: number, Key: fmt.Sprintf("%s-%d", d.Project.Key, number),
		Title: t.Title, Description: t.Description, Status: status.ID, Rank: d.place(id, status.ID, nil, nil),
		Assignees: t.Assignees, Labels: t.Labels, Priority: t.Priority, DueDate: &due, DueTime: t.DueTime,
		Recurrence: Lasting(t.Recurrence, *t.DueDate), EstimateSeconds: t.EstimateSeconds, Parent: t.Parent,
		BlockedBy: []string{}, Related: []string{}, Fields: t.Fields,
		CreatedBy: d.actor, CreatedAt: d.env.Now, UpdatedAt: d.env.Now,
	}
	if t.StartDate != nil {
		if start := Shifted(*t.StartDate, *t.DueDate, due); start != "" {
			next.StartDate = &start
		}
	}
	if status.Category == entry.Done {
		next.CompletedAt = d.now()
	}
	return next
}

// today is the actor's calendar day.
func (d *decision) today() entry.Day {
	if m := d.Members[d.actor]; m != nil {
		return d.env.Now.Day(m.User.TimeZone)
	}
	return d.env.Now.Day("UTC")
}

// statusToBegin is the first that waits to be done, else the first that is not finished.
func (d *decision) statusToBegin() (*entry.Status, error) {
	var open *entry.Status
	for _, status := range d.SortedStatuses() {
		finished := status.Category == entry.Done || status.Category == entry.Cancelled
		switch {
		case status.ArchivedAt != nil || finished:
		case status.Category == entry.Todo:
			return status, nil
		case open == nil:
			open = status
		}
	}
	if open == nil {
		return d.statusFor("")
	}
	return open, nil
}
