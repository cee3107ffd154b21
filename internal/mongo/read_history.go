package mongo

import (
	"cmp"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

// Marks implements api.Outline.
func (db *DB) Marks(ctx context.Context, stream string, head journal.Head, count int64) ([]wire.Mark, error) {
	var ids []string
	step := max(1, head.Seq/count)
	for seq := int64(1); seq < head.Seq; seq += step {
		ids = append(ids, entryID(stream, seq))
	}
	ids = append(ids, entryID(stream, head.Seq))
	marks := []wire.Mark{}
	err := each(ctx, db, "entries", is("_id", among(ids)), bson.D{{Key: "seq", Value: 1}, {Key: "at", Value: 1}}, func(d *entryDoc) {
		marks = append(marks, wire.Mark{Seq: d.Seq, At: d.At})
	})
	slices.SortFunc(marks, func(a, b wire.Mark) int { return cmp.Compare(a.Seq, b.Seq) })
	return marks, fault.Wrap("read marks", err)
}

// GoneTasks implements api.Outline.
func (db *DB) GoneTasks(ctx context.Context, project string, before entry.Instant) ([]string, error) {
	ids := []string{}
	gone := append(in(project), bson.E{Key: "deletedAt", Value: other(nil)}, bson.E{Key: "$or", Value: bson.A{
		is("deletedAt", is("$lt", before)), is("movedTo", is("$gt", "")),
	}})
	err := each(ctx, db, "tasks", gone, is("_id", 1), func(d *taskDoc) { ids = append(ids, d.ID) })
	return ids, fault.Wrap("read gone tasks", err)
}
