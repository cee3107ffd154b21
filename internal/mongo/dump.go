package mongo

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/migration"
)

var _ migration.Store = (*DB)(nil)

// servedFor is how long after its last sign a server counts as at work.
const servedFor = 10 * time.Second

// sign notes that a server works on the database.
func (db *DB) sign(ctx context.Context) {
	_, _ = db.meta().UpdateOne(ctx, byID("served"), set(is("at", now())), options.UpdateOne().SetUpsert(true)) // the next one comes soon
}

// unsign takes the sign away: the server stops.
func (db *DB) unsign() {
	ctx, cancel := context.WithTimeout(context.Background(), findTime)
	defer cancel()
	_, _ = db.meta().DeleteOne(ctx, byID("served")) // without it the sign grows old
}

// IsServed tells whether a server works on the database.
func (db *DB) IsServed(ctx context.Context) (bool, error) {
	is, err := db.some(ctx, "meta", append(byID("served"), is("at", bson.D{{Key: "$gt", Value: now() - entry.Instant(servedFor.Milliseconds())}})...))
	return is, fault.Wrap("look for servers", err)
}

// CopyOf implements migration.Store.
func (db *DB) CopyOf(ctx context.Context) (string, error) {
	var d struct {
		Of string `bson:"of"`
	}
	err := db.meta().FindOne(ctx, byID("copy")).Decode(&d)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return "", nil
	}
	return d.Of, fault.Wrap("look for a copy", translate(err))
}

// SetCopyOf implements migration.Store.
func (db *DB) SetCopyOf(ctx context.Context, source string) (err error) {
	if source == "" {
		_, err = db.meta().DeleteOne(ctx, byID("copy"))
	} else {
		_, err = db.meta().UpdateOne(ctx, byID("copy"), set(is("of", source)), options.UpdateOne().SetUpsert(true))
	}
	return fault.Wrap("note copy", translate(err))
}

// Streams implements migration.Store.
func (db *DB) Streams(ctx context.Context) (list []migration.Stream, err error) {
	err = each(ctx, db, "streams", bson.D{}, nil, func(d *streamDoc) {
		if d.Epoch != "" {
			list = append(list, migration.Stream{ID: d.ID, Head: d.head()})
		}
	})
	slices.SortFunc(list, func(a, b migration.Stream) int { return strings.Compare(a.ID, b.ID) })
	return list, fault.Wrap("list streams", err)
}

// OpenStream implements migration.Store.
func (db *DB) OpenStream(ctx context.Context, s migration.Stream) error {
	d := streamDoc{ID: s.ID, Epoch: s.Epoch}
	if s.Seq == 0 {
		d.ACL, d.At = s.ACL, s.At
	}
	fields, err := fieldsOf(d)
	if err == nil {
		_, err = db.streams().UpdateOne(ctx, byID(s.ID), bson.D{{Key: "$setOnInsert", Value: append(fields, bson.E{Key: "written", Value: int64(0)})}}, options.UpdateOne().SetUpsert(true))
	}
	return fault.Wrap("open stream", translate(err))
}

// Grouped implements migration.Store.
func (db *DB) Grouped(ctx context.Context, stream string) (map[int64][]entry.Grouped, error) {
	by := map[int64][]entry.Grouped{}
	filter := bson.D{{Key: "stream", Value: stream}, {Key: "grouped", Value: bson.D{{Key: "$exists", Value: true}}}}
	err := each(ctx, db, "entries", filter, bson.D{{Key: "seq", Value: 1}, {Key: "grouped", Value: 1}}, func(d *entryDoc) {
		for _, one := range d.Grouped {
			g := entry.Grouped{Command: one.Command}
			copy(g.Hash[:], one.Hash)
			by[d.Seq] = append(by[d.Seq], g)
		}
		slices.SortFunc(by[d.Seq], func(a, b entry.Grouped) int { return strings.Compare(a.Command, b.Command) })
	})
	return by, fault.Wrap("read groups", err)
}

