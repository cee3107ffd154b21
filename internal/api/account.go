package api

import (
	"context"
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// Accounts are the routes about people, their sessions, tokens and teams.
type Accounts struct {
	Auth     *auth.Service
	Teams    *team.Service
	Projects ProjectList
	Gate     *Gate
	Inbox    interface {
		UnreadCount(ctx context.Context, user string) (int, error)
	}

	Registration string // as the instance is set: "open", "invite" or "closed"
	OfferDemo    bool
	BaseURL      string // before the path of links
}

// ProjectList gives the projects that a person can see.
type ProjectList interface {
	Projects(ctx context.Context, actor string) ([]*wire.Project, error)
}

// Routes lists them.
func (a *Accounts) Routes() []Route {
	routes := append(a.signRoutes(), a.meRoutes()...)
	routes = append(routes, a.tokenRoutes()...)
	routes = append(routes, a.peopleRoutes()...)
	routes = append(routes, a.teamRoutes()...)
	return append(routes, a.inviteRoutes()...)
}

// Registration makes an account.
type Registration struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"` // 8 to 128 characters, none of the common ones
	TimeZone string `json:"timeZone,omitzero"`
	Locale   string `json:"locale,omitzero"`
	Invite   string `json:"invite,omitzero"` // the secret of an invitation: one joins its team at once
}

// Login signs in.
type Login struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// UserAnswer is a person.
type UserAnswer struct {
	User entry.User `json:"user"`
}

// Instance is what anyone may know before signing in.
type Instance struct {
	NeedsFirstAccount bool   `json:"needsFirstAccount"`
	Registration      string `json:"registration"`
	Demo              bool   `json:"demo"` // one is on offer
}

func (a *Accounts) signRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/auth/register", Name: "register", Tag: "people", Access: Anyone, Status: http.StatusCreated,
			Summary: "Makes an account and a session; the first account administers the instance.",
		}, a.register),
		Bind(Route{
			Method: "POST", Path: "/api/auth/login", Name: "login", Tag: "people", Access: Anyone,
			Summary: "Makes a session.",
		}, a.login),
		Bind(Route{
			Method: "POST", Path: "/api/auth/logout", Name: "logout", Tag: "people", Access: SignedIn, Status: http.StatusNoContent,
			Summary: "Ends the session.",
		}, a.logout),
		Bind(Route{
			Method: "GET", Path: "/api/instance", Name: "readInstance", Tag: "people", Access: Anyone,
			Summary: "What one needs to know before signing in.",
		}, a.instance),
	}
}

func (a *Accounts) register(call *Call, in *Registration) (*UserAnswer, error) {
	if err := a.Gate.limitRegister(call); err != nil {
		return nil, err
	}
	r := call.Request
	signed, err := a.Auth.Register(r.Context(), auth.Registration(*in), r.UserAgent(), auth.From(r.Context()))
	if err != nil {
		return nil, err
	}
	if in.Invite != "" {
		_ = a.Teams.Settle(r.Context()) // what cannot follow yet does so later
	}
	return a.welcome(call, signed)
}

func (a *Accounts) login(call *Call, in *Login) (*UserAnswer, error) {
	r := call.Request
	attempt, err := a.Gate.limitLogin(call, in.Email)
	if err != nil {
		return nil, err
	}
	signed, err := a.Auth.Login(r.Context(), in.Email, in.Password, r.UserAgent(), auth.From(r.Context()))
	if err != nil {
		return nil, err
	}
	attempt.succeeded()
	return a.welcome(call, signed)
}

// welcome gives the browser its session, and the mark by which it is known when
// it comes back (E9).
func (a *Accounts) welcome(call *Call, signed auth.Signed) (*UserAnswer, error) {
	a.Gate.setSession(call, signed.Secret)
	if err := a.Gate.markDevice(call, signed.User); err != nil {
		return nil, err
	}
	return &UserAnswer{signed.User}, nil
}

func (a *Accounts) logout(call *Call, _ *None) (*None, error) {
	p := auth.From(call.Request.Context())
	if p.Session == "" {
		return nil, fault.New(fault.Forbidden, "A token has no session to end; delete the token instead.")
	}
	err := a.Auth.EndSession(call.Request.Context(), p.User, p.Session)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	a.Gate.clearSession(call)
	return nil, nil
}

func (a *Accounts) instance(call *Call, _ *None) (*Instance, error) {
	first, err := a.Auth.NeedsFirstAccount(call.Request.Context())
	return &Instance{NeedsFirstAccount: first, Registration: a.Registration, Demo: first && a.OfferDemo}, err
}
