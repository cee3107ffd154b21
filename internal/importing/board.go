// Package importing turns a board that lived elsewhere into a project with its
// history. Readers of other programs' files (package trello) make a Board;
// Build turns it into dated commands, and Importer submits them through the one
// door, in one transaction. The same board brought again changes nothing: all
// ids follow from the team and from the ids in the file.
//
// Nothing here fetches what a file points at.
package importing

import (
	"time"

	"tandem/internal/entry"
)

// Board is what a file says, in our words but with the ids of its origin.
// Zero times are unknown.
type Board struct {
	Source      string // the program that it comes from: "trello"
	ID          string // unique within the source
	Name        string
	Description string // Markdown
	Visibility  entry.Visibility
	CreatedAt   time.Time
	Archived    bool
	Statuses    []Status // in the order of the board
	Labels      []Label
	People      []Person // everyone whom the file names
	Tasks       []Task   // a parent before its subtasks; within a status in the order of the board
	Skipped     []Skip   // what the reader already knows will not come
}

// Status is a column. Category left out: it is guessed from the name.
type Status struct {
	ID       string
	Name     string
	Category entry.Category
	WipLimit *int64
	Archived bool
}

// Label marks tasks; Color is "#rrggbb".
type Label struct {
	ID    string
	Name  string
	Color string
}

// Person is someone whom the file names.
type Person struct {
	ID       string
	Name     string
	Username string
	Email    string
	Member   bool // of the board, or assigned to something on it
	Author   bool // of a comment
}

// Task is a card, or an item of a card's checklist where Parent is given.
type Task struct {
	ID          string
	Parent      string
	Title       string
	Description string // Markdown
	Status      string // where it stands now; "" lets the plan choose by Done
	Labels      []string
	Assignees   []string
	Priority    entry.Priority
	StartDate   *entry.Day
	DueDate     *entry.Day
	Estimate    *int64 // seconds
	Creator     string
	CreatedAt   time.Time
	Moves       []Move // oldest first
	Done        bool   // complete, whatever its status
	DoneAt      time.Time
	Archived    bool
	ArchivedAt  time.Time
	LastAt      time.Time // the last sign of life
	Comments    []Comment // oldest first
}

// Move is a change of status.
type Move struct {
	At       time.Time
	Actor    string
	From, To string
}

// Comment on a task.
type Comment struct {
	ID     string
	Author string
	At     time.Time
	Body   string // Markdown
}
