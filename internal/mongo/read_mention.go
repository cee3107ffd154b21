package mongo

import (
	"cmp"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// mostMentions is how many Mentions gives; mentionTexts is among how many of the
// newest texts that hold a key's two words it looks.
const (
	mostMentions = 100
	mentionTexts = 500
)

// mentioned is a place where a key stands.
type mentioned struct {
	wire.Mention
	task string
	at   entry.Instant
}

// Mentions implements api.Reads. Candidates are those that a search finds, so what was
// said a moment ago may not be among them yet.
func (db *DB) Mentions(ctx context.Context, actor string, task *entry.Task) ([]wire.Mention, error) {
	list := []wire.Mention{}
	projects, err := db.memberships(ctx, actor)
	if err != nil || len(projects) == 0 {
		return list, err
	}
	found, err := db.naming(ctx, task.Key, keysOf(projects))
	if err != nil {
		return list, fault.Wrap("look for mentions", err)
	}
	slices.SortFunc(found, func(a, b mentioned) int { return cmp.Compare(b.at, a.at) })
	on, err := db.mentionTasks(ctx, actor, found)
	for _, m := range found {
		if m.Task = on[m.task]; m.Task != nil && m.task != task.ID && len(list) < mostMentions {
			list = append(list, m.Mention)
		}
	}
	return list, fault.Wrap("look for mentions", err)
}

// naming gives the texts of projects that name a key.
func (db *DB) naming(ctx context.Context, key string, projects []string) (found []mentioned, err error) {
	ids, err := db.holding(ctx, words.FoldedWords(key), projects)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	names := words.NamesKey(key)
	those := bson.D{{Key: "_id", Value: among(ids)}, {Key: "project", Value: among(projects)}, {Key: "deletedAt", Value: nil}}
	fields := bson.D{{Key: "title", Value: 1}, {Key: "description", Value: 1}, {Key: "updatedAt", Value: 1}}
	err = each(ctx, db, "tasks", those, fields, func(d *taskDoc) {
		if names.MatchString(d.Title + "\n" + d.Description) {
			found = append(found, mentioned{wire.Mention{}, d.ID, d.UpdatedAt})
		}
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, db, "comments", those, nil, func(d *commentDoc) {
		if names.MatchString(d.Body) {
			found = append(found, mentioned{wire.Mention{Comment: &d.Comment}, d.Task, d.CreatedAt})
		}
	})
	return found, err
}

// holding gives the newest tasks and comments of projects that hold all of some words.
func (db *DB) holding(ctx context.Context, all, projects []string) (ids []string, err error) {
	filter := bson.D{{Key: "words", Value: is("$all", all)}, {Key: "project", Value: among(projects)}, there}
	find := options.Find().SetSort(is("_id", -1)).SetLimit(mentionTexts).SetProjection(is("_id", 1))
	cursor, err := db.db.Collection("texts").Find(ctx, filter, find)
	if err != nil {
		return nil, translate(err)
	}
	var docs []textDoc
	err = cursor.All(ctx, &docs)
	for i := range docs {
		ids = append(ids, docs[i].ID)
	}
	return ids, translate(err)
}

// mentionTasks reads the tasks that mentions are on, without their descriptions, as
// far as the person may see them and they are not deleted.
func (db *DB) mentionTasks(ctx context.Context, actor string, found []mentioned) (map[string]*entry.Task, error) {
	on := map[string]*entry.Task{}
	for _, m := range found {
		on[m.task] = nil
	}
	if len(on) == 0 {
		return on, nil
	}
	docs, err := db.visibleIDs(ctx, actor, keysOf(on))
	for _, d := range docs {
		if d.DeletedAt == nil {
			d.Description = ""
			on[d.ID] = &d.Task
		}
	}
	return on, err
}
