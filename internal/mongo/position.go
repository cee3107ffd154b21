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

// The projections that follow from outside an append.
const (
	notifying = "notify"
	telling   = "activity"
	finding   = "search"
)

// positionDoc says how far a projection has followed a journal.
type positionDoc struct {
	ID      string  `bson:"_id"` // projection/stream
	Seq     int64   `bson:"seq"`
	Filling *string `bson:"filling,omitempty"` // of search: the last task taken over of those from before seq
}

func positionID(projection, stream string) string { return projection + "/" + stream }

func (db *DB) positions() *mongo.Collection { return db.db.Collection("positions") }

func (db *DB) position(ctx context.Context, projection, stream string) (p positionDoc, err error) {
	err = db.positions().FindOne(ctx, byID(positionID(projection, stream))).Decode(&p)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return positionDoc{ID: positionID(projection, stream)}, nil
	}
	return p, translate(err)
}

// advanceTo moves a position on, never back.
func (db *DB) advanceTo(ctx context.Context, projection, stream string, seq int64) error {
	if isThere, err := db.some(ctx, "streams", byID(stream)); err != nil || !isThere {
		return err // purged meanwhile
	}
	_, err := db.positions().UpdateOne(ctx, byID(positionID(projection, stream)), bson.D{{Key: "$max", Value: is("seq", seq)}}, options.UpdateOne().SetUpsert(true))
	return translate(err)
}

// behind gives the projects with entries after a projection's position.
func (db *DB) behind(ctx context.Context, projection string) ([]journal.Behind, error) {
	var projects []string
	err := each(ctx, db, "projects", bson.D{}, is("_id", 1), func(d *projectDoc) { projects = append(projects, d.ID) })
	if err != nil {
		return nil, err
	}
	return db.behindOf(ctx, projection, projects)
}

func (db *DB) behindOf(ctx context.Context, projection string, projects []string) ([]journal.Behind, error) {
	ids, at := make([]string, len(projects)), map[string]positionDoc{}
	for i, project := range projects {
		ids[i] = positionID(projection, project)
	}
	err := each(ctx, db, "positions", is("_id", among(ids)), nil, func(d *positionDoc) { at[d.ID] = *d })
	if err != nil {
		return nil, err
	}
	var list []journal.Behind
	err = each(ctx, db, "streams", is("_id", among(projects)), bson.D{{Key: "head", Value: 1}}, func(d *streamDoc) {
		if p := at[positionID(projection, d.ID)]; p.Seq < d.Head || p.Filling != nil {
			list = append(list, journal.Behind{Project: d.ID, Seq: p.Seq, Head: d.Head})
		}
	})
	return list, err
}

// projectsOf are those that are behind.
func projectsOf(behind []journal.Behind, err error) ([]string, error) {
	list := make([]string, len(behind))
	for i := range behind {
		list[i] = behind[i].Project
	}
	return list, fault.Wrap("look for what was not followed", err)
}

func now() entry.Instant { return entry.At(time.Now()) }

func set(fields bson.D) bson.D { return bson.D{{Key: "$set", Value: fields}} }
