package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) viewRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/views", Name: "listViews", Tag: "projects", Access: InProject(entry.Viewer), Query: shortList,
			Summary: "The saved views that are shared with the project, by name.",
		}, r.listViews),
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/views", Name: "createView", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Saves a view for everyone in the project.", Status: http.StatusCreated,
		}, r.createView),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/views/{view}", Name: "updateView", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Changes the named members of a shared view.",
		}, r.updateView),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/views/{view}", Name: "deleteView", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Deletes a shared view.",
		}, r.deleteView),
	}
}

func (r *Resources) listViews(call *Call, _ *None) (*wire.Page[*entry.View], error) {
	if err := r.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	views, err := r.reads.Views(call.Request.Context(), call.Actor, call.Path("project"))
	if err != nil {
		return nil, err
	}
	return pageOf(call, views, idOfView)
}

func idOfView(v **entry.View) string { return (*v).ID }

func (r *Resources) createView(call *Call, in *wire.NewView) (*wire.ViewWritten, error) {
	body := in.ViewCreate
	body.View = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	return &wire.ViewWritten{Seq: receipt.Seq, View: receipt.After.View}, err
}

func (r *Resources) updateView(call *Call, in *wire.ViewChanges) (*wire.ViewWritten, error) {
	body := in.ViewUpdate
	body.View = call.Path("view")
	receipt, err := r.submit(call, call.Path("project"), &body)
	answer := &wire.ViewWritten{Seq: receipt.Seq, View: receipt.After.View}
	if err == nil && answer.View == nil { // nothing was named
		err = r.writer.View(call.Request.Context(), call.Path("project"), func(state *project.State, _ journal.Head) {
			answer.View = state.Views[body.View]
		})
	}
	if err == nil && answer.View == nil {
		err = notFound("view") // gone in between
	}
	return answer, err
}

func (r *Resources) deleteView(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.ViewDelete{View: call.Path("view")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
