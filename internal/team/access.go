package team

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Right is what an action in a team needs, and what those below are told.
type Right struct {
	Role entry.TeamRole
	Why  string // a sentence for a person
}

// Access says which role an action needs, one row for each. HTTP and the rules
// here ask nowhere else; what a team's roles give in its projects is package
// project's. Who may make projects, too.
var Access = map[string]Right{
	"team.read":     {entry.TeamGuest, ""},
	"team.leave":    {entry.TeamGuest, ""},
	"team.rename":   {entry.TeamAdmin, "Only owners and admins rename the team."},
	"seat.change":   {entry.TeamAdmin, "Only owners and admins change who is in the team."},
	"seat.remove":   {entry.TeamAdmin, "Only owners and admins change who is in the team."},
	"invite.read":   {entry.TeamAdmin, "Only owners and admins see who is invited."},
	"invite.create": {entry.TeamAdmin, "Only owners and admins invite people."},
	"invite.revoke": {entry.TeamAdmin, "Only owners and admins take invitations back."},
	"audit.read":    {entry.TeamAdmin, "Only owners and admins read the team's audit log."},
	"owner.change":  {entry.TeamOwner, "Only owners make, change or remove owners."},
	"owner.invite":  {entry.TeamOwner, "Only owners invite owners."},
	"team.delete":   {entry.TeamOwner, "Only owners delete the team."},
}

// may gives a person's role where it reaches for an action; strangers get
// NotFound, all others below Forbidden. An action without a row is nobody's.
func (h *House) may(actor, action string) (entry.TeamRole, error) {
	role, ok := h.Seats[actor]
	if !ok || h.Deleted {
		return "", errNotFound
	}
	right, known := Access[action]
	if !known || !role.Includes(right.Role) {
		return "", fault.New(fault.Forbidden, right.Why)
	}
	return role, nil
}
