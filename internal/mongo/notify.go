package mongo

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/notice"
)

// NotifyBehind implements notify.Store.
func (db *DB) NotifyBehind(ctx context.Context) ([]journal.Behind, error) {
	return db.behind(ctx, notifying)
}

// NotifyAdvance implements notify.Store.
func (db *DB) NotifyAdvance(ctx context.Context, project string, seq int64) error {
	return fault.Wrap("store position", db.advanceTo(ctx, notifying, project, seq))
}

// EntriesBack implements notify.Store.
func (db *DB) EntriesBack(ctx context.Context, stream, thing string, before int64, limit int) ([]entry.Entry, error) {
	filter := bson.D{
		{Key: "stream", Value: stream}, {Key: "seq", Value: bson.D{{Key: "$lt", Value: before}}},
		{Key: "events", Value: bson.Regex{Pattern: regexp.QuoteMeta(thing)}},
	}
	cursor, err := db.entries().Find(ctx, filter, options.Find().SetSort(is("seq", -1)).SetLimit(int64(limit)))
	if err != nil {
		return nil, fault.Wrap("look back", translate(err))
	}
	var docs []entryDoc
	err = cursor.All(ctx, &docs)
	list := make([]entry.Entry, len(docs))
	for i := range docs {
		list[i] = docs[i].entry()
	}
	return list, fault.Wrap("look back", translate(err))
}

// NotifyContext implements notify.Store.
func (db *DB) NotifyContext(ctx context.Context, project string, facts []notice.Fact) (*notice.Context, error) {
	c := &notice.Context{Tasks: map[string]*notice.Task{}, Comments: map[string]notice.Comment{}}
	tasks, comments := notice.Named(facts)
	err := each(ctx, db, "comments", inOf(project, "_id", comments), nil, func(d *commentDoc) {
		c.Comments[d.ID], tasks = notice.Comment{Task: d.Task, Author: d.Author}, append(tasks, d.Task)
	})
	if err == nil {
		err = fault.First(db.noticeTasks(ctx, project, tasks, c), db.noticePeople(ctx, project, tasks, c))
	}
	return c, fault.Wrap("read who is to be told", err)
}

// inOf are the rows of a project, that are not deleted, in which a field has one of
// these values.
func inOf(project, field string, values []string) bson.D {
	return bson.D{{Key: "project", Value: project}, {Key: field, Value: among(slices.Compact(slices.Sorted(slices.Values(values))))}, {Key: "deletedAt", Value: nil}}
}

// noticeTasks reads tasks with those whom they concern.
func (db *DB) noticeTasks(ctx context.Context, project string, tasks []string, c *notice.Context) error {
	mayMention := func(t *notice.Task, text string) {
		if strings.Contains(text, "@") {
			t.Texts = append(t.Texts, text)
		}
	}
	err := each(ctx, db, "tasks", inOf(project, "_id", tasks), nil, func(d *taskDoc) {
		t := &notice.Task{CreatedBy: d.CreatedBy, Assignees: d.Assignees}
		mayMention(t, d.Description)
		c.Tasks[d.ID] = t
	})
	if err != nil {
		return err
	}
	return each(ctx, db, "comments", inOf(project, "task", tasks), nil, func(d *commentDoc) {
		if t := c.Tasks[d.Task]; t != nil {
			t.Commenters = append(t.Commenters, d.Author)
			mayMention(t, d.Body)
		}
	})
}

// watchDoc is what a person wants to hear of a project or task; its id is user/thing.
type watchDoc struct {
	User  string `bson:"user"`
	Thing string `bson:"thing"`
	Level string `bson:"level"`
}

func watchID(user, thing string) string { return user + "/" + thing }

// noticePeople reads everybody who may see the project, and what they want to hear.
func (db *DB) noticePeople(ctx context.Context, project string, tasks []string, c *notice.Context) error {
	if isThere, err := db.some(ctx, "projects", append(byID(project), is("deletedAt", nil)...)); err != nil || !isThere {
		return err
	}
	var ids []string
	if err := each(ctx, db, "members", in(project), nil, func(d *memberDoc) { ids = append(ids, d.User) }); err != nil {
		return err
	}
	users, err := all[userDoc](ctx, db, "users", bson.D{{Key: "_id", Value: among(ids)}, {Key: "disabledAt", Value: nil}}, is("_id", 1))
	at := map[string]int{}
	for i, u := range users {
		at[u.ID] = i
		c.People = append(c.People, notice.Person{ID: u.ID, Handle: u.Handle, Level: entry.Concerns})
	}
	if err != nil {
		return err
	}
	watches, err := all[watchDoc](ctx, db, "watches", is("thing", among(append([]string{project}, tasks...))), nil)
	for _, w := range watches {
		i, isHere := at[w.User]
		switch {
		case !isHere:
		case w.Thing == project:
			c.People[i].Level = entry.ProjectLevel(w.Level)
		default:
			if c.People[i].Tasks == nil {
				c.People[i].Tasks = map[string]entry.TaskLevel{}
			}
			c.People[i].Tasks[w.Thing] = entry.TaskLevel(w.Level)
		}
	}
	return err
}
