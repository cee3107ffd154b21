package mongo

import (
	"bytes"
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/migration"
)

// textShape is how descriptions written together stand here: with their clients, and
// with what one commit added to them in one document.
func textShape(t *migration.Table) shape {
	s := shape{collection: "documents", filter: bson.D{}}
	s.remove = func(ctx context.Context, db *DB, key migration.Record) error {
		return db.drop(ctx, s.collection, is("_id", idOf(t, key)))
	}
	switch t.Name {
	case "documents":
		s.parts = wholeText
		s.write = func(r migration.Record, fields bson.D) []mongo.WriteModel {
			version, written := r[3].(int64), r[6].(int64)
			return []mongo.WriteModel{upsert(r[0], append(without(fields, "version"),
				bson.E{Key: "markedAt", Value: version}, bson.E{Key: "isAhead", Value: written < version}))}
		}
	case "document_clients":
		return listed("documents", "clients", "task", t)
	default:
		s.collection = "document_updates"
		s.parts = eachUpdate
		s.write = writeUpdate
	}
	return s
}

// wholeText adds the version that a text has, and how it stands to the journal.
func wholeText(ctx context.Context, db *DB, d bson.D) ([]bson.D, error) {
	task, _ := valueAt(d, "_id").(string)
	text, typed, err := db.history(ctx, task)
	if err != nil || text == nil {
		return nil, err
	}
	mark, _ := text.lastMark(typed)
	version := text.BaseVersion
	for _, t := range typed {
		version = max(version, t.First+int64(len(t.Updates))-1)
	}
	return []bson.D{{
		{Key: "_id", Value: task}, {Key: "base", Value: text.Base}, {Key: "baseVersion", Value: text.BaseVersion}, {Key: "version", Value: version},
		{Key: "mark", Value: bson.D{{Key: "known", Value: mark.Known}, {Key: "knownSeq", Value: mark.KnownSeq}, {Key: "written", Value: mark.Written}}},
	}}, nil
}

// eachUpdate takes apart what one commit has added.
func eachUpdate(ctx context.Context, db *DB, d bson.D) (parts []bson.D, err error) {
	var t typedDoc
	raw, err := bson.Marshal(d)
	if err != nil {
		return nil, err
	}
	dec := bson.NewDecoder(bson.NewDocumentReader(bytes.NewReader(raw)))
	dec.SetRegistry(documents)
	if err := dec.Decode(&t); err != nil {
		return nil, err
	}
	text, err := one[documentDoc](ctx, db, "text", "documents", byID(t.Task))
	for i, u := range t.Updates {
		version := t.First + int64(i)
		if version <= text.BaseVersion {
			continue // it is part of the base already
		}
		changes, fail := migration.SameJSON(u.Changes)
		if fail != nil {
			return nil, fail
		}
		parts = append(parts, bson.D{
			{Key: "task", Value: t.Task}, {Key: "version", Value: version}, {Key: "client", Value: u.Client}, {Key: "number", Value: u.Number},
			{Key: "actor", Value: u.Actor}, {Key: "changes", Value: changes}, {Key: "at", Value: bson.DateTime(t.At)},
		})
	}
	return parts, err
}

func writeUpdate(r migration.Record, _ bson.D) []mongo.WriteModel {
	task, first := r[0].(string), r[1].(int64)
	update := bson.D{{Key: "client", Value: r[2]}, {Key: "number", Value: r[3]}, {Key: "actor", Value: r[4]}, {Key: "changes", Value: r[5]}}
	return []mongo.WriteModel{upsert(entryID(task, first), bson.D{
		{Key: "task", Value: task}, {Key: "first", Value: first}, {Key: "updates", Value: bson.A{update}}, {Key: "at", Value: bson.DateTime(r[6].(int64))},
	})}
}
