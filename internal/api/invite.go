package api

import (
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// NewInvite invites somebody to a team.
type NewInvite struct {
	Email     *string        `json:"email,omitzero"` // only who has this address may accept; null: whoever has the link
	Role      entry.TeamRole `json:"role"`
	ExpiresAt *entry.Instant `json:"expiresAt,omitzero"` // null: in 7 days; at most 30
}

// InviteMade is the one answer that holds an invitation's secret.
type InviteMade struct {
	Invite team.Invite `json:"invite"`
	Secret string      `json:"secret"` // shown here and never again
	URL    string      `json:"url"`    // where it is accepted
}

// InviteOffer is what the person sees who was invited.
type InviteOffer struct {
	Team      string         `json:"team"` // its name
	Role      entry.TeamRole `json:"role"`
	InvitedBy string         `json:"invitedBy"` // a name
	Email     *string        `json:"email"`
	ExpiresAt entry.Instant  `json:"expiresAt"`
}

// OfferAnswer is an invitation as who was invited sees it.
type OfferAnswer struct {
	Invite InviteOffer `json:"invite"`
}

func (a *Accounts) inviteRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/teams/{team}/invites", Name: "createInvite", Tag: "teams", Access: InTeam(entry.TeamAdmin),
			Status: http.StatusCreated, Once: AnsweredSecret,
			Summary: "Invites somebody, once, to a role; owners are invited by owners only. The secret is shown once.",
		}, a.createInvite),
		Bind(Route{
			Method: "GET", Path: "/api/teams/{team}/invites", Name: "listInvites", Tag: "teams", Access: InTeam(entry.TeamAdmin),
			Query:   shortList,
			Summary: "The invitations that wait, newest first.",
		}, a.invites),
		Bind(Route{
			Method: "DELETE", Path: "/api/teams/{team}/invites/{invite}", Name: "revokeInvite", Tag: "teams",
			Access: InTeam(entry.TeamAdmin), Status: http.StatusNoContent, Once: Answered,
			Summary: "Takes an invitation back.",
		}, a.revokeInvite),
		Bind(Route{
			Method: "GET", Path: "/api/invites/{secret}", Name: "readInvite", Tag: "teams", Access: Anyone,
			Summary: "What one is invited to; 410 where the invitation has ended.",
		}, a.readInvite),
		Bind(Route{
			Method: "POST", Path: "/api/invites/{secret}/accept", Name: "acceptInvite", Tag: "teams", Access: SignedIn, Once: Answered,
			Summary: "Joins the team; 403 where the invitation is for another address.",
		}, a.acceptInvite),
		Bind(Route{
			Method: "POST", Path: "/api/invites/{secret}/decline", Name: "declineInvite", Tag: "teams", Access: Anyone,
			Status:  http.StatusNoContent,
			Summary: "Ends an invitation unused; whoever holds its secret may.",
		}, a.declineInvite),
	}
}

func (a *Accounts) createInvite(call *Call, in *NewInvite) (*InviteMade, error) {
	wish := team.Invite{Team: call.Path("team"), Email: in.Email, Role: in.Role}
	if in.ExpiresAt != nil {
		wish.ExpiresAt = *in.ExpiresAt
	}
	secret, hash := auth.NewSecret()
	invite, err := a.Teams.Invite(call.Request.Context(), call.Actor, wish, team.Hash(hash))
	return &InviteMade{Invite: invite, Secret: secret, URL: a.BaseURL + "/invite/" + secret}, err
}

func (a *Accounts) invites(call *Call, _ *None) (*wire.Page[team.Invite], error) {
	list, err := a.Teams.Invites(call.Request.Context(), call.Path("team"), call.Actor)
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(i *team.Invite) string { return i.ID })
}

func (a *Accounts) revokeInvite(call *Call, _ *None) (*None, error) {
	return nil, a.Teams.Revoke(call.Request.Context(), call.Path("team"), call.Actor, call.Path("invite"))
}

func (a *Accounts) readInvite(call *Call, _ *None) (*OfferAnswer, error) {
	hash, err := inviteHash(call)
	if err != nil {
		return nil, err
	}
	o, err := a.Teams.Offer(call.Request.Context(), hash)
	return &OfferAnswer{InviteOffer{Team: o.TeamName, Role: o.Role, InvitedBy: o.InvitedBy, Email: o.Email, ExpiresAt: o.ExpiresAt}}, err
}

func (a *Accounts) acceptInvite(call *Call, _ *None) (*TeamAnswer, error) {
	hash, err := inviteHash(call)
	if err != nil {
		return nil, err
	}
	t, err := a.Teams.Accept(call.Request.Context(), hash, call.Actor)
	return &TeamAnswer{t}, err
}

func (a *Accounts) declineInvite(call *Call, _ *None) (*None, error) {
	hash, err := inviteHash(call)
	if err != nil {
		return nil, err
	}
	return nil, a.Teams.Decline(call.Request.Context(), hash, call.Actor)
}

// inviteHash reads the secret of the path; what cannot be one is not found.
func inviteHash(call *Call) (team.Hash, error) {
	hash, ok := auth.HashOf(call.Path("secret"))
	if !ok {
		return team.Hash{}, fault.New(fault.NotFound, team.NoInvite)
	}
	return team.Hash(hash), nil
}
