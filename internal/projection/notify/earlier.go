package notify

import (
	"context"
	"slices"

	"tandem/internal/entry"
)

// earlier looks back in a project's journal from a seq on; it implements
// notice.Earlier.
type earlier struct {
	ctx    context.Context
	store  Store
	stream string
	seq    int64
}

// Text gives a task's description or a comment's body as it was; "" where there was none.
func (e *earlier) Text(thing string) (text string, err error) {
	err = e.back(thing, func(event *entry.Event) bool {
		switch {
		case event.Task != nil && event.Task.ID == thing:
			text = event.Task.Description
		case event.Comment != nil && event.Comment.ID == thing:
			text = event.Comment.Body
		case event.ID == thing && event.Set != nil && event.Set.Description.Set:
			text = event.Set.Description.Value
		case event.ID == thing && event.Set != nil && event.Set.Body.Set:
			text = event.Set.Body.Value
		default:
			return false
		}
		return true
	})
	return text, err
}

// Assignees gives who was to do a task.
func (e *earlier) Assignees(task string) (people []string, err error) {
	var gone []string // taken away later on
	err = e.back(task, func(event *entry.Event) bool {
		var whole []string
		known := false
		switch {
		case event.Task != nil && event.Task.ID == task:
			whole, known = event.Task.Assignees, true
		case event.ID != task:
			return false
		case event.Set != nil && event.Set.Assignees.Set:
			whole, known = event.Set.Assignees.Value, true
		}
		if event.Add != nil {
			whole = append(slices.Clone(whole), event.Add.Assignees...)
		}
		for _, id := range whole {
			if !slices.Contains(gone, id) {
				people = append(people, id)
			}
		}
		if event.Remove != nil {
			gone = append(gone, event.Remove.Assignees...)
		}
		return known
	})
	return people, err
}

// backEach is how many entries are read together: mostly the latest tells.
const backEach = 50

// back shows what was said of a thing, the latest first, until it is known.
func (e *earlier) back(thing string, isKnown func(*entry.Event) bool) error {
	for before := e.seq; ; {
		entries, err := e.store.EntriesBack(e.ctx, e.stream, thing, before, backEach)
		if err != nil {
			return err
		}
		for i := range entries {
			events, err := entries[i].Decode()
			if err != nil {
				return err
			}
			for j := range slices.Backward(events) {
				if isKnown(&events[j]) {
					return nil
				}
			}
		}
		if len(entries) < backEach {
			return nil
		}
		before = entries[len(entries)-1].Seq
	}
}
