package mongo

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// What is written outside the journals, as accounts and teams are, is a deed: all
// documents that one write changes. Like an entry it is committed by one insert, of
// the number after the last, so that two can never both be decided on the same
// documents; they follow it, each a full after-image, and whoever comes after a
// crash writes them first.
type deedDoc struct {
	ID     string     `bson:"_id"` // 1, 2, 3 …
	At     time.Time  `bson:"at"`
	Writes []writeDoc `bson:"writes,omitempty"` // nothing once all are written: they hold hashes of secrets
}

type writeDoc struct {
	Collection string   `bson:"collection"`
	ID         string   `bson:"id"`
	Doc        bson.Raw `bson:"doc"`
}

// writing is a write that is being decided.
type writing struct {
	db     *DB
	ctx    context.Context
	number int64 // that the deed will have
	at     entry.Instant
	writes []writeDoc
	noted  []audit.Record // beside what the context has noted
	err    error
	count  int64 // of numbers given
}

// write has do decide over what is there, records what ctx has noted about it, and
// commits all of it or nothing. It does so again where another node was faster.
func (db *DB) write(ctx context.Context, do func(tx *writing) error) error {
	if err := ctx.Err(); err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "The request was given up.", Err: err}
	}
	db.deciding.Lock()
	defer db.deciding.Unlock()
	ctx = context.WithoutCancel(ctx)
	for range 100 {
		last, err := db.catchUp(ctx)
		if err != nil {
			return err
		}
		tx := &writing{db: db, ctx: ctx, number: last + 1, at: entry.At(time.Now())}
		if err := do(tx); err != nil {
			return err
		}
		records := audit.Noted(audit.Note(ctx, tx.noted...))
		tx.record(records)
		if err := tx.commit(); !mongo.IsDuplicateKeyError(err) {
			db.tellRecorded(records, err)
			return translate(err)
		}
	}
	return fault.New(fault.Unavailable, "The server is very busy; try again soon.")
}

func (db *DB) deeds() *mongo.Collection { return db.db.Collection("deeds") }
func (db *DB) meta() *mongo.Collection  { return db.db.Collection("meta") }

// catchUp writes the documents of deeds that have not been yet, and gives the
// number of the last deed.
func (db *DB) catchUp(ctx context.Context) (int64, error) {
	var position struct {
		Number int64 `bson:"number"`
	}
	err := db.meta().FindOne(ctx, byID("deeds")).Decode(&position)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		return 0, translate(err)
	}
	for n := position.Number; ; n++ {
		var next deedDoc
		err := db.deeds().FindOne(ctx, byID(strconv.FormatInt(n+1, 10))).Decode(&next)
		if errors.Is(err, mongo.ErrNoDocuments) {
			return n, nil
		}
		if err == nil {
			err = db.carryOut(ctx, n+1, &next)
		}
		if err != nil {
			return n, translate(err)
		}
	}
}

// settleDeeds carries out what a crash has left.
func (db *DB) settleDeeds(ctx context.Context) error {
	db.deciding.Lock()
	defer db.deciding.Unlock()
	_, err := db.catchUp(ctx)
	return fault.Wrap("carry out", translate(err))
}

// commit inserts the deed and writes its documents.
func (tx *writing) commit() error {
	if tx.err != nil || len(tx.writes) == 0 {
		return tx.err
	}
	deed := &deedDoc{ID: strconv.FormatInt(tx.number, 10), At: tx.at.Time(), Writes: tx.writes}
	if _, err := tx.db.deeds().InsertOne(tx.ctx, deed); err != nil {
		return err
	}
	if err := tx.db.after(committed); err != nil {
		return err
	}
	return tx.db.carryOut(tx.ctx, tx.number, deed)
}

// carryOut writes a deed's documents where no later one has, and notes that it did.
func (db *DB) carryOut(ctx context.Context, number int64, deed *deedDoc) error {
	older := bson.E{Key: "written", Value: bson.D{{Key: "$lt", Value: number}}}
	for _, w := range deed.Writes {
		_, err := db.db.Collection(w.Collection).ReplaceOne(ctx, append(byID(w.ID), older), w.Doc, options.Replace().SetUpsert(true))
		if err != nil && !mongo.IsDuplicateKeyError(err) {
			return err
		}
	}
	_, err := db.meta().UpdateOne(ctx, byID("deeds"), bson.D{{Key: "$max", Value: bson.D{{Key: "number", Value: number}}}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return err
	}
	_, err = db.deeds().UpdateOne(ctx, byID(deed.ID), bson.D{{Key: "$unset", Value: bson.D{{Key: "writes", Value: ""}}}})
	return err
}

// put writes a document; of the same one the last counts.
func (tx *writing) put(collection, id string, doc any) {
	raw, err := tx.image(doc)
	if err != nil && tx.err == nil {
		tx.err = err
	}
	tx.writes = slices.DeleteFunc(tx.writes, func(w writeDoc) bool { return w.Collection == collection && w.ID == id })
	tx.writes = append(tx.writes, writeDoc{collection, id, raw})
}

// remove leaves nothing of a document but that it was there.
func (tx *writing) remove(collection, id string) {
	tx.put(collection, id, bson.D{{Key: "goneAt", Value: tx.at}})
}

// image is a document as it is written by this deed.
func (tx *writing) image(doc any) (bson.Raw, error) {
	fields, err := fieldsOf(doc)
	if err != nil {
		return nil, err
	}
	return bson.Marshal(append(fields, bson.E{Key: "written", Value: tx.number}))
}

// fieldsOf gives a document's fields, as they are stored.
func fieldsOf(doc any) (fields bson.D, err error) {
	var buf bytes.Buffer
	enc := bson.NewEncoder(bson.NewDocumentWriter(&buf))
	enc.SetRegistry(documents)
	enc.UseJSONStructTags()
	enc.NilSliceAsEmpty()
	enc.NilMapAsEmpty()
	if err := enc.Encode(doc); err != nil {
		return nil, err
	}
	return fields, bson.Unmarshal(buf.Bytes(), &fields)
}

// nth gives a number that grows with each call and each deed.
func (tx *writing) nth() int64 {
	tx.count++
	return tx.number*1000 + tx.count
}

// note records something too, if this write commits.
func (tx *writing) note(record audit.Record) { tx.noted = append(tx.noted, record) }

func (tx *writing) record(records []audit.Record) {
	for i := range records {
		id := "deed/" + strconv.FormatInt(tx.nth(), 10)
		tx.put("audit", id, newAuditDoc(id, &records[i]))
	}
}

// one reads the document that a filter finds; NotFound, which names the thing.
func one[T any](ctx context.Context, db *DB, thing, collection string, filter bson.D) (*T, error) {
	doc := new(T)
	err := db.db.Collection(collection).FindOne(ctx, append(filter, there)).Decode(doc)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return doc, fault.New(fault.NotFound, "There is no such "+thing+".")
	}
	return doc, fault.Wrap("read "+thing, translate(err))
}

// there leaves out what is gone.
var there = bson.E{Key: "goneAt", Value: nil}

// all reads the documents that a filter finds.
func all[T any](ctx context.Context, db *DB, collection string, filter bson.D, sort bson.D) ([]*T, error) {
	cursor, err := db.db.Collection(collection).Find(ctx, append(filter, there), options.Find().SetSort(sort))
	if err != nil {
		return nil, fault.Wrap("read "+collection, translate(err))
	}
	var list []*T
	return list, fault.Wrap("read "+collection, translate(cursor.All(ctx, &list)))
}

func is(field string, value any) bson.D { return bson.D{{Key: field, Value: value}} }
