package mongo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

// activityDoc is an item of what happened.
type activityDoc struct {
	ID      string               `bson:"_id"` // project/seq/part
	Project string               `bson:"project"`
	Seq     int64                `bson:"seq"`
	Part    int64                `bson:"part"` // 1, 2, 3 … of its entry
	At      entry.Instant        `bson:"at"`
	Actor   string               `bson:"actor"`
	Kind    wire.ActivityKind    `bson:"kind"`
	Deed    wire.ActivityDeed    `bson:"deed"`
	Task    string               `bson:"task"` // "": it is about none
	Field   string               `bson:"field"`
	Thing   *wire.ActivityValue  `bson:"thing,omitempty"`
	From    *wire.ActivityValue  `bson:"from,omitempty"`
	To      *wire.ActivityValue  `bson:"to,omitempty"`
	Added   []wire.ActivityValue `bson:"added,omitempty"`
	Removed []wire.ActivityValue `bson:"removed,omitempty"`
	Written int64                `bson:"written"`
}

// knownDoc is what was known of a thing as of where activity stands.
type knownDoc struct {
	ID      string `bson:"_id"` // project/kind/id
	Project string `bson:"project"`
	Kind    string `bson:"kind"`
	Thing   string `bson:"thing"`
	Facts   string `bson:"facts"` // JSON
	Written int64  `bson:"written"`
}

func knownID(project, kind, id string) string { return project + "/" + kind + "/" + id }

// stepDoc is a step of activity. It is committed by being inserted while the
// position is where it begins: of two that go on from there one does. Its documents
// and then the position follow it, and whoever comes after a crash writes them first.
type stepDoc struct {
	ID      string        `bson:"_id"` // project/seq, after which it begins
	Project string        `bson:"project"`
	UpTo    int64         `bson:"upTo"`
	Items   []activityDoc `bson:"items"`
	Known   []knownDoc    `bson:"known"`
	Gone    []string      `bson:"gone"` // ids of what is known no more
}

func (db *DB) steps() *mongo.Collection { return db.db.Collection("activity_steps") }

// How much is taken over in one step.
const (
	activityEntries = 250
	activityBytes   = 2 << 20
)

// ActivityBehind implements activity.Store.
func (db *DB) ActivityBehind(ctx context.Context) ([]string, error) {
	return projectsOf(db.behind(ctx, telling))
}

// toldUpTo gives the position, after what was committed and not carried out is.
func (db *DB) toldUpTo(ctx context.Context, in string) (int64, error) {
	for {
		at, err := db.position(ctx, telling, in)
		if err != nil {
			return 0, err
		}
		var step stepDoc
		err = db.steps().FindOne(ctx, byID(entryID(in, at.Seq))).Decode(&step)
		if errors.Is(err, mongo.ErrNoDocuments) {
			return at.Seq, nil
		}
		if err == nil {
			err = db.carryOutStep(ctx, &step)
		}
		if err != nil {
			return 0, translate(err)
		}
	}
}

// ActivityNext implements activity.Store.
func (db *DB) ActivityNext(ctx context.Context, id string) (*project.State, []entry.Entry, error) {
	at, err := db.toldUpTo(ctx, id)
	if err != nil {
		return nil, nil, fault.Wrap("read activity position", err)
	}
	entries, _, err := db.Entries(ctx, id, at, activityEntries, activityBytes)
	if err != nil || len(entries) == 0 {
		return nil, nil, err
	}
	ids, err := projection.Touched(entries)
	if err != nil {
		return nil, nil, err
	}
	var things []string
	for _, thing := range ids {
		for _, kind := range []string{"task", "comment", "attachment"} {
			things = append(things, knownID(id, kind, thing))
		}
	}
	var facts []projection.Fact
	read := func(d *knownDoc) { facts = append(facts, projection.Fact{Kind: d.Kind, ID: d.Thing, JSON: d.Facts}) }
	err = fault.First(
		each(ctx, db, "activity_known", append(in(id), bson.E{Key: "kind", Value: among(projection.FewKinds)}), nil, read),
		each(ctx, db, "activity_known", is("_id", among(things)), nil, read),
	)
	if err != nil {
		return nil, nil, fault.Wrap("read what is known", err)
	}
	state, err := projection.Recall(facts)
	return state, entries, err
}

