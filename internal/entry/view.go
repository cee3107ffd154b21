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

// View is a way of looking at a project's tasks that somebody has saved: shared
// with the project, where it stands in its journal, or their own.
type View struct {
	ID        string         `json:"id"`
	Project   string         `json:"project"`
	Name      string         `json:"name"`
	Layout    Layout         `json:"layout"`
	Filter    jsontext.Value `json:"filter"` // as package filter reads it, in canonical form (RFC 8785); null: all tasks
	Group     *string        `json:"group"`  // "assignee", "field:<id>", …; null: as the layout has it
	Sort      *string        `json:"sort"`   // columns, the first counts most: "priority,-dueDate"; null: the order of the board
	CreatedBy string         `json:"createdBy"`
	CreatedAt Instant        `json:"createdAt"`
}
