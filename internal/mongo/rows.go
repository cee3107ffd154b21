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
	"tandem/internal/project"
)

// rowWriter writes a project's rows as of a seq. What a later append has written is
// left as it is, so that it may be done again, late, or by two at once.
type rowWriter struct {
	db    *DB
	ctx   context.Context
	in    string // the project
	seq   int64
	fresh map[string]bool // ids of rows that are most likely not there yet
}

// save writes full after-images.
func (w *rowWriter) save(rows *project.Rows) error {
	id, seq := w.in, w.seq
	if p := rows.Project; p != nil {
		if err := w.put("projects", []row{{p.ID, projectDoc{p.Project, p.DeletedAt, p.Numbers, seq}}}, nil); err != nil {
			return err
		}
	}
	return fault.First(
		w.put("statuses", parts(rows.Statuses, id, seq, func(v *entry.Status) string { return v.ID }), rows.Gone.Statuses),
		w.put("labels", parts(rows.Labels, id, seq, func(v *entry.Label) string { return v.ID }), rows.Gone.Labels),
		w.put("fields", parts(rows.Fields, id, seq, func(v *entry.Field) string { return v.ID }), rows.Gone.Fields),
		w.put("templates", parts(rows.Templates, id, seq, func(v *entry.Template) string { return v.ID }), rows.Gone.Templates),
		w.put("views", views(rows.Views, seq), rows.Gone.Views),
		w.put("members", members(rows.Members, id, seq), memberIDs(id, rows.Gone.Members)),
		w.put("tasks", tasks(rows.Tasks, seq), nil),
		w.put("comments", comments(rows.Comments, id, seq), nil),
		w.put("attachments", attachments(rows.Attachments, id, seq), nil),
	)
}

// goneDoc stands for a row that is gone, for a while: who is late must not put it back.
type goneDoc struct {
	Project string        `bson:"project,omitempty"`
	GoneAt  entry.Instant `bson:"goneAt"`
	Written int64         `bson:"written"`
}

// row is a document and its id.
type row struct {
	id  string
	doc any
}

func parts[T any](list []*T, in string, seq int64, id func(*T) string) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i] = row{id(v), partDoc[T]{*v, in, seq}}
	}
	return rows
}

func views(list []*entry.View, seq int64) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i] = row{v.ID, viewDoc{*v, seq}}
	}
	return rows
}

func members(list []*entry.Member, in string, seq int64) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		id := memberID(in, v.User.ID)
		rows[i] = row{id, memberDoc{ID: id, Project: in, User: v.User.ID, Role: v.Role, OwnRole: v.OwnRole, Profile: v.User, Written: seq}}
	}
	return rows
}

func memberIDs(in string, users []string) []string {
	ids := make([]string, len(users))
	for i, user := range users {
		ids[i] = memberID(in, user)
	}
	return ids
}

func tasks(list []*project.Task, seq int64) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i] = row{v.ID, newTaskDoc(v, seq)}
	}
	return rows
}

func comments(list []*project.Comment, in string, seq int64) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i] = row{v.ID, commentDoc{v.Comment, in, v.DeletedAt, seq}}
	}
	return rows
}

func attachments(list []*project.Attachment, in string, seq int64) []row {
	rows := make([]row, len(list))
	for i, v := range list {
		rows[i] = row{v.ID, attachmentDoc{v.Attachment, in, v.DeletedAt, seq}}
	}
	return rows
}

// mostRows are written by one question to the server, so that a slow one answers in time.
const mostRows = 50

// put writes rows of a collection and removes those that are gone.
func (w *rowWriter) put(collection string, rows []row, gone []string) error {
	if len(rows)+len(gone) == 0 {
		return nil
	}
	for len(rows) > mostRows {
		if err := w.put(collection, rows[:mostRows], nil); err != nil {
			return err
		}
		rows = rows[mostRows:]
	}
	models := make([]mongo.WriteModel, 0, len(rows)+len(gone))
	for _, r := range rows {
		if w.fresh[r.id] {
			models = append(models, mongo.NewInsertOneModel().SetDocument(r.doc))
		} else {
			models = append(models, w.replace(r))
		}
	}
	for _, id := range gone {
		models = append(models, w.replace(row{id, goneDoc{w.in, entry.At(time.Now()), w.seq}}))
	}
	there, err := w.write(collection, models)
	if err != nil || len(there) == 0 {
		return err
	}
	models = nil
	for _, i := range there {
		if i < len(rows) && w.fresh[rows[i].id] { // it was deleted, and now it is there again
			models = append(models, w.replace(rows[i]))
		}
	}
	if models != nil {
		_, err = w.write(collection, models)
	}
	return err
}

func (w *rowWriter) older(id string) bson.D {
	return bson.D{{Key: "_id", Value: id}, {Key: "written", Value: bson.D{{Key: "$lt", Value: w.seq}}}}
}

func (w *rowWriter) replace(r row) mongo.WriteModel {
	return mongo.NewReplaceOneModel().SetFilter(w.older(r.id)).SetReplacement(r.doc).SetUpsert(true)
}

// write tells which rows could not be inserted since they are there: those that a
// later append has written do not fit the filter either.
func (w *rowWriter) write(collection string, models []mongo.WriteModel) (there []int, err error) {
	_, err = w.db.db.Collection(collection).BulkWrite(w.ctx, models, options.BulkWrite().SetOrdered(false))
	failed, ok := errors.AsType[mongo.BulkWriteException](err)
	if !ok || failed.WriteConcernError != nil {
		return nil, fault.Wrap("write "+collection, translate(err))
	}
	for _, one := range failed.WriteErrors {
		if one.Code != duplicateKey {
			return nil, fault.Wrap("write "+collection, translate(err))
		}
		there = append(there, one.Index)
	}
	return there, nil
}

// duplicateKey is the server's code for it.
const duplicateKey = 11000

// removeOthers removes rows that are not among all that the project has.
func (w *rowWriter) removeOthers(all *project.Rows) error {
	id, seq := w.in, w.seq
	for name, rows := range map[string][]row{
		"statuses":  parts(all.Statuses, id, seq, func(v *entry.Status) string { return v.ID }),
		"labels":    parts(all.Labels, id, seq, func(v *entry.Label) string { return v.ID }),
		"fields":    parts(all.Fields, id, seq, func(v *entry.Field) string { return v.ID }),
		"templates": parts(all.Templates, id, seq, func(v *entry.Template) string { return v.ID }),
		"views":     views(all.Views, seq),
		"members":   members(all.Members, id, seq),
	} {
		ids := make([]string, len(rows))
		for i := range rows {
			ids[i] = rows[i].id
		}
		others := append(in(id), bson.E{Key: "_id", Value: bson.D{{Key: "$nin", Value: ids}}}, bson.E{Key: "written", Value: bson.D{{Key: "$lt", Value: seq}}})
		_, err := w.db.db.Collection(name).UpdateMany(w.ctx, others,
			bson.D{{Key: "$set", Value: bson.D{{Key: "goneAt", Value: entry.At(time.Now())}, {Key: "written", Value: seq}}}})
		if err != nil {
			return fault.Wrap("remove "+name, translate(err))
		}
	}
	return nil
}
