package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// PurgeNotifications deletes those that were done before a moment.
func (db *DB) PurgeNotifications(ctx context.Context, before entry.Instant) error {
	_, err := db.db.Collection("notifications").DeleteMany(ctx, is("doneAt", bson.D{{Key: "$lt", Value: before}}))
	return fault.Wrap("purge notifications", translate(err))
}

// purged are the collections that hold what hangs on a project, by the field of its
// id; purgedTasks those of what hangs on its tasks.
var (
	purged = map[string]string{
		"comments": "project", "attachments": "project", "uploads": "project", "labels": "project", "fields": "project", "templates": "project",
		"views": "project", "own_views": "project", "statuses": "project", "members": "project", "links": "project", "looks": "project",
		"watches": "thing", "texts": "project", "activity": "project", "activity_known": "project", "activity_steps": "project", "stale_projects": "project", "entries": "stream",
	}
	purgedTasks = map[string]string{"seen_comments": "task", "notifications": "task", "reminders": "task", "watches": "thing", "documents": "_id", "document_updates": "task"}
)

// PurgeProjects deletes for ever what was deleted, or whose team was, before an
// instant, and can be restored no more: rows, journal and links. Of a project its id and key stay,
// since neither is given twice (D4); people's own streams still say that it was
// there. It gives how many there were.
func (db *DB) PurgeProjects(ctx context.Context, before entry.Instant) (int, error) {
	old := is("deletedAt", bson.D{{Key: "$lt", Value: before}})
	var teams, ids []string
	if err := each(ctx, db, "teams", old, is("_id", 1), func(d *teamDoc) { teams = append(teams, d.ID) }); err != nil {
		return 0, fault.Wrap("purge projects", err)
	}
	filter := bson.D{{Key: "name", Value: bson.D{{Key: "$ne", Value: ""}}}, {Key: "$or", Value: bson.A{old, is("team", among(teams))}}}
	if err := each(ctx, db, "projects", filter, is("_id", 1), func(d *projectDoc) { ids = append(ids, d.ID) }); err != nil {
		return 0, fault.Wrap("purge projects", err)
	}
	for i, id := range ids {
		if err := db.purge(ctx, id); err != nil {
			return i, fault.Wrap("purge project", err)
		}
	}
	return len(ids), nil
}

// purge takes away all of a project. Where it breaks off, it begins again: that the
// project is purged is noted last.
func (db *DB) purge(ctx context.Context, id string) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	var links, tasks []string
	err := fault.First(
		each(ctx, db, "links", is("project", id), is("_id", 1), func(d *linkDoc) { links = append(links, d.ID) }),
		each(ctx, db, "tasks", is("project", id), is("_id", 1), func(d *taskDoc) { tasks = append(tasks, d.ID) }),
	)
	if err == nil {
		err = db.drop(ctx, "visits", is("link", among(links)))
	}
	for collection, field := range purgedTasks {
		for rest := tasks; err == nil && len(rest) > 0; rest = rest[min(len(rest), mostRows):] {
			err = db.drop(ctx, collection, is(field, among(rest[:min(len(rest), mostRows)])))
		}
	}
	for collection, field := range purged {
		err = fault.First(err, db.drop(ctx, collection, is(field, id)))
	}
	if err == nil {
		err = fault.First(
			db.drop(ctx, "tasks", is("project", id)),
			db.drop(ctx, "grouped", is("_id", bson.D{{Key: "$gte", Value: id + "/"}, {Key: "$lt", Value: id + "0"}})), // "0" comes after "/"
			db.drop(ctx, "positions", is("_id", among([]string{positionID(notifying, id), positionID(telling, id), positionID(finding, id)}))),
			db.drop(ctx, "streams", byID(id)),
		)
	}
	if err != nil {
		return err
	}
	_, err = db.db.Collection("projects").UpdateOne(ctx, byID(id),
		set(bson.D{{Key: "name", Value: ""}, {Key: "description", Value: ""}, {Key: "settings", Value: entry.Settings{}}, {Key: "link", Value: nil}}))
	return translate(err)
}

func (db *DB) drop(ctx context.Context, collection string, filter bson.D) error {
	_, err := db.db.Collection(collection).DeleteMany(ctx, filter)
	return translate(err)
}
