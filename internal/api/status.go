package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

func (r *Resources) statusRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/statuses", Name: "createStatus", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Makes a status, the last one where no rank is given.", Status: http.StatusCreated,
		}, r.createStatus),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/statuses/{status}", Name: "updateStatus", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Changes the named fields of a status; archived hides it.",
		}, r.updateStatus),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/statuses/{status}", Name: "deleteStatus", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Deletes a status; one that holds tasks goes only with moveTo.",
			Query:   []Param{{Name: "moveTo", Kind: "id", Doc: "the status that its tasks go to"}},
		}, r.deleteStatus),
	}
}

func (r *Resources) createStatus(call *Call, in *wire.NewStatus) (*wire.StatusWritten, error) {
	body := in.StatusCreate
	body.Status = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	return &wire.StatusWritten{Seq: receipt.Seq, Status: receipt.After.Status}, err
}

func (r *Resources) updateStatus(call *Call, in *wire.StatusChanges) (*wire.StatusWritten, error) {
	body := in.StatusUpdate
	body.Status = call.Path("status")
	receipt, err := r.submit(call, call.Path("project"), &body)
	answer := &wire.StatusWritten{Seq: receipt.Seq, Status: receipt.After.Status}
	if err == nil && answer.Status == nil { // nothing was named
		answer.Status, err = r.statusNow(call)
	}
	return answer, err
}

func (r *Resources) statusNow(call *Call) (*entry.Status, error) {
	seen, err := r.reads.Project(call.Request.Context(), call.Actor, call.Path("project"))
	if err != nil {
		return nil, err
	}
	for _, status := range seen.Thing.Statuses {
		if status.ID == call.Path("status") {
			return status, nil
		}
	}
	return nil, notFound("status")
}

func (r *Resources) deleteStatus(call *Call, _ *None) (*wire.Deleted, error) {
	body := &entry.StatusDelete{Status: call.Path("status")}
	if moveTo := call.Text("moveTo"); moveTo != "" {
		body.MoveTo = &moveTo
	}
	receipt, err := r.submit(call, call.Path("project"), body)
	return &wire.Deleted{Seq: receipt.Seq}, err
}
