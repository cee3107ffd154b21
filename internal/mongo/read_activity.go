package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

// mostBack is how many projects a task is followed back through.
const mostBack = 20

// pastOf gives a task and those that it was in other projects, the latest first,
// with their projects.
func (db *DB) pastOf(ctx context.Context, task string) (past []*taskDoc, err error) {
	past = []*taskDoc{{}}
	past[0].ID = task
	for i := 0; i < len(past) && i < mostBack && err == nil; i++ {
		err = each(ctx, db, "tasks", is("movedTo", past[i].ID), nil, func(d *taskDoc) { past = append(past, d) })
	}
	return past, err
}

// CameFrom implements activity.Store.
func (db *DB) CameFrom(ctx context.Context, task string) ([]string, error) {
	past, err := db.pastOf(ctx, task)
	var projects []string
	for _, t := range past[1:] {
		projects = append(projects, t.Project)
	}
	return projects, fault.Wrap("look where a task came from", err)
}

// Activity implements activity.Store. Of a deleted task only that it was deleted
// comes out; a task's past in another project to those who see that one too.
func (db *DB) Activity(ctx context.Context, actor string, f *wire.ActivityFilter) (wire.Page[wire.ActivityItem], error) {
	page := wire.Page[wire.ActivityItem]{Items: []wire.ActivityItem{}}
	past := []string{""} // of the project, one list
	if f.Task != "" {
		tasks, err := db.pastOf(ctx, f.Task)
		if err != nil {
			return page, fault.Wrap("list activity", err)
		}
		past = nil
		for _, t := range tasks {
			past = append(past, t.ID)
		}
	}
	var last wire.ActivityCursor
	for back, task := range past {
		if f.Cursor != nil && int64(back) < f.Cursor.Back || page.NextCursor != nil {
			continue
		}
		err := db.eachItem(ctx, actor, itemsOf(f, task, int64(back)), f.Task == "", func(d *activityDoc, t *taskDoc) bool {
			if len(page.Items) == f.Limit {
				page.NextCursor = wire.Cursor(last)
				return false
			}
			page.Items, last = append(page.Items, d.item(t)), wire.ActivityCursor{Back: int64(back), Seq: d.Seq, Part: d.Part}
			return true
		})
		if err != nil {
			return page, fault.Wrap("list activity", err)
		}
	}
	return page, fault.Wrap("list activity", db.nameTasks(ctx, actor, page.Items))
}

// itemsOf is what a filter asks for: of a project, or of a task that was once another.
func itemsOf(f *wire.ActivityFilter, task string, back int64) bson.D {
	var where bson.D
	if task == "" {
		where = is("project", f.Project)
	} else {
		where = bson.D{{Key: "task", Value: task}, {Key: "deed", Value: bson.D{{Key: "$ne", Value: "left"}}}}
	}
	actor := bson.D{}
	if len(f.Actors) > 0 {
		actor = append(actor, among(f.Actors)...)
	}
	if f.But != "" {
		actor = append(actor, bson.E{Key: "$ne", Value: f.But})
	}
	seq := bson.D{}
	if f.After > 0 {
		seq = append(seq, bson.E{Key: "$gt", Value: f.After})
	}
	if f.Before > 0 {
		seq = append(seq, bson.E{Key: "$lt", Value: f.Before})
	}
	for field, part := range map[string]bson.D{"actor": actor, "seq": seq} {
		if len(part) > 0 {
			where = append(where, bson.E{Key: field, Value: part})
		}
	}
	if len(f.Kinds) > 0 {
		where = append(where, bson.E{Key: "kind", Value: among(f.Kinds)})
	}
	if len(f.Tasks) > 0 {
		where = append(where, bson.E{Key: "$and", Value: bson.A{is("task", among(f.Tasks))}})
	}
	if c := f.Cursor; c != nil && c.Back == back {
		where = append(where, bson.E{Key: "$or", Value: bson.A{
			is("seq", bson.D{{Key: "$lt", Value: c.Seq}}), bson.D{{Key: "seq", Value: c.Seq}, {Key: "part", Value: bson.D{{Key: "$lt", Value: c.Part}}}},
		}})
	}
	return where
}

// itemsTogether are read at once, with the tasks that they are about.
const itemsTogether = 100

