package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) fieldRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/fields", Name: "createField", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Makes a custom field.", Status: http.StatusCreated,
		}, r.createField),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/fields/{field}", Name: "updateField", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Changes the named members of a custom field; tasks lose options that go.",
		}, r.updateField),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/fields/{field}", Name: "deleteField", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Deletes a custom field, and its values from all tasks.",
		}, r.deleteField),
	}
}

func (r *Resources) createField(call *Call, in *wire.NewField) (*wire.FieldWritten, error) {
	body := in.FieldCreate
	body.Field = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	return &wire.FieldWritten{Seq: receipt.Seq, Field: receipt.After.Field}, err
}

func (r *Resources) updateField(call *Call, in *wire.FieldChanges) (*wire.FieldWritten, error) {
	body := in.FieldUpdate
	body.Field = call.Path("field")
	receipt, err := r.submit(call, call.Path("project"), &body)
	answer := &wire.FieldWritten{Seq: receipt.Seq, Field: receipt.After.Field}
	if err == nil && answer.Field == nil { // nothing was named
		err = r.writer.View(call.Request.Context(), call.Path("project"), func(state *project.State, _ journal.Head) {
			answer.Field = state.Fields[body.Field]
		})
	}
	if err == nil && answer.Field == nil {
		err = notFound("field") // gone in between
	}
	return answer, err
}

func (r *Resources) deleteField(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.FieldDelete{Field: call.Path("field")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
