package api

import (
	"maps"
	"net/http"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/filter"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

func (r *Resources) taskRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/projects/{project}/tasks", Name: "listTasks", Tag: "tasks", Access: InProject(entry.Viewer),
			Summary: "Lists tasks of a project; repeated parameters are alternatives, different ones all hold.", Query: taskFilters(),
		}, r.listTasks),
		Bind(Route{
			Method: "GET", Path: "/api/me/tasks", Name: "listMyTasks", Tag: "tasks", Access: SignedIn, Query: shortList,
			Summary: "Lists the open tasks assigned to the caller, of all projects they see; what is due first comes first.",
		}, r.listMyTasks),
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/tasks", Name: "createTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Makes a task, in the first status where none is named.", Status: http.StatusCreated,
		}, r.createTask),
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}", Name: "getTask", Tag: "tasks", Access: InProject(entry.Viewer), Visitors: true,
			Summary: "Gives a task by its id or its key, such as WEB-12.",
		}, r.getTask),
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/links", Name: "listTaskLinks", Tag: "tasks", Access: InProject(entry.Viewer),
			Summary: "Gives the tasks that a task has to do with, in all projects that the caller may see.",
		}, r.listTaskLinks),
		Bind(Route{
			Method: "PATCH", Path: "/api/tasks/{task}", Name: "updateTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Changes the named fields of a task; with baseSeq a field that someone else has changed since is a conflict.",
		}, r.updateTask),
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/move", Name: "moveTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Places a task beside a neighbour, or at the end of a status.",
		}, r.moveTask),
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/duplicate", Name: "duplicateTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Makes a copy of a task below it, with its subtasks and without comments.", Status: http.StatusCreated,
		}, r.duplicateTask),
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/transfer", Name: "transferTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Moves a task to another project with its subtasks and comments; one is an editor of both. Where it was, it is gone, and says where it is.",
			Status:  http.StatusCreated,
		}, r.transferTask),
		Bind(Route{
			Method: "DELETE", Path: "/api/tasks/{task}", Name: "deleteTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Deletes a task; it can be restored for 30 days.",
		}, r.deleteTask),
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/restore", Name: "restoreTask", Tag: "tasks", Access: InProject(entry.Editor),
			Summary: "Brings a deleted task back.",
		}, r.restoreTask),
	}
}

func taskFilters() []Param {
	return append([]Param{
		{Name: "q", Repeats: true, MaxChars: 200, Doc: "words that stand in key, title or description"},
		{Name: "status", Repeats: true, Kind: "id"},
		{Name: "assignee", Repeats: true, Kind: "id", Or: wire.NoOne},
		{Name: "label", Repeats: true, Kind: "id", Or: wire.NoOne},
		{Name: "priority", Repeats: true, Enum: []string{"none", "low", "medium", "high", "urgent"}},
		{Name: "dueBefore", Repeats: true, Kind: "day", Doc: "due on an earlier day than this"},
		{Name: "dueAfter", Repeats: true, Kind: "day", Doc: "due on a later day than this"},
		{Name: "filter", MaxChars: 20_000, Doc: `conditions, nested: {"and": […]}, {"or": […]} or {"field", "op", "value"}, as JSON`},
		{Name: "archived", Enum: []string{"false", "true", "any"}, Doc: "false where left out"},
		{Name: "sort", Enum: wire.Sorts, Doc: "number where left out; - is the other way round"},
	}, paging...)
}

func (r *Resources) listTasks(call *Call, _ *None) (*wire.Page[*entry.Task], error) {
	if err := r.reader(call, call.Path("project")); err != nil {
		return nil, err
	}
	list := wire.TaskFilter{
		Project: call.Path("project"), Texts: call.Texts("q"), Statuses: call.Texts("status"), Assignees: call.Texts("assignee"),
		Labels: call.Texts("label"), Priorities: call.Texts("priority"), DueBefore: call.Texts("dueBefore"),
		DueAfter: call.Texts("dueAfter"), Archived: call.Text("archived"), Sort: call.Text("sort"), Now: entry.At(r.clock()),
	}
	if list.Sort == "" {
		list.Sort = "number"
	}
	var err error
	if list.Where, err = r.whereOf(call); err != nil {
		return nil, err
	}
	if list.Limit, err = call.pageLimit(); err != nil {
		return nil, err
	}
	if list.Cursor, err = taskCursor(call.Text("cursor"), list.Sort); err != nil {
		return nil, err
	}
	page, err := r.reads.Tasks(call.Request.Context(), call.Actor, list)
	return &page, err
}

func (r *Resources) listMyTasks(call *Call, _ *None) (*wire.Page[*entry.Task], error) {
	all, err := r.reads.WorkOf(call.Request.Context(), call.Actor)
	if err != nil {
		return nil, err
	}
	return pageOf(call, all, func(t **entry.Task) string { return (*t).ID })
}

// whereOf reads the filter of a list; nil where there is none.
func (r *Resources) whereOf(call *Call) (*filter.Filter, error) {
	text := call.Text("filter")
	if text == "" {
		return nil, nil
	}
	fields, err := r.fieldKinds(call)
	if err != nil {
		return nil, err
	}
	return filter.Parse([]byte(text), "filter", fields)
}

