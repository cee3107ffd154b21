package mongo

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/migration"
)

// shape says how a table's records stand in documents: mostly one in each, under an
// id that its key makes.
type shape struct {
	collection string
	filter     bson.D
	parts      func(ctx context.Context, db *DB, d bson.D) ([]bson.D, error) // of the records in a document
	write      func(r migration.Record, fields bson.D) []mongo.WriteModel
	put        func(ctx context.Context, db *DB, r migration.Record, fields bson.D) error // in place of write
	remove     func(ctx context.Context, db *DB, key migration.Record) error
}

// purgedProjects is the table of those of which only the id and the key are left.
const purgedProjects = "projects"

// shapeOf gives how a table's records stand here.
func shapeOf(t *migration.Table) shape {
	id := func(key migration.Record) any { return idOf(t, key) }
	s := shape{
		collection: t.Collection(), filter: bson.D{},
		parts: func(_ context.Context, _ *DB, d bson.D) ([]bson.D, error) { return []bson.D{d}, nil },
		write: func(r migration.Record, fields bson.D) []mongo.WriteModel {
			return []mongo.WriteModel{upsert(id(t.Key(r)), append(fields, bson.E{Key: "written", Value: int64(0)}))}
		},
	}
	s.remove = func(ctx context.Context, db *DB, key migration.Record) error {
		return db.drop(ctx, s.collection, is("_id", id(key)))
	}
	switch t.Name {
	case purgedProjects:
		s.filter = is("name", "")
	case "devices":
		s.parts = fromID(func(_, rest string) bson.D { return is("hash", unhex(rest)) })
	case "idempotency":
		s.parts = fromID(func(user, rest string) bson.D { return bson.D{{Key: "user", Value: user}, {Key: "key", Value: rest}} })
	case "visits":
		s.parts = func(_ context.Context, _ *DB, d bson.D) ([]bson.D, error) {
			text, _ := valueAt(d, "_id").(string)
			return []bson.D{append(is("_id", unhex(text)), without(d, "_id")...)}, nil
		}
	case "notify_positions":
		s.filter = is("_id", bson.D{{Key: "$gte", Value: notifying + "/"}, {Key: "$lt", Value: notifying + "0"}}) // "0" comes after "/"
		s.parts = fromID(func(_, stream string) bson.D { return is("stream", stream) })
	case "due_position":
		s.filter = byID("due")
	case "team_members":
		s = listed("teams", "members", "team", t)
	case "documents", "document_clients", "document_updates":
		s = textShape(t)
	}
	return s
}

// idOf is the id of the document that a key names.
func idOf(t *migration.Table, key migration.Record) any {
	switch t.Name {
	case "audit":
		return fmt.Sprintf("copied/%d", key[0])
	case "devices":
		return fmt.Sprintf("%s/%x", key...)
	case "visits":
		return fmt.Sprintf("%x", key[0])
	case "outbox":
		return outboxID(key[0].(string), key[2].(string))
	case "notify_positions":
		return positionID(notifying, key[0].(string))
	case "due_position":
		return "due"
	case "document_updates":
		return entryID(key[0].(string), key[1].(int64))
	}
	parts := make([]string, len(key))
	for i := range key {
		parts[i] = key[i].(string)
	}
	return strings.Join(parts, "/")
}

// upsert sets a document's fields, where it is, or makes it. What is null of what
// stands in another document is left out.
func upsert(id any, fields bson.D) mongo.WriteModel {
	fields = slices.DeleteFunc(without(fields, "_id"), func(e bson.E) bool { return e.Value == nil && strings.Contains(e.Key, ".") })
	return mongo.NewUpdateOneModel().SetFilter(is("_id", id)).SetUpdate(set(fields)).SetUpsert(true)
}

func without(d bson.D, name string) bson.D {
	return slices.DeleteFunc(slices.Clone(d), func(e bson.E) bool { return e.Key == name })
}

// fromID adds fields that only the id of a document has.
func fromID(fields func(before, after string) bson.D) func(context.Context, *DB, bson.D) ([]bson.D, error) {
	return func(_ context.Context, _ *DB, d bson.D) ([]bson.D, error) {
		text, _ := valueAt(d, "_id").(string)
		before, after, _ := strings.Cut(text, "/")
		return []bson.D{append(fields(before, after), d...)}, nil
	}
}

func unhex(text string) bson.Binary {
	raw, _ := hex.DecodeString(text) // what is none is seen by the digest
	return bson.Binary{Data: raw}
}

// listed are records that stand in a list of another document, as people's places do
// in their teams: each under what the second field of its key is called.
func listed(collection, list, owner string, t *migration.Table) shape {
	name := t.Fields[1].Name
	others := func(all bson.A, key migration.Record) bson.A {
		return slices.DeleteFunc(all, func(one any) bool {
			fields, _ := one.(bson.D)
			return valueAt(fields, name) == key[1]
		})
	}
	return shape{
		collection: collection, filter: bson.D{},
		parts: func(_ context.Context, _ *DB, d bson.D) ([]bson.D, error) { return inside(d, list, owner), nil },
		put: func(ctx context.Context, db *DB, r migration.Record, fields bson.D) error {
			return db.changeList(ctx, collection, r[0], list, func(all bson.A) bson.A { return append(others(all, r), without(fields, owner)) })
		},
		remove: func(ctx context.Context, db *DB, key migration.Record) error {
			return db.changeList(ctx, collection, key[0], list, func(all bson.A) bson.A { return others(all, key) })
		},
	}
}

// changeList changes a list in a document, while nobody else does.
func (db *DB) changeList(ctx context.Context, collection string, id any, list string, change func(bson.A) bson.A) error {
	raw, err := db.db.Collection(collection).FindOne(ctx, is("_id", id)).Raw()
	if err != nil {
		return err
	}
	var d bson.D
	if err := bson.Unmarshal(raw, &d); err != nil {
		return err
	}
	all, _ := valueAt(d, list).(bson.A)
	_, err = db.db.Collection(collection).UpdateOne(ctx, is("_id", id), set(is(list, change(append(bson.A{}, all...)))))
	return err
}

// inside gives the documents of a list, each with the id of the one that it is in.
func inside(d bson.D, list, owner string) (parts []bson.D) {
	all, _ := valueAt(d, list).(bson.A)
	for _, one := range all {
		fields, _ := one.(bson.D)
		parts = append(parts, append(is(owner, valueAt(d, "_id")), fields...))
	}
	return parts
}
