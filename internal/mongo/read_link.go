package mongo

import (
	"cmp"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// mostLinks is how many tasks TaskLinks gives.
const mostLinks = 1000

// TaskLinks implements api.Reads.
func (db *DB) TaskLinks(ctx context.Context, actor string, task *entry.Task) ([]wire.TaskLink, error) {
	links := []wire.TaskLink{}
	named := append(slices.Clone(task.BlockedBy), task.Related...)
	if task.DuplicateOf != nil {
		named = append(named, *task.DuplicateOf)
	}
	linked := either(
		is("_id", among(named)), bson.D{{Key: "project", Value: task.Project}, {Key: "blockedBy", Value: task.ID}},
		is("related", task.ID), is("duplicateOf", task.ID),
	)
	docs, err := db.tasksOf(ctx, append(linked, bson.E{Key: "deletedAt", Value: nil}), nil, 0)
	if err != nil {
		return nil, err
	}
	seen, err := db.visibleTasks(ctx, actor, docs)
	for _, d := range seen {
		for _, kind := range kindsOf(task, &d.Task) {
			links = append(links, wire.TaskLink{Kind: kind, Task: &d.Task})
		}
	}
	slices.SortFunc(links, func(a, b wire.TaskLink) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Task.CreatedAt, b.Task.CreatedAt), cmp.Compare(a.Task.ID, b.Task.ID))
	})
	return links[:min(len(links), mostLinks)], err
}

// visibleTasks leaves those that a person may see and whose project is there.
func (db *DB) visibleTasks(ctx context.Context, actor string, docs []*taskDoc) ([]*taskDoc, error) {
	projects := map[string][]string{}
	for _, d := range docs {
		projects[d.Project] = nil
	}
	visible, err := db.visible(ctx, actor, projects)
	return slices.DeleteFunc(docs, func(d *taskDoc) bool { return !slices.Contains(visible, d.Project) }), err
}

// kindsOf says all that a task has to do with another.
func kindsOf(task, other *entry.Task) (kinds []wire.LinkKind) {
	for _, link := range []struct {
		kind wire.LinkKind
		has  bool
	}{
		{wire.BlockedBy, slices.Contains(task.BlockedBy, other.ID)},
		{wire.Blocks, other.Project == task.Project && slices.Contains(other.BlockedBy, task.ID)},
		{wire.Related, slices.Contains(task.Related, other.ID) || slices.Contains(other.Related, task.ID)},
		{wire.DuplicateOf, task.DuplicateOf != nil && *task.DuplicateOf == other.ID},
		{wire.DuplicatedBy, other.DuplicateOf != nil && *other.DuplicateOf == task.ID},
	} {
		if link.has {
			kinds = append(kinds, link.kind)
		}
	}
	return kinds
}
