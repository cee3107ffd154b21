package entry

import "github.com/go-json-experiment/json/jsontext"

// Layout is how a view lays out its tasks.
type Layout string

// The layouts.
const (
	Board    Layout = "board"
	List     Layout = "list"
	Calendar Layout = "calendar"
)

// Valid tells whether l is one of the three.
func (l Layout) Valid() bool { return l == Board || l == List || l == Calendar }

// Filter is a choice of tasks as JSON, read and checked by package filter; null or
// empty: all tasks. Its members are in canonical order (RFC 8785) once read, so that
// a repeated command is known by its fingerprint however it was written (J4).
type Filter jsontext.Value

// All tells that it chooses all tasks.
func (f Filter) All() bool { return len(f) == 0 || jsontext.Value(f).Kind() == 'n' }

// MarshalJSONTo writes the filter.
func (f Filter) MarshalJSONTo(enc *jsontext.Encoder) error {
	if f.All() {
		return enc.WriteToken(jsontext.Null)
	}
	return enc.WriteValue(jsontext.Value(f))
}

// UnmarshalJSONFrom reads any one value.
func (f *Filter) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	value, err := dec.ReadValue()
	*f = nil
	if err != nil || value.Kind() == 'n' {
		return err
	}
	*f = Filter(value.Clone())
	return (*jsontext.Value)(f).Canonicalize()
}

// View is a way of looking at a project's tasks that somebody has saved: shared
// with the project, where it stands in its journal, or their own.
type View struct {
	ID        string  `json:"id" bson:"_id"`
	Project   string  `json:"project"`
	Name      string  `json:"name"`
	Layout    Layout  `json:"layout"`
	Filter    Filter  `json:"filter"` // in canonical form (RFC 8785)
	Group     *string `json:"group"`  // "assignee", "field:<id>", …; null: as the layout has it
	Sort      *string `json:"sort"`   // columns, the first counts most: "priority,-dueDate"; null: the order of the board
	CreatedBy string  `json:"createdBy"`
	CreatedAt Instant `json:"createdAt"`
}
