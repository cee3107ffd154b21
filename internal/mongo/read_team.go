package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

var stateOf = map[wire.ProjectState]bson.D{
	wire.ActiveProjects:   {{Key: "deletedAt", Value: nil}, {Key: "archivedAt", Value: nil}},
	wire.ArchivedProjects: {{Key: "deletedAt", Value: nil}, {Key: "archivedAt", Value: other(nil)}},
}

func other(value any) bson.D { return bson.D{{Key: "$ne", Value: value}} }

// TeamProjects implements api.Reads.
func (db *DB) TeamProjects(ctx context.Context, actor, team string, state wire.ProjectState, deletedSince entry.Instant) ([]wire.TeamProject, error) {
	if _, err := db.Team(ctx, team, actor); err != nil {
		return nil, err
	}
	roles, err := db.memberships(ctx, actor)
	if err != nil {
		return nil, err
	}
	filter := append(is("team", team), stateOf[state]...)
	if state == wire.DeletedProjects {
		filter = append(filter, bson.E{Key: "deletedAt", Value: bson.D{{Key: "$gte", Value: deletedSince}}})
	}
	docs, err := all[projectDoc](ctx, db, "projects", filter, newestFirst)
	if err != nil {
		return nil, err
	}
	list := []wire.TeamProject{}
	for _, d := range docs {
		role := roles[d.ID]
		if role != "" && (state != wire.DeletedProjects || role == entry.Admin) {
			list = append(list, wire.TeamProject{Project: &d.Project, Role: role, DeletedAt: d.DeletedAt})
		}
	}
	return list, db.countMembers(ctx, list)
}

// countMembers fills in how many people are in each.
func (db *DB) countMembers(ctx context.Context, list []wire.TeamProject) error {
	for i := range list {
		n, err := db.db.Collection("members").CountDocuments(ctx, in(list[i].Project.ID))
		if err != nil {
			return fault.Wrap("count members", translate(err))
		}
		list[i].Members = int(n)
	}
	return nil
}
