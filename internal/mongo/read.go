package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Every read of what people see asks for the membership of the person who asks: a
// document of a project that they may not see cannot come out, and is not found
// exactly like one that does not exist.

// role gives a person's role in a project; to strangers the thing that is asked
// for is NotFound.
func (db *DB) role(ctx context.Context, actor, project, thing string) (entry.Role, error) {
	d, err := one[memberDoc](ctx, db, thing, "members", byID(memberID(project, actor)))
	return d.Role, err
}

// inside is the project of a thing, for those who may see it.
func (db *DB) inside(ctx context.Context, actor, project, thing string) (*projectDoc, error) {
	if _, err := db.role(ctx, actor, project, thing); err != nil {
		return nil, err
	}
	return one[projectDoc](ctx, db, thing, "projects", byID(project))
}

// sees tells whether a person is in a project, deleted or not.
func (db *DB) sees(ctx context.Context, actor, project string) (bool, error) {
	return db.some(ctx, "members", byID(memberID(project, actor)))
}

// Role implements api.Reads.
func (db *DB) Role(ctx context.Context, actor, id string) (wire.Seen[entry.Role], error) {
	seen := wire.Seen[entry.Role]{Project: id}
	role, err := db.role(ctx, actor, id, "project")
	if err != nil {
		return seen, err
	}
	p, err := one[projectDoc](ctx, db, "project", "projects", byID(id))
	seen.Thing, seen.DeletedAt = &role, p.DeletedAt
	return seen, err
}

// Project implements api.Reads.
func (db *DB) Project(ctx context.Context, actor, id string) (wire.Seen[wire.Project], error) {
	seen := wire.Seen[wire.Project]{Project: id}
	p, err := db.inside(ctx, actor, id, "project")
	if err != nil {
		return seen, err
	}
	seen.DeletedAt = p.DeletedAt
	statuses, err := db.statuses(ctx, []string{id})
	seen.Thing = &wire.Project{Project: p.Project, Statuses: statuses[id]}
	return seen, err
}

// byRank is the order of statuses and custom fields.
var byRank = bson.D{{Key: "rank", Value: 1}, {Key: "_id", Value: 1}}

// statuses gives those of projects, in board order.
func (db *DB) statuses(ctx context.Context, projects []string) (map[string][]*entry.Status, error) {
	found := map[string][]*entry.Status{}
	for _, id := range projects {
		found[id] = []*entry.Status{}
	}
	docs, err := all[partDoc[entry.Status]](ctx, db, "statuses", is("project", among(projects)), byRank)
	for _, d := range docs {
		found[d.Project] = append(found[d.Project], &d.Of)
	}
	return found, err
}

// memberships are a person's roles by project.
func (db *DB) memberships(ctx context.Context, actor string) (map[string]entry.Role, error) {
	roles := map[string]entry.Role{}
	docs, err := all[memberDoc](ctx, db, "members", is("user", actor), nil)
	for _, d := range docs {
		roles[d.Project] = d.Role
	}
	return roles, err
}

var newestFirst = bson.D{{Key: "createdAt", Value: -1}, {Key: "_id", Value: 1}}

// Projects implements api.ProjectList.
func (db *DB) Projects(ctx context.Context, actor string) ([]*wire.Project, error) {
	roles, err := db.memberships(ctx, actor)
	if err != nil {
		return nil, err
	}
	ids := keysOf(roles)
	docs, err := all[projectDoc](ctx, db, "projects", bson.D{{Key: "_id", Value: among(ids)}, {Key: "deletedAt", Value: nil}}, newestFirst)
	if err != nil {
		return nil, err
	}
	statuses, err := db.statuses(ctx, ids)
	list := make([]*wire.Project, len(docs))
	for i, d := range docs {
		list[i] = &wire.Project{Project: d.Project, Statuses: statuses[d.ID]}
	}
	return list, err
}

// KeyTaken implements api.Reads: a deleted project keeps its key (D4).
func (db *DB) KeyTaken(ctx context.Context, key string) (bool, error) {
	taken, err := db.some(ctx, "projects", is("key", key))
	return taken, fault.Wrap("look for key", err)
}

// Fields implements api.Reads.
func (db *DB) Fields(ctx context.Context, actor, project string) ([]*entry.Field, error) {
	return partsSeen[entry.Field](ctx, db, actor, project, "fields", byRank)
}

// partsSeen gives parts of a project to who is in it; none to strangers.
func partsSeen[T any](ctx context.Context, db *DB, actor, project, collection string, sort bson.D) ([]*T, error) {
	list := []*T{}
	if sees, err := db.sees(ctx, actor, project); err != nil || !sees {
		return list, err
	}
	docs, err := all[partDoc[T]](ctx, db, collection, is("project", project), sort)
	for _, d := range docs {
		list = append(list, &d.Of)
	}
	return list, err
}
