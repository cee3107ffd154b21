package api

import (
	"context"
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Demo lets the first visitor of an empty instance look around in one that is
// full of work, where the operator offers it.
type Demo struct {
	Accounts *Accounts
	// Open fills the instance and signs one of its people in; a Conflict where it
	// is not empty.
	Open func(ctx context.Context, agent string) (auth.Signed, *wire.Project, error)
}

// DemoAnswer is who the visitor has become and where to look.
type DemoAnswer struct {
	User    entry.User    `json:"user"`
	Project *wire.Project `json:"project"`
}

// Routes lists the calls.
func (d *Demo) Routes() []Route {
	return []Route{Bind(Route{
		Method: "POST", Path: "/api/demo", Name: "startDemo", Tag: "people", Access: Anyone, Status: http.StatusCreated,
		Summary: "Fills an empty instance with a team and its work, and signs in as one of them; 404 where that is not offered.",
	}, d.start)}
}

func (d *Demo) start(call *Call, _ *None) (*DemoAnswer, error) {
	ctx := call.Request.Context()
	empty, err := d.Accounts.Auth.NeedsFirstAccount(ctx)
	if err != nil {
		return nil, err
	}
	if !empty || !d.Accounts.OfferDemo {
		return nil, errNoDemo
	}
	signed, project, err := d.Open(ctx, call.Request.UserAgent())
	if fault.Is(err, fault.Conflict) {
		return nil, errNoDemo // somebody was quicker
	}
	if err != nil {
		return nil, err
	}
	answer, err := d.Accounts.welcome(call, signed)
	if err != nil {
		return nil, err
	}
	return &DemoAnswer{answer.User, project}, nil
}

// errNoDemo looks like an address that is not there.
var errNoDemo = fault.New(fault.NotFound, "There is nothing at this address.")
