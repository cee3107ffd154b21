package mongo

import (
	"cmp"
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Comment implements api.Reads.
func (db *DB) Comment(ctx context.Context, actor, id string) (wire.Seen[entry.Comment], error) {
	d, err := one[commentDoc](ctx, db, "comment", "comments", byID(id))
	if err != nil {
		return wire.Seen[entry.Comment]{}, err
	}
	gone, err := db.goneWith(ctx, actor, d.Project, d.Task, "comment")
	return wire.Seen[entry.Comment]{Thing: &d.Comment, Project: d.Project, DeletedAt: cmp.Or(d.DeletedAt, gone)}, err
}

// Attachment implements api.Reads.
func (db *DB) Attachment(ctx context.Context, actor, id string) (wire.Seen[entry.Attachment], error) {
	d, err := one[attachmentDoc](ctx, db, "attachment", "attachments", byID(id))
	if err != nil {
		return wire.Seen[entry.Attachment]{}, err
	}
	gone, err := db.goneWith(ctx, actor, d.Project, d.Task, "attachment")
	return wire.Seen[entry.Attachment]{Thing: &d.Attachment, Project: d.Project, DeletedAt: cmp.Or(d.DeletedAt, gone)}, err
}

// goneWith tells when the task that a thing is on was deleted, or their project;
// the thing is NotFound to strangers.
func (db *DB) goneWith(ctx context.Context, actor, project, task, thing string) (*entry.Instant, error) {
	p, err := db.inside(ctx, actor, project, thing)
	if err != nil {
		return nil, err
	}
	t, err := one[taskDoc](ctx, db, thing, "tasks", append(byID(task), is("project", project)...))
	return cmp.Or(t.DeletedAt, p.DeletedAt), err
}

// Comments implements api.Reads.
func (db *DB) Comments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Comment], error) {
	return onTask(ctx, db, "comments", onTaskAsk{actor, task, after, limit, false},
		func(d *commentDoc) (*entry.Comment, string, string) { return &d.Comment, d.Project, d.ID })
}

// LatestComments implements api.Reads.
func (db *DB) LatestComments(ctx context.Context, actor, task, before string, limit int) (wire.Page[*entry.Comment], error) {
	page, err := onTask(ctx, db, "comments", onTaskAsk{actor, task, before, limit, true},
		func(d *commentDoc) (*entry.Comment, string, string) { return &d.Comment, d.Project, d.ID })
	if err != nil || page.NextCursor == nil {
		return page, err
	}
	here := map[string]bool{}
	for below := page.Items; len(below) > 0 && err == nil; page.Items = append(page.Items, below...) {
		below, err = db.answered(ctx, below, here)
	}
	return page, err
}

// answered gives the comments that these answer themselves and that are not here yet.
func (db *DB) answered(ctx context.Context, below []*entry.Comment, here map[string]bool) ([]*entry.Comment, error) {
	for _, c := range below {
		here[c.ID] = true
	}
	var ids []string
	for _, c := range below {
		if c.Parent != nil && !here[*c.Parent] {
			ids = append(ids, *c.Parent)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	cursor, err := db.db.Collection("comments").Find(ctx, bson.D{{Key: "_id", Value: is("$in", ids)}, {Key: "deletedAt", Value: nil}})
	var docs []*commentDoc
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	above := make([]*entry.Comment, len(docs))
	for i, d := range docs {
		above[i] = &d.Comment
	}
	return above, fault.Wrap("list what comments answer", translate(err))
}

// Attachments implements api.Reads.
func (db *DB) Attachments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Attachment], error) {
	return onTask(ctx, db, "attachments", onTaskAsk{actor, task, after, limit, false},
		func(d *attachmentDoc) (*entry.Attachment, string, string) { return &d.Attachment, d.Project, d.ID })
}

type onTaskAsk struct {
	actor, task, after string
	limit              int
	newest             bool // first, and those before the thing of the id
}

// onTask lists what hangs on a task in the order in which it was made or, the newest
// first, in the other one, after the thing of an id; empty for strangers. of gives a document's thing, its project and id.
func onTask[D, T any](ctx context.Context, db *DB, collection string, ask onTaskAsk, of func(*D) (thing *T, project, id string)) (wire.Page[*T], error) {
	page := wire.Page[*T]{Items: []*T{}}
	filter := bson.D{{Key: "task", Value: ask.task}, {Key: "deletedAt", Value: nil}}
	if ask.after != "" {
		from, err := db.afterThing(ctx, collection, ask)
		if from == nil || err != nil {
			return page, err
		}
		filter = append(filter, from...)
	}
	way := 1
	if ask.newest {
		way = -1
	}
	find := options.Find().SetSort(bson.D{{Key: "createdAt", Value: way}, {Key: "_id", Value: way}}).SetLimit(int64(ask.limit) + 1)
	cursor, err := db.db.Collection(collection).Find(ctx, filter, find)
	var docs []*D
	if err == nil {
		err = cursor.All(ctx, &docs)
	}
	if err != nil || len(docs) == 0 {
		return page, fault.Wrap("list "+collection, translate(err))
	}
	_, project, _ := of(docs[0])
	if sees, err := db.sees(ctx, ask.actor, project); err != nil || !sees {
		return page, err
	}
	for _, d := range docs[:min(len(docs), ask.limit)] {
		thing, _, _ := of(d)
		page.Items = append(page.Items, thing)
	}
	if len(docs) > ask.limit {
		_, _, id := of(docs[ask.limit-1])
		page.NextCursor = wire.Cursor(wire.AfterCursor{After: id})
	}
	return page, nil
}

// afterThing chooses what was made after a thing on the same task; nil where that
// is not there.
func (db *DB) afterThing(ctx context.Context, collection string, ask onTaskAsk) (bson.D, error) {
	d, err := one[struct {
		CreatedAt entry.Instant `bson:"createdAt"`
	}](ctx, db, "cursor", collection, append(byID(ask.after), is("task", ask.task)...))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	beyond := "$gt"
	if ask.newest {
		beyond = "$lt"
	}
	same := bson.D{{Key: "createdAt", Value: d.CreatedAt}, {Key: "_id", Value: is(beyond, ask.after)}}
	return either(is("createdAt", is(beyond, d.CreatedAt)), same), err
}
