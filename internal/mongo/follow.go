package mongo

import (
	"context"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// follow writes what entries lead to beside the rows of their project. Like those
// it may be done again, late, or by two at once.
func (db *DB) follow(ctx context.Context, docs []entryDoc) error {
	after, told := map[string][]mongo.WriteModel{}, map[string][]*entry.Notification{}
	for i := range docs {
		d := &docs[i]
		for k := range d.Audit {
			after["audit"] = append(after["audit"], mongo.NewReplaceOneModel().SetFilter(byID(d.Audit[k].ID)).SetReplacement(&d.Audit[k]).SetUpsert(true))
		}
		if d.Quiet {
			after["positions"] = append(after["positions"], mongo.NewUpdateOneModel().SetFilter(byID("notify/"+d.Stream)).SetUpsert(true).
				SetUpdate(bson.D{{Key: "$max", Value: bson.D{{Key: "seq", Value: d.Seq}}}}))
		}
		if err := db.followNotices(ctx, d, after, told); err != nil {
			return err
		}
	}
	out, err := db.outgoing(ctx, told)
	if err != nil {
		return fault.Wrap("read how to tell", err)
	}
	after["outbox"] = out
	for collection, models := range after {
		if len(models) == 0 {
			continue
		}
		_, err := db.db.Collection(collection).BulkWrite(ctx, models, options.BulkWrite().SetOrdered(collection == "notifications"))
		if err != nil {
			return fault.Wrap("write "+collection, translate(err))
		}
	}
	return nil
}

// followNotices adds what an entry says of notifications, of which people are told,
// and what follows a task that goes to another project.
func (db *DB) followNotices(ctx context.Context, d *entryDoc, after map[string][]mongo.WriteModel, told map[string][]*entry.Notification) error {
	if !strings.Contains(d.Events, `"type":"notification:`) && !strings.Contains(d.Events, `"movedTo":`) {
		return nil
	}
	e := d.entry()
	events, err := e.Decode()
	if err != nil {
		return fault.Wrap("decode entry", err)
	}
	after["notifications"] = append(after["notifications"], notices(d, events)...)
	for i := range events {
		switch e := &events[i]; {
		case e.Type == entry.NotificationCreated:
			told[d.Stream] = append(told[d.Stream], e.Notification)
		case e.MovedTo != "":
			if err := db.followTask(ctx, e.ID, e.MovedTo); err != nil {
				return fault.Wrap("follow task", err)
			}
		}
	}
	return nil
}

// notificationDoc is a notification of a person. It stands in the inbox by sortAt.
type notificationDoc struct {
	entry.Notification `bson:",inline"`
	User               string        `bson:"user"`
	SortAt             entry.Instant `bson:"sortAt"`
	Written            int64         `bson:"written"` // by which entry
}

// notices are what an entry says of notifications. A late writer changes nothing
// that later entries have changed: `written` is the seq of the last that did.
func notices(d *entryDoc, events []entry.Event) (models []mongo.WriteModel) {
	for i := range events {
		switch e := &events[i]; {
		case e.Type == entry.NotificationCreated:
			models = append(models, mongo.NewUpdateOneModel().SetFilter(byID(e.Notification.ID)).SetUpsert(true).SetUpdate(bson.D{{
				Key: "$setOnInsert", Value: notificationDoc{*e.Notification, d.Stream, e.Notification.CreatedAt, d.Seq},
			}}))
		case e.Type == entry.NotificationRead:
			filter := older(d, bson.E{Key: "readAt", Value: nil})
			if !e.All {
				filter = append(filter, bson.E{Key: "_id", Value: among(e.IDs)})
			}
			models = append(models, changeAll(filter, d, bson.D{{Key: "readAt", Value: e.Set.ReadAt.Value}}))
		case e.Type == entry.NotificationUpdated:
			models = append(models, changeAll(older(d, bson.E{Key: "_id", Value: among(e.IDs)}), d, changes(e.Set)))
		case e.MovedTo != "":
			models = append(models, mongo.NewUpdateManyModel().SetFilter(bson.D{{Key: "task", Value: e.ID}}).
				SetUpdate(bson.D{{Key: "$set", Value: bson.D{{Key: "task", Value: e.MovedTo}}}}))
		}
	}
	return models
}

// older are the notifications of an entry's person that no later entry has changed.
func older(d *entryDoc, and bson.E) bson.D {
	return bson.D{{Key: "user", Value: d.Stream}, {Key: "written", Value: bson.D{{Key: "$lt", Value: d.Seq}}}, and}
}

func changeAll(filter bson.D, d *entryDoc, set bson.D) mongo.WriteModel {
	set = append(set, bson.E{Key: "written", Value: d.Seq})
	return mongo.NewUpdateManyModel().SetFilter(filter).SetUpdate(bson.D{{Key: "$set", Value: set}})
}

func changes(s *entry.Set) (set bson.D) {
	for _, field := range []struct {
		name  string
		value entry.Opt[*entry.Instant]
	}{{"readAt", s.ReadAt}, {"doneAt", s.DoneAt}, {"snoozedUntil", s.SnoozedUntil}, {"returnedAt", s.ReturnedAt}, {"sortAt", s.ReturnedAt}} {
		if field.value.Set {
			set = append(set, bson.E{Key: field.name, Value: field.value.Value})
		}
	}
	return set
}
