package api

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/starter"
	"tandem/internal/wire"
)

func (r *Resources) starters(call *Call, _ *None) (*wire.Page[wire.Starter], error) {
	return pageOf(call, starter.All(), func(s *wire.Starter) string { return s.ID })
}

// checkBeginning: a project begins with one thing or another.
func checkBeginning(c *entry.ProjectCreate) error {
	switch {
	case c.From != "" && c.Starter != "":
		return fault.Field("/starter", "A project begins with another project or with a starter, not with both.")
	case c.From != "" && !entry.ValidID(c.From):
		return fault.Field("/from", "An id is a UUID in lower case.")
	case c.WithTasks && c.From == "":
		return fault.Field("/withTasks", "Tasks come along from another project; name it in from.")
	}
	return nil
}

// begin opens a project. One that begins with more than statuses is looked for
// first: a repetition has the first answer, whatever has become of the source, as
// long as its maker sees the project.
func (r *Resources) begin(call *Call, body *entry.ProjectCreate) (journal.Receipt, error) {
	if body.From == "" && body.Starter == "" || r.isThere(call, body.Project) {
		return r.submit(call, body.Project, body)
	}
	pattern, err := r.patternOf(call, body)
	if err != nil {
		return journal.Receipt{}, err
	}
	receipt, err := r.writer.Begin(call.Request.Context(), call.Actor, entry.Command{ID: call.Command, Body: body}, pattern)
	if fault.Is(err, fault.Conflict) && r.isThere(call, body.Project) {
		return r.submit(call, body.Project, body) // the same request was quicker, or the id is taken
	}
	return receipt, err
}

func (r *Resources) isThere(call *Call, project string) bool {
	_, err := r.reads.Project(call.Request.Context(), call.Actor, project)
	return err == nil
}

// patternOf gives what a project is to begin with. One that the actor may not see
// is not found, as if it did not exist.
func (r *Resources) patternOf(call *Call, body *entry.ProjectCreate) (pattern *project.Pattern, err error) {
	if body.Starter != "" {
		return starter.Pattern(body.Starter)
	}
	if err := r.reader(call, body.From); err != nil {
		return nil, err
	}
	viewErr := r.writer.View(call.Request.Context(), body.From, func(state *project.State, _ journal.Head) {
		if !state.Role(call.Actor).Includes(entry.Viewer) || state.DeletedAt != nil {
			err = notFound("project") // gone in between
			return
		}
		pattern, err = state.Pattern(body.WithTasks)
	})
	return pattern, fault.First(viewErr, err)
}
