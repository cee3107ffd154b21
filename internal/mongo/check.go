package mongo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// What a server must be able to do, and how far its clock may be from ours.
const (
	oldestWire = 13 // MongoDB 5.0
	clockApart = 5 * time.Second
)

// schema is the version of the documents' shapes that this program writes.
const schema = 1

func badAddress(err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Err: err,
		Message: "The address of the database cannot be used; it is written mongodb://host:27017/name.",
	}
}

// databaseName is the one that an address names.
func databaseName(address string) (string, error) {
	parsed, err := connstring.ParseAndValidate(address)
	if err != nil {
		return "", badAddress(err)
	}
	if parsed.Database == "" {
		return "tandem", nil
	}
	return parsed.Database, nil
}

// check tells what is wrong with the server or with what is in its database.
func (db *DB) check(ctx context.Context) error {
	var hello struct {
		MaxWire int           `bson:"maxWireVersion"`
		Time    entry.Instant `bson:"localTime"`
		Set     string        `bson:"setName"` // of replicas
		Router  string        `bson:"msg"`     // "isdbgrid" of a sharded cluster
	}
	err := db.db.RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	if err != nil {
		return fault.Wrap("greet database", translate(err))
	}
	if hello.MaxWire < oldestWire {
		return fault.New(fault.Unavailable, "The MongoDB server is too old; Tandem needs 5.0 or newer.")
	}
	if apart := time.Since(hello.Time.Time()).Abs(); apart > clockApart {
		return fault.New(fault.Unavailable, fmt.Sprintf(
			"The clock of the database's server is %s away from this machine's; at most 5 s are allowed. Set both by the network's time.", apart.Round(time.Second)))
	}
	if hello.Set == "" && hello.Router == "" {
		db.own.Warn("The MongoDB server is no replica set: what is written is on one machine only.")
	}
	return db.checkSchema(ctx)
}

// checkSchema refuses what a newer program has made and marks what is new.
func (db *DB) checkSchema(ctx context.Context) error {
	meta, id := db.db.Collection("meta"), bson.D{{Key: "_id", Value: "schema"}}
	var found struct {
		Version int `bson:"version"`
	}
	err := meta.FindOne(ctx, id).Decode(&found)
	if errors.Is(err, mongo.ErrNoDocuments) {
		_, err = meta.ReplaceOne(ctx, id, bson.D{{Key: "version", Value: schema}}, options.Replace().SetUpsert(true))
		return fault.Wrap("mark database", translate(err))
	}
	if err == nil && found.Version > schema {
		return fault.New(fault.Unavailable, fmt.Sprintf(
			"This database was made by a newer Tandem (schema %d; this program knows %d). It was not touched; start the newer program.", found.Version, schema))
	}
	return fault.Wrap("read schema version", translate(err))
}

// translate gives the driver's errors their kind.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case mongo.IsDuplicateKeyError(err):
		return &fault.Error{Kind: fault.Conflict, Message: "Something of this id or name exists already.", Err: err}
	case isAway(err):
		return &fault.Error{Kind: fault.Unavailable, Message: "The database does not answer now; try again soon.", Err: err}
	}
	return err
}

// isAway tells that a server could not be reached, did not answer in time, or
// cannot take writes now.
func isAway(err error) bool {
	if mongo.IsTimeout(err) || mongo.IsNetworkError(err) || errors.Is(err, mongo.ErrClientDisconnected) {
		return true
	}
	var refusal mongo.ServerError
	return errors.As(err, &refusal) && (refusal.HasErrorLabel("RetryableWriteError") || refusal.HasErrorLabel("RetryableError") ||
		refusal.HasErrorCode(10107) || refusal.HasErrorCode(13435) || refusal.HasErrorCode(64)) // not the primary; no majority
}
