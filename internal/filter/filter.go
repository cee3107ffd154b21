// Package filter is the language in which views choose tasks: conditions on
// fields, nested with AND and OR. It reads and checks filters and says what the
// days in them mean to whom; a store makes SQL of them. It knows no task and no
// database. Its twin is web/src/project/filter.ts; golden/filter.json runs
// through both, through SQL and by brute force.
package filter

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Limits of one filter.
const (
	MaxDepth      = 8
	MaxConditions = 100
	MaxValues     = 500 // of one condition
	MaxWords      = 20  // of one text
)

// Filter holds where all of its And hold, where one of its Or does, or where its
// condition does; exactly one of the three is set. An empty And holds always,
// an empty Or never.
type Filter struct {
	And, Or   []Filter
	Condition *Condition
}

// Condition is about one field. Which of the values is used follows from the
// field's kind and the operator.
type Condition struct {
	Field  Field
	Op     Op
	IDs    []string // of Choice and Set; Me among them means whoever asks
	Words  []string // of Text, folded
	Days   Range    // of Day and Instant: what lies within it is meant, whatever the operator
	Number Numbers  // of Number
	Is     bool     // of Bool
}

// Numbers are bounds, both included; of operators on one number both are it.
type Numbers struct {
	From *float64 `json:"from"`
	To   *float64 `json:"to"`
}

// Me as a person in a condition is whoever asks.
const Me = "me"

// written is a filter as it is written:
// {"and": [...]}, {"or": [...]} or {"field", "op", "value"}.
type written struct {
	And   *[]written     `json:"and,omitzero"`
	Or    *[]written     `json:"or,omitzero"`
	Field *string        `json:"field,omitzero"`
	Op    *string        `json:"op,omitzero"`
	Value jsontext.Value `json:"value,omitzero"`
}

// Fields tells the kind of a project's custom field by its id; false where
// there is none. Nil: there are none.
type Fields func(id string) (Kind, bool)

// Parse reads a filter strictly. What makes no sense is Invalid with pointers
// that begin with at: an unknown field, an operator that the field does not
// have, a value that is none, a filter that is too large.
func Parse(text []byte, at string, fields Fields) (*Filter, error) {
	var raw written
	if err := json.Unmarshal(text, &raw, json.RejectUnknownMembers(true)); err != nil {
		return nil, within(at, entry.JSONFault(err))
	}
	p := &parser{fields: fields}
	parsed := p.filter(&raw, at, 1)
	if p.details != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "This filter cannot be used.", Details: p.details}
	}
	return &parsed, nil
}

// within puts the pointers of a fault behind a place. A text that is no JSON is
// invalid, not malformed: it is only a part of what was sent.
func within(at string, err error) error {
	f := fault.As(err)
	details := []fault.Detail{{Pointer: at, Detail: f.Message}}
	if len(f.Details) > 0 {
		details = nil
		for _, d := range f.Details {
			details = append(details, fault.Detail{Pointer: at + d.Pointer, Detail: d.Detail})
		}
	}
	return &fault.Error{Kind: fault.Invalid, Message: "This filter cannot be used.", Details: details, Err: err}
}
