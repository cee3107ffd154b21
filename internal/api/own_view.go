package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/filter"
	"tandem/internal/view"
	"tandem/internal/wire"
)

// OwnViews are one's own views of projects.
type OwnViews struct {
	Resources *Resources
	Service   *view.Service
}

// Routes lists them.
func (a *OwnViews) Routes() []Route {
	const all, one = "/api/projects/{project}/own-views", "/api/projects/{project}/own-views/{ownView}"
	return []Route{
		Bind(Route{
			Method: "GET", Path: all, Name: "listOwnViews", Tag: "projects", Access: InProject(entry.Viewer), Query: shortList,
			Summary: "One's own saved views of the project, by name.",
		}, a.list),
		Bind(Route{
			Method: "POST", Path: all, Name: "createOwnView", Tag: "projects", Access: InProject(entry.Viewer),
			Status: http.StatusCreated, Once: Answered,
			Summary: "Saves a view for oneself alone. Nobody else sees it.",
		}, a.create),
		Bind(Route{
			Method: "PATCH", Path: one, Name: "updateOwnView", Tag: "projects", Access: InProject(entry.Viewer), Once: Answered,
			Summary: "Changes the named members of one's own view.",
		}, a.update),
		Bind(Route{
			Method: "DELETE", Path: one, Name: "deleteOwnView", Tag: "projects", Access: InProject(entry.Viewer),
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Deletes one's own view.",
		}, a.delete),
	}
}

func (a *OwnViews) list(call *Call, _ *None) (*wire.Page[*entry.View], error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	views, err := a.Service.List(call.Request.Context(), call.Actor, call.Path("project"))
	if err != nil {
		return nil, err
	}
	return pageOf(call, views, idOfView)
}

func (a *OwnViews) create(call *Call, in *wire.NewView) (*wire.OwnViewWritten, error) {
	fields, err := a.fields(call)
	if err != nil {
		return nil, err
	}
	body := in.ViewCreate
	body.View = in.ID
	made, err := a.Service.Add(call.Request.Context(), call.Actor, call.Path("project"), &body, fields)
	return &wire.OwnViewWritten{View: made}, err
}

func (a *OwnViews) update(call *Call, in *wire.ViewChanges) (*wire.OwnViewWritten, error) {
	fields, err := a.fields(call)
	if err != nil {
		return nil, err
	}
	body := in.ViewUpdate
	body.View = call.Path("ownView")
	changed, err := a.Service.Change(call.Request.Context(), call.Actor, call.Path("project"), &body, fields)
	return &wire.OwnViewWritten{View: changed}, err
}

func (a *OwnViews) delete(call *Call, _ *None) (*None, error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	return nil, a.Service.Remove(call.Request.Context(), call.Actor, call.Path("project"), call.Path("ownView"))
}

// fields checks that the caller may see the project, and gives the kinds of its custom fields.
func (a *OwnViews) fields(call *Call) (filter.Fields, error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	return a.Resources.fieldKinds(call)
}
