package api

import (
	"tandem/internal/entry"
	"tandem/internal/watch"
	"tandem/internal/wire"
)

// Watches are of what one wants to hear oneself.
type Watches struct {
	Resources *Resources
	Service   *watch.Service
}

// Routes lists them.
func (a *Watches) Routes() []Route {
	const task, project = "/api/tasks/{task}/watch", "/api/projects/{project}/watch"
	return []Route{
		Bind(Route{
			Method: "GET", Path: task, Name: "getTaskWatch", Tag: "tasks", Access: InProject(entry.Viewer),
			Summary: "Whether one hears of a task. Nobody else sees it.",
		}, a.task),
		Bind(Route{
			Method: "PUT", Path: task, Name: "setTaskWatch", Tag: "tasks", Access: InProject(entry.Viewer), Once: Answered,
			Summary: "Watches a task, mutes it, or leaves it to the project's level.",
		}, a.setTask),
		Bind(Route{
			Method: "GET", Path: project, Name: "getProjectWatch", Tag: "projects", Access: InProject(entry.Viewer),
			Summary: "Of what in a project one hears. Nobody else sees it.",
		}, a.project),
		Bind(Route{
			Method: "PUT", Path: project, Name: "setProjectWatch", Tag: "projects", Access: InProject(entry.Viewer), Once: Answered,
			Summary: "Chooses of what in a project one hears: everything, what concerns one, mentions only, or nothing.",
		}, a.setProject),
	}
}

// seen gives the id of the task in the path, which the caller may see.
func (a *Watches) seen(call *Call) (string, error) {
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return "", err
	}
	return seen.Thing.ID, nil
}

func (a *Watches) task(call *Call, _ *None) (*wire.TaskWatchAnswer, error) {
	id, err := a.seen(call)
	if err != nil {
		return nil, err
	}
	found, err := a.Service.Task(call.Request.Context(), call.Actor, id)
	return &wire.TaskWatchAnswer{Watch: found}, err
}

func (a *Watches) setTask(call *Call, in *wire.NewTaskWatch) (*wire.TaskWatchAnswer, error) {
	id, err := a.seen(call)
	if err == nil {
		err = a.Service.SetTask(call.Request.Context(), call.Actor, id, in.Level)
	}
	if err != nil {
		return nil, err
	}
	return a.task(call, nil)
}

func (a *Watches) project(call *Call, _ *None) (*wire.ProjectWatchAnswer, error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	level, err := a.Service.Project(call.Request.Context(), call.Actor, call.Path("project"))
	return &wire.ProjectWatchAnswer{Watch: wire.ProjectWatch{Level: level}}, err
}

func (a *Watches) setProject(call *Call, in *wire.ProjectWatch) (*wire.ProjectWatchAnswer, error) {
	if err := a.Resources.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	err := a.Service.SetProject(call.Request.Context(), call.Actor, call.Path("project"), in.Level)
	return &wire.ProjectWatchAnswer{Watch: *in}, err
}
