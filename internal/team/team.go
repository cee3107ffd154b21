// Package team knows who works with whom, in which role, and who may change
// that. What a team's roles give in its projects follows from a member.sync in
// each of them; the service sees to it that none is forgotten, whatever fails.
package team

import (
	"context"
	"strings"
	"unicode/utf8"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Team as one of its people sees it.
type Team struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Role      entry.TeamRole `json:"role"` // of the person who asks
	CreatedAt entry.Instant  `json:"createdAt"`
}

// House is a team as the rules see it; a rule changes it in place.
type House struct {
	Name    string
	Seats   map[string]entry.TeamRole // by user id
	Deleted bool
}

// Stale is a project whose members may differ from what its team gives.
type Stale struct {
	Project string
	Actor   string // who changed the team or themselves last
	Version int64  // grows with each change
}

// StalePerson has not heard yet that a team of theirs has changed.
type StalePerson struct {
	User, Team string
	Actor      string
	Version    int64
}

// Store keeps teams. Every method is atomic and durable when it returns; what is
// not there is a fault of kind NotFound. Implementations: packages sqlite and mongo.
type Store interface {
	// CreateTeam stores a team with its maker as owner.
	CreateTeam(ctx context.Context, t Team, maker string) error
	// Teams gives the teams that a person is in, oldest first.
	Teams(ctx context.Context, user string) ([]Team, error)
	// Team gives a team as a person of it sees it; NotFound to all others.
	Team(ctx context.Context, id, user string) (Team, error)
	// Roster gives everyone in a team.
	Roster(ctx context.Context, team string) ([]entry.Seat, error)
	// ChangeTeam reads a team, has it changed and writes it, all in one
	// transaction. Where seats changed, the team's projects are marked as stale,
	// and where anything did, its people; invitations by those whose role fell end.
	ChangeTeam(ctx context.Context, id, actor string, change func(*House) error) error
	// StaleProjects gives those that are marked.
	StaleProjects(ctx context.Context) ([]Stale, error)
	// Settled takes a mark away, unless it was set anew since.
	Settled(ctx context.Context, stale Stale) error
	// StalePeople gives who has not heard yet that a team of theirs has changed.
	StalePeople(ctx context.Context) ([]StalePerson, error)
	// Told takes a mark away, unless it was set anew since.
	Told(ctx context.Context, stale StalePerson) error

	// CreateInvite stores an invitation, after may has looked at the team.
	CreateInvite(ctx context.Context, invite Invite, hash Hash, may func(*House, int) error) error
	// Invites gives a team's invitations that have not ended, newest first, expired ones too.
	Invites(ctx context.Context, team string) ([]Invite, error)
	// Invite gives the invitation of a secret, with the team's and the maker's names.
	Invite(ctx context.Context, hash Hash) (Offer, error)
	// EndInvite has an invitation ended, found by its id in a team.
	EndInvite(ctx context.Context, team, id, actor string, end func(*House, *Invite) error) error
	// UseInvite has an invitation used by its secret, with the person's address.
	UseInvite(ctx context.Context, hash Hash, user string, use func(house *House, invite *Invite, email string) error) error
}

var errNotFound = fault.New(fault.NotFound, "There is no such team.")

// rename changes the name.
func (h *House) rename(actor, name string) error {
	if _, err := h.may(actor, "team.rename"); err != nil {
		return err
	}
	name, err := checkName(name)
	if err != nil {
		return err
	}
	h.Name = name
	return nil
}

// remove deletes the team.
func (h *House) remove(actor string) error {
	if _, err := h.may(actor, "team.delete"); err != nil {
		return err
	}
	h.Deleted = true
	clear(h.Seats)
	return nil
}

// seat gives somebody of the team another role, "" to take them out. Everyone
// may leave, and the last owner stays one.
func (h *House) seat(actor, user string, role entry.TeamRole) error {
	own, err := h.may(actor, "team.read")
	if err != nil {
		return err
	}
	present, ok := h.Seats[user]
	if !ok {
		return fault.New(fault.NotFound, "There is nobody of this id in the team.")
	}
	if _, err := h.may(actor, seating(actor, user, role)); err != nil {
		return err
	}
	if aboutOwner := present == entry.TeamOwner || role == entry.TeamOwner; aboutOwner && own != entry.TeamOwner {
		return fault.New(fault.Forbidden, Access["owner.change"].Why)
	}
	if present == entry.TeamOwner && role != entry.TeamOwner && h.owners() == 1 {
		return fault.New(fault.Conflict, "A team keeps at least one owner; make somebody else an owner first.")
	}
	if role == "" {
		delete(h.Seats, user)
	} else {
		h.Seats[user] = role
	}
	return nil
}

// seating names the action that a change of a seat is.
func seating(actor, user string, role entry.TeamRole) string {
	switch {
	case role == "" && actor == user:
		return "team.leave"
	case role == "":
		return "seat.remove"
	}
	return "seat.change"
}

func (h *House) owners() int {
	n := 0
	for _, role := range h.Seats {
		if role == entry.TeamOwner {
			n++
		}
	}
	return n
}

// checkName trims a name and wants 1 to 100 characters that can be seen.
func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return name, fault.Field("/name", "A name is needed.")
	case utf8.RuneCountInString(name) > 100:
		return name, fault.Field("/name", "A name has at most 100 characters.")
	case strings.ContainsFunc(name, entry.Unseen):
		return name, fault.Field("/name", "A name has no control characters.")
	}
	return name, nil
}
