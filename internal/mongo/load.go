package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// contents is how much of a project is loaded.
type contents int

const (
	frameOnly contents = iota
	openTasks          // neither archived nor deleted, without what boards do not show
	everything
)

// Load implements journal.Store.
func (db *DB) Load(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream, everything)
}

// Frame implements journal.Store.
func (db *DB) Frame(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream, frameOnly)
}

// Board gives a state with what a board shows: of the tasks only those that are
// neither archived nor deleted, without their descriptions, and no comments. It is
// to be looked at, not decided on. A stream without entries gives an empty state.
func (db *DB) Board(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream, openTasks)
}

// glances is how often rows are read beside those who write before the writers of
// this process have to wait.
const glances = 3

// load reads a project's rows as of one moment: the rows are as of the head where
// nobody has set out to append between the first look at it and the last.
func (db *DB) load(ctx context.Context, stream string, what contents) (*project.State, journal.Head, error) {
	for range glances {
		before, err := db.stream(ctx, stream)
		if err != nil {
			return nil, journal.Head{}, fault.Wrap("load project", err)
		}
		if !before.atRest() {
			break
		}
		state, err := db.loadRows(ctx, stream, what)
		if err != nil {
			return nil, journal.Head{}, fault.Wrap("load project", err)
		}
		if after, err := db.stream(ctx, stream); err == nil && after == before {
			return state, after.head(), nil
		}
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.loadSettled(ctx, stream, what)
}

// loadSettled reads while nothing is appended here.
func (db *DB) loadSettled(ctx context.Context, stream string, what contents) (*project.State, journal.Head, error) {
	for range glances {
		before, err := db.settle(ctx, stream)
		if err != nil {
			return nil, journal.Head{}, fault.Wrap("load project", err)
		}
		state, err := db.loadRows(ctx, stream, what)
		if err != nil {
			return nil, journal.Head{}, fault.Wrap("load project", err)
		}
		if after, err := db.settle(ctx, stream); err == nil && after == before {
			return state, after.head(), nil
		}
	}
	return nil, journal.Head{}, fault.New(fault.Unavailable, "This project is very busy; try again soon.")
}

func (db *DB) loadRows(ctx context.Context, id string, what contents) (*project.State, error) {
	state := project.New()
	err := fault.First(
		each(ctx, db, "projects", byID(id), nil, func(d *projectDoc) {
			state.Project, state.DeletedAt, state.Numbers = &d.Project, d.DeletedAt, d.Numbers
		}),
		each(ctx, db, "statuses", in(id), nil, func(d *partDoc[entry.Status]) { state.Statuses[d.Of.ID] = &d.Of }),
		each(ctx, db, "labels", in(id), nil, func(d *partDoc[entry.Label]) { state.Labels[d.Of.ID] = &d.Of }),
		each(ctx, db, "fields", in(id), nil, func(d *partDoc[entry.Field]) { state.Fields[d.Of.ID] = &d.Of }),
		each(ctx, db, "templates", in(id), nil, func(d *partDoc[entry.Template]) { state.Templates[d.Of.ID] = &d.Of }),
		each(ctx, db, "views", in(id), nil, func(d *viewDoc) { state.Views[d.ID] = &d.View }),
		each(ctx, db, "members", in(id), nil, func(d *memberDoc) {
			state.Members[d.User] = &entry.Member{User: d.Profile, Role: d.Role, OwnRole: d.OwnRole}
		}),
	)
	if err != nil || what == frameOnly {
		return state, err
	}
	return state, db.loadContents(ctx, id, what, state)
}

func (db *DB) loadContents(ctx context.Context, id string, what contents, state *project.State) error {
	filter, without := in(id), bson.D{{Key: "folded", Value: 0}}
	if what == openTasks {
		filter = append(filter, bson.E{Key: "archivedAt"}, bson.E{Key: "deletedAt"})
		without = append(without, bson.E{Key: "description", Value: 0}, bson.E{Key: "changes", Value: 0})
	}
	var list []*project.Task
	err := each(ctx, db, "tasks", filter, without, func(d *taskDoc) {
		list = append(list, d.task())
	})
	state.Load(list)
	if err != nil || what == openTasks {
		return err
	}
	return fault.First(
		each(ctx, db, "comments", in(id), nil, func(d *commentDoc) {
			state.Comments[d.ID] = &project.Comment{Comment: d.Comment, DeletedAt: d.DeletedAt}
		}),
		each(ctx, db, "attachments", in(id), nil, func(d *attachmentDoc) {
			state.Attachments[d.ID] = &project.Attachment{Attachment: d.Attachment, DeletedAt: d.DeletedAt}
		}),
	)
}

// in are the documents of a project that are there.
func in(project string) bson.D {
	return bson.D{{Key: "project", Value: project}, {Key: "goneAt", Value: nil}}
}

// each calls have for every document that a filter finds, in no order.
func each[T any](ctx context.Context, db *DB, collection string, filter, fields bson.D, have func(*T)) error {
	find := options.Find()
	if fields != nil {
		find.SetProjection(fields)
	}
	cursor, err := db.db.Collection(collection).Find(ctx, filter, find)
	if err != nil {
		return translate(err)
	}
	defer cursor.Close(ctx)
	for cursor.Next(ctx) {
		doc := new(T)
		if err := cursor.Decode(doc); err != nil {
			return err
		}
		have(doc)
	}
	return translate(cursor.Err())
}
