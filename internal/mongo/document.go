package mongo

import (
	"reflect"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/words"
)

// The documents have the fields of the contract, under their names there; _id is
// the id, and instants are dates. Beside them stands `written`, the seq of the
// append that wrote a row: an older one never writes over a newer.

type projectDoc struct {
	entry.Project `bson:",inline"`
	DeletedAt     *entry.Instant `bson:"deletedAt"`
	Numbers       int64          `bson:"numbers"`
	Written       int64          `bson:"written"`
}

// partDoc is a status, label, custom field or template of a project.
type partDoc[T any] struct {
	Of      T      `bson:",inline"`
	Project string `bson:"project"`
	Written int64  `bson:"written"`
}

type viewDoc struct {
	entry.View `bson:",inline"`
	Written    int64 `bson:"written"`
}

type memberDoc struct {
	ID      string      `bson:"_id"` // project/user
	Project string      `bson:"project"`
	User    string      `bson:"user"`
	Role    entry.Role  `bson:"role"`
	OwnRole *entry.Role `bson:"ownRole"`
	Profile entry.User  `bson:"profile"` // as the journal last told it
	Written int64       `bson:"written"`
}

func memberID(project, user string) string { return project + "/" + user }

type taskDoc struct {
	entry.Task `bson:",inline"`
	DeletedAt  *entry.Instant            `bson:"deletedAt"`
	MovedTo    string                    `bson:"movedTo,omitempty"`
	Changes    map[string]project.Change `bson:"changes,omitempty"`
	Written    int64                     `bson:"written"`

	Folded    map[string]string `bson:"folded"`    // texts in which filters look for words: "title", and custom fields by their ids
	SortTitle string            `bson:"sortTitle"` // by which it is sorted
}

func newTaskDoc(t *project.Task, written int64) taskDoc {
	folded := map[string]string{"title": words.Fold(t.Key + " " + t.Title)}
	for id, value := range t.Fields {
		if text, is := value.(string); is {
			folded[id] = words.Fold(text)
		}
	}
	return taskDoc{t.Task, t.DeletedAt, t.MovedTo, t.Changes, written, folded, lower(t.Title)}
}

// lower is a text with its ASCII letters small, as SQLite sorts titles.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

// task is the task, as the rules have it.
func (d *taskDoc) task() *project.Task {
	return &project.Task{Task: d.Task, DeletedAt: d.DeletedAt, MovedTo: d.MovedTo, Changes: d.Changes}
}

type commentDoc struct {
	entry.Comment `bson:",inline"`
	Project       string         `bson:"project"`
	DeletedAt     *entry.Instant `bson:"deletedAt"`
	Written       int64          `bson:"written"`
}

type attachmentDoc struct {
	entry.Attachment `bson:",inline"`
	Project          string         `bson:"project"`
	DeletedAt        *entry.Instant `bson:"deletedAt"`
	Written          int64          `bson:"written"`
}

var (
	instantType = reflect.TypeFor[entry.Instant]()
	filterType  = reflect.TypeFor[entry.Filter]()
	valueType   = reflect.TypeFor[entry.FieldValue]()
)

var documents = registry()

// registry knows how our own types look: instants are dates, filters their JSON,
// and the values of custom fields what they are.
func registry() *bson.Registry {
	r := bson.NewRegistry()
	r.RegisterTypeEncoder(instantType, bson.ValueEncoderFunc(func(_ bson.EncodeContext, w bson.ValueWriter, v reflect.Value) error {
		return w.WriteDateTime(v.Int())
	}))
	r.RegisterTypeDecoder(instantType, bson.ValueDecoderFunc(func(_ bson.DecodeContext, r bson.ValueReader, v reflect.Value) error {
		ms, err := r.ReadDateTime()
		v.SetInt(ms)
		return err
	}))
	r.RegisterTypeEncoder(filterType, bson.ValueEncoderFunc(func(_ bson.EncodeContext, w bson.ValueWriter, v reflect.Value) error {
		if filter := v.Interface().(entry.Filter); !filter.All() {
			return w.WriteString(string(filter))
		}
		return w.WriteNull()
	}))
	r.RegisterTypeDecoder(filterType, bson.ValueDecoderFunc(func(_ bson.DecodeContext, r bson.ValueReader, v reflect.Value) error {
		if r.Type() == bson.TypeNull {
			v.SetZero()
			return r.ReadNull()
		}
		text, err := r.ReadString()
		v.SetBytes([]byte(text))
		return err
	}))
	r.RegisterTypeDecoder(valueType, bson.ValueDecoderFunc(decodeFieldValue))
	return r
}

func decodeFieldValue(_ bson.DecodeContext, r bson.ValueReader, v reflect.Value) error {
	var value any
	var err error
	switch r.Type() {
	case bson.TypeString:
		value, err = r.ReadString()
	case bson.TypeDouble:
		value, err = r.ReadDouble()
	case bson.TypeBoolean:
		value, err = r.ReadBoolean()
	default:
		return r.Skip()
	}
	v.Set(reflect.ValueOf(value))
	return err
}
