package api

import (
	"crypto/sha256"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) projectRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/projects", Name: "createProject", Tag: "projects", Access: InTeam(entry.TeamMember),
			Summary: "Makes a project with the five usual statuses, or as another project or a starter has it; whoever makes it is its admin.", Status: http.StatusCreated,
		}, r.createProject),
		Bind(Route{
			Method: "GET", Path: "/api/starters", Name: "listStarters", Tag: "projects", Access: SignedIn, Query: shortList,
			Summary: "What a new project can begin with: statuses, labels, fields and tasks for common kinds of work.",
		}, r.starters),
		Bind(Route{
			Method: "GET", Path: "/api/teams/{team}/projects", Name: "listTeamProjects", Tag: "teams", Access: InTeam(entry.TeamGuest),
			Query: append([]Param{{
				Name: "state", Enum: []string{string(wire.ActiveProjects), string(wire.ArchivedProjects), string(wire.DeletedProjects)},
				Doc: "active where left out; deleted ones are listed to their admins, as long as they can be restored",
			}}, shortList...),
			Summary: "The projects of a team that one can see, newest first.",
		}, r.teamProjects),
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}", Name: "getProject", Tag: "projects", Access: InProject(entry.Viewer),
			Summary: "Gives a project with its statuses.",
		}, r.getProject),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}", Name: "updateProject", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Changes the named fields of a project.",
		}, r.updateProject),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}", Name: "deleteProject", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Deletes a project; it can be restored for 30 days.",
		}, r.deleteProject),
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/restore", Name: "restoreProject", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Brings a deleted project back.",
		}, r.restoreProject),
	}
}

func (r *Resources) teamProjects(call *Call, _ *None) (*wire.Page[wire.TeamProject], error) {
	state := wire.ProjectState(call.Text("state"))
	if state == "" {
		state = wire.ActiveProjects
	}
	since := entry.At(r.clock()) - project.RestorableMs
	list, err := r.reads.TeamProjects(call.Request.Context(), call.Actor, call.Path("team"), state, since)
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(p *wire.TeamProject) string { return p.Project.ID })
}

func (r *Resources) getProject(call *Call, _ *None) (*wire.ProjectAnswer, error) {
	seen, err := r.reads.Project(call.Request.Context(), call.Actor, call.Path("project"))
	if err == nil {
		err = r.here("project", seen.DeletedAt)
	}
	return &wire.ProjectAnswer{Project: seen.Thing}, err
}

func (r *Resources) createProject(call *Call, in *wire.NewProject) (*wire.ProjectWritten, error) {
	body := &entry.ProjectCreate{
		Project: in.ID, Team: in.Team, Name: in.Name, Description: in.Description, Visibility: in.Visibility,
		From: in.From, Starter: in.Starter, WithTasks: in.WithTasks,
	}
	if err := checkBeginning(body); err != nil {
		return nil, err
	}
	if in.ID == "" {
		body.Project = projectID(call)
	}
	if in.Key != nil {
		body.Key = *in.Key
		return r.openProject(call, body)
	}
	return r.createWithKey(call, body)
}

// projectID is the id of a project whose maker chose none. A repeated request
// must find the same project, so it follows from the command id where there is one.
func projectID(call *Call) string {
	if call.Command == "" {
		return entry.NewID()
	}
	key := uuid.MustParse(call.Command)
	sum := sha256.Sum256([]byte(call.Actor + " " + call.Command))
	id := uuid.UUID(sum[:16])
	if key.Version() == 7 {
		copy(id[:6], key[:6]) // its time
	}
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id.String()
}

// createWithKey tries keys made from the name until one is free.
func (r *Resources) createWithKey(call *Call, body *entry.ProjectCreate) (*wire.ProjectWritten, error) {
	ctx := call.Request.Context()
	if before, err := r.reads.Project(ctx, call.Actor, body.Project); err == nil {
		body.Key = before.Thing.Key // a repetition, or an id that is taken
		return r.openProject(call, body)
	}
	for key := range project.Keys(body.Name) {
		taken, err := r.reads.KeyTaken(ctx, key)
		if err != nil {
			return nil, err
		}
		if taken {
			continue
		}
		body.Key = key
		answer, err := r.openProject(call, body)
		if errors.Is(err, errKeyTaken) {
			continue // somebody was quicker
		}
		return answer, err
	}
	return nil, fault.Field("/key", "No key can be made from this name; choose one.")
}

var errKeyTaken error = &fault.Error{
	Kind: fault.Conflict, Message: "Another project has this key; choose another.",
	Details: []fault.Detail{{Pointer: "/key", Detail: "Another project has this key."}},
}

func (r *Resources) openProject(call *Call, body *entry.ProjectCreate) (*wire.ProjectWritten, error) {
	receipt, err := r.begin(call, body)
	if fault.Is(err, fault.Conflict) {
		if seen, lookErr := r.reads.Project(call.Request.Context(), call.Actor, body.Project); lookErr == nil && seen.Thing != nil {
			return nil, err // the id is taken
		}
		if taken, lookErr := r.reads.KeyTaken(call.Request.Context(), body.Key); lookErr == nil && taken {
			return nil, errKeyTaken
		}
	}
	if err != nil {
		return nil, err
	}
	return r.projectAfter(call, body.Project, &receipt)
}

// projectAfter answers a change. Where the last entry of many does not tell of the
// project, or nothing was named, it is as it is now.
func (r *Resources) projectAfter(call *Call, id string, receipt *journal.Receipt) (*wire.ProjectWritten, error) {
	if after := receipt.After; after.Project != nil {
		return &wire.ProjectWritten{Seq: receipt.Seq, Project: &wire.Project{Project: *after.Project, Statuses: after.Statuses}}, nil
	}
	seen, err := r.reads.Project(call.Request.Context(), call.Actor, id)
	return &wire.ProjectWritten{Seq: receipt.Seq, Project: seen.Thing}, err
}

func (r *Resources) updateProject(call *Call, in *entry.ProjectUpdate) (*wire.ProjectWritten, error) {
	return r.changeProject(call, in)
}

func (r *Resources) restoreProject(call *Call, _ *None) (*wire.ProjectWritten, error) {
	return r.changeProject(call, &entry.ProjectRestore{})
}

func (r *Resources) changeProject(call *Call, body entry.Body) (*wire.ProjectWritten, error) {
	id := call.Path("project")
	receipt, err := r.submit(call, id, body)
	if err != nil {
		return nil, err
	}
	return r.projectAfter(call, id, &receipt)
}

func (r *Resources) deleteProject(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.ProjectDelete{})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