// SaveActivity implements activity.Store.
func (db *DB) SaveActivity(ctx context.Context, in string, step *projection.Step) error {
	doc, err := newStepDoc(in, step)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if isThere, err := db.some(ctx, "streams", byID(in)); err != nil || !isThere {
		return err // it was deleted for ever meanwhile
	}
	if _, err := db.steps().InsertOne(ctx, doc); err != nil {
		if mongo.IsDuplicateKeyError(err) {
			return nil // another node was faster
		}
		return fault.Wrap("save activity", translate(err))
	}
	at, err := db.position(ctx, telling, in)
	if err == nil && at.Seq != step.After { // one that began there was carried out before ours came
		_, err = db.steps().DeleteOne(ctx, byID(doc.ID))
		return fault.Wrap("save activity", translate(err))
	}
	if err == nil {
		err = db.after(committed)
	}
	if err == nil {
		err = db.carryOutStep(ctx, doc)
	}
	return fault.Wrap("save activity", err)
}

func newStepDoc(in string, step *projection.Step) (*stepDoc, error) {
	d := &stepDoc{ID: entryID(in, step.After), Project: in, UpTo: step.UpTo}
	var seq, part int64
	for i := range step.Items {
		item := &step.Items[i]
		if part++; item.Seq != seq {
			seq, part = item.Seq, 1
		}
		doc := activityDoc{
			ID: fmt.Sprintf("%s/%d/%d", in, seq, part), Project: in, Seq: seq, Part: part, At: item.At, Actor: item.Actor, Kind: item.Kind, Deed: item.Deed,
			Field: item.Field, Thing: item.Thing, From: item.From, To: item.To, Added: item.Added, Removed: item.Removed, Written: step.UpTo,
		}
		if item.Task != nil {
			doc.Task = item.Task.ID
		}
		d.Items = append(d.Items, doc)
	}
	facts, err := projection.Facts(&step.Known)
	for _, f := range facts {
		id := knownID(in, f.Kind, f.ID)
		if f.JSON == "" {
			d.Gone = append(d.Gone, id)
			continue
		}
		d.Known = append(d.Known, knownDoc{ID: id, Project: in, Kind: f.Kind, Thing: f.ID, Facts: f.JSON, Written: step.UpTo})
	}
	return d, err
}

// carryOutStep writes a step's documents where no later one has, moves the position
// on, and forgets it.
func (db *DB) carryOutStep(ctx context.Context, step *stepDoc) error {
	items, known := make([]row, len(step.Items)), make([]row, len(step.Known))
	for i := range step.Items {
		items[i] = row{step.Items[i].ID, &step.Items[i]}
	}
	for i := range step.Known {
		known[i] = row{step.Known[i].ID, &step.Known[i]}
	}
	w := &rowWriter{db: db, ctx: ctx, in: step.Project, seq: step.UpTo}
	err := fault.First(w.put("activity", items, nil), w.put("activity_known", known, step.Gone), db.after(written))
	if err == nil {
		err = db.advanceTo(ctx, telling, step.Project, step.UpTo)
	}
	if err != nil {
		return err
	}
	_, err = db.steps().DeleteMany(ctx, bson.D{{Key: "project", Value: step.Project}, {Key: "upTo", Value: bson.D{{Key: "$lte", Value: step.UpTo}}}})
	return translate(err)
}

// item is an item as it is read, with the task as it is called now.
func (d *activityDoc) item(task *taskDoc) wire.ActivityItem {
	item := wire.ActivityItem{
		ID: strings.ReplaceAll(d.ID, "/", "."), Project: d.Project, Seq: d.Seq, At: d.At, Actor: d.Actor, Kind: d.Kind, Deed: d.Deed, Field: d.Field,
		Thing: d.Thing, From: d.From, To: d.To, Added: d.Added, Removed: d.Removed,
	}
	if d.Task != "" {
		item.Task = &wire.ActivityTask{ID: d.Task}
	}
	if d.Task != "" && task != nil {
		item.Task.Key = task.Key
		if task.DeletedAt == nil {
			item.Task.Title = task.Title
		}
	}
	return item
}
