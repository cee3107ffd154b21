package mongo

import (
	"context"
	"errors"

	"github.com/go-json-experiment/json"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

var _ coedit.Store = (*DB)(nil)

// documentDoc is a description as it is written together: the text at a version, and
// how it stands to the journal, unless what was typed since says otherwise.
type documentDoc struct {
	ID          string      `bson:"_id"` // the task's
	Base        string      `bson:"base"`
	BaseVersion int64       `bson:"baseVersion"`
	Clients     []clientDoc `bson:"clients"` // of the updates that are part of the base
	Mark        markOfDoc   `bson:"mark"`
	MarkedAt    int64       `bson:"markedAt"` // the version after which the mark was made
	IsAhead     bool        `bson:"isAhead"`  // the journal may not have all of it
}

type clientDoc struct {
	Client string        `bson:"client"`
	Last   int64         `bson:"last"`
	User   string        `bson:"user"`
	At     entry.Instant `bson:"at"`
}

type markOfDoc struct {
	Known    string `bson:"known"`
	KnownSeq int64  `bson:"knownSeq"`
	Written  int64  `bson:"written"`
}

// typedDoc is what one commit adds to a text: updates, and where they come from the
// journal how the text stands to it then. It is committed by being inserted.
type typedDoc struct {
	ID      string        `bson:"_id"` // task/first
	Task    string        `bson:"task"`
	First   int64         `bson:"first"` // version of the first update
	Updates []updateDoc   `bson:"updates"`
	Mark    *markOfDoc    `bson:"mark,omitempty"`
	At      entry.Instant `bson:"at"`
}

type updateDoc struct {
	Client  string `bson:"client"`
	Number  int64  `bson:"number"`
	Actor   string `bson:"actor"`
	Changes string `bson:"changes"` // JSON, as @codemirror/state writes them
}

func (db *DB) texts() *mongo.Collection { return db.db.Collection("documents") }
func (db *DB) typed() *mongo.Collection { return db.db.Collection("document_updates") }

// clientsKeptMs is how long a client may be away and still not apply an update twice.
const clientsKeptMs = entry.Instant(90 * dayMs)

// Document implements coedit.Store.
func (db *DB) Document(ctx context.Context, task string) (*coedit.Stored, error) {
	t, err := one[taskDoc](ctx, db, "task", "tasks", byID(task))
	if err != nil {
		return nil, err
	}
	s := &coedit.Stored{Project: t.Project, Description: t.Description, MovedTo: t.MovedTo, Clients: map[string]coedit.Client{}}
	s.DescriptionSeq = t.Changes["description"].Seq
	isOpen, err := db.some(ctx, "projects", append(byID(t.Project), is("deletedAt", nil)...))
	if err != nil {
		return nil, fault.Wrap("read a text", err)
	}
	if t.DeletedAt != nil || !isOpen {
		s.Gone = fault.New(fault.Gone, "The task was deleted, or moved to another project.")
	}
	d, typed, err := db.history(ctx, task)
	if err == nil && d != nil {
		err = d.tell(typed, s)
	}
	return s, fault.Wrap("read a text", err)
}

// history reads a text with what was typed since its base, as of one moment; nil
// where it was never edited.
func (db *DB) history(ctx context.Context, task string) (*documentDoc, []*typedDoc, error) {
	for {
		d := &documentDoc{}
		err := db.texts().FindOne(ctx, byID(task)).Decode(d)
		if errors.Is(err, mongo.ErrNoDocuments) {
			return nil, nil, nil
		}
		if err != nil {
			return nil, nil, translate(err)
		}
		typed, err := all[typedDoc](ctx, db, "document_updates", is("task", task), is("first", 1))
		if err != nil {
			return nil, nil, err
		}
		same, err := db.some(ctx, "documents", append(byID(task), bson.E{Key: "baseVersion", Value: d.BaseVersion}))
		if same || err != nil {
			return d, typed, err
		}
	}
}

// tell fills in what is known of a text.
func (d *documentDoc) tell(typed []*typedDoc, s *coedit.Stored) error {
	mark, _ := d.lastMark(typed)
	s.Mark = &coedit.Mark{Known: mark.Known, KnownSeq: mark.KnownSeq, Written: mark.Written}
	s.Base, s.BaseVersion = d.Base, d.BaseVersion
	for _, c := range d.Clients {
		s.Clients[c.Client] = coedit.Client{Last: c.Last, User: c.User}
	}
	for _, t := range typed {
		for i, u := range t.Updates {
			if t.First+int64(i) <= d.BaseVersion {
				continue
			}
			accepted := coedit.Accepted{Update: doc.Update{Client: u.Client, ID: u.Number}, Actor: u.Actor}
			if err := json.Unmarshal([]byte(u.Changes), &accepted.Changes); err != nil {
				return err
			}
			s.Updates = append(s.Updates, accepted)
		}
	}
	return nil
}

// lastMark is the one that was made last, and after which version.
func (d *documentDoc) lastMark(typed []*typedDoc) (markOfDoc, int64) {
	mark, at := d.Mark, d.MarkedAt
	for _, t := range typed {
		if t.Mark != nil && t.First > at {
			mark, at = *t.Mark, t.First
		}
	}
	return mark, at
}

// ProjectOf implements coedit.Store.
func (db *DB) ProjectOf(ctx context.Context, task string) (string, error) {
	d, err := one[taskDoc](ctx, db, "task", "tasks", byID(task))
	return d.Project, err
}

// AddUpdates implements coedit.Store. That there may be more than the journal has is
// noted before there is.
func (db *DB) AddUpdates(ctx context.Context, additions []coedit.Addition) error {
	var heads, typed []mongo.WriteModel
	for i := range additions {
		add := &additions[i]
		heads = append(heads, headOf(add))
		if len(add.Updates) == 0 {
			continue
		}
		t, err := newTypedDoc(add)
		if err != nil {
			return fault.Wrap("add updates", err)
		}
		typed = append(typed, mongo.NewInsertOneModel().SetDocument(t))
	}
	_, err := db.texts().BulkWrite(ctx, heads)
	if err == nil && typed != nil {
		_, err = db.typed().BulkWrite(ctx, typed)
	}
	if mongo.IsDuplicateKeyError(err) {
		return &fault.Error{Kind: fault.Conflict, Message: "The text has moved on.", Err: err}
	}
	return fault.Wrap("add updates", translate(err))
}

// headOf is what an addition changes of a text before its updates are there.
func headOf(add *coedit.Addition) mongo.WriteModel {
	switch {
	case add.Base != nil:
		d := documentDoc{ID: add.Task, Base: *add.Base, BaseVersion: add.First - 1, MarkedAt: add.First - 1, IsAhead: true}
		d.Mark = markOfDoc(*add.Mark)
		return mongo.NewInsertOneModel().SetDocument(d)
	case len(add.Updates) == 0 && add.Mark != nil:
		return mongo.NewUpdateOneModel().SetFilter(byID(add.Task)).SetUpdate(set(bson.D{
			{Key: "mark", Value: markOfDoc(*add.Mark)}, {Key: "markedAt", Value: add.First - 1}, {Key: "isAhead", Value: add.Mark.Written < add.First-1},
		}))
	}
	return mongo.NewUpdateOneModel().SetFilter(byID(add.Task)).SetUpdate(set(is("isAhead", true)))
}

func newTypedDoc(add *coedit.Addition) (*typedDoc, error) {
	t := &typedDoc{ID: entryID(add.Task, add.First), Task: add.Task, First: add.First, At: add.At}
	if add.Mark != nil {
		t.Mark = new(markOfDoc(*add.Mark))
	}
	for i := range add.Updates {
		u := &add.Updates[i]
		changes, err := json.Marshal(u.Changes)
		if err != nil {
			return nil, err
		}
		t.Updates = append(t.Updates, updateDoc{u.Client, u.ID, u.Actor, string(changes)})
	}
	return t, nil
}

// Compact implements coedit.Store: the new base is one document; what it makes
// superfluous goes after it, and is passed over until then.
func (db *DB) Compact(ctx context.Context, task, text string, version int64, at entry.Instant) error {
	d, typed, err := db.history(ctx, task)
	if err != nil || d == nil || version <= d.BaseVersion {
		return fault.Wrap("compact a text", err)
	}
	d.Mark, d.MarkedAt = d.lastMark(typed)
	_, err = db.texts().UpdateOne(ctx, append(byID(task), bson.E{Key: "baseVersion", Value: d.BaseVersion}), set(bson.D{
		{Key: "base", Value: text}, {Key: "baseVersion", Value: version}, {Key: "clients", Value: d.clientsUntil(typed, version, at-clientsKeptMs)},
		{Key: "mark", Value: d.Mark}, {Key: "markedAt", Value: d.MarkedAt},
	}))
	for i := 0; err == nil && i < len(typed); i++ {
		if typed[i].First+int64(len(typed[i].Updates))-1 <= version {
			_, err = db.typed().DeleteOne(ctx, byID(typed[i].ID))
		}
	}
	return fault.Wrap("compact a text", translate(err))
}

// clientsUntil says how far each client's updates have come up to a version; who was
// not heard of for long is forgotten.
func (d *documentDoc) clientsUntil(typed []*typedDoc, version int64, since entry.Instant) []clientDoc {
	latest := map[string]clientDoc{}
	for _, c := range d.Clients {
		latest[c.Client] = c
	}
	for _, t := range typed {
		for i, u := range t.Updates {
			if v := t.First + int64(i); v > d.BaseVersion && v <= version && u.Client != "journal" {
				latest[u.Client] = clientDoc{u.Client, u.Number, u.Actor, t.At}
			}
		}
	}
	list := []clientDoc{}
	for _, c := range latest {
		if c.At >= since {
			list = append(list, c)
		}
	}
	return list
}

// Ahead implements coedit.Store. Some of them may turn out not to be.
func (db *DB) Ahead(ctx context.Context) (tasks []string, err error) {
	err = each(ctx, db, "documents", is("isAhead", true), is("_id", 1), func(d *documentDoc) { tasks = append(tasks, d.ID) })
	return tasks, fault.Wrap("look for texts", err)
}
