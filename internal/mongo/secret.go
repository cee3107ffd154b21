package mongo

import (
	"context"
	"crypto/rand"

	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/fault"
)

// secretDoc is a key of the instance, made when first needed; _id is its name.
type secretDoc struct {
	ID    string `bson:"_id"`
	Value []byte `bson:"value"`
}

// Secret gives the instance's key of a name, 32 bytes, made when first asked for.
func (db *DB) Secret(ctx context.Context, name string) ([]byte, error) {
	d, err := one[secretDoc](ctx, db, "key", "secrets", byID(name))
	if !fault.Is(err, fault.NotFound) {
		return d.Value, fault.Wrap("read key", err)
	}
	fresh := make([]byte, 32)
	rand.Read(fresh)
	_, err = db.db.Collection("secrets").InsertOne(ctx, secretDoc{name, fresh})
	if mongo.IsDuplicateKeyError(err) { // another node was faster
		d, err = one[secretDoc](ctx, db, "key", "secrets", byID(name))
		return d.Value, fault.Wrap("read key", err)
	}
	return fresh, fault.Wrap("make key", translate(err))
}
