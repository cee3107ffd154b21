package team

import (
	"crypto/sha256"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Hash is the SHA-256 of an invitation's secret: all that is stored of it.
type Hash = [sha256.Size]byte

// How long an invitation is good for, in milliseconds, and how many may wait.
const (
	inviteFor    = 7 * 24 * 60 * 60 * 1000
	inviteAtMost = 30 * 24 * 60 * 60 * 1000
	maxPending   = 200
)

// Invite lets one person into a team, once: whoever holds its secret and, where
// it names an address, has that one.
type Invite struct {
	ID        string         `json:"id"`
	Team      string         `json:"team"`
	Email     *string        `json:"email"` // null: whoever has the link
	Role      entry.TeamRole `json:"role"`
	CreatedBy string         `json:"createdBy"`
	CreatedAt entry.Instant  `json:"createdAt"`
	ExpiresAt entry.Instant  `json:"expiresAt"`

	Ended Ending `json:"-"`
}

// Ending says how an invitation has ended; "" while it waits.
type Ending string

// The endings; one that has expired has none of them.
const (
	Accepted Ending = "accepted"
	Declined Ending = "declined"
	Revoked  Ending = "revoked"
)

// Offer is an invitation as the person sees who holds its secret.
type Offer struct {
	Invite
	TeamName  string
	InvitedBy string // the maker's name
}

// NoInvite is what is said of an invitation that there is not.
const NoInvite = "There is no such invitation; ask for a new one."

var errNoInvite = fault.New(fault.NotFound, NoInvite)

var endings = map[Ending]string{
	Accepted: "This invitation was used already; ask for a new one.",
	Declined: "This invitation was declined; ask for a new one.",
	Revoked:  "This invitation was taken back; ask for a new one.",
}

// Open gives nil while the invitation can be used, else Gone with the reason.
func (i *Invite) Open(now entry.Instant) error {
	if i.Ended != "" {
		return fault.New(fault.Gone, endings[i.Ended])
	}
	if now >= i.ExpiresAt {
		return fault.New(fault.Gone, "This invitation has expired; ask for a new one.")
	}
	return nil
}

// accept seats a person with this address.
func (i *Invite) accept(h *House, user, email string, now entry.Instant) error {
	if err := i.Open(now); err != nil {
		return err
	}
	if h.Deleted {
		return fault.New(fault.Gone, "The team of this invitation was deleted.")
	}
	if i.Email != nil && !strings.EqualFold(*i.Email, email) {
		return fault.New(fault.Forbidden, "This invitation is for another address; sign in with that one.")
	}
	if _, in := h.Seats[user]; in {
		return fault.New(fault.Conflict, "You are in this team already.")
	}
	h.Seats[user] = i.Role
	i.Ended = Accepted
	return nil
}

// invite wants an owner or admin, and an owner for an owner; waiting is how many
// invitations wait already.
func (h *House) invite(actor string, role entry.TeamRole, waiting int) error {
	if _, err := h.may(actor, "invite.create"); err != nil {
		return err
	}
	if role == entry.TeamOwner {
		if _, err := h.may(actor, "owner.invite"); err != nil {
			return err
		}
	}
	if waiting >= maxPending {
		return fault.New(fault.Conflict, "Two hundred invitations wait already; take some back first.")
	}
	return nil
}

// checkInvite completes an invitation that somebody wants to make.
func checkInvite(i *Invite, now entry.Instant) error {
	var details []fault.Detail
	fail := func(pointer, detail string) {
		details = append(details, fault.Detail{Pointer: pointer, Detail: detail})
	}
	if !i.Role.Valid() {
		fail("/role", "This is none of owner, admin, member, guest.")
	}
	if i.Email != nil {
		address := strings.TrimSpace(*i.Email)
		if !entry.ValidEmail(address) || len(address) > entry.MaxEmail {
			fail("/email", "This is not an e-mail address.")
		}
		i.Email = &address
	}
	if i.ExpiresAt == 0 {
		i.ExpiresAt = now + inviteFor
	}
	if i.ExpiresAt <= now || i.ExpiresAt > now+inviteAtMost {
		fail("/expiresAt", "This lies in the past, or more than 30 days ahead.")
	}
	if details != nil {
		return &fault.Error{Kind: fault.Invalid, Message: "Some of what was sent cannot be used.", Details: details}
	}
	return nil
}
