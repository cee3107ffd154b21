package api

import (
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// Me is all that the shell needs, in one call.
type Me struct {
	User     entry.User      `json:"user"`
	Teams    []team.Team     `json:"teams"`
	Projects []*wire.Project `json:"projects"`
	Admin    bool            `json:"admin"`  // of the instance
	Unread   int             `json:"unread"` // tasks in the inbox of which something is unread, 100 at most

	WeekStart *int `json:"weekStart"` // 0 Sunday, 1 Monday or 6 Saturday; null: as the locale has it
}

// MyChanges are the fields of their own that a person may change.
type MyChanges struct {
	Name     entry.Opt[string]  `json:"name,omitzero"`
	Handle   entry.Opt[string]  `json:"handle,omitzero"`
	TimeZone entry.Opt[string]  `json:"timeZone,omitzero"`
	Locale   entry.Opt[string]  `json:"locale,omitzero"`
	Avatar   entry.Opt[*string] `json:"avatar,omitzero"`

	WeekStart entry.Opt[*int] `json:"weekStart,omitzero"` // 0 Sunday, 1 Monday or 6 Saturday; null: as the locale has it
}

// NewPassword changes one's own password.
type NewPassword struct {
	CurrentPassword string `json:"currentPassword"`
	Password        string `json:"password"` // 8 to 128 characters, none of the common ones
}

func (a *Accounts) meRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/me", Name: "readMe", Tag: "people", Access: SignedIn,
			Summary: "Who one is, with one's teams and projects.",
		}, a.readMe),
		Bind(Route{
			Method: "PATCH", Path: "/api/me", Name: "updateMe", Tag: "people", Access: SignedIn, Once: Answered,
			Summary: "Changes one's own fields; everyone who shares a project sees it.",
		}, a.updateMe),
		Bind(Route{
			Method: "POST", Path: "/api/me/password", Name: "changePassword", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Changes one's password and ends all other sessions.",
		}, a.changePassword),
		Bind(Route{
			Method: "GET", Path: "/api/me/sessions", Name: "listSessions", Tag: "people", Access: SignedIn, Query: shortList,
			Summary: "One's sessions, the one used last first.",
		}, a.sessions),
		Bind(Route{
			Method: "DELETE", Path: "/api/me/sessions/{session}", Name: "endSession", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Ends one of one's sessions.",
		}, a.endSession),
		Bind(Route{
			Method: "DELETE", Path: "/api/me/sessions", Name: "endOtherSessions", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Ends all of one's sessions but the present one.",
		}, a.endOtherSessions),
	}
}

func (a *Accounts) readMe(call *Call, _ *None) (*Me, error) {
	ctx := call.Request.Context()
	self, err := a.Auth.Self(ctx, call.Actor)
	if err != nil {
		return nil, err
	}
	teams, err := a.Teams.Teams(ctx, call.Actor)
	if err != nil {
		return nil, err
	}
	projects, err := a.Projects.Projects(ctx, call.Actor)
	if err != nil {
		return nil, err
	}
	unread, err := a.Inbox.UnreadCount(ctx, call.Actor)
	return &Me{
		User: self.User, WeekStart: self.WeekStart, Teams: teams, Projects: projects, Admin: auth.From(ctx).Admin, Unread: unread,
	}, err
}

// updateMe answers like readMe. The projects follow before the answer; where one
// cannot yet, it does so later.
func (a *Accounts) updateMe(call *Call, in *MyChanges) (*Me, error) {
	ctx := call.Request.Context()
	if _, err := a.Auth.Update(ctx, call.Actor, auth.Changes(*in)); err != nil {
		return nil, err
	}
	_ = a.Teams.Settle(ctx)
	return a.readMe(call, nil)
}

// withSession refuses tokens: what a leaked one could do must end with it.
func withSession(call *Call) (*auth.Principal, error) {
	p := auth.From(call.Request.Context())
	if p.Session == "" {
		return nil, fault.New(fault.Forbidden, "This needs a session; a token cannot do it.")
	}
	return p, nil
}

func (a *Accounts) changePassword(call *Call, in *NewPassword) (*None, error) {
	p, err := withSession(call)
	if err != nil {
		return nil, err
	}
	if err := a.Gate.limitPassword(call); err != nil {
		return nil, err
	}
	return nil, a.Auth.ChangePassword(call.Request.Context(), p, in.CurrentPassword, in.Password)
}

func (a *Accounts) sessions(call *Call, _ *None) (*wire.Page[auth.Session], error) {
	list, err := a.Auth.Sessions(call.Request.Context(), auth.From(call.Request.Context()))
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(s *auth.Session) string { return s.ID })
}

func (a *Accounts) endSession(call *Call, _ *None) (*None, error) {
	if _, err := withSession(call); err != nil {
		return nil, err
	}
	return nil, a.Auth.EndSession(call.Request.Context(), call.Actor, call.Path("session"))
}

func (a *Accounts) endOtherSessions(call *Call, _ *None) (*None, error) {
	p, err := withSession(call)
	if err != nil {
		return nil, err
	}
	return nil, a.Auth.EndOtherSessions(call.Request.Context(), p)
}
