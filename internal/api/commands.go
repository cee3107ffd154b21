package api

import (
	"fmt"
	"net/http"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

// MaxCommands is how many commands one call takes.
const MaxCommands = 500

// runCommands is the write path of clients with a queue: commands in order, each
// with its own id and its own answer.
func (r *Resources) runCommands(call *Call, in *wire.Commands) (*wire.CommandResults, error) {
	if err := checkCommands(in.Commands); err != nil {
		return nil, err
	}
	results := make([]wire.CommandResult, len(in.Commands))
	applied, err := r.run(call, in, results)
	if err != nil {
		return nil, err
	}
	if !applied { // nobody's project is not found, however the commands fared
		if _, err := r.reads.Role(call.Request.Context(), call.Actor, call.Path("project")); err != nil {
			return nil, err
		}
	}
	return &wire.CommandResults{Results: results}, nil
}

// checkCommands: an answer can be given to each command, by its id.
func checkCommands(commands []wire.Command) error {
	if len(commands) > MaxCommands {
		return fault.Field("/commands", fmt.Sprintf("These are more than %d.", MaxCommands))
	}
	var details []fault.Detail
	seen := make(map[string]bool, len(commands))
	for i := range commands {
		id := commands[i].ID
		if !entry.ValidID(id) {
			details = append(details, fault.Detail{Pointer: fmt.Sprintf("/commands/%d/id", i), Detail: "An id is a UUID in lower case."})
		} else if seen[id] {
			details = append(details, fault.Detail{Pointer: fmt.Sprintf("/commands/%d/id", i), Detail: "This id stands twice."})
		}
		seen[id] = true
	}
	if details != nil {
		return invalid(details)
	}
	return nil
}

// run reads and submits the commands and fills in their results.
func (r *Resources) run(call *Call, in *wire.Commands, results []wire.CommandResult) (applied bool, err error) {
	sub := journal.Submission{Stream: call.Path("project"), Actor: call.Actor, Atomic: in.Atomic}
	if len(in.Commands) == 1 {
		audit.From(call.Request.Context()).Command = in.Commands[0].ID
	}
	var at []int // of each submitted command among all
	for i := range in.Commands {
		c := &in.Commands[i]
		body, err := c.Body()
		results[i] = refusedCommand(c.ID, err)
		if err == nil {
			sub.Commands = append(sub.Commands, entry.Command{ID: c.ID, Body: body})
			at = append(at, i)
		}
	}
	if in.Atomic && len(at) < len(results) {
		refuseRest(results, at)
		return false, nil
	}
	if len(at) == 0 {
		return false, nil
	}
	receipts, err := r.writer.Submit(call.Request.Context(), sub)
	for k := range receipts {
		if receipts[k].Err != nil {
			results[at[k]] = refusedCommand(results[at[k]].ID, receipts[k].Err)
			call.failed(results[at[k]].ID, receipts[k].Err)
			if fault.Is(receipts[k].Err, fault.Forbidden) {
				audit.From(call.Request.Context()).Forbidden = true
			}
			continue
		}
		results[at[k]] = wire.CommandResult{ID: results[at[k]].ID, Status: wire.Applied, Seq: &receipts[k].Seq}
		applied = true
	}
	return applied, err
}

func refusedCommand(id string, err error) wire.CommandResult {
	result := wire.CommandResult{ID: id, Status: wire.Refused}
	if err != nil {
		result.Problem = wire.ProblemOf(wire.Status(fault.KindOf(err)), err)
	}
	return result
}

// refuseRest refuses the readable commands of a group in which others were not.
func refuseRest(results []wire.CommandResult, readable []int) {
	for _, i := range readable {
		results[i] = refusedCommand(results[i].ID, fault.New(fault.Conflict, "Another command of this group was refused, so none took effect."))
	}
}

func (r *Resources) commandsRoute() Route {
	return Bind(Route{
		Method: http.MethodPost, Path: "/api/projects/{project}/commands", Name: "runCommands", Tag: "projects", Access: InProject(entry.Viewer),
		Summary: "Runs up to 500 commands in their order, each with its own id and its own answer; with atomic all or none.",
	}, r.runCommands)
}
