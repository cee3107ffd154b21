package mongo

import (
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/journal"
)

// markDoc says where a further command of an atomic group may stand. It is written
// before its entry is: only the entry says whether it took effect (J4).
type markDoc struct {
	ID   string  `bson:"_id"` // stream/command
	Seqs []int64 `bson:"seqs"`
}

func (db *DB) marks() *mongo.Collection { return db.db.Collection("grouped") }

func markID(stream, command string) string { return stream + "/" + command }

// markGrouped notes where the grouped commands of a batch are about to stand.
func (db *DB) markGrouped(ctx context.Context, b *journal.Batch) error {
	var models []mongo.WriteModel
	for i := range b.Entries {
		for _, g := range b.Entries[i].Grouped {
			models = append(models, mongo.NewUpdateOneModel().SetFilter(byID(markID(b.Stream, g.Command))).SetUpsert(true).
				SetUpdate(bson.D{{Key: "$addToSet", Value: bson.D{{Key: "seqs", Value: b.Entries[i].Seq}}}}))
		}
	}
	_, err := db.marks().BulkWrite(ctx, models)
	return translate(err)
}

// inGroups tells whether one of the commands has taken effect in an atomic group up
// to a seq.
func (db *DB) inGroups(ctx context.Context, stream string, commands []string, upTo int64) (used bool, err error) {
	if len(commands) == 0 {
		return false, nil
	}
	ids := make([]string, len(commands))
	for i, command := range commands {
		ids[i] = markID(stream, command)
	}
	filter := bson.D{{Key: "_id", Value: among(ids)}}
	if len(ids) == 1 {
		filter = byID(ids[0])
	}
	var found []markDoc
	if err := each(ctx, db, "grouped", filter, nil, func(d *markDoc) { found = append(found, *d) }); err != nil {
		return false, err
	}
	for _, mark := range found {
		doc, err := db.marked(ctx, stream, mark.ID[len(stream)+1:], mark.Seqs, upTo)
		if doc != nil || err != nil {
			return doc != nil, err
		}
	}
	return false, nil
}

// marked gives the entry, up to a seq, in whose group a command took effect; nil
// where none has.
func (db *DB) marked(ctx context.Context, stream, command string, seqs []int64, upTo int64) (found *entryDoc, err error) {
	for _, seq := range seqs {
		if seq > upTo {
			continue
		}
		err = each(ctx, db, "entries", byID(entryID(stream, seq)), nil, func(d *entryDoc) {
			if slices.ContainsFunc(d.Grouped, func(g groupedDoc) bool { return g.Command == command }) {
				found = d
			}
		})
		if err != nil || found != nil {
			break
		}
	}
	return found, err
}
