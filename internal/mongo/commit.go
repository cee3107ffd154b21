package mongo

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// commitDoc decides over the entries that name it: those of several entries, or of
// several streams, count together or not at all. Whoever inserts it first decides.
type commitDoc struct {
	ID      string        `bson:"_id"`
	At      entry.Instant `bson:"at"`
	Aborted bool          `bson:"aborted,omitempty"`
}

// commit makes entries count, all or none. One entry is committed by being
// inserted; several first name a commit, which is inserted after them. Where the
// server does not answer, the outcome is unknown: the command is asked for again
// by its id, and found or not (J4).
func (db *DB) commit(ctx context.Context, docs []entryDoc) error {
	if len(docs) == 1 {
		_, err := db.entries().InsertOne(ctx, &docs[0])
		return db.refusal(ctx, docs, err)
	}
	if _, err := db.entries().InsertMany(ctx, docs); err != nil {
		if mongo.IsDuplicateKeyError(err) {
			err = fault.First(db.refusal(ctx, docs, err), db.removeOf(ctx, docs[0].Commit))
		}
		return translate(err)
	}
	if err := db.after(inserted); err != nil {
		return err
	}
	_, err := db.commits().InsertOne(ctx, commitDoc{ID: docs[0].Commit, At: docs[0].At})
	if mongo.IsDuplicateKeyError(err) { // somebody has taken it as broken off
		return fault.First(db.removeOf(ctx, docs[0].Commit), journal.ErrHeadMoved)
	}
	return translate(err)
}

// refusal tells what a duplicate key means: that somebody else has a seq (J3), or
// that a command id was used (J4).
func (db *DB) refusal(ctx context.Context, docs []entryDoc, err error) error {
	if !mongo.IsDuplicateKeyError(err) {
		return translate(err)
	}
	for i := range docs {
		var there entryDoc
		err := db.entries().FindOne(ctx, byID(docs[i].ID)).Decode(&there)
		if err == nil && (there.Commit == "" || there.Commit != docs[i].Commit) {
			return journal.ErrHeadMoved
		}
		if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
			return translate(err)
		}
	}
	return errUsed
}

// errUsed says that a command id has taken effect before (J4).
var errUsed = fault.New(fault.Conflict, "This command id was used before.")

// isCommitted tells whether an entry counts.
func (db *DB) isCommitted(ctx context.Context, d *entryDoc) (bool, error) {
	if d.Commit == "" {
		return true, nil
	}
	var c commitDoc
	err := db.commits().FindOne(ctx, byID(d.Commit)).Decode(&c)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return false, nil
	}
	return err == nil && !c.Aborted, translate(err)
}

// abort decides that a commit never happens, unless it just did.
func (db *DB) abort(ctx context.Context, commit string) error {
	_, err := db.commits().InsertOne(ctx, commitDoc{ID: commit, Aborted: true})
	if mongo.IsDuplicateKeyError(err) {
		var c commitDoc
		if err := db.commits().FindOne(ctx, byID(commit)).Decode(&c); err != nil || !c.Aborted {
			return translate(err)
		}
		err = nil
	}
	if err != nil {
		return translate(err)
	}
	return db.removeOf(ctx, commit)
}

// removeOf takes away the entries of a commit that never happens.
func (db *DB) removeOf(ctx context.Context, commit string) error {
	_, err := db.entries().DeleteMany(ctx, bson.D{{Key: "commit", Value: commit}})
	return translate(err)
}

// closeCommit lets entries count by themselves, once everybody sees them.
func (db *DB) closeCommit(ctx context.Context, docs []entryDoc) error {
	if docs[0].Commit == "" {
		return nil
	}
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	_, err := db.entries().UpdateMany(ctx, is("_id", among(ids)), bson.D{{Key: "$unset", Value: is("commit", "")}})
	if err != nil {
		return translate(err)
	}
	_, err = db.commits().DeleteOne(ctx, byID(docs[0].Commit))
	return translate(err)
}
