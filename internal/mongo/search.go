package mongo

import (
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/words"
)

// How much is taken over in one step.
const (
	searchEntries = 500
	searchBytes   = 4 << 20
	searchTasks   = 200
)

// textDoc is what can be found of a project, task or comment: its words, folded, each
// as its row had it when `written` wrote it. What can be found no more leaves a mark.
type textDoc struct {
	ID      string         `bson:"_id"` // that of the thing
	Kind    string         `bson:"kind"`
	Project string         `bson:"project"`
	Title   []string       `bson:"title"`
	Words   []string       `bson:"words"` // of the title and of the text below it
	At      entry.Instant  `bson:"at"`    // when it was taken over
	GoneAt  *entry.Instant `bson:"goneAt"`
	Written int64          `bson:"written"`
}

func newTextDoc(kind, id, project, title, body string, isGone bool, written int64) *textDoc {
	d := &textDoc{ID: id, Kind: kind, Project: project, At: now(), Written: written}
	if isGone {
		d.GoneAt = &d.At
		return d
	}
	d.Title = distinct(words.FoldedWords(title))
	d.Words = distinct(append(words.FoldedWords(body), d.Title...))
	return d
}

// distinct sorts a list and leaves repeated values out.
func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// SearchBehind implements search.Store.
func (db *DB) SearchBehind(ctx context.Context, actor string) ([]string, error) {
	if actor == "" {
		return projectsOf(db.behind(ctx, finding))
	}
	projects, err := db.memberships(ctx, actor)
	if err != nil {
		return nil, fault.Wrap("look how far search is", err)
	}
	return projectsOf(db.behindOf(ctx, finding, keysOf(projects)))
}

// SearchAdvance implements search.Store. Two at once only do the same twice: a text
// is never written over by an older one, and every position that is stored holds by
// itself.
func (db *DB) SearchAdvance(ctx context.Context, project string) (more bool, err error) {
	at, err := db.position(ctx, finding, project)
	if err != nil {
		return false, fault.Wrap("read search position", err)
	}
	head, err := db.Head(ctx, project)
	if err != nil || at.Filling == nil && at.Seq >= head.Seq {
		return false, err
	}
	var docs []*textDoc
	next := at
	if at.Seq == 0 || at.Filling != nil {
		docs, err = db.fill(ctx, project, &next, head.Seq)
	} else {
		docs, err = db.followTexts(ctx, project, &next)
	}
	if err == nil {
		err = fault.First(db.saveWords(ctx, docs), db.saveTexts(ctx, docs))
	}
	if err == nil {
		_, err = db.positions().ReplaceOne(ctx, byID(next.ID), next, options.Replace().SetUpsert(true))
	}
	return next.Filling != nil || next.Seq < head.Seq, fault.Wrap("take over texts", translate(err))
}

// fill takes over what is there already, in the order of ids. What changes
// meanwhile comes later than the seq at which it began, and is followed then.
func (db *DB) fill(ctx context.Context, project string, next *positionDoc, head int64) (docs []*textDoc, err error) {
	after := ""
	if next.Filling != nil {
		after = *next.Filling
	} else {
		next.Seq = head
	}
	cursor, err := db.db.Collection("tasks").Find(ctx, bson.D{{Key: "project", Value: project}, {Key: "_id", Value: bson.D{{Key: "$gt", Value: after}}}},
		options.Find().SetSort(is("_id", 1)).SetLimit(searchTasks))
	if err != nil {
		return nil, translate(err)
	}
	var tasks []*taskDoc
	if err := cursor.All(ctx, &tasks); err != nil {
		return nil, translate(err)
	}
	ids := make([]string, len(tasks))
	for i, d := range tasks {
		ids[i], docs = d.ID, append(docs, d.text())
	}
	next.Filling = nil
	if len(ids) == searchTasks {
		next.Filling = &ids[len(ids)-1]
	}
	err = each(ctx, db, "comments", is("task", among(ids)), nil, func(d *commentDoc) { docs = append(docs, d.text()) })
	if err == nil && after == "" {
		err = each(ctx, db, "projects", byID(project), nil, func(d *projectDoc) { docs = append(docs, d.text()) })
	}
	return docs, err
}

// A project that was deleted keeps its texts: it can be restored, and until then
// its row is not given to anybody.

func (d *projectDoc) text() *textDoc {
	return newTextDoc("project", d.ID, d.ID, d.Name+" "+d.Key, d.Description, false, d.Written)
}

func (d *taskDoc) text() *textDoc {
	return newTextDoc("task", d.ID, d.Project, d.Title, d.Description, d.DeletedAt != nil, d.Written)
}

func (d *commentDoc) text() *textDoc {
	return newTextDoc("comment", d.ID, d.Project, "", d.Body, d.DeletedAt != nil, d.Written)
}

// followTexts takes over what the next entries have touched.
func (db *DB) followTexts(ctx context.Context, project string, next *positionDoc) (docs []*textDoc, err error) {
	entries, _, err := db.Entries(ctx, project, next.Seq, searchEntries, searchBytes)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	next.Seq = entries[len(entries)-1].Seq
	changed, err := projection.TouchedTexts(entries)
	if err != nil {
		return nil, err
	}
	if changed.Project {
		err = each(ctx, db, "projects", byID(project), nil, func(d *projectDoc) { docs = append(docs, d.text()) })
	}
	if err == nil {
		err = fault.First(
			each(ctx, db, "tasks", is("_id", among(changed.Tasks)), nil, func(d *taskDoc) { docs = append(docs, d.text()) }),
			each(ctx, db, "comments", is("_id", among(changed.Comments)), nil, func(d *commentDoc) { docs = append(docs, d.text()) }),
		)
	}
	return docs, err
}

// saveTexts writes texts where no newer ones are.
func (db *DB) saveTexts(ctx context.Context, docs []*textDoc) error {
	for part := range slices.Chunk(docs, mostRows) {
		models := make([]mongo.WriteModel, len(part))
		for i, d := range part {
			w := &rowWriter{seq: d.Written}
			models[i] = w.replace(row{d.ID, d})
		}
		if _, err := (&rowWriter{db: db, ctx: ctx}).write("texts", models); err != nil {
			return err
		}
	}
	return nil
}

// wordDoc is a word that was ever found in a text, for who has mistyped it.
type wordDoc struct {
	ID    string   `bson:"_id"`
	Parts []string `bson:"parts"` // of three letters, its ends marked with < and >
}

// saveWords remembers words, each once and for ever.
func (db *DB) saveWords(ctx context.Context, docs []*textDoc) error {
	var lists [][]string
	for _, d := range docs {
		lists = append(lists, d.Words)
	}
	for part := range slices.Chunk(words.Worth(lists...), 500) {
		known := map[string]bool{}
		if err := each(ctx, db, "words", is("_id", among(part)), is("_id", 1), func(d *wordDoc) { known[d.ID] = true }); err != nil {
			return err
		}
		var models []mongo.WriteModel
		for _, word := range part {
			if !known[word] {
				models = append(models, mongo.NewInsertOneModel().SetDocument(wordDoc{word, distinct(words.Parts(word, true))}))
			}
		}
		if len(models) == 0 {
			continue
		}
		if _, err := (&rowWriter{db: db, ctx: ctx}).write("words", models); err != nil {
			return err
		}
	}
	return nil
}
