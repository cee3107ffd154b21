// Package auth knows who people are: accounts, passwords, sessions and API
// tokens. It promises that only hashes of secrets are stored, that an unknown
// address and a wrong password cannot be told apart, and that what has been
// revoked is refused at once on this node and within a second on others (L4).
// What a person may do is decided elsewhere.
package auth

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Principal is who makes a request, and by what right: a session, a token or a
// public link, only one of them. It is shared between requests and never changed.
type Principal struct {
	User    string        // the person's id; "" for a visitor
	Admin   bool          // of the instance
	Session string        // the session's id; "" for a token
	Token   string        // the token's id; "" for a session
	Link    string        // the public link's id, of a visitor; "" for people
	Project string        // that the link leads to
	Visit   string        // tells one visitor from others
	Until   entry.Instant // when the right ends by itself; 0: never
}

// Right is the id of the session, the token or the visit.
func (p *Principal) Right() string {
	switch {
	case p.Session != "":
		return p.Session
	case p.Token != "":
		return p.Token
	}
	return p.Visit
}

type principalKey struct{}

// With puts the principal into a request's context.
func With(ctx context.Context, p *Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From gives the principal of a request; nil where nobody is signed in.
func From(ctx context.Context) *Principal {
	p, _ := ctx.Value(principalKey{}).(*Principal)
	return p
}

// User gives the id of the person who makes the request, "" where nobody is signed in.
func User(ctx context.Context) string {
	if p := From(ctx); p != nil {
		return p.User
	}
	return ""
}

// ErrUnauthenticated is the one answer to missing, wrong, ended and disabled
// credentials alike.
var ErrUnauthenticated = fault.New(fault.Unauthenticated, "Sign in to go on.")
