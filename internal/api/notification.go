package api

import (
	"tandem/internal/fault"
	"tandem/internal/inbox"
	"tandem/internal/wire"
)

// Notifications are one's own inbox.
type Notifications struct{ Inbox *inbox.Service }

// Routes lists them.
func (a *Notifications) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/notifications", Name: "listNotifications", Tag: "people", Access: SignedIn,
			Query: append([]Param{
				{Name: "state", Enum: []string{"inbox", "snoozed", "done"}, Doc: "inbox where left out"},
				{Name: "unread", Kind: "boolean", Doc: "only those that are not read, or only those that are"},
			}, paging...),
			Summary: "One's notifications, newest first. What one may not see any more is left out.",
		}, a.list),
		Bind(Route{
			Method: "POST", Path: "/api/notifications/read", Name: "readNotifications", Tag: "people", Access: SignedIn, Once: Answered,
			Summary: "Marks notifications as read: those of ids, or all.",
		}, a.read),
		Bind(Route{
			Method: "POST", Path: "/api/notifications/update", Name: "updateNotifications", Tag: "people", Access: SignedIn, Once: Answered,
			Summary: "Changes notifications: read, done, or put off until a moment at which they come back by themselves. What is done is kept for 90 days.",
		}, a.update),
	}
}

func (a *Notifications) list(call *Call, _ *None) (*wire.Page[wire.InboxItem], error) {
	limit, err := call.pageLimit()
	if err != nil {
		return nil, err
	}
	filter := wire.InboxFilter{State: wire.InInbox, Limit: limit}
	if state := call.Text("state"); state != "" {
		filter.State = wire.InboxState(state)
	}
	if unread := call.Text("unread"); unread != "" {
		filter.Unread = new(unread == "true")
	}
	cursor := &wire.InboxCursor{}
	going, err := wire.ReadCursor(call.Text("cursor"), cursor)
	if err != nil {
		return nil, err
	}
	if going {
		filter.Cursor = cursor
	}
	page, err := a.Inbox.List(call.Request.Context(), call.Actor, filter)
	return &page, err
}

func (a *Notifications) read(call *Call, in *wire.ReadWish) (*wire.Unread, error) {
	return a.changed(call, a.Inbox.Read(call.Request.Context(), call.Actor, in))
}

func (a *Notifications) update(call *Call, in *wire.NotificationChanges) (*wire.Unread, error) {
	return a.changed(call, a.Inbox.Change(call.Request.Context(), call.Actor, in))
}

func (a *Notifications) changed(call *Call, done error) (*wire.Unread, error) {
	if done != nil {
		return nil, done
	}
	unread, err := a.Inbox.UnreadCount(call.Request.Context(), call.Actor)
	return &wire.Unread{Unread: unread}, fault.Wrap("count unread", err)
}
