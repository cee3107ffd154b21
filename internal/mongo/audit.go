package mongo

import (
	"context"
	"sync/atomic"

	"github.com/go-json-experiment/json"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

// auditDoc is a record of the audit log.
type auditDoc struct {
	ID      string        `bson:"_id"` // stream/seq/nth, or deed/nth: written again, it is the same
	Number  int64         `bson:"number"`
	At      entry.Instant `bson:"at"`
	Kind    audit.Kind    `bson:"kind"`
	Actor   string        `bson:"actor,omitempty"`
	Team    string        `bson:"team,omitempty"`
	Project string        `bson:"project,omitempty"`
	Subject string        `bson:"subject,omitempty"`
	Address string        `bson:"address,omitempty"`
	Detail  audit.Detail  `bson:"detail"`
}

var _ audit.Store = (*DB)(nil)

// lastNumber grows with each record of this process, and with time on all.
var lastNumber atomic.Int64

// auditNumber gives a number by which records are ordered: their time, and of those
// in one millisecond their order.
func auditNumber(at entry.Instant) int64 {
	for {
		last := lastNumber.Load()
		next := max(last+1, int64(at)<<10)
		if lastNumber.CompareAndSwap(last, next) {
			return next
		}
	}
}

func newAuditDoc(id string, r *audit.Record) auditDoc {
	return auditDoc{
		ID: id, Number: auditNumber(r.At), At: r.At, Kind: r.Kind, Actor: r.Actor, Team: r.Team,
		Project: r.Project, Subject: r.Subject, Address: r.Address, Detail: told(r.Detail),
	}
}

// told is a detail as the API gives it, whatever types it was made of.
func told(detail audit.Detail) audit.Detail {
	as := audit.Detail{}
	raw, err := json.Marshal(detail)
	if err == nil {
		err = json.Unmarshal(raw, &as)
	}
	if err != nil {
		panic("mongo: a detail that cannot be written: " + err.Error()) // all details are of our own types
	}
	return as
}

// auditDocs are the records of a batch; they stand with its last entry, so that a
// crash loses none.
func auditDocs(b *journal.Batch) []auditDoc {
	var docs []auditDoc
	for i := range b.Audit {
		docs = append(docs, newAuditDoc(entryID(entryID(b.Stream, last(b).Seq), int64(i)), &b.Audit[i]))
	}
	return docs
}

// tellRecorded tells who counts records of those that were committed.
func (db *DB) tellRecorded(records []audit.Record, err error) {
	for i := range records {
		if err == nil {
			db.own.OnRecord(records[i].Kind)
		}
	}
}

// Record implements audit.Recorder.
func (db *DB) Record(ctx context.Context, records ...audit.Record) error {
	return fault.Wrap("record", db.write(audit.Note(ctx, records...), func(*writing) error { return nil }))
}

// Records implements audit.Store.
func (db *DB) Records(ctx context.Context, filter audit.Filter) ([]wire.AuditRecord, error) {
	where := bson.D{}
	for _, part := range []bson.E{{Key: "team", Value: filter.Team}, {Key: "actor", Value: filter.Actor}, {Key: "project", Value: filter.Project}} {
		if part.Value != "" {
			where = append(where, part)
		}
	}
	at := bson.D{}
	if filter.After != 0 {
		at = append(at, bson.E{Key: "$gte", Value: filter.After})
	}
	if filter.Before != 0 {
		at = append(at, bson.E{Key: "$lt", Value: filter.Before})
	}
	if len(at) > 0 {
		where = append(where, bson.E{Key: "at", Value: at})
	}
	if filter.Below != 0 {
		where = append(where, bson.E{Key: "number", Value: bson.D{{Key: "$lt", Value: filter.Below}}})
	}
	if len(filter.Kinds) > 0 {
		where = append(where, bson.E{Key: "kind", Value: among(filter.Kinds)})
	}
	cursor, err := db.db.Collection("audit").Find(ctx, where, options.Find().SetSort(is("number", -1)).SetLimit(int64(filter.Limit)))
	if err != nil {
		return nil, fault.Wrap("read records", translate(err))
	}
	var docs []auditDoc
	if err := cursor.All(ctx, &docs); err != nil {
		return nil, fault.Wrap("read records", translate(err))
	}
	return db.named(ctx, docs)
}

// named adds the names of those whom records are about.
func (db *DB) named(ctx context.Context, docs []auditDoc) ([]wire.AuditRecord, error) {
	var people, projects []string
	for i := range docs {
		people = append(people, docs[i].Actor, docs[i].Subject)
		projects = append(projects, docs[i].Project)
	}
	names := map[string]*string{}
	err := fault.First(
		each(ctx, db, "users", is("_id", among(people)), nil, func(d *userDoc) { names[d.ID] = &d.Name }),
		each(ctx, db, "projects", is("_id", among(projects)), nil, func(d *projectDoc) { names[d.ID] = &d.Name }),
	)
	list := make([]wire.AuditRecord, len(docs))
	for i := range docs {
		d := &docs[i]
		list[i] = wire.AuditRecord{
			Number: d.Number, At: d.At, Kind: string(d.Kind), Actor: orNull(d.Actor), ActorName: names[d.Actor], Team: orNull(d.Team),
			Project: orNull(d.Project), ProjectName: names[d.Project], Subject: orNull(d.Subject), SubjectName: names[d.Subject],
			Address: orNull(d.Address), Detail: d.Detail,
		}
	}
	return list, fault.Wrap("read names", err)
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// DropRecords implements audit.Store.
func (db *DB) DropRecords(ctx context.Context, before entry.Instant) error {
	_, err := db.db.Collection("audit").DeleteMany(ctx, is("at", bson.D{{Key: "$lt", Value: before}}))
	return fault.Wrap("drop records", translate(err))
}

// Place implements audit.Store.
func (db *DB) Place(ctx context.Context, named audit.Named) (team, project string, err error) {
	filter := bson.D(nil)
	key, _, byKey := entry.SplitKey(named.Task)
	switch {
	case named.Project != "":
		filter = byID(named.Project)
	case byKey:
		filter = is("key", key)
	case named.Task != "":
		var t *taskDoc
		t, err = one[taskDoc](ctx, db, "task", "tasks", byID(named.Task))
		filter = byID(t.Project)
	case named.Comment != "":
		var c *commentDoc
		c, err = one[commentDoc](ctx, db, "comment", "comments", byID(named.Comment))
		filter = byID(c.Project)
	case named.Team != "":
		is, err := db.some(ctx, "teams", byID(named.Team))
		if !is {
			named.Team = ""
		}
		return named.Team, "", fault.Wrap("place", err)
	default:
		return "", "", nil
	}
	p := &projectDoc{}
	if err == nil {
		p, err = one[projectDoc](ctx, db, "project", "projects", filter)
	}
	if fault.Is(err, fault.NotFound) {
		return "", "", nil
	}
	return p.Team, p.ID, fault.Wrap("place", err)
}
