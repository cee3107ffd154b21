package project

import (
	"fmt"
	"slices"

	"tandem/internal/fault"
)

// block checks what a task is blocked by besides what it was: it is here, and no
// ring arises (D4). Deleted tasks count in rings, since they can come back.
func (d *decision) block(id string, before, blockers []string, pointer string) error {
	seen := map[string]bool{}
	for i, blocker := range blockers {
		at := fmt.Sprintf("%s/%d", pointer, i)
		t := d.Tasks[blocker]
		switch {
		case slices.Contains(before, blocker):
		case t == nil || t.DeletedAt != nil:
			return notFound("task")
		case blocker == id:
			return fault.Field(at, "A task cannot block itself.")
		case d.waitsFor(t, id, seen):
			return fault.Field(at, fmt.Sprintf("%s waits for this task itself.", t.Key))
		}
	}
	return nil
}

// waitsFor tells whether a task is blocked by another, directly or through others.
func (d *decision) waitsFor(t *Task, other string, seen map[string]bool) bool {
	if t == nil || seen[t.ID] {
		return false
	}
	seen[t.ID] = true
	for _, id := range t.BlockedBy {
		if id == other || d.waitsFor(d.Tasks[id], other, seen) {
			return true
		}
	}
	return false
}

// relate checks what a task refers to besides what it did, in any project: who
// asks may see it, else it is not found, as if it did not exist. What it referred
// to before may have been hidden or deleted since, and stays.
func (d *decision) relate(id string, before, others []string, pointer string) error {
	for i, other := range others {
		switch {
		case slices.Contains(before, other):
		case other == id:
			return fault.Field(fmt.Sprintf("%s/%d", pointer, i), "A task cannot refer to itself.")
		case !d.sees(other):
			return notFound("task")
		}
	}
	return nil
}

// sees asks here first: what is being made in the same entry is in no row yet.
func (d *decision) sees(id string) bool {
	if t := d.Tasks[id]; t != nil {
		return t.DeletedAt == nil
	}
	return d.env.Sees != nil && d.env.Sees(id)
}

// duplicate checks what a task is a duplicate of, as relate does.
func (d *decision) duplicate(id string, before, of *string) error {
	switch {
	case of == nil || before != nil && *before == *of:
		return nil
	case *of == id:
		return fault.Field("/duplicateOf", "A task cannot refer to itself.")
	case !d.sees(*of):
		return notFound("task")
	}
	return nil
}
