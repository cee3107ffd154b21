package project

import (
	"maps"

	"tandem/internal/entry"
)

// assign sets a field where the event names it.
func assign[T any](field *T, value entry.Opt[T]) {
	if value.Set {
		*field = value.Value
	}
}

func setTask(t *entry.Task, set *entry.Set) {
	assign(&t.Title, set.Title)
	assign(&t.Description, set.Description)
	assign(&t.Status, set.Status)
	assign(&t.Rank, set.Rank)
	assign(&t.Assignees, set.Assignees)
	assign(&t.Labels, set.Labels)
	assign(&t.Priority, set.Priority)
	assign(&t.StartDate, set.StartDate)
	assign(&t.DueDate, set.DueDate)
	assign(&t.DueTime, set.DueTime)
	assign(&t.Recurrence, set.Recurrence)
	assign(&t.EstimateSeconds, set.EstimateSeconds)
	assign(&t.Parent, set.Parent)
	assign(&t.BlockedBy, set.BlockedBy)
	assign(&t.Related, set.Related)
	assign(&t.DuplicateOf, set.DuplicateOf)
	assign(&t.Fields, set.Fields)
	assign(&t.CompletedAt, set.CompletedAt)
	assign(&t.ArchivedAt, set.ArchivedAt)
	assign(&t.CommentCount, set.CommentCount)
	assign(&t.AttachmentCount, set.AttachmentCount)
	assign(&t.SpentSeconds, set.SpentSeconds)
}

func setStatus(v *entry.Status, set *entry.Set) {
	assign(&v.Name, set.Name)
	assign(&v.Category, set.Category)
	assign(&v.Color, set.Color)
	assign(&v.WipLimit, set.WipLimit)
	assign(&v.Rank, set.Rank)
	assign(&v.ArchivedAt, set.ArchivedAt)
}

func setLabel(v *entry.Label, set *entry.Set) {
	assign(&v.Name, set.Name)
	assign(&v.Color, set.Color)
}

func setField(v *entry.Field, set *entry.Set) {
	assign(&v.Name, set.Name)
	assign(&v.Options, set.Options)
	assign(&v.Rank, set.Rank)
}

func setTemplate(v *entry.Template, set *entry.Set) {
	assign(&v.Name, set.Name)
	assign(&v.Task, set.Task)
}

// SetView puts the named members into a view.
func SetView(v *entry.View, set *entry.Set) {
	assign(&v.Name, set.Name)
	assign(&v.Layout, set.Layout)
	assign(&v.Filter, set.Filter)
	assign(&v.Group, set.Group)
	assign(&v.Sort, set.Sort)
}

func setMember(v *entry.Member, set *entry.Set) {
	assign(&v.Role, set.Role)
	assign(&v.OwnRole, set.OwnRole)
	assign(&v.User, set.User)
}

// changed adds who set which field to what was known before (D1). Fields that
// only the server changes are of no interest. Of custom fields, which are set all
// together, those count whose value is another one: as "fields/" and the id.
func changed(old *Task, now *entry.Task, stamp Stamp, set *entry.Set) map[string]Change {
	before := old.Changes
	if set == nil {
		return before
	}
	var after map[string]Change
	note := func(field string, named bool) {
		if !named {
			return
		}
		if after == nil {
			if after = maps.Clone(before); after == nil {
				after = make(map[string]Change, 1)
			}
		}
		after[field] = Change{stamp.Seq, stamp.Actor}
	}
	note("title", set.Title.Set)
	note("description", set.Description.Set)
	note("status", set.Status.Set)
	note("assignees", set.Assignees.Set)
	note("labels", set.Labels.Set)
	note("priority", set.Priority.Set)
	note("startDate", set.StartDate.Set)
	note("dueDate", set.DueDate.Set)
	note("dueTime", set.DueTime.Set)
	note("recurrence", set.Recurrence.Set)
	note("estimateSeconds", set.EstimateSeconds.Set)
	note("parent", set.Parent.Set)
	note("blockedBy", set.BlockedBy.Set)
	note("related", set.Related.Set)
	note("duplicateOf", set.DuplicateOf.Set)
	for id, value := range now.Fields {
		note("fields/"+id, old.Fields[id] != value)
	}
	for id := range old.Fields {
		note("fields/"+id, now.Fields[id] == nil)
	}
	note("archived", set.ArchivedAt.Set)
	if after == nil {
		return before
	}
	return after
}
