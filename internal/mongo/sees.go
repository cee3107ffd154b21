package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/fault"
)

// Sees implements journal.Store.
func (db *DB) Sees(ctx context.Context, actor string, tasks []string) (map[string]bool, error) {
	projects := map[string][]string{} // to tasks
	err := each(ctx, db, "tasks", bson.D{{Key: "_id", Value: among(tasks)}, {Key: "deletedAt", Value: nil}}, nil, func(d *taskDoc) {
		projects[d.Project] = append(projects[d.Project], d.ID)
	})
	if err != nil {
		return nil, fault.Wrap("see tasks", err)
	}
	seen := map[string]bool{}
	visible, err := db.visible(ctx, actor, projects)
	for _, project := range visible {
		for _, task := range projects[project] {
			seen[task] = true
		}
	}
	return seen, fault.Wrap("see tasks", err)
}

// visible gives those of the projects that are there and that a person is in.
func (db *DB) visible(ctx context.Context, actor string, projects map[string][]string) ([]string, error) {
	var own, there []string
	for project := range projects {
		own = append(own, memberID(project, actor))
	}
	if len(own) == 0 {
		return nil, nil
	}
	var mine []string
	err := each(ctx, db, "members", bson.D{{Key: "_id", Value: among(own)}, {Key: "goneAt", Value: nil}}, nil, func(d *memberDoc) { mine = append(mine, d.Project) })
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	err = each(ctx, db, "projects", bson.D{{Key: "_id", Value: among(mine)}, {Key: "deletedAt", Value: nil}}, nil, func(d *projectDoc) { there = append(there, d.ID) })
	return there, err
}
