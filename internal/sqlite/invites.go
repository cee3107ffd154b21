package sqlite

import (
	"context"
	"maps"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

const inviteColumns = `i.id, i.team, i.email, i.role, i.created_by, i.created_at, i.expires_at, coalesce(i.ended, '')`

func inviteFields(i *team.Invite) []any {
	return []any{&i.ID, &i.Team, &i.Email, (*string)(&i.Role), &i.CreatedBy, (*int64)(&i.CreatedAt), (*int64)(&i.ExpiresAt), (*string)(&i.Ended)}
}

// CreateInvite implements team.Store.
func (db *DB) CreateInvite(ctx context.Context, i team.Invite, hash team.Hash, may func(*team.House, int) error) error {
	return fault.Wrap("create invitation", db.once(ctx, func(tx *writing) error {
		house, err := tx.house(i.Team)
		if err != nil {
			return err
		}
		var waiting int
		if err := tx.row(`SELECT count(*) FROM invites WHERE team = ? AND ended IS NULL AND expires_at > ?`,
			[]any{i.Team, int64(i.CreatedAt)}, &waiting); err != nil {
			return err
		}
		if err := may(&house, waiting); err != nil {
			return err
		}
		tx.note(i.Told(i.CreatedBy))
		return fault.First(
			tx.exec(`INSERT INTO invites (id, team, email, role, hash, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
				i.ID, i.Team, text(i.Email), string(i.Role), hash[:], i.CreatedBy, int64(i.CreatedAt), int64(i.ExpiresAt)),
			tx.markInviters(i.Team, i.CreatedBy, &house),
		)
	}))
}

// Invites implements team.Store.
func (db *DB) Invites(ctx context.Context, id string) ([]team.Invite, error) {
	return list(ctx, db.read, func(row scanner) (team.Invite, error) {
		var i team.Invite
		err := row.Scan(inviteFields(&i)...)
		return i, err
	}, `SELECT `+inviteColumns+` FROM invites i WHERE i.team = ? AND i.ended IS NULL ORDER BY i.id DESC`, id)
}

// Invite implements team.Store.
func (db *DB) Invite(ctx context.Context, hash team.Hash) (team.Offer, error) {
	var o team.Offer
	err := db.read.QueryRowContext(ctx, `SELECT `+inviteColumns+`, t.name, u.name FROM invites i
		JOIN teams t ON t.id = i.team AND t.deleted_at IS NULL JOIN users u ON u.id = i.created_by WHERE i.hash = ?`, hash[:]).
		Scan(append(inviteFields(&o.Invite), &o.TeamName, &o.InvitedBy)...)
	return o, fault.Wrap("read invitation", missing("invitation", err))
}

// EndInvite implements team.Store; the invitation is nil where there is none.
func (db *DB) EndInvite(ctx context.Context, id, invite, actor string, end func(*team.House, *team.Invite) error) error {
	return fault.Wrap("end invitation", db.once(ctx, func(tx *writing) error {
		house, err := tx.house(id)
		if err != nil {
			return err
		}
		i, err := tx.invite(`i.team = ? AND i.id = ?`, id, invite)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err := end(&house, i); err != nil {
			return err
		}
		tx.note(i.Told(actor))
		return fault.First(tx.saveEnding(i), tx.markInviters(id, actor, &house))
	}))
}

// UseInvite implements team.Store.
func (db *DB) UseInvite(ctx context.Context, hash team.Hash, user string, use func(*team.House, *team.Invite, string) error) error {
	return fault.Wrap("use invitation", db.once(ctx, func(tx *writing) error {
		email := ""
		if user != "" {
			if err := tx.row(`SELECT email FROM users WHERE id = ?`, []any{user}, &email); err != nil {
				return missing("account", err)
			}
		}
		return tx.useInvite(hash, user, func(house *team.House, i *team.Invite) error { return use(house, i, email) })
	}))
}

// useInvite has an invitation used and writes what that has changed.
func (tx *writing) useInvite(hash team.Hash, actor string, use func(*team.House, *team.Invite) error) error {
	i, err := tx.invite(`i.hash = ?`, hash[:])
	if err != nil {
		return err
	}
	house, err := tx.house(i.Team)
	if err != nil {
		return err
	}
	before := maps.Clone(house.Seats)
	if err := use(&house, i); err != nil {
		return err
	}
	tx.note(i.Told(actor))
	if actor == "" {
		actor = i.CreatedBy
	}
	return fault.First(tx.saveEnding(i), tx.saveSeats(i.Team, actor, before, house.Seats), tx.markInviters(i.Team, actor, &house))
}

func (tx *writing) invite(where string, args ...any) (*team.Invite, error) {
	i := &team.Invite{}
	err := tx.row(`SELECT `+inviteColumns+` FROM invites i WHERE `+where, args, inviteFields(i)...)
	if err != nil {
		return nil, missing("invitation", err)
	}
	return i, nil
}

func (tx *writing) saveEnding(i *team.Invite) error {
	return tx.exec(`UPDATE invites SET ended = ?, ended_at = unixepoch() * 1000 WHERE id = ?`, string(i.Ended), i.ID)
}

// endInvitesBy ends what somebody has offered and could offer no more.
func (tx *writing) endInvitesBy(team, user string) error {
	return tx.exec(`UPDATE invites SET ended = 'revoked', ended_at = unixepoch() * 1000 WHERE team = ? AND created_by = ? AND ended IS NULL`,
		team, user)
}

// markInviters marks those who see the team's invitations.
func (tx *writing) markInviters(id, actor string, house *team.House) error {
	var people []string
	for user, role := range house.Seats {
		if role.Includes(team.Access["invite.read"].Role) {
			people = append(people, user)
		}
	}
	return tx.markPeople(id, actor, people)
}

// markPeople notes who has to be told that a team has changed.
func (tx *writing) markPeople(team, actor string, people []string) error {
	for _, user := range people {
		err := tx.exec(`INSERT INTO stale_people (user, team, version, actor) VALUES (?, ?, 1, ?)
			ON CONFLICT (user, team) DO UPDATE SET version = version + 1, actor = excluded.actor`, user, team, actor)
		if err != nil {
			return err
		}
	}
	return nil
}

// StalePeople implements team.Store.
func (db *DB) StalePeople(ctx context.Context) ([]team.StalePerson, error) {
	return list(ctx, db.read, func(row scanner) (team.StalePerson, error) {
		var s team.StalePerson
		err := row.Scan(&s.User, &s.Team, &s.Version, &s.Actor)
		return s, err
	}, `SELECT user, team, version, actor FROM stale_people`)
}

// Told implements team.Store.
func (db *DB) Told(ctx context.Context, stale team.StalePerson) error {
	return fault.Wrap("note told", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM stale_people WHERE user = ? AND team = ? AND version = ?`, stale.User, stale.Team, stale.Version)
	}))
}

// fell tells whether somebody has lost rights in a team.
func fell(before, after entry.TeamRole) bool { return before != "" && !after.Includes(before) }
