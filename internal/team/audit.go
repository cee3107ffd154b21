package team

import (
	"context"
	"maps"
	"slices"

	"tandem/internal/audit"
	"tandem/internal/fault"
)

// write changes a team and records what became of it.
func (s *Service) write(ctx context.Context, id, actor string, change func(*House) error) error {
	var told []audit.Record
	return s.store.ChangeTeam(audit.Later(ctx, func() []audit.Record { return told }), id, actor, func(h *House) error {
		before := House{h.Name, maps.Clone(h.Seats), h.Deleted}
		err := change(h)
		told = changed(id, &before, h)
		return err
	})
}

// changed tells what of a change is recorded. Who comes in is told by what let
// them in, such as an invitation.
func changed(id string, before, now *House) (told []audit.Record) {
	if now.Deleted {
		return []audit.Record{{Kind: audit.TeamDeleted, Team: id, Detail: audit.Detail{"name": now.Name}}}
	}
	if before.Name != now.Name {
		told = append(told, audit.Record{Kind: audit.TeamRenamed, Team: id, Detail: audit.Detail{"from": before.Name, "to": now.Name}})
	}
	for _, user := range slices.Sorted(maps.Keys(before.Seats)) {
		from, to := before.Seats[user], now.Seats[user]
		switch to {
		case from:
		case "":
			told = append(told, audit.Record{Kind: audit.SeatRemoved, Team: id, Subject: user, Detail: audit.Detail{"from": from}})
		default:
			told = append(told, audit.Record{Kind: audit.SeatChanged, Team: id, Subject: user, Detail: audit.Detail{"from": from, "to": to}})
		}
	}
	return told
}

// kindOf says what the log calls the making and the endings of an invitation.
var kindOf = map[Ending]audit.Kind{
	"": audit.InviteCreated, Accepted: audit.InviteAccepted, Declined: audit.InviteDeclined, Revoked: audit.InviteRevoked,
}

// Told is what is recorded of an invitation that has just been made or has just
// ended, by whom; "" for somebody not signed in.
func (i *Invite) Told(user string) audit.Record {
	return audit.Record{Kind: kindOf[i.Ended], Actor: user, Team: i.Team, Subject: i.ID, Detail: audit.Detail{"role": i.Role}}
}

// MayAudit refuses who may not read what happened in a team: NotFound to
// strangers, Forbidden below an admin.
func (s *Service) MayAudit(ctx context.Context, id, actor string) error {
	t, err := s.store.Team(ctx, id, actor)
	if right := Access["audit.read"]; err == nil && !t.Role.Includes(right.Role) {
		err = fault.New(fault.Forbidden, right.Why)
	}
	return err
}
