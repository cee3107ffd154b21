package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/remind"
	"tandem/internal/wire"
)

// Reminders are one's own reminders of tasks.
type Reminders struct {
	Resources *Resources
	Service   *remind.Service
}

// NewReminder asks to be reminded: at a moment, or some time before the task is due.
type NewReminder struct {
	ID            string         `json:"id,omitzero"`
	At            *entry.Instant `json:"at,omitzero"`
	BeforeSeconds *int64         `json:"beforeSeconds,omitzero"`
}

// ReminderMade answers it.
type ReminderMade struct {
	Reminder remind.Reminder `json:"reminder"`
}

// Routes lists them.
func (a *Reminders) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/reminders", Name: "createReminder", Tag: "tasks", Access: InProject(entry.Viewer),
			Status: http.StatusCreated, Once: Answered,
			Summary: "Asks to be reminded of a task, once: at a moment, or some time before it is due. Nobody else sees it.",
		}, a.create),
		Bind(Route{
			Method: "GET", Path: "/api/reminders", Name: "listReminders", Tag: "people", Access: SignedIn,
			Query:   append([]Param{{Name: "task", Kind: "id", Doc: "only those of this task"}}, shortList...),
			Summary: "One's reminders that wait, the next one first.",
		}, a.list),
		Bind(Route{
			Method: "DELETE", Path: "/api/reminders/{reminder}", Name: "deleteReminder", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Takes a reminder back.",
		}, a.delete),
	}
}

func (a *Reminders) create(call *Call, in *NewReminder) (*ReminderMade, error) {
	seen, err := a.Resources.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = a.Resources.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	made := remind.Reminder{ID: in.ID, At: in.At, BeforeSeconds: in.BeforeSeconds}
	err = a.Service.Add(call.Request.Context(), call.Actor, seen.Thing, &made)
	return &ReminderMade{made}, err
}

func (a *Reminders) list(call *Call, _ *None) (*wire.Page[remind.Reminder], error) {
	list, err := a.Service.List(call.Request.Context(), call.Actor, call.Text("task"))
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(r *remind.Reminder) string { return r.ID })
}

func (a *Reminders) delete(call *Call, _ *None) (*None, error) {
	return nil, a.Service.Remove(call.Request.Context(), call.Actor, call.Path("reminder"))
}
