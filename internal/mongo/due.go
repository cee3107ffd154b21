package mongo

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

var _ due.Store = (*DB)(nil)

// beginDue notes from when on people are told: of what was due before, nobody is.
func (db *DB) beginDue(ctx context.Context) error {
	_, err := db.meta().UpdateOne(ctx, byID("due"), bson.D{{Key: "$setOnInsert", Value: is("at", entry.At(time.Now()))}}, options.UpdateOne().SetUpsert(true))
	if mongo.IsDuplicateKeyError(err) {
		return nil
	}
	return fault.Wrap("note position", translate(err))
}

// DuePosition implements due.Store.
func (db *DB) DuePosition(ctx context.Context) (entry.Instant, error) {
	var position struct {
		At entry.Instant `bson:"at"`
	}
	err := db.meta().FindOne(ctx, byID("due")).Decode(&position)
	return position.At, fault.Wrap("read position", translate(err))
}

// DueAdvance implements due.Store.
func (db *DB) DueAdvance(ctx context.Context, at entry.Instant) error {
	_, err := db.meta().UpdateOne(ctx, byID("due"), bson.D{{Key: "$max", Value: is("at", at)}})
	return fault.Wrap("store position", translate(err))
}

// DuePeople implements due.Store.
func (db *DB) DuePeople(ctx context.Context) ([]due.Person, error) {
	users, err := all[userDoc](ctx, db, "users", is("disabledAt", nil), is("_id", 1))
	if err != nil {
		return nil, err
	}
	chosen, err := db.chosen(ctx, bson.D{})
	var list []due.Person
	for _, u := range users {
		hour := outbox.Usual().DueHour
		if s := chosen[u.ID]; s != nil {
			hour = s.DueHour
		}
		if hour != nil {
			list = append(list, due.Person{ID: u.ID, Zone: u.TimeZone, Hour: *hour})
		}
	}
	return list, err
}

// DueTasks implements due.Store.
func (db *DB) DueTasks(ctx context.Context, days []entry.Day) ([]due.Task, error) {
	var list []due.Task
	status := map[string]string{} // of tasks
	filter := bson.D{{Key: "dueDate", Value: among(days)}, {Key: "completedAt", Value: nil}, {Key: "archivedAt", Value: nil}, {Key: "deletedAt", Value: nil}}
	err := each(ctx, db, "tasks", filter, nil, func(d *taskDoc) {
		list = append(list, due.Task{ID: d.ID, Project: d.Project, Day: *d.DueDate})
		status[d.ID] = d.Status
	})
	if err != nil || len(list) == 0 {
		return nil, fault.Wrap("read what is due", err)
	}
	projects, statuses := map[string]bool{}, map[string]bool{}
	for i := range list {
		projects[list[i].Project], statuses[status[list[i].ID]] = true, true
	}
	atWork, open := map[string]bool{}, map[string]bool{}
	err = fault.First(
		each(ctx, db, "projects", bson.D{{Key: "_id", Value: among(keysOf(projects))}, {Key: "deletedAt", Value: nil}, {Key: "archivedAt", Value: nil}}, nil,
			func(d *projectDoc) { atWork[d.ID] = true }),
		each(ctx, db, "statuses", bson.D{{Key: "_id", Value: among(keysOf(statuses))}, there}, nil,
			func(d *partDoc[entry.Status]) {
				open[d.Of.ID] = d.Of.Category != entry.Done && d.Of.Category != entry.Cancelled
			}),
	)
	list = slices.DeleteFunc(list, func(t due.Task) bool { return !atWork[t.Project] || !open[status[t.ID]] })
	slices.SortFunc(list, func(a, b due.Task) int {
		return cmp.Or(strings.Compare(a.Project, b.Project), strings.Compare(string(a.Day), string(b.Day)), strings.Compare(a.ID, b.ID))
	})
	return list, fault.Wrap("read what is due", err)
}
