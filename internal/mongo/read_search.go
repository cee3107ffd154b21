package mongo

import (
	"context"
	"regexp"
	"slices"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// How much is looked at for words near others.
const (
	searchNear  = 20   // words that a mistyped one may have been meant for
	searchParts = 5000 // words that share three letters with it, to choose those from
	searchKeys  = 20   // tasks by their keys
)

// Search implements search.Store.
func (db *DB) Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error) {
	projects, err := db.memberships(ctx, actor)
	if err != nil {
		return wire.Page[wire.Found]{}, fault.Wrap("search", err)
	}
	f, err := projection.Find(ctx, &searching{db, keysOf(projects)}, text, skip+limit+1)
	if err != nil {
		return wire.Page[wire.Found]{}, fault.Wrap("search", err)
	}
	page, err := f.Page(skip, limit, func(ids map[wire.FoundType][]string) (map[string]wire.Found, error) { return db.whole(ctx, f, ids) })
	return page, fault.Wrap("read what was found", err)
}

// searching looks in the projects that a person sees; it implements projection.Texts.
type searching struct {
	db       *DB
	projects []string
}

// Keys implements projection.Texts.
func (s *searching) Keys(ctx context.Context, f *projection.Finding, key string, spans [][2]int64) error {
	var numbers bson.A
	for _, span := range spans {
		numbers = append(numbers, is("number", bson.D{{Key: "$gte", Value: span[0]}, {Key: "$lte", Value: span[1]}}))
	}
	var at []string
	err := each(ctx, s.db, "projects", bson.D{{Key: "_id", Value: among(s.projects)}, {Key: "key", Value: key}, {Key: "deletedAt", Value: nil}}, nil, func(d *projectDoc) { at = append(at, d.ID) })
	if err != nil || len(at) == 0 {
		return err
	}
	cursor, err := s.db.db.Collection("tasks").Find(ctx, bson.D{{Key: "project", Value: at[0]}, {Key: "deletedAt", Value: nil}, {Key: "$or", Value: numbers}},
		options.Find().SetSort(is("number", 1)).SetLimit(searchKeys))
	if err != nil {
		return translate(err)
	}
	var tasks []*taskDoc
	err = cursor.All(ctx, &tasks)
	for _, d := range tasks {
		f.Add(wire.FoundTask, d.ID, d.Key, &d.Title, d.UpdatedAt)
	}
	return translate(err)
}

// Titles implements projection.Texts.
func (s *searching) Titles(ctx context.Context, f *projection.Finding, most int) error {
	return s.texts(ctx, f, "title", most)
}

// Anywhere implements projection.Texts.
func (s *searching) Anywhere(ctx context.Context, f *projection.Finding, most int) error {
	return s.texts(ctx, f, "words", most)
}

// texts finds those whose words of a field hold a beginning of every term, or a near word.
func (s *searching) texts(ctx context.Context, f *projection.Finding, field string, most int) error {
	if len(s.projects) == 0 {
		return nil
	}
	every := bson.A{}
	for _, t := range f.Terms {
		some := bson.A{is(field, bson.Regex{Pattern: "^" + regexp.QuoteMeta(t.Text)})}
		if len(t.Near) > 0 {
			some = append(some, is(field, among(t.Near)))
		}
		every = append(every, is("$or", some))
	}
	cursor, err := s.db.db.Collection("texts").Find(ctx, bson.D{{Key: "project", Value: among(s.projects)}, {Key: "$and", Value: every}, there},
		options.Find().SetSort(bson.D{{Key: "at", Value: -1}, {Key: "_id", Value: -1}}).SetLimit(int64(most)).SetProjection(bson.D{{Key: "kind", Value: 1}}))
	if err != nil {
		return translate(err)
	}
	var docs []*textDoc
	if err := cursor.All(ctx, &docs); err != nil {
		return translate(err)
	}
	ids := map[string][]string{}
	for _, d := range docs {
		if !f.Has(d.ID) {
			ids[d.Kind] = append(ids[d.Kind], d.ID)
		}
	}
	return s.add(ctx, f, ids)
}

