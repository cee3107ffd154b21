package wire

import (
	"encoding/base64"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/filter"
)

// Seen is a thing that the person who asked may see, and where it is.
type Seen[T any] struct {
	Thing     *T
	Project   string
	DeletedAt *entry.Instant // of the thing, or of what it is in; nil: it is there
	MovedTo   string         // of a task that went to another project: its id there
}

// Sorts are the orders that tasks can be listed in; "-" is the other way round.
// What has no due date comes last either way; "rank" is the order of the board.
var Sorts = []string{
	"number", "-number", "createdAt", "-createdAt", "updatedAt", "-updatedAt",
	"dueDate", "-dueDate", "priority", "-priority", "title", "-title", "rank",
}

// TaskFilter chooses tasks of a project: values of one list are alternatives,
// different lists all hold. Empty ones choose nothing out.
type TaskFilter struct {
	Project    string
	Texts      []string // each of its words is in the key, title or description
	Statuses   []string
	Assignees  []string // ids, or NoOne
	Labels     []string // ids, or NoOne
	Priorities []string
	DueBefore  []string       // days, not included
	DueAfter   []string       // days, not included
	Archived   string         // "true", "any", or only those that are not
	Where      *filter.Filter // nil: all
	Now        entry.Instant  // when Where is asked
	Sort       string         // one of Sorts
	Limit      int
	Cursor     *TaskCursor // nil: from the beginning
}

// NoOne as an assignee or label chooses tasks that have none.
const NoOne = "none"

// TaskCursor is where a list of tasks goes on: after the task with this value
// of what it is sorted by, and this number.
type TaskCursor struct {
	Sort   string `json:"s"`
	Part   string `json:"p,omitzero"` // of the list, where a store gives it in parts
	Text   string `json:"t,omitzero"`
	Int    int64  `json:"i,omitzero"`
	Number int64  `json:"n"`
}

// Cursor writes a place in a list as clients keep it.
func Cursor(place any) *string {
	raw, err := json.Marshal(place)
	if err != nil {
		panic("wire: a cursor that cannot be written: " + err.Error()) // all cursors are our own types
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	return &text
}

// ReadCursor reads a place in a list; false where text is "". What nobody was
// given is Invalid.
func ReadCursor(text string, place any) (bool, error) {
	if text == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, place, json.RejectUnknownMembers(true))
	}
	if err != nil {
		return false, fault.Field("cursor", "This is no cursor of this list.")
	}
	return true, nil
}

// AfterCursor is where a list of what hangs on a task goes on.
type AfterCursor struct {
	After string `json:"a"`
}

// SearchCursor is where a search goes on.
type SearchCursor struct {
	Skip int `json:"k"`
}
