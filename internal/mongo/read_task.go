package mongo

import (
	"cmp"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Task implements api.Reads.
func (db *DB) Task(ctx context.Context, actor, ref string) (wire.Seen[entry.Task], error) {
	filter, err := db.referred(ctx, ref)
	if err != nil {
		return wire.Seen[entry.Task]{}, err
	}
	d, err := one[taskDoc](ctx, db, "task", "tasks", filter)
	if err != nil {
		return wire.Seen[entry.Task]{}, err
	}
	p, err := db.inside(ctx, actor, d.Project, "task")
	if err != nil {
		return wire.Seen[entry.Task]{}, err
	}
	return wire.Seen[entry.Task]{
		Thing: &d.Task, Project: d.Project, DeletedAt: cmp.Or(d.DeletedAt, p.DeletedAt), MovedTo: d.MovedTo,
	}, nil
}

// referred is the filter for a reference: an id, or a key such as "WEB-12".
func (db *DB) referred(ctx context.Context, ref string) (bson.D, error) {
	key, number, byKey := entry.SplitKey(ref)
	if !byKey {
		return byID(ref), nil
	}
	p, err := one[projectDoc](ctx, db, "task", "projects", is("key", key))
	return bson.D{{Key: "project", Value: p.ID}, {Key: "number", Value: number}}, err
}

// withoutTexts leaves out of a task what only filters and the rules look at.
var withoutTexts = bson.D{{Key: "folded", Value: 0}, {Key: "sortTitle", Value: 0}, {Key: "changes", Value: 0}}

// Tasks implements api.Reads.
func (db *DB) Tasks(ctx context.Context, actor string, f wire.TaskFilter) (wire.Page[*entry.Task], error) {
	page := wire.Page[*entry.Task]{Items: []*entry.Task{}}
	if sees, err := db.sees(ctx, actor, f.Project); err != nil || !sees {
		return page, err
	}
	where, statuses, err := db.match(ctx, actor, &f)
	if err != nil {
		return page, err
	}
	var at wire.TaskCursor // of the last item
	for _, part := range stretches(f.Sort, statuses) {
		from, any := part.after(f.Cursor)
		if !any {
			continue
		}
		docs, err := db.tasksOf(ctx, bson.D{{Key: "$and", Value: bson.A{where, part.of, from}}}, part.order(), f.Limit+1-len(page.Items))
		if err != nil {
			return page, err
		}
		for _, d := range docs {
			if len(page.Items) == f.Limit {
				page.NextCursor = wire.Cursor(at)
				return page, nil
			}
			page.Items, at = append(page.Items, &d.Task), part.place(f.Sort, &d.Task)
		}
	}
	return page, nil
}

func (db *DB) tasksOf(ctx context.Context, filter, order bson.D, limit int) (docs []*taskDoc, err error) {
	find := options.Find().SetSort(order).SetLimit(int64(limit)).SetProjection(withoutTexts)
	cursor, err := db.db.Collection("tasks").Find(ctx, filter, find)
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	return docs, fault.Wrap("list tasks", translate(err))
}

// WorkOf implements api.Reads.
func (db *DB) WorkOf(ctx context.Context, actor string) ([]*entry.Task, error) {
	list := []*entry.Task{}
	roles, err := db.memberships(ctx, actor)
	if err != nil || len(roles) == 0 {
		return list, err
	}
	atWork := bson.D{{Key: "_id", Value: among(keysOf(roles))}, {Key: "deletedAt", Value: nil}, {Key: "archivedAt", Value: nil}}
	projects, err := all[projectDoc](ctx, db, "projects", atWork, nil)
	if err != nil {
		return list, err
	}
	ids := make([]string, len(projects))
	for i, p := range projects {
		ids[i] = p.ID
	}
	open, err := all[partDoc[entry.Status]](ctx, db, "statuses", bson.D{
		{Key: "project", Value: among(ids)}, {Key: "category", Value: bson.D{{Key: "$nin", Value: bson.A{entry.Done, entry.Cancelled}}}},
	}, nil)
	if err != nil {
		return list, err
	}
	isOpen := map[string]bool{}
	for _, s := range open {
		isOpen[s.Of.ID] = true
	}
	docs, err := db.tasksOf(ctx, bson.D{
		{Key: "assignees", Value: actor}, {Key: "project", Value: among(ids)}, {Key: "archivedAt", Value: nil}, {Key: "deletedAt", Value: nil},
	}, nil, 0)
	for _, d := range docs {
		if isOpen[d.Status] {
			list = append(list, &d.Task)
		}
	}
	slices.SortFunc(list, sooner)
	return list, err
}

// sooner orders work: what is due first, then the more urgent.
func sooner(a, b *entry.Task) int {
	return cmp.Or(
		cmp.Compare(dueOr(a, "9999-99-99"), dueOr(b, "9999-99-99")), slices.Index(priorities, b.Priority)-slices.Index(priorities, a.Priority),
		cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID),
	)
}

// dueOr is the day on which a task is due.
func dueOr(t *entry.Task, none entry.Day) entry.Day {
	if t.DueDate == nil {
		return none
	}
	return *t.DueDate
}
