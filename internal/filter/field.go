package filter

import (
	"strings"

	"tandem/internal/entry"
)

// Kind is what sort of values a field has.
type Kind string

// The kinds.
const (
	Choice  Kind = "choice"  // one id or name, or none
	Set     Kind = "set"     // ids
	Text    Kind = "text"    // looked through word by word, folded
	Day     Kind = "day"     // a calendar day, or none
	Instant Kind = "instant" // a moment, compared by the day it is on where the person is
	Number  Kind = "number"
	Bool    Kind = "bool"
)

// Field is what a condition is about.
type Field struct {
	Name   string // "status"; "" of a custom field
	Custom string // its id
	Kind   Kind
}

// kinds are the fields that every task has.
var kinds = map[string]Kind{
	"title":           Text, // and the key
	"status":          Choice,
	"category":        Choice, // of the status
	"priority":        Choice,
	"assignee":        Set,
	"label":           Set,
	"parent":          Choice,
	"createdBy":       Choice,
	"startDate":       Day,
	"dueDate":         Day,
	"createdAt":       Instant,
	"updatedAt":       Instant,
	"completedAt":     Instant,
	"estimateSeconds": Number,
	"spentSeconds":    Number,
}

// KindOf tells what sort of values a custom field of a type has.
func KindOf(t entry.FieldType) Kind {
	switch t {
	case entry.TextField:
		return Text
	case entry.NumberField:
		return Number
	case entry.DateField:
		return Day
	case entry.CheckboxField:
		return Bool
	}
	return Choice
}

// names are the fields whose values are names, not ids.
var names = map[string][]string{
	"category": {"backlog", "todo", "active", "done", "cancelled"},
	"priority": {"none", "low", "medium", "high", "urgent"},
}

// people are the fields of which Me is a value; custom fields take it too.
var people = map[string]bool{"assignee": true, "createdBy": true}

// customPrefix marks a custom field: "field:" and its id.
const customPrefix = "field:"

// fieldOf finds a field by how it is written.
func fieldOf(text string, fields Fields) (Field, bool) {
	if id, custom := strings.CutPrefix(text, customPrefix); custom {
		if fields == nil {
			return Field{}, false
		}
		kind, known := fields(id)
		return Field{Custom: id, Kind: kind}, known
	}
	kind, known := kinds[text]
	return Field{Name: text, Kind: kind}, known
}

// Op is what a condition asks of a field.
type Op string

// The operators. Is and those below it take a value, None and NotNone take none.
const (
	None        Op = "none"
	NotNone     Op = "notNone"
	Is          Op = "is"
	IsNot       Op = "isNot"
	AnyOf       Op = "anyOf"
	NoneOf      Op = "noneOf"
	AllOf       Op = "allOf"
	Contains    Op = "contains"
	NotContains Op = "notContains"
	Before      Op = "before"
	After       Op = "after"
	Within      Op = "within"
	LessThan    Op = "lessThan"
	MoreThan    Op = "moreThan"
)

// ops are the operators of each kind, in the order in which they are offered.
var ops = map[Kind][]Op{
	Choice:  {Is, IsNot, AnyOf, NoneOf, None, NotNone},
	Set:     {Is, IsNot, AnyOf, NoneOf, AllOf, None, NotNone},
	Text:    {Contains, NotContains, None, NotNone},
	Day:     {Is, IsNot, Before, After, Within, None, NotNone},
	Instant: {Is, IsNot, Before, After, Within, None, NotNone},
	Number:  {Is, IsNot, LessThan, MoreThan, Within, None, NotNone},
	Bool:    {Is},
}
