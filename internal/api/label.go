package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) labelRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/labels", Name: "createLabel", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Makes a label.", Status: http.StatusCreated,
		}, r.createLabel),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/labels/{label}", Name: "updateLabel", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Changes the named fields of a label.",
		}, r.updateLabel),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/labels/{label}", Name: "deleteLabel", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Deletes a label, from its tasks too.",
		}, r.deleteLabel),
	}
}

func notFound(thing string) error { return fault.New(fault.NotFound, "There is no such "+thing+".") }

func (r *Resources) createLabel(call *Call, in *wire.NewLabel) (*wire.LabelWritten, error) {
	body := in.LabelCreate
	body.Label = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	return &wire.LabelWritten{Seq: receipt.Seq, Label: receipt.After.Label}, err
}

func (r *Resources) updateLabel(call *Call, in *wire.LabelChanges) (*wire.LabelWritten, error) {
	body := in.LabelUpdate
	body.Label = call.Path("label")
	receipt, err := r.submit(call, call.Path("project"), &body)
	answer := &wire.LabelWritten{Seq: receipt.Seq, Label: receipt.After.Label}
	if err == nil && answer.Label == nil { // nothing was named
		err = r.writer.View(call.Request.Context(), call.Path("project"), func(state *project.State, _ journal.Head) {
			answer.Label = state.Labels[body.Label]
		})
	}
	if err == nil && answer.Label == nil {
		err = notFound("label") // gone in between
	}
	return answer, err
}

func (r *Resources) deleteLabel(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.LabelDelete{Label: call.Path("label")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
