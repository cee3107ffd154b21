package mongo

import (
	"context"
	"maps"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

var _ team.Store = (*DB)(nil)

// teamDoc is a team with its people's places.
type teamDoc struct {
	ID        string         `bson:"_id"`
	Name      string         `bson:"name"`
	CreatedAt entry.Instant  `bson:"createdAt"`
	DeletedAt *entry.Instant `bson:"deletedAt"`
	Members   []seatDoc      `bson:"members"`
}

type seatDoc struct {
	User     string         `bson:"user"`
	Role     entry.TeamRole `bson:"role"`
	JoinedAt entry.Instant  `bson:"joinedAt"`
}

func (d *teamDoc) house() team.House {
	house := team.House{Name: d.Name, Seats: map[string]entry.TeamRole{}, Deleted: d.DeletedAt != nil}
	for _, seat := range d.Members {
		house.Seats[seat.User] = seat.Role
	}
	return house
}

// seenBy is the team as one of its people sees it; false for all others.
func (d *teamDoc) seenBy(user string) (team.Team, bool) {
	role := d.house().Seats[user]
	return team.Team{ID: d.ID, Name: d.Name, Role: role, CreatedAt: d.CreatedAt}, role != ""
}

// CreateTeam implements team.Store.
func (db *DB) CreateTeam(ctx context.Context, t team.Team, maker string) error {
	return fault.Wrap("create team", db.once(ctx, func(tx *writing) error {
		if taken, err := tx.some("teams", byID(t.ID)); err != nil || taken {
			return fault.First(err, fault.New(fault.Conflict, "Something of this id or name exists already."))
		}
		tx.put("teams", t.ID, teamDoc{ID: t.ID, Name: t.Name, CreatedAt: t.CreatedAt, Members: []seatDoc{{maker, entry.TeamOwner, t.CreatedAt}}})
		return nil
	}))
}

// Teams implements team.Store.
func (db *DB) Teams(ctx context.Context, user string) ([]team.Team, error) {
	docs, err := all[teamDoc](ctx, db, "teams", is("members.user", user), bson.D{{Key: "createdAt", Value: 1}, {Key: "_id", Value: 1}})
	list := make([]team.Team, 0, len(docs))
	for _, d := range docs {
		t, _ := d.seenBy(user)
		list = append(list, t)
	}
	return list, err
}

// Team implements team.Store.
func (db *DB) Team(ctx context.Context, id, user string) (team.Team, error) {
	d, err := db.teamDoc(ctx, id)
	if err != nil {
		return team.Team{}, err
	}
	t, isIn := d.seenBy(user)
	if !isIn {
		return team.Team{}, fault.New(fault.NotFound, "There is no such team.")
	}
	return t, nil
}

func (db *DB) teamDoc(ctx context.Context, id string) (*teamDoc, error) {
	return one[teamDoc](ctx, db, "team", "teams", byID(id))
}

// ChangeTeam implements team.Store.
func (db *DB) ChangeTeam(ctx context.Context, id, actor string, change func(*team.House) error) error {
	return fault.Wrap("change team", db.once(ctx, func(tx *writing) error {
		d, err := db.teamDoc(tx.ctx, id)
		if err != nil {
			return err
		}
		house := d.house()
		before := maps.Clone(house.Seats)
		if err := change(&house); err != nil {
			return err
		}
		if d.Name != house.Name {
			tx.markPeople(id, actor, slices.Collect(maps.Keys(before)))
		}
		d.Name, d.DeletedAt = house.Name, nil
		if house.Deleted {
			d.DeletedAt = &tx.at
		}
		return tx.saveTeam(d, actor, before, house.Seats)
	}))
}

// saveTeam writes a team, and marks all whom a change of seats concerns.
func (tx *writing) saveTeam(d *teamDoc, actor string, before, after map[string]entry.TeamRole) error {
	d.seat(after, tx.at)
	tx.put("teams", d.ID, d)
	if maps.Equal(before, after) {
		return nil
	}
	concerned := maps.Clone(before)
	maps.Copy(concerned, after)
	for user, role := range before {
		if !after[user].Includes(role) {
			if err := tx.endInvitesBy(d.ID, user); err != nil {
				return err
			}
		}
	}
	projects, err := all[projectDoc](tx.ctx, tx.db, "projects", is("team", d.ID), nil)
	for _, p := range projects {
		tx.markProject(p.ID, actor)
	}
	tx.markPeople(d.ID, actor, slices.Collect(maps.Keys(concerned)))
	return err
}

// seat makes the team's seats those of a house; who was there keeps the moment of joining.
func (d *teamDoc) seat(seats map[string]entry.TeamRole, now entry.Instant) {
	joined := map[string]entry.Instant{}
	for _, seat := range d.Members {
		joined[seat.User] = seat.JoinedAt
	}
	d.Members = d.Members[:0]
	for _, user := range slices.Sorted(maps.Keys(seats)) {
		at, was := joined[user]
		if !was {
			at = now
		}
		d.Members = append(d.Members, seatDoc{user, seats[user], at})
	}
}

// staleDoc is a mark on a project or a person: stale until what follows has taken effect.
type staleDoc struct {
	Project string `bson:"project,omitempty"`
	User    string `bson:"user,omitempty"`
	Team    string `bson:"team,omitempty"`
	Version int64  `bson:"version"` // grows with each change, so that none is taken for settled too early
	Actor   string `bson:"actor"`   // who changed it last
}

// markProject notes that a project's members may differ from what its team gives.
func (tx *writing) markProject(project, actor string) {
	tx.put("stale_projects", project, staleDoc{Project: project, Version: tx.number, Actor: actor})
}

// markPeople notes who has to be told that a team has changed.
func (tx *writing) markPeople(team, actor string, people []string) {
	for _, user := range people {
		tx.put("stale_people", user+"/"+team, staleDoc{User: user, Team: team, Version: tx.number, Actor: actor})
	}
}

// unmark takes a mark away, unless it was set anew since.
func (db *DB) unmark(ctx context.Context, collection, id string, version int64) error {
	return db.write(ctx, func(tx *writing) error {
		is, err := tx.some(collection, append(byID(id), is("version", version)...))
		if err == nil && is {
			tx.remove(collection, id)
		}
		return err
	})
}

// StaleProjects implements team.Store.
func (db *DB) StaleProjects(ctx context.Context) ([]team.Stale, error) {
	docs, err := all[staleDoc](ctx, db, "stale_projects", bson.D{}, nil)
	list := make([]team.Stale, len(docs))
	for i, d := range docs {
		list[i] = team.Stale{Project: d.Project, Actor: d.Actor, Version: d.Version}
	}
	return list, err
}

// Settled implements team.Store.
func (db *DB) Settled(ctx context.Context, s team.Stale) error {
	return fault.Wrap("settle project", db.unmark(ctx, "stale_projects", s.Project, s.Version))
}

// StalePeople implements team.Store.
func (db *DB) StalePeople(ctx context.Context) ([]team.StalePerson, error) {
	docs, err := all[staleDoc](ctx, db, "stale_people", bson.D{}, nil)
	list := make([]team.StalePerson, len(docs))
	for i, d := range docs {
		list[i] = team.StalePerson{User: d.User, Team: d.Team, Actor: d.Actor, Version: d.Version}
	}
	return list, err
}

// Told implements team.Store.
func (db *DB) Told(ctx context.Context, s team.StalePerson) error {
	return fault.Wrap("note told", db.unmark(ctx, "stale_people", s.User+"/"+s.Team, s.Version))
}

// Roster implements journal.Store.
func (db *DB) Roster(ctx context.Context, id string) ([]entry.Seat, error) {
	d, err := db.teamDoc(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	roles := d.house().Seats
	users, err := all[userDoc](ctx, db, "users", is("_id", among(slices.Collect(maps.Keys(roles)))), nil)
	list := make([]entry.Seat, len(users))
	for i, u := range users {
		list[i] = entry.Seat{User: u.user(), Role: roles[u.ID]}
	}
	slices.SortFunc(list, func(a, b entry.Seat) int { return strings.Compare(a.User.ID, b.User.ID) })
	return list, err
}
