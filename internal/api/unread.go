package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/unread"
	"tandem/internal/wire"
)

// Unread is how far one has read the comments on tasks.
type Unread struct {
	Resources *Resources
	Service   *unread.Service
}

// ReadMark says up to which comment one has read.
type ReadMark struct {
	Comment string `json:"comment"`
}

// Routes lists them.
func (a *Unread) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/unread", Name: "listUnread", Tag: "comments", Access: InProject(entry.Viewer), Query: shortList,
			Summary: "The tasks with comments that one has not read, and up to when one has. Of tasks that one never opened, only one's own.",
		}, a.list),
		Bind(Route{
			Method: "PUT", Path: "/api/tasks/{task}/seen", Name: "markSeen", Tag: "comments", Access: InProject(entry.Viewer),
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Says that one has read a task's comments up to this one. Nobody else sees it.",
		}, a.mark),
	}
}

func (a *Unread) list(call *Call, _ *None) (*wire.Page[unread.Task], error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	tasks, err := a.Service.List(call.Request.Context(), call.Actor, call.Path("project"))
	if err != nil {
		return nil, err
	}
	return pageOf(call, tasks, func(u *unread.Task) string { return u.Task })
}

func (a *Unread) mark(call *Call, in *ReadMark) (*None, error) {
	if !entry.ValidID(in.Comment) {
		return nil, fault.Field("/comment", "An id is a UUID in lower case.")
	}
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	return nil, a.Service.Mark(call.Request.Context(), call.Actor, seen.Thing.ID, in.Comment)
}
