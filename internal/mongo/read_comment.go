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
	return onTask(ctx, db, "comments", onTaskAsk{actor, task, after, limit},
		func(d *commentDoc) (*entry.Comment, string, string) { return &d.Comment, d.Project, d.ID })
}

// Attachments implements api.Reads.
func (db *DB) Attachments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Attachment], error) {
	return onTask(ctx, db, "attachments", onTaskAsk{actor, task, after, limit},
		func(d *attachmentDoc) (*entry.Attachment, string, string) { return &d.Attachment, d.Project, d.ID })
}

type onTaskAsk struct {
	actor, task, after string
	limit              int
}

// onTask lists what hangs on a task in the order in which it was made, after the
// thing of an id; empty for strangers. of gives a document's thing, its project and id.
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
	find := options.Find().SetSort(bson.D{{Key: "createdAt", Value: 1}, {Key: "_id", Value: 1}}).SetLimit(int64(ask.limit) + 1)
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
	same := bson.D{{Key: "createdAt", Value: d.CreatedAt}, {Key: "_id", Value: is("$gt", ask.after)}}
	return either(is("createdAt", is("$gt", d.CreatedAt)), same), err
}