// eachItem shows the items that a filter finds and that a person may see, the newest
// first, until it is told to stop; where hidesDeleted is set, of deleted tasks only
// that they went.
func (db *DB) eachItem(ctx context.Context, actor string, filter bson.D, hidesDeleted bool, show func(*activityDoc, *taskDoc) bool) error {
	cursor, err := db.db.Collection("activity").Find(ctx, filter,
		options.Find().SetSort(bson.D{{Key: "seq", Value: -1}, {Key: "part", Value: -1}}).SetBatchSize(itemsTogether))
	if err != nil {
		return translate(err)
	}
	defer cursor.Close(ctx)
	for {
		var items []*activityDoc
		for len(items) < itemsTogether && cursor.Next(ctx) {
			d := &activityDoc{}
			if err := cursor.Decode(d); err != nil {
				return err
			}
			items = append(items, d)
		}
		if err := cursor.Err(); err != nil || len(items) == 0 {
			return translate(err)
		}
		tasks, seen, err := db.about(ctx, actor, items)
		if err != nil {
			return err
		}
		for _, d := range items {
			t := tasks[d.Task]
			isHidden := hidesDeleted && t != nil && t.DeletedAt != nil && !(d.Kind == wire.TaskActivity && (d.Deed == "deleted" || d.Deed == "left"))
			if seen[d.Project] && !isHidden && !show(d, t) {
				return nil
			}
		}
	}
}

// about gives the tasks that items are about, and in which of their projects a
// person is.
func (db *DB) about(ctx context.Context, actor string, items []*activityDoc) (tasks map[string]*taskDoc, seen map[string]bool, err error) {
	tasks, seen = map[string]*taskDoc{}, map[string]bool{}
	ids, own := map[string]bool{}, map[string]bool{}
	for _, d := range items {
		ids[d.Task], own[memberID(d.Project, actor)] = true, true
	}
	err = fault.First(
		each(ctx, db, "tasks", is("_id", among(keysOf(ids))), bson.D{{Key: "description", Value: 0}, {Key: "changes", Value: 0}}, func(d *taskDoc) { tasks[d.ID] = d }),
		each(ctx, db, "members", bson.D{{Key: "_id", Value: among(keysOf(own))}, there}, nil, func(d *memberDoc) { seen[d.Project] = true }),
	)
	return tasks, seen, err
}

// nameTasks fills in what other tasks are called that items name, where the person
// may see them.
func (db *DB) nameTasks(ctx context.Context, actor string, items []wire.ActivityItem) error {
	named := projection.NamedTasks(items)
	if len(named) == 0 {
		return nil
	}
	found, own, seen := []*taskDoc{}, map[string]bool{}, map[string]bool{}
	err := each(ctx, db, "tasks", bson.D{{Key: "_id", Value: among(keysOf(named))}, {Key: "deletedAt", Value: nil}}, nil, func(d *taskDoc) {
		found, own[memberID(d.Project, actor)] = append(found, d), true
	})
	if err != nil {
		return err
	}
	err = each(ctx, db, "members", bson.D{{Key: "_id", Value: among(keysOf(own))}, there}, nil, func(d *memberDoc) { seen[d.Project] = true })
	for _, t := range found {
		for _, v := range named[t.ID] {
			if seen[t.Project] {
				v.Text = t.Key
			}
		}
	}
	return err
}

// Writings implements activity.Store.
func (db *DB) Writings(ctx context.Context, in, task string) ([]wire.Writing, error) {
	found := []wire.Writing{}
	docs, err := all[activityDoc](ctx, db, "activity", bson.D{
		{Key: "project", Value: in}, {Key: "task", Value: task}, {Key: "kind", Value: wire.TaskActivity},
		{Key: "$or", Value: bson.A{is("field", "description"), is("deed", among([]string{"created", "arrived"}))}},
	}, bson.D{{Key: "seq", Value: 1}, {Key: "part", Value: 1}})
	if err != nil {
		return nil, fault.Wrap("list writings", err)
	}
	ids, commands := make([]string, len(docs)), map[int64]string{}
	for i, d := range docs {
		ids[i] = entryID(in, d.Seq)
	}
	err = each(ctx, db, "entries", is("_id", among(ids)), bson.D{{Key: "events", Value: 0}}, func(d *entryDoc) {
		e := d.entry()
		commands[d.Seq] = e.Command
	})
	for _, d := range docs {
		if command, isThere := commands[d.Seq]; isThere {
			found = append(found, wire.Writing{Seq: d.Seq, At: d.At, Actor: d.Actor, Command: command})
		}
	}
	return found, fault.Wrap("list writings", err)
}

// mostCounted is up to where changes are counted: more is many.
const mostCounted = 1000

// ActivitySince implements activity.Store.
func (db *DB) ActivitySince(ctx context.Context, actor, in string, after int64) (changes, tasks int64, err error) {
	filter := bson.D{
		{Key: "project", Value: in}, {Key: "seq", Value: bson.D{{Key: "$gt", Value: after}}},
		{Key: "actor", Value: bson.D{{Key: "$ne", Value: actor}}}, {Key: "task", Value: bson.D{{Key: "$ne", Value: ""}}},
	}
	changed := map[string]bool{}
	err = db.eachItem(ctx, actor, filter, true, func(d *activityDoc, t *taskDoc) bool {
		if t != nil {
			changed[d.Task] = true
			changes++
		}
		return changes < mostCounted
	})
	return changes, int64(len(changed)), fault.Wrap("count activity", err)
}
