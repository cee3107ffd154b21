package mongo

import (
	"context"
	"maps"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

type inviteDoc struct {
	ID        string         `bson:"_id"`
	Team      string         `bson:"team"`
	Email     *string        `bson:"email"` // only who has this address may accept; null: whoever has the link
	Role      entry.TeamRole `bson:"role"`
	Hash      []byte         `bson:"hash"`
	CreatedBy string         `bson:"createdBy"`
	CreatedAt entry.Instant  `bson:"createdAt"`
	ExpiresAt entry.Instant  `bson:"expiresAt"`
	EndedAt   *entry.Instant `bson:"endedAt"`
	Ended     *team.Ending   `bson:"ended"` // null while it waits
}

func (d *inviteDoc) invite() *team.Invite {
	i := &team.Invite{
		ID: d.ID, Team: d.Team, Email: d.Email, Role: d.Role, CreatedBy: d.CreatedBy, CreatedAt: d.CreatedAt, ExpiresAt: d.ExpiresAt,
	}
	if d.Ended != nil {
		i.Ended = *d.Ended
	}
	return i
}

// CreateInvite implements team.Store.
func (db *DB) CreateInvite(ctx context.Context, i team.Invite, hash team.Hash, may func(*team.House, int) error) error {
	return fault.Wrap("create invitation", db.once(ctx, func(tx *writing) error {
		d, err := db.teamDoc(tx.ctx, i.Team)
		if err != nil {
			return err
		}
		pending, err := db.inviteDocs(tx.ctx, append(is("team", i.Team), bson.E{Key: "expiresAt", Value: bson.D{{Key: "$gt", Value: i.CreatedAt}}}))
		if err != nil {
			return err
		}
		house := d.house()
		if err := may(&house, len(pending)); err != nil {
			return err
		}
		tx.note(i.Told(i.CreatedBy))
		tx.put("invites", i.ID, inviteDoc{
			ID: i.ID, Team: i.Team, Email: i.Email, Role: i.Role, Hash: hash[:], CreatedBy: i.CreatedBy, CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt,
		})
		tx.markInviters(i.Team, i.CreatedBy, &house)
		return nil
	}))
}

// inviteDocs are those that wait, of what a filter finds, newest first.
func (db *DB) inviteDocs(ctx context.Context, filter bson.D) ([]*inviteDoc, error) {
	return all[inviteDoc](ctx, db, "invites", append(filter, bson.E{Key: "ended", Value: nil}), is("_id", -1))
}

// Invites implements team.Store.
func (db *DB) Invites(ctx context.Context, id string) ([]team.Invite, error) {
	docs, err := db.inviteDocs(ctx, is("team", id))
	list := make([]team.Invite, len(docs))
	for i, d := range docs {
		list[i] = *d.invite()
	}
	return list, err
}

func (db *DB) inviteDoc(ctx context.Context, filter bson.D) (*inviteDoc, error) {
	return one[inviteDoc](ctx, db, "invitation", "invites", filter)
}

// Invite implements team.Store.
func (db *DB) Invite(ctx context.Context, hash team.Hash) (team.Offer, error) {
	d, err := db.inviteDoc(ctx, is("hash", hash[:]))
	if err != nil {
		return team.Offer{}, err
	}
	t, err := db.teamDoc(ctx, d.Team)
	if err == nil && t.DeletedAt != nil {
		err = fault.New(fault.NotFound, "There is no such invitation.")
	}
	if err != nil {
		return team.Offer{}, err
	}
	maker, err := db.userDoc(ctx, byID(d.CreatedBy))
	return team.Offer{Invite: *d.invite(), TeamName: t.Name, InvitedBy: maker.Name}, err
}

// EndInvite implements team.Store; the invitation is nil where there is none.
func (db *DB) EndInvite(ctx context.Context, id, invite, actor string, end func(*team.House, *team.Invite) error) error {
	return fault.Wrap("end invitation", db.once(ctx, func(tx *writing) error {
		t, err := db.teamDoc(tx.ctx, id)
		if err != nil {
			return err
		}
		house := t.house()
		d, err := db.inviteDoc(tx.ctx, append(byID(invite), is("team", id)...))
		if fault.Is(err, fault.NotFound) {
			return fault.First(end(&house, nil), err)
		}
		if err != nil {
			return err
		}
		i := d.invite()
		if err := end(&house, i); err != nil {
			return err
		}
		tx.note(i.Told(actor))
		tx.saveEnding(d, i.Ended)
		tx.markInviters(id, actor, &house)
		return nil
	}))
}

// UseInvite implements team.Store.
func (db *DB) UseInvite(ctx context.Context, hash team.Hash, user string, use func(*team.House, *team.Invite, string) error) error {
	return fault.Wrap("use invitation", db.once(ctx, func(tx *writing) error {
		email := ""
		if user != "" {
			d, err := db.userDoc(tx.ctx, byID(user))
			if err != nil {
				return err
			}
			email = d.Email
		}
		return tx.useInvite(hash, user, func(house *team.House, i *team.Invite) error { return use(house, i, email) })
	}))
}

// useInvite has an invitation used and writes what that has changed.
func (tx *writing) useInvite(hash team.Hash, actor string, use func(*team.House, *team.Invite) error) error {
	d, err := tx.db.inviteDoc(tx.ctx, is("hash", hash[:]))
	if err != nil {
		return err
	}
	t, err := tx.db.teamDoc(tx.ctx, d.Team)
	if err != nil {
		return err
	}
	house, i := t.house(), d.invite()
	before := maps.Clone(house.Seats)
	if err := use(&house, i); err != nil {
		return err
	}
	tx.note(i.Told(actor))
	if actor == "" {
		actor = i.CreatedBy
	}
	tx.saveEnding(d, i.Ended)
	tx.markInviters(i.Team, actor, &house)
	return tx.saveTeam(t, actor, before, house.Seats)
}

func (tx *writing) saveEnding(d *inviteDoc, how team.Ending) {
	d.Ended, d.EndedAt = &how, &tx.at
	tx.put("invites", d.ID, d)
}

// endInvitesBy ends what somebody has offered and could offer no more.
func (tx *writing) endInvitesBy(id, user string) error {
	docs, err := tx.db.inviteDocs(tx.ctx, append(is("team", id), is("createdBy", user)...))
	for _, d := range docs {
		tx.saveEnding(d, team.Revoked)
	}
	return err
}

// markInviters marks those who see the team's invitations.
func (tx *writing) markInviters(id, actor string, house *team.House) {
	var people []string
	for user, role := range house.Seats {
		if role.Includes(team.Access["invite.read"].Role) {
			people = append(people, user)
		}
	}
	tx.markPeople(id, actor, people)
}
