package project

import (
	"slices"
	"strings"

	"tandem/internal/entry"
)

// Stamp is what an entry says of its events.
type Stamp struct {
	Seq   int64
	At    entry.Instant
	Actor string
}

// Apply puts an event's values into the state. It follows no rules and refuses
// nothing: applying an event twice changes nothing more (J5), and a kind that it
// does not know changes nothing (C9). Its twin is web/src/project/apply.ts.
func (s *State) Apply(stamp Stamp, event *entry.Event) {
	s.touched.init()
	thing, verb, _ := strings.Cut(event.Type, ":")
	switch thing {
	case "task":
		s.applyTask(stamp, verb, event)
	case "comment":
		s.applyComment(stamp, verb, event)
	case "attachment":
		s.applyAttachment(stamp, verb, event)
	case "status":
		applyThing(s, s.Statuses, s.touched.statuses, verb, event, event.Status, statusID, setStatus)
	case "label":
		applyThing(s, s.Labels, s.touched.labels, verb, event, event.Label, labelID, setLabel)
	case "field":
		applyThing(s, s.Fields, s.touched.fields, verb, event, event.Field, fieldID, setField)
	case "template":
		applyThing(s, s.Templates, s.touched.templates, verb, event, event.Template, templateID, setTemplate)
	case "view":
		applyThing(s, s.Views, s.touched.views, verb, event, event.View, viewID, SetView)
	case "member":
		applyThing(s, s.Members, s.touched.members, verb, event, event.Member, memberID, setMember)
	case "project":
		s.applyProject(stamp, verb, event)
	}
}

func statusID(v *entry.Status) string     { return v.ID }
func labelID(v *entry.Label) string       { return v.ID }
func fieldID(v *entry.Field) string       { return v.ID }
func templateID(v *entry.Template) string { return v.ID }
func viewID(v *entry.View) string         { return v.ID }
func memberID(v *entry.Member) string     { return v.User.ID }

// applyThing serves the small things that have no rules of their own.
func applyThing[T any](s *State, records map[string]*T, ids map[string]bool, verb string, event *entry.Event,
	created *T, idOf func(*T) string, set func(*T, *entry.Set),
) {
	switch verb {
	case "created":
		if created != nil {
			record := *created
			put(s, records, ids, idOf(&record), &record)
		}
	case "updated":
		if old := records[event.ID]; old != nil && event.Set != nil {
			record := *old
			set(&record, event.Set)
			put(s, records, ids, event.ID, &record)
		}
	case "deleted":
		put(s, records, ids, event.ID, nil)
	}
}

func (s *State) applyTask(stamp Stamp, verb string, event *entry.Event) {
	switch verb {
	case "created":
		if event.Task != nil {
			s.createTask(stamp, event.Task)
		}
	case "updated":
		if old := s.Tasks[event.ID]; old != nil {
			s.putTask(updatedTask(old, stamp, event))
		}
	case "deleted":
		if old := s.Tasks[event.ID]; old != nil && old.DeletedAt == nil {
			t := *old
			t.DeletedAt, t.Seq, t.UpdatedAt, t.MovedTo = &stamp.At, stamp.Seq, stamp.At, event.MovedTo
			s.putTask(&t)
		}
	}
}

// createTask serves new, restored and unarchived tasks alike. Entries from before
// tasks had links and fields name none of them.
func (s *State) createTask(stamp Stamp, created *entry.Task) {
	t := &Task{Task: *created}
	t.BlockedBy, t.Related = orEmpty(t.BlockedBy), orEmpty(t.Related)
	if t.Fields == nil {
		t.Fields = map[string]entry.FieldValue{}
	}
	if old := s.Tasks[t.ID]; old != nil {
		t.Changes = old.Changes
	}
	t.Seq, t.UpdatedAt = stamp.Seq, stamp.At
	s.putTask(t)
	if t.Number > s.Numbers {
		numbers := s.Numbers
		s.Numbers, s.touched.project = t.Number, true
		s.change(func() { s.Numbers = numbers })
	}
}

func updatedTask(old *Task, stamp Stamp, event *entry.Event) *Task {
	t := *old
	if event.Set != nil {
		setTask(&t.Task, event.Set)
	}
	if event.Add != nil {
		t.Labels = with(t.Labels, event.Add.Labels)
		t.Assignees = with(t.Assignees, event.Add.Assignees)
		t.BlockedBy = with(t.BlockedBy, event.Add.BlockedBy)
		t.Related = with(t.Related, event.Add.Related)
	}
	if event.Remove != nil {
		t.Labels = without(t.Labels, event.Remove.Labels)
		t.Assignees = without(t.Assignees, event.Remove.Assignees)
		t.BlockedBy = without(t.BlockedBy, event.Remove.BlockedBy)
		t.Related = without(t.Related, event.Remove.Related)
	}
	t.Seq, t.UpdatedAt = stamp.Seq, stamp.At
	t.Changes = changed(old, &t.Task, stamp, event.Set)
	return &t
}

// with adds what is missing, at the end; it never changes the list that it was given.
func with(list, more []string) []string {
	if len(more) == 0 {
		return list
	}
	list = slices.Clone(list)
	for _, id := range more {
		if !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

func without(list, less []string) []string {
	if len(less) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(less, id) })
}

func (s *State) applyComment(stamp Stamp, verb string, event *entry.Event) {
	switch verb {
	case "created":
		if event.Comment != nil {
			put(s, s.Comments, s.touched.comments, event.Comment.ID, &Comment{Comment: *event.Comment})
		}
	case "updated":
		if old := s.Comments[event.ID]; old != nil && event.Set != nil {
			c := *old
			assign(&c.Body, event.Set.Body)
			assign(&c.EditedAt, event.Set.EditedAt)
			assign(&c.Reactions, event.Set.Reactions)
			put(s, s.Comments, s.touched.comments, c.ID, &c)
		}
	case "deleted":
		if old := s.Comments[event.ID]; old != nil && old.DeletedAt == nil {
			c := *old
			c.DeletedAt = &stamp.At
			put(s, s.Comments, s.touched.comments, c.ID, &c)
		}
	}
}

func (s *State) applyAttachment(stamp Stamp, verb string, event *entry.Event) {
	switch verb {
	case "created":
		if event.Attachment != nil {
			put(s, s.Attachments, s.touched.attachments, event.Attachment.ID, &Attachment{Attachment: *event.Attachment})
		}
	case "deleted":
		if old := s.Attachments[event.ID]; old != nil && old.DeletedAt == nil {
			a := *old
			a.DeletedAt = &stamp.At
			put(s, s.Attachments, s.touched.attachments, a.ID, &a)
		}
	}
}

func (s *State) applyProject(stamp Stamp, verb string, event *entry.Event) {
	project, deletedAt := s.Project, s.DeletedAt
	switch {
	case verb == "created" && event.Project != nil:
		created := *event.Project
		s.Project, s.DeletedAt = &created, nil
	case verb == "updated" && s.Project != nil && event.Set != nil:
		updated := *s.Project
		assign(&updated.Name, event.Set.Name)
		assign(&updated.Description, event.Set.Description)
		assign(&updated.Visibility, event.Set.Visibility)
		assign(&updated.Link, event.Set.Link)
		assign(&updated.ArchivedAt, event.Set.ArchivedAt)
		s.Project = &updated
	case verb == "deleted" && s.DeletedAt == nil:
		s.DeletedAt = &stamp.At
	}
	s.touched.project = true
	s.change(func() { s.Project, s.DeletedAt = project, deletedAt })
}