// add adds, of what texts are about, what is there now and may be seen.
func (s *searching) add(ctx context.Context, f *projection.Finding, ids map[string][]string) error {
	if len(ids) == 0 {
		return nil
	}
	open := map[string]bool{} // projects that are there
	here := func(ids []string) bson.D {
		return bson.D{{Key: "_id", Value: among(ids)}, {Key: "project", Value: among(s.projects)}, {Key: "deletedAt", Value: nil}}
	}
	err := each(ctx, s.db, "projects", bson.D{{Key: "_id", Value: among(s.projects)}, {Key: "deletedAt", Value: nil}}, nil, func(d *projectDoc) {
		open[d.ID] = true
		if slices.Contains(ids["project"], d.ID) {
			f.Add(wire.FoundProject, d.ID, "", &d.Name, d.CreatedAt)
		}
	})
	if err != nil {
		return err
	}
	var comments []*commentDoc
	on := map[string]bool{}
	err = fault.First(
		each(ctx, s.db, "tasks", here(ids["task"]), nil, func(d *taskDoc) {
			if open[d.Project] {
				f.Add(wire.FoundTask, d.ID, d.Key, &d.Title, d.UpdatedAt)
			}
		}),
		each(ctx, s.db, "comments", here(ids["comment"]), nil, func(d *commentDoc) {
			if open[d.Project] {
				comments, on[d.Task] = append(comments, d), false
			}
		}),
	)
	if err != nil || len(comments) == 0 {
		return err
	}
	err = each(ctx, s.db, "tasks", bson.D{{Key: "_id", Value: among(keysOf(on))}, {Key: "deletedAt", Value: nil}}, is("_id", 1), func(d *taskDoc) { on[d.ID] = true })
	for _, d := range comments {
		if on[d.Task] {
			f.Add(wire.FoundComment, d.ID, "", nil, d.CreatedAt)
		}
	}
	return err
}

// Holding implements projection.Texts.
func (s *searching) Holding(ctx context.Context, text string) ([]string, error) {
	if utf8.RuneCountInString(text) < 3 {
		return nil, nil
	}
	filter := bson.D{
		{Key: "parts", Value: bson.D{{Key: "$all", Value: words.Parts(text, false)}}}, {Key: "_id", Value: bson.Regex{Pattern: regexp.QuoteMeta(text)}},
	}
	return s.someWords(ctx, filter, searchNear, func(string) bool { return true })
}

// Meant implements projection.Texts.
func (s *searching) Meant(ctx context.Context, text string) ([]string, error) {
	reach := words.Reach(utf8.RuneCountInString(text))
	if reach == 0 {
		return nil, nil
	}
	isRight, err := s.db.some(ctx, "words", is("_id", bson.D{{Key: "$gte", Value: text}, {Key: "$lte", Value: text + "\U0010ffff"}}))
	if err != nil || isRight {
		return nil, err
	}
	return s.someWords(ctx, is("parts", among(words.Parts(text, true))), searchParts, func(word string) bool { return words.Near(text, word, reach) })
}

// someWords gives a few of the words that a filter finds and that fit.
func (s *searching) someWords(ctx context.Context, filter bson.D, most int64, fits func(word string) bool) (some []string, err error) {
	cursor, err := s.db.db.Collection("words").Find(ctx, filter, options.Find().SetLimit(most).SetProjection(is("_id", 1)))
	if err != nil {
		return nil, translate(err)
	}
	defer cursor.Close(ctx)
	for len(some) < searchNear && cursor.Next(ctx) {
		var d wordDoc
		if err := cursor.Decode(&d); err != nil {
			return nil, err
		}
		if fits(d.ID) {
			some = append(some, d.ID)
		}
	}
	return some, translate(cursor.Err())
}

// whole reads the things that were found: comments with the task that each is on,
// without its description, since that is where it is looked at.
func (db *DB) whole(ctx context.Context, f *projection.Finding, ids map[wire.FoundType][]string) (map[string]wire.Found, error) {
	found, on := map[string]wire.Found{}, map[string][]string{}
	err := fault.First(
		each(ctx, db, "projects", is("_id", among(ids[wire.FoundProject])), nil, func(d *projectDoc) {
			found[d.ID] = f.Marked(wire.Found{Type: wire.FoundProject, Project: &d.Project}, d.Name, d.Description)
		}),
		each(ctx, db, "tasks", is("_id", among(ids[wire.FoundTask])), nil, func(d *taskDoc) {
			found[d.ID] = f.Marked(wire.Found{Type: wire.FoundTask, Task: &d.Task}, d.Title, d.Description)
		}),
		each(ctx, db, "comments", is("_id", among(ids[wire.FoundComment])), nil, func(d *commentDoc) {
			found[d.ID] = f.Marked(wire.Found{Type: wire.FoundComment, Comment: &d.Comment}, "", d.Body)
			on[d.Task] = append(on[d.Task], d.ID)
		}),
	)
	if err != nil || len(on) == 0 {
		return found, err
	}
	err = each(ctx, db, "tasks", is("_id", among(keysOf(on))), bson.D{{Key: "description", Value: 0}, {Key: "changes", Value: 0}}, func(d *taskDoc) {
		for _, id := range on[d.ID] {
			item := found[id]
			item.Task = &d.Task
			found[id] = item
		}
	})
	return found, err
}
