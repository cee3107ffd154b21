package api

import (
	"context"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/look"
	"tandem/internal/wire"
)

// Feed tells what happened. Implementation: package activity.
type Feed interface {
	Activity(ctx context.Context, actor string, filter *wire.ActivityFilter) (wire.Page[wire.ActivityItem], error)
	Versions(ctx context.Context, project, task string) ([]wire.Version, error)
	Since(ctx context.Context, actor, project string, after int64) (changes, tasks int64, err error)
}

// Activities are what happened in projects, and how far one has seen them.
type Activities struct {
	Resources *Resources
	Feed      Feed
	Looks     *look.Service
}

// Looked answers how far one has seen a project.
type Looked struct {
	Look    *look.Look `json:"look"`    // null: one has never looked
	Head    int64      `json:"head"`    // of the project's journal
	Changes int64      `json:"changes"` // of tasks, by others, since, counted up to 1,000; 0 where one has never looked
	Tasks   int64      `json:"tasks"`   // that these are about
}

// NewLook says how far one has seen a project.
type NewLook struct {
	Seq *int64 `json:"seq,omitzero"` // left out: all that there is
}

// Routes lists them.
func (a *Activities) Routes() []Route {
	ofProject := append([]Param{
		{Name: "actor", Kind: "id", Repeats: true, Doc: "only what these people did"},
		{Name: "kind", Repeats: true, Enum: wire.ActivityKinds, Doc: "only what happened to these"},
		{Name: "task", Kind: "id", Repeats: true, Doc: "only what is about these tasks"},
		{Name: "others", Kind: "boolean", Doc: "true: only what others did"},
		{Name: "after", Kind: "integer", Doc: "only later entries than this seq"},
		{Name: "before", Kind: "integer", Doc: "only earlier entries than this seq"},
	}, paging...)
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/activity", Name: "getProjectActivity", Tag: "activity", Access: InProject(entry.Viewer), Query: ofProject,
			Summary: "What happened in a project, the newest first, with values before and after.",
		}, a.ofProject),
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/activity", Name: "getTaskActivity", Tag: "activity", Access: InProject(entry.Viewer), Query: paging,
			Summary: "What happened to a task, the newest first; of one that came from another project also what happened there, to those who see it.",
		}, a.ofTask),
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/versions", Name: "listVersions", Tag: "activity", Access: InProject(entry.Viewer), Query: paging,
			Summary: "The versions of a task's description in its project, the newest first: what was typed in one go is one. The task's past at their seq has the text; setting it again restores it.",
		}, a.versions),
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/look", Name: "getLook", Tag: "activity", Access: InProject(entry.Viewer),
			Summary: "How far one has seen a project, and how much others have changed since. Nobody else sees it.",
		}, a.look),
		Bind(Route{
			Method: "PUT", Path: "/api/projects/{project}/look", Name: "setLook", Tag: "activity", Access: InProject(entry.Viewer), Once: Answered,
			Summary: "Says how far one has seen a project; it never goes back.",
		}, a.setLook),
	}
}

func (a *Activities) ofProject(call *Call, _ *None) (*wire.Page[wire.ActivityItem], error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	filter := &wire.ActivityFilter{
		Project: call.Path("project"), Actors: call.Texts("actor"), Kinds: call.Texts("kind"), Tasks: call.Texts("task"),
		After: call.Integer("after", 0), Before: call.Integer("before", 0),
	}
	if filter.After < 0 || filter.Before < 0 {
		return nil, fault.Field("after", "A seq is not negative.")
	}
	if call.Text("others") == "true" {
		filter.But = call.Actor
	}
	return a.page(call, filter)
}

func (a *Activities) ofTask(call *Call, _ *None) (*wire.Page[wire.ActivityItem], error) {
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	return a.page(call, &wire.ActivityFilter{Project: seen.Project, Task: seen.Thing.ID})
}

func (a *Activities) page(call *Call, filter *wire.ActivityFilter) (*wire.Page[wire.ActivityItem], error) {
	limit, err := call.pageLimit()
	if err != nil {
		return nil, err
	}
	cursor := &wire.ActivityCursor{}
	if given, err := wire.ReadCursor(call.Text("cursor"), cursor); err != nil {
		return nil, err
	} else if given {
		filter.Cursor = cursor
	}
	filter.Limit = limit
	page, err := a.Feed.Activity(call.Request.Context(), call.Actor, filter)
	return &page, err
}

func (a *Activities) versions(call *Call, _ *None) (*wire.Page[wire.Version], error) {
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	limit, err := call.pageLimit()
	if err != nil {
		return nil, err
	}
	var cursor wire.VersionCursor
	given, err := wire.ReadCursor(call.Text("cursor"), &cursor)
	if err != nil {
		return nil, err
	}
	all, err := a.Feed.Versions(call.Request.Context(), seen.Project, seen.Thing.ID)
	if err != nil {
		return nil, err
	}
	if given {
		all = slices.DeleteFunc(all, func(v wire.Version) bool { return v.Seq >= cursor.Seq })
	}
	page := &wire.Page[wire.Version]{Items: all[:min(len(all), limit):len(all)]}
	if len(all) > limit {
		page.NextCursor = wire.Cursor(wire.VersionCursor{Seq: all[limit-1].Seq})
	}
	return page, nil
}

func (a *Activities) look(call *Call, _ *None) (*Looked, error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	return a.looked(call)
}

func (a *Activities) looked(call *Call) (*Looked, error) {
	ctx, id := call.Request.Context(), call.Path("project")
	head, err := a.Resources.writer.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	seen, has, err := a.Looks.At(ctx, call.Actor, id)
	if err != nil || !has {
		return &Looked{Head: head.Seq}, err
	}
	answer := &Looked{Look: &seen, Head: head.Seq}
	answer.Changes, answer.Tasks, err = a.Feed.Since(ctx, call.Actor, id, seen.Seq)
	return answer, err
}

func (a *Activities) setLook(call *Call, in *NewLook) (*Looked, error) {
	ctx, id := call.Request.Context(), call.Path("project")
	if err := a.Resources.reader(call, id); err != nil {
		return nil, err
	}
	head, err := a.Resources.writer.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	seq := head.Seq
	if in.Seq != nil {
		seq = *in.Seq
	}
	if seq < 0 || seq > head.Seq {
		return nil, fault.Field("/seq", "The project's journal has no entry of this seq.")
	}
	if err := a.Looks.Seen(ctx, call.Actor, id, seq); err != nil {
		return nil, err
	}
	return a.looked(call)
}
