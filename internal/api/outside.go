package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/outbox"
	"tandem/internal/wire"
)

// Outside is how people are told outside the app, and what could not be sent.
type Outside struct{ Outbox *outbox.Service }

// MyNotifications say how one is told outside the app.
type MyNotifications struct {
	outbox.Preferences
	SendsMail bool `json:"sendsMail"` // the instance can send mail at all
}

// NotificationWish sets how one is told outside the app. What may be left out stays.
type NotificationWish struct {
	Mail       outbox.Mode     `json:"mail"`
	DigestHour int             `json:"digestHour"`
	Push       entry.Opt[bool] `json:"push,omitzero"`
	DueHour    entry.Opt[*int] `json:"dueHour,omitzero"`
	Quiet      *outbox.Quiet   `json:"quiet"`
}

// Routes lists them.
func (o *Outside) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/me/notifications", Name: "readMyNotifications", Tag: "people", Access: SignedIn,
			Summary: "How one is told outside the app.",
		}, o.read),
		Bind(Route{
			Method: "PUT", Path: "/api/me/notifications", Name: "setMyNotifications", Tag: "people", Access: SignedIn, Once: Answered,
			Summary: "Sets how one is told outside the app: mail soon, once a day at an hour, or none, push to one's devices or none, the hour at which one is told of what is due, and hours in which nothing is sent, in one's own time zone.",
		}, o.set),
		Bind(Route{
			Method: "GET", Path: "/api/admin/outbox", Name: "listOutbox", Tag: "admin", Access: Administrator,
			Query:   append([]Param{{Name: "state", Enum: []string{"parked", "waiting"}, Doc: "parked where left out"}}, shortList...),
			Summary: "Messages that failed too often to be tried again, or that wait to be sent; oldest first, 1,000 at most.",
		}, o.list),
		Bind(Route{
			Method: "POST", Path: "/api/admin/outbox/{message}/retry", Name: "retryMessage", Tag: "admin", Access: Administrator,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Has a message tried again now.",
		}, o.retry),
		Bind(Route{
			Method: "DELETE", Path: "/api/admin/outbox/{message}", Name: "deleteMessage", Tag: "admin", Access: Administrator,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Gives a message up; the notifications stay in the person's inbox.",
		}, o.delete),
	}
}

func (o *Outside) read(call *Call, _ *None) (*MyNotifications, error) {
	p, err := o.Outbox.Preferences(call.Request.Context(), call.Actor)
	return &MyNotifications{p, o.Outbox.Sends(outbox.Mail)}, err
}

func (o *Outside) set(call *Call, in *NotificationWish) (*MyNotifications, error) {
	ctx := call.Request.Context()
	p, err := o.Outbox.Preferences(ctx, call.Actor)
	if err != nil {
		return nil, err
	}
	p.Mail, p.DigestHour, p.Quiet = in.Mail, in.DigestHour, in.Quiet
	if in.Push.Set {
		p.Push = in.Push.Value
	}
	if in.DueHour.Set {
		p.DueHour = in.DueHour.Value
	}
	if err := o.Outbox.SetPreferences(ctx, call.Actor, p); err != nil {
		return nil, err
	}
	return o.read(call, nil)
}

func (o *Outside) list(call *Call, _ *None) (*wire.Page[outbox.Waiting], error) {
	list, err := o.Outbox.List(call.Request.Context(), call.Text("state") != "waiting")
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(w *outbox.Waiting) string { return w.ID })
}

func (o *Outside) retry(call *Call, _ *None) (*None, error) {
	return nil, o.Outbox.Retry(call.Request.Context(), call.Path("message"))
}

func (o *Outside) delete(call *Call, _ *None) (*None, error) {
	return nil, o.Outbox.Delete(call.Request.Context(), call.Path("message"))
}
