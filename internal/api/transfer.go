package api

import (
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

func (r *Resources) transferTask(call *Call, in *wire.TaskDestination) (*wire.TaskWritten, error) {
	receipt, id, err := r.submitTask(call, func(id string) entry.Body {
		return &entry.TaskTransfer{Task: id, Project: in.Project, Status: in.Status}
	})
	if err != nil {
		return nil, err
	}
	answer := &wire.TaskWritten{Seq: receipt.Seq, Task: receipt.After.Task}
	if answer.Task == nil { // of many entries the last tells of comments only
		seen, err := r.reads.Task(call.Request.Context(), call.Actor, id)
		if err == nil {
			seen, err = r.reads.Task(call.Request.Context(), call.Actor, seen.MovedTo)
		}
		if err != nil {
			return nil, err
		}
		answer.Task = seen.Thing
	}
	return answer, nil
}

// there refuses a task that was deleted; one that was moved says where it is.
func (r *Resources) there(call *Call, seen *wire.Seen[entry.Task]) error {
	err := r.here("task", seen.DeletedAt)
	if err == nil || seen.MovedTo == "" {
		return err
	}
	return r.moved(call, seen, err)
}

// mostMoves is how often a task is followed from one project to the next.
const mostMoves = 20

// moved adds to a refusal where the task is now, for who may see it there; others
// are told only that it is not here.
func (r *Resources) moved(call *Call, seen *wire.Seen[entry.Task], refusal error) error {
	at := *seen
	for range mostMoves {
		next, err := r.reads.Task(call.Request.Context(), call.Actor, at.MovedTo)
		if err != nil || next.DeletedAt != nil && next.MovedTo == "" {
			return refusal
		}
		if at = next; at.MovedTo == "" {
			break
		}
	}
	kind := fault.Gone
	if fault.Is(refusal, fault.Conflict) {
		kind = fault.Conflict
	}
	return &fault.Error{
		Kind: kind, Message: fmt.Sprintf("This task was moved to another project; it is %s now.", at.Thing.Key),
		MovedTo: &fault.Moved{ID: at.Thing.ID, Key: at.Thing.Key},
	}
}
