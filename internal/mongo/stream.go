package mongo

import (
	"context"
	"errors"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// streamDoc tells where a stream stands: what readers see. Entries after head are
// not seen by anybody until their rows are written.
type streamDoc struct {
	ID    string        `bson:"_id"`
	Epoch string        `bson:"epoch"`
	Head  int64         `bson:"head"` // the last entry whose rows are written
	ACL   int64         `bson:"acl"`
	At    entry.Instant `bson:"at"`
	Next  int64         `bson:"next"` // the last seq that somebody has set out to append; at rest it is head
}

// atRest tells that no append is under way, and that none was left half done.
func (s *streamDoc) atRest() bool { return s.Next <= s.Head }

func (s *streamDoc) head() journal.Head {
	if s.Epoch == "" { // it was announced, and nothing more
		return journal.Head{}
	}
	return journal.Head{Epoch: s.Epoch, Seq: s.Head, ACL: s.ACL, At: s.At}
}

func (db *DB) stream(ctx context.Context, id string) (s streamDoc, err error) {
	err = db.streams().FindOne(ctx, byID(id)).Decode(&s)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return streamDoc{ID: id}, nil
	}
	return s, translate(err)
}

func byID(id string) bson.D { return bson.D{{Key: "_id", Value: id}} }

// Head implements journal.Store.
func (db *DB) Head(ctx context.Context, stream string) (journal.Head, error) {
	s, err := db.stream(ctx, stream)
	return s.head(), fault.Wrap("read head", err)
}

// announce notes what is about to be appended, before it is: so that whoever comes
// after a crash knows where to look.
func (db *DB) announce(ctx context.Context, batches []journal.Batch) error {
	models := make([]mongo.WriteModel, len(batches))
	for i := range batches {
		b := &batches[i]
		models[i] = mongo.NewUpdateOneModel().SetFilter(byID(b.Stream)).SetUpsert(true).
			SetUpdate(bson.D{{Key: "$max", Value: bson.D{{Key: "next", Value: last(b).Seq}}}})
	}
	_, err := db.streams().BulkWrite(ctx, models)
	return fault.Wrap("announce append", translate(err))
}

// advance lets everybody see a stream's entries up to one.
func (db *DB) advance(ctx context.Context, stream, epoch string, to *entry.Entry) error {
	set := bson.D{{Key: "head", Value: to.Seq}, {Key: "acl", Value: to.ACL}, {Key: "at", Value: to.At}, {Key: "epoch", Value: epoch}}
	filter := bson.D{{Key: "_id", Value: stream}, {Key: "head", Value: bson.D{{Key: "$not", Value: bson.D{{Key: "$gte", Value: to.Seq}}}}}}
	_, err := db.streams().UpdateOne(ctx, filter, bson.D{{Key: "$set", Value: set}})
	return fault.Wrap("move head", translate(err))
}

// settle completes what stands after a stream's head: entries that were committed
// get their rows, others are taken away. An append that is still under way on
// another node is waited for first. It is called while nothing is appended here.
func (db *DB) settle(ctx context.Context, id string) (streamDoc, error) {
	for began := time.Now(); ; time.Sleep(db.own.Patience / 50) {
		s, err := db.stream(ctx, id)
		if err != nil || s.atRest() {
			return s, err
		}
		committed, open, err := db.beyond(ctx, &s)
		isYoung := time.Since(began) < db.own.Patience
		switch {
		case err != nil:
			return s, err
		case len(committed) == 0 && open == "": // it was never inserted
			return s, nil
		case isYoung:
			continue
		case open != "":
			err = db.abort(ctx, open)
		default:
			err = db.complete(ctx, &s, committed)
		}
		if err != nil {
			return s, fault.Wrap("complete append", err)
		}
	}
}

// beyond gives the committed entries after a stream's head, and the commit of the
// first one that is not committed yet.
func (db *DB) beyond(ctx context.Context, s *streamDoc) (committed []entryDoc, open string, err error) {
	docs, err := db.find(ctx, s.ID, s.Head, 0)
	if err != nil {
		return nil, "", err
	}
	for i := range docs {
		is, err := db.isCommitted(ctx, &docs[i])
		if err != nil {
			return nil, "", err
		}
		if !is {
			return docs[:i], docs[i].Commit, nil
		}
	}
	return docs, "", nil
}

// settleAll completes all that a crash has left half done.
func (db *DB) settleAll(ctx context.Context) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	cursor, err := db.streams().Find(ctx, bson.D{}, options.Find().SetProjection(bson.D{{Key: "head", Value: 1}, {Key: "next", Value: 1}}))
	if err != nil {
		return fault.Wrap("look for broken appends", translate(err))
	}
	defer cursor.Close(ctx)
	for cursor.Next(ctx) {
		var s streamDoc
		if err := cursor.Decode(&s); err != nil {
			return err
		}
		if s.atRest() {
			continue
		}
		if _, err := db.settle(ctx, s.ID); err != nil {
			return err
		}
	}
	return translate(cursor.Err())
}