// fieldKinds gives the kinds of the custom fields of the project in the path.
func (r *Resources) fieldKinds(call *Call) (filter.Fields, error) {
	fields, err := r.reads.Fields(call.Request.Context(), call.Actor, call.Path("project"))
	return func(id string) (filter.Kind, bool) {
		at := slices.IndexFunc(fields, func(f *entry.Field) bool { return f.ID == id })
		if at < 0 {
			return "", false
		}
		return filter.KindOf(fields[at].Type), true
	}, err
}

func taskCursor(text, sort string) (*wire.TaskCursor, error) {
	cursor := &wire.TaskCursor{}
	going, err := wire.ReadCursor(text, cursor)
	switch {
	case err != nil || !going:
		return nil, err
	case cursor.Sort != sort:
		return nil, fault.Field("cursor", "This cursor belongs to another order.")
	}
	return cursor, nil
}

func (r *Resources) createTask(call *Call, in *wire.NewTask) (*wire.TaskWritten, error) {
	body := in.TaskCreate
	body.Task = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	if err != nil {
		return nil, err
	}
	r.places.remember(receipt.After.Task.ID, receipt.After.Task.Project)
	return &wire.TaskWritten{Seq: receipt.Seq, Task: receipt.After.Task}, nil
}

func (r *Resources) getTask(call *Call, _ *None) (*wire.TaskAnswer, error) {
	if call.Visit != nil {
		return r.sharedTask(call)
	}
	seen, err := r.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = r.there(call, &seen)
	}
	return &wire.TaskAnswer{Task: seen.Thing}, err
}

func (r *Resources) listTaskLinks(call *Call, _ *None) (*wire.TaskLinks, error) {
	seen, err := r.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = r.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	links, err := r.reads.TaskLinks(call.Request.Context(), call.Actor, seen.Thing)
	return &wire.TaskLinks{Links: links}, err
}

func (r *Resources) updateTask(call *Call, in *wire.TaskChanges) (*wire.TaskWritten, error) {
	return r.changeTask(call, func(id string) entry.Body {
		body := in.TaskUpdate
		body.Task = id
		return &body
	})
}

func (r *Resources) moveTask(call *Call, in *wire.TaskPlace) (*wire.TaskWritten, error) {
	return r.changeTask(call, func(id string) entry.Body {
		body := in.TaskMove
		body.Task = id
		return &body
	})
}

func (r *Resources) duplicateTask(call *Call, in *wire.NewCopy) (*wire.TaskWritten, error) {
	return r.changeTask(call, func(id string) entry.Body {
		body := entry.TaskDuplicate{Task: id, Copies: maps.Clone(in.Copies)}
		if in.ID != "" {
			if body.Copies == nil {
				body.Copies = map[string]string{}
			}
			body.Copies[id] = in.ID
		}
		return &body
	})
}

func (r *Resources) restoreTask(call *Call, _ *None) (*wire.TaskWritten, error) {
	return r.changeTask(call, func(id string) entry.Body { return &entry.TaskRestore{Task: id} })
}

func (r *Resources) deleteTask(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, _, err := r.submitTask(call, func(id string) entry.Body { return &entry.TaskDelete{Task: id} })
	return &wire.Deleted{Seq: receipt.Seq}, err
}

// changeTask submits a command about a task and answers the task.
func (r *Resources) changeTask(call *Call, body func(id string) entry.Body) (*wire.TaskWritten, error) {
	receipt, id, err := r.submitTask(call, body)
	if err != nil {
		return nil, err
	}
	if receipt.After.Task != nil {
		return &wire.TaskWritten{Seq: receipt.Seq, Task: receipt.After.Task}, nil
	}
	seen, err := r.reads.Task(call.Request.Context(), call.Actor, id) // nothing had to change
	return &wire.TaskWritten{Seq: receipt.Seq, Task: seen.Thing}, err
}

// submitTask finds the project of the task in the path and submits there. A
// stranger gets the answer of a task that does not exist, whatever else is wrong.
func (r *Resources) submitTask(call *Call, body func(id string) entry.Body) (receipt journal.Receipt, id string, err error) {
	id = call.Path("task")
	stream, known := r.places.of(id)
	if !known {
		seen, err := r.reads.Task(call.Request.Context(), call.Actor, id)
		if err != nil {
			return receipt, id, err
		}
		id, stream = seen.Thing.ID, seen.Project
		r.places.remember(id, stream)
	}
	receipt, err = r.submit(call, stream, body(id))
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.Conflict) {
		if seen, lookErr := r.reads.Task(call.Request.Context(), call.Actor, id); lookErr == nil && seen.MovedTo != "" {
			err = r.moved(call, &seen, err)
		}
	}
	if known && fault.Is(err, fault.NotFound) {
		if _, hidden := r.reads.Task(call.Request.Context(), call.Actor, id); hidden != nil {
			err = hidden
		}
	}
	return receipt, id, err
}
