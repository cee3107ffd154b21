package api

import (
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/wire"
)

// NewToken makes a personal API token.
type NewToken struct {
	Name      string         `json:"name"`
	ExpiresAt *entry.Instant `json:"expiresAt,omitzero"` // null: never
}

// TokenMade is the one answer that holds a token's secret.
type TokenMade struct {
	Token  auth.Token `json:"token"`
	Secret string     `json:"secret"` // "tdm_…"; shown here and never again
}

func (a *Accounts) tokenRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/tokens", Name: "createToken", Tag: "people", Access: SignedIn,
			Status: http.StatusCreated, Once: AnsweredSecret,
			Summary: "Makes a personal API token; its secret is shown once.",
		}, a.createToken),
		Bind(Route{
			Method: "GET", Path: "/api/tokens", Name: "listTokens", Tag: "people", Access: SignedIn, Query: shortList,
			Summary: "One's tokens, newest first.",
		}, a.tokens),
		Bind(Route{
			Method: "DELETE", Path: "/api/tokens/{token}", Name: "deleteToken", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Revokes a token.",
		}, a.deleteToken),
	}
}

func (a *Accounts) createToken(call *Call, in *NewToken) (*TokenMade, error) {
	if _, err := withSession(call); err != nil {
		return nil, err
	}
	token, secret, err := a.Auth.CreateToken(call.Request.Context(), call.Actor, in.Name, in.ExpiresAt)
	return &TokenMade{token, secret}, err
}

func (a *Accounts) tokens(call *Call, _ *None) (*wire.Page[auth.Token], error) {
	list, err := a.Auth.Tokens(call.Request.Context(), call.Actor)
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(t *auth.Token) string { return t.ID })
}

func (a *Accounts) deleteToken(call *Call, _ *None) (*None, error) {
	return nil, a.Auth.DeleteToken(call.Request.Context(), call.Actor, call.Path("token"))
}
