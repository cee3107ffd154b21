package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/fault"
)

// takenDoc says that a name is taken in the whole instance, and by what. It stays.
type takenDoc struct {
	ID string `bson:"_id"` // an id, or "key:" and the key of a project
	By string `bson:"by"`  // the project
}

// take takes names; Conflict where another project has one of them, and then none
// of those that were free before.
func (db *DB) take(ctx context.Context, docs []takenDoc) error {
	_, err := db.taken().InsertMany(ctx, docs, options.InsertMany().SetOrdered(false))
	if err == nil || !mongo.IsDuplicateKeyError(err) {
		return translate(err)
	}
	had, failed := map[string]bool{}, err.(mongo.BulkWriteException)
	for _, one := range failed.WriteErrors {
		had[docs[one.Index].ID] = true
	}
	cursor, err := db.taken().Find(ctx, bson.D{{Key: "_id", Value: among(keysOf(had))}})
	if err != nil {
		return translate(err)
	}
	var there []takenDoc
	if err := cursor.All(ctx, &there); err != nil {
		return translate(err)
	}
	for _, one := range there {
		if one.By != docs[0].By {
			return fault.First(db.release(ctx, docs, had), fault.New(fault.Conflict, "Something of this id or name exists already."))
		}
	}
	return nil
}

// release gives those back that were free before.
func (db *DB) release(ctx context.Context, docs []takenDoc, had map[string]bool) error {
	var fresh []string
	for i := range docs {
		if !had[docs[i].ID] {
			fresh = append(fresh, docs[i].ID)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	_, err := db.taken().DeleteMany(ctx, bson.D{{Key: "_id", Value: among(fresh)}, {Key: "by", Value: docs[0].By}})
	return translate(err)
}

func keysOf[T any](set map[string]T) []string {
	list := make([]string, 0, len(set))
	for key := range set {
		list = append(list, key)
	}
	return list
}
