package mongo

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/lease"
)

var _ lease.Store = (*DB)(nil)

// leaseDoc is who does what is done once for all; its `_id` is the name.
type leaseDoc struct {
	ID     string        `bson:"_id"`
	Holder string        `bson:"holder"`
	Fence  int64         `bson:"fence"` // grows whenever the holder changes
	Until  entry.Instant `bson:"until"`
}

func (db *DB) leases() *mongo.Collection { return db.db.Collection("leases") }

// TakeLease implements lease.Store: each step is one update of one document.
func (db *DB) TakeLease(ctx context.Context, name, holder string, now, until entry.Instant) (fence int64, held bool, err error) {
	mine := bson.D{{Key: "_id", Value: name}, {Key: "holder", Value: holder}}
	free := bson.D{{Key: "_id", Value: name}, {Key: "until", Value: bson.D{{Key: "$lte", Value: now}}}}
	fence, held, err = db.setLease(ctx, mine, bson.D{{Key: "$set", Value: bson.D{{Key: "until", Value: until}}}})
	if err == nil && !held {
		fence, held, err = db.setLease(ctx, free, bson.D{
			{Key: "$set", Value: bson.D{{Key: "holder", Value: holder}, {Key: "until", Value: until}}},
			{Key: "$inc", Value: bson.D{{Key: "fence", Value: int64(1)}}},
		})
	}
	if err != nil || held {
		return fence, held, fault.Wrap("take lease", translate(err))
	}
	_, err = db.leases().InsertOne(ctx, leaseDoc{name, holder, 1, until})
	if mongo.IsDuplicateKeyError(err) {
		return 0, false, nil // somebody else's
	}
	return 1, err == nil, fault.Wrap("take lease", translate(err))
}

func (db *DB) setLease(ctx context.Context, which, change bson.D) (fence int64, held bool, err error) {
	var after leaseDoc
	err = db.leases().FindOneAndUpdate(ctx, which, change, options.FindOneAndUpdate().SetReturnDocument(options.After)).Decode(&after)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return 0, false, nil
	}
	return after.Fence, err == nil, err
}

// EndLease implements lease.Store.
func (db *DB) EndLease(ctx context.Context, name, holder string) error {
	which := bson.D{{Key: "_id", Value: name}, {Key: "holder", Value: holder}}
	_, err := db.leases().UpdateOne(ctx, which, bson.D{{Key: "$set", Value: bson.D{{Key: "until", Value: entry.Instant(0)}}}})
	return fault.Wrap("end lease", translate(err))
}
