package project

import (
	"tandem/internal/entry"
)

// Change says who changed a field last, and when (D1).
type Change struct {
	Seq   int64  `json:"seq"`
	Actor string `json:"actor"`
}

// Task is a task with what only the server keeps of it.
type Task struct {
	entry.Task
	DeletedAt *entry.Instant
	Changes   map[string]Change // by field name; fields never changed since creation are missing
}

// Comment is a comment with what only the server keeps of it.
type Comment struct {
	entry.Comment
	DeletedAt *entry.Instant
}

// State is a project at one seq, as the rules see it. Its records are never
// changed in place: a change puts a new one, so a record once read stays as it
// was. A State is for one goroutine.
type State struct {
	Project   *entry.Project // nil until project:created
	DeletedAt *entry.Instant
	Statuses  map[string]*entry.Status
	Labels    map[string]*entry.Label
	Members   map[string]*entry.Member // by user id
	Tasks     map[string]*Task         // deleted ones too
	Comments  map[string]*Comment      // deleted ones too
	Numbers   int64                    // the highest task number ever given

	order   map[string][]*Task // by status: tasks not deleted, in board order
	touched *touched           // since the last Rows
	undo    []func()           // newest last; only while a mark is set
	marked  bool
}

// Rows are full after-images of everything touched; nil and empty parts are untouched.
type Rows struct {
	Project  *ProjectRow
	Statuses []*entry.Status
	Labels   []*entry.Label
	Members  []*entry.Member
	Tasks    []*Task
	Comments []*Comment
	Gone     Gone
}

// ProjectRow is the project with what only the server keeps of it.
type ProjectRow struct {
	entry.Project
	DeletedAt *entry.Instant
	Numbers   int64
}

// Gone lists the ids of rows that exist no more.
type Gone struct {
	Statuses, Labels, Members []string
}

type touched struct{}
