package mongo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

var _ journal.Store = (*DB)(nil)

// entryDoc is an entry, with all that its rows are made of after a crash.
type entryDoc struct {
	ID        string        `bson:"_id"` // stream/seq
	Stream    string        `bson:"stream"`
	Seq       int64         `bson:"seq"`
	At        entry.Instant `bson:"at"`
	Actor     string        `bson:"actor"`
	Command   string        `bson:"command"` // "#" and the seq where there was none: no two entries of a stream have the same
	Hash      []byte        `bson:"hash"`
	Operation string        `bson:"operation,omitempty"`
	ACL       int64         `bson:"acl"`
	Events    string        `bson:"events"` // JSON, byte for byte what everybody gets (L5)
	Grouped   []groupedDoc  `bson:"grouped,omitempty"`
	Epoch     string        `bson:"epoch"`
	Audit     []auditDoc    `bson:"audit,omitempty"`
	Quiet     bool          `bson:"quiet,omitempty"`
	Commit    string        `bson:"commit,omitempty"` // it counts once this stands in commits; nothing: it counts
}

type groupedDoc struct {
	Command string `bson:"command"`
	Hash    []byte `bson:"hash"`
}

func entryID(stream string, seq int64) string { return fmt.Sprintf("%s/%d", stream, seq) }

func newEntryDoc(e *entry.Entry, epoch, commit string) entryDoc {
	d := entryDoc{
		ID: entryID(e.Stream, e.Seq), Stream: e.Stream, Seq: e.Seq, At: e.At, Actor: e.Actor, Command: e.Command, Hash: e.Hash[:],
		Operation: e.Operation, ACL: e.ACL, Events: string(e.Events), Epoch: epoch, Commit: commit,
	}
	if d.Command == "" {
		d.Command = fmt.Sprintf("#%d", e.Seq)
	}
	for _, g := range e.Grouped {
		d.Grouped = append(d.Grouped, groupedDoc{Command: g.Command, Hash: g.Hash[:]})
	}
	return d
}

// entry gives the entry, as the journal has it.
func (d *entryDoc) entry() entry.Entry {
	e := entry.Entry{
		Stream: d.Stream, Seq: d.Seq, At: d.At, Actor: d.Actor, Command: d.Command, Operation: d.Operation, ACL: d.ACL, Events: []byte(d.Events),
	}
	copy(e.Hash[:], d.Hash)
	if strings.HasPrefix(d.Command, "#") {
		e.Command = ""
	}
	return e
}

// find gives entries after a seq, oldest first, seen by everybody or not; limit 0: all.
func (db *DB) find(ctx context.Context, stream string, after int64, limit int) ([]entryDoc, error) {
	cursor, err := db.entries().Find(ctx, bson.D{{Key: "stream", Value: stream}, {Key: "seq", Value: bson.D{{Key: "$gt", Value: after}}}},
		options.Find().SetSort(bson.D{{Key: "seq", Value: 1}}).SetLimit(int64(limit)))
	if err != nil {
		return nil, translate(err)
	}
	var docs []entryDoc
	return docs, translate(cursor.All(ctx, &docs))
}

// Entries implements journal.Store.
func (db *DB) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	head, err := db.Head(ctx, stream)
	if err != nil || head.Seq <= after {
		return nil, head, err
	}
	list, err := db.read(ctx, stream, after, limit, maxBytes, head.Seq)
	return list, head, fault.Wrap("read entries", err)
}

// read gives entries after a seq and up to another one.
func (db *DB) read(ctx context.Context, stream string, after int64, limit, maxBytes int, upTo int64) ([]entry.Entry, error) {
	docs, err := db.find(ctx, stream, after, limit)
	if err != nil {
		return nil, err
	}
	var list []entry.Entry
	bytes := 0
	for i := range docs {
		if bytes += len(docs[i].Events); bytes > maxBytes && len(list) > 0 || docs[i].Seq > upTo {
			break
		}
		list = append(list, docs[i].entry())
	}
	return list, nil
}

// Lookup implements journal.Store.
func (db *DB) Lookup(ctx context.Context, stream, command string) (entry.Entry, error) {
	s, err := db.stream(ctx, stream)
	if err != nil {
		return entry.Entry{}, fault.Wrap("look up command", err)
	}
	doc, err := db.lookup(ctx, stream, command, s.Head)
	if err != nil {
		return entry.Entry{}, fault.Wrap("look up command", err)
	}
	e := doc.entry()
	for _, g := range doc.Grouped {
		if g.Command == command {
			e.Command = command
			copy(e.Hash[:], g.Hash)
		}
	}
	return e, nil
}

var errNoCommand = fault.New(fault.NotFound, "There is no such command.")

// lookup finds the entry of a command up to a seq: what is after the head nobody
// sees, and whoever appends meets it.
func (db *DB) lookup(ctx context.Context, stream, command string, upTo int64) (*entryDoc, error) {
	doc := &entryDoc{}
	err := db.entries().FindOne(ctx, bson.D{{Key: "stream", Value: stream}, {Key: "command", Value: command}}).Decode(doc)
	if err == nil && doc.Seq > upTo {
		return nil, errNoCommand
	}
	if !errors.Is(err, mongo.ErrNoDocuments) {
		return doc, translate(err)
	}
	var mark markDoc
	err = db.marks().FindOne(ctx, byID(markID(stream, command))).Decode(&mark)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, errNoCommand
	}
	if err != nil {
		return nil, translate(err)
	}
	if doc, err = db.marked(ctx, stream, command, mark.Seqs, upTo); err == nil && doc == nil {
		err = errNoCommand
	}
	return doc, err
}
