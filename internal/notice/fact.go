// Package notice decides who is notified of what: a pure rule over what entries
// say and what a project is like. It reads nothing and tells nobody; projection
// notify does both.
package notice

import (
	"slices"

	"tandem/internal/entry"
	"tandem/internal/mention"
)

// Fact is something in an entry of which people may want to hear.
type Fact struct {
	Reason   entry.Reason // of those who watch the task; "" where only those hear whom it names
	Task     string
	Comment  string   // that it is about; "" for none
	Parent   string   // the comment that this one answers; "" for none
	Handles  []string // that a text mentions; of a changed text only the new ones
	Assigned []string // people who are to do it now, and were not before
}

// Earlier looks up what the journal said of a thing before the entries that are
// looked at: its text, or who was to do it. Only what somebody may have to hear of
// is asked for.
type Earlier interface {
	Text(thing string) (string, error)
	Assignees(task string) ([]string, error)
}

// Facts gives what an entry says, in its order. What is told anew of something
// that was there already, as when it is restored or comes from another project,
// is none.
func Facts(e *entry.Entry, earlier Earlier) ([]Fact, error) {
	events, err := e.Decode()
	if err != nil {
		return nil, err
	}
	var facts []Fact
	for i := range events {
		more, err := factsOf(&events[i], e.At, earlier)
		if err != nil {
			return nil, err
		}
		facts = append(facts, more...)
	}
	return facts, nil
}

func factsOf(event *entry.Event, at entry.Instant, earlier Earlier) ([]Fact, error) {
	switch event.Type {
	case entry.TaskCreated:
		if t := event.Task; t.CreatedAt == at {
			return []Fact{{Reason: entry.Made, Task: t.ID, Handles: mention.Handles(t.Description), Assigned: t.Assignees}}, nil
		}
	case entry.TaskUpdated:
		return taskFacts(event, earlier)
	case entry.CommentCreated:
		if c := event.Comment; c.CreatedAt == at {
			return []Fact{{Reason: entry.Commented, Task: c.Task, Comment: c.ID, Parent: orNone(c.Parent), Handles: mention.Handles(c.Body)}}, nil
		}
	case entry.CommentUpdated:
		handles, err := newHandles(event.ID, event.Set.Body, earlier)
		if len(handles) > 0 {
			return []Fact{{Comment: event.ID, Handles: handles}}, err
		}
		return nil, err
	}
	return nil, nil
}

func orNone(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func taskFacts(event *entry.Event, earlier Earlier) (facts []Fact, err error) {
	set := event.Set
	if set == nil {
		set = &entry.Set{}
	}
	named := Fact{Task: event.ID}
	if named.Handles, err = newHandles(event.ID, set.Description, earlier); err != nil {
		return nil, err
	}
	if event.Add != nil {
		named.Assigned = event.Add.Assignees
	}
	if len(set.Assignees.Value) > 0 {
		before, err := earlier.Assignees(event.ID)
		if err != nil {
			return nil, err
		}
		named.Assigned = slices.DeleteFunc(slices.Clone(set.Assignees.Value), func(id string) bool { return slices.Contains(before, id) })
	}
	if len(named.Handles)+len(named.Assigned) > 0 {
		facts = append(facts, named)
	}
	if set.Status.Set {
		facts = append(facts, Fact{Reason: entry.StatusSet, Task: event.ID})
	}
	if set.DueDate.Set {
		facts = append(facts, Fact{Reason: entry.DueDateSet, Task: event.ID})
	}
	return facts, nil
}

// newHandles gives those whom a text mentions now and did not before.
func newHandles(thing string, text entry.Opt[string], earlier Earlier) ([]string, error) {
	handles := mention.Handles(text.Value)
	if len(handles) == 0 {
		return nil, nil
	}
	before, err := earlier.Text(thing)
	if err != nil {
		return nil, err
	}
	known := mention.Handles(before)
	return slices.DeleteFunc(handles, func(handle string) bool { return slices.Contains(known, handle) }), nil
}