// Dump implements migration.Store.
func (db *DB) Dump(ctx context.Context, t *migration.Table, give func(migration.Record) error) error {
	shape := shapeOf(t)
	cursor, err := db.db.Collection(shape.collection).Find(ctx, append(slices.Clone(shape.filter), there))
	if err != nil {
		return translate(err)
	}
	defer cursor.Close(ctx)
	for cursor.Next(ctx) {
		var d bson.D
		if err := bson.Unmarshal(cursor.Current, &d); err != nil {
			return err
		}
		parts, err := shape.parts(ctx, db, d)
		if err != nil {
			return err
		}
		for _, part := range parts {
			record, err := recordOf(t, part)
			if err == nil {
				err = give(record)
			}
			if err != nil {
				return err
			}
		}
	}
	return translate(cursor.Err())
}

// Fill implements migration.Store.
func (db *DB) Fill(ctx context.Context, t *migration.Table, records []migration.Record) error {
	shape := shapeOf(t)
	models := make([]mongo.WriteModel, 0, len(records))
	for _, r := range records {
		fields, err := fieldsOfRecord(t, r)
		if err != nil {
			return err
		}
		if shape.put == nil {
			models = append(models, shape.write(r, fields)...)
		} else if err := shape.put(ctx, db, r, fields); err != nil {
			return translate(err)
		}
	}
	for part := range slices.Chunk(models, mostRows) {
		if _, err := db.db.Collection(shape.collection).BulkWrite(ctx, part); err != nil {
			return translate(err)
		}
	}
	if t.Name != purgedProjects {
		return nil
	}
	for _, r := range records { // neither their ids nor their keys are given again (D4)
		id := r[0].(string)
		if err := db.take(ctx, []takenDoc{{id, id}, {"key:" + r[2].(string), id}}); err != nil {
			return err
		}
	}
	return nil
}

// Prune implements migration.Store.
func (db *DB) Prune(ctx context.Context, t *migration.Table, keys []migration.Record) error {
	shape := shapeOf(t)
	for _, key := range keys {
		if err := shape.remove(ctx, db, key); err != nil {
			return translate(err)
		}
	}
	return nil
}

// recordOf reads a table's fields out of a document.
func recordOf(t *migration.Table, d bson.D) (migration.Record, error) {
	r := make(migration.Record, len(t.Fields))
	for i, f := range t.Fields {
		switch v := valueAt(d, f.Name).(type) {
		case bson.Binary:
			if len(v.Data) > 0 {
				r[i] = v.Data
			}
		case bson.DateTime:
			r[i] = int64(v)
		case int32:
			r[i] = int64(v)
		case float64:
			r[i] = int64(v)
		case bson.D, bson.A:
			text, err := asText(v)
			if err != nil {
				return nil, err
			}
			r[i] = text
		default:
			r[i] = v
		}
	}
	return r, nil
}

// valueAt gives a field by its path; nil where there is none.
func valueAt(d bson.D, path string) any {
	name, rest, isDeep := strings.Cut(path, ".")
	for _, e := range d {
		if e.Key != name {
			continue
		}
		if inner, is := e.Value.(bson.D); isDeep {
			if !is {
				return nil
			}
			return valueAt(inner, rest)
		}
		return e.Value
	}
	return nil
}

// asText writes a document as JSON, in the one way that copies compare.
func asText(value any) (string, error) {
	raw, err := bson.MarshalExtJSON(bson.D{{Key: "v", Value: value}}, false, false)
	if err != nil {
		return "", err
	}
	text, err := migration.SameJSON(string(raw))
	return strings.TrimSuffix(strings.TrimPrefix(text, `{"v":`), "}"), err
}

// fieldsOfRecord are the fields of a record as a document has them.
func fieldsOfRecord(t *migration.Table, r migration.Record) (bson.D, error) {
	var d bson.D
	for i, f := range t.Fields {
		value := r[i]
		switch v := value.(type) {
		case int64:
			if f.Type == migration.Instant {
				value = bson.DateTime(v)
			}
		case string:
			if f.Type == migration.JSON {
				var holder bson.D
				if err := bson.UnmarshalExtJSON([]byte(`{"v":`+v+`}`), false, &holder); err != nil {
					return nil, err
				}
				value = holder[0].Value
			}
		}
		d = append(d, bson.E{Key: f.Name, Value: value})
	}
	return d, nil
}
