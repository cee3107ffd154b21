package project

import (
	"slices"
	"strings"

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
	MovedTo   string            // its id in another project, where it went there; "" else
	Changes   map[string]Change // by field; those never changed since creation are missing
}

// Comment is a comment with what only the server keeps of it.
type Comment struct {
	entry.Comment
	DeletedAt *entry.Instant
}

// Attachment is an attachment with what only the server keeps of it.
type Attachment struct {
	entry.Attachment
	DeletedAt *entry.Instant
}

// State is a project at one seq, as the rules see it. Its records are never
// changed in place: a change puts a new one, so a record once read stays as it
// was. A State is for one goroutine at a time.
type State struct {
	Project     *entry.Project // nil until project:created
	DeletedAt   *entry.Instant
	Statuses    map[string]*entry.Status
	Labels      map[string]*entry.Label
	Fields      map[string]*entry.Field
	Templates   map[string]*entry.Template
	Views       map[string]*entry.View   // shared ones
	Members     map[string]*entry.Member // by user id
	Tasks       map[string]*Task         // deleted ones too
	Comments    map[string]*Comment      // deleted ones too
	Attachments map[string]*Attachment   // deleted ones too
	Numbers     int64                    // the highest task number ever given

	order   map[string][]*Task // by status: tasks not deleted, in board order
	touched touched            // since the last Rows
	undo    []func()           // newest last; nil while nothing is tried
	trying  bool
}

// New gives the state of a project that does not exist yet.
func New() *State {
	return &State{
		Statuses: map[string]*entry.Status{}, Labels: map[string]*entry.Label{}, Fields: map[string]*entry.Field{},
		Templates: map[string]*entry.Template{}, Views: map[string]*entry.View{},
		Members: map[string]*entry.Member{}, Tasks: map[string]*Task{}, Comments: map[string]*Comment{},
		Attachments: map[string]*Attachment{}, order: map[string][]*Task{},
	}
}

// Load fills in tasks read from rows; it is cheaper than putting one after the other.
func (s *State) Load(tasks []*Task) {
	for _, t := range tasks {
		s.Tasks[t.ID] = t
		if t.DeletedAt == nil {
			s.order[t.Status] = append(s.order[t.Status], t)
		}
	}
	for _, list := range s.order {
		slices.SortFunc(list, inOrder)
	}
}

// Role is the person's role, "" for strangers.
func (s *State) Role(user string) entry.Role {
	if m := s.Members[user]; m != nil {
		return m.Role
	}
	return ""
}

// InStatus gives the tasks of a status in board order, archived ones too. The
// slice is the state's own: read it before the next change.
func (s *State) InStatus(status string) []*Task { return s.order[status] }

// SortedStatuses gives the statuses in board order, archived ones too.
func (s *State) SortedStatuses() []*entry.Status {
	list := make([]*entry.Status, 0, len(s.Statuses))
	for _, status := range s.Statuses {
		list = append(list, status)
	}
	slices.SortFunc(list, func(a, b *entry.Status) int {
		if c := strings.Compare(a.Rank, b.Rank); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}

// inOrder is the order within a status: by rank, then id (D2).
func inOrder(a, b *Task) int {
	if c := strings.Compare(a.Rank, b.Rank); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// Try starts a change that can be taken back; it ends with Keep or Undo.
func (s *State) Try() int {
	s.trying = true
	return len(s.undo)
}

// Undo takes back everything since the mark that Try gave.
func (s *State) Undo(mark int) {
	for i := len(s.undo) - 1; i >= mark; i-- {
		s.undo[i]()
	}
	s.undo = s.undo[:mark]
}

// Keep makes everything tried final.
func (s *State) Keep() {
	clear(s.undo)
	s.undo = s.undo[:0]
	s.trying = false
}

// change remembers how to take a change back, where one is being tried.
func (s *State) change(back func()) {
	if s.trying {
		s.undo = append(s.undo, back)
	}
}

// put sets a map's record, or removes it where record is nil.
func put[T any](s *State, records map[string]*T, ids map[string]bool, id string, record *T) {
	old, had := records[id]
	if record == nil {
		delete(records, id)
	} else {
		records[id] = record
	}
	ids[id] = true
	s.change(func() {
		if had {
			records[id] = old
		} else {
			delete(records, id)
		}
	})
}

// putTask sets a task's record and keeps the board order.
func (s *State) putTask(t *Task) {
	old := s.Tasks[t.ID]
	s.replace(old, t)
	s.touched.tasks[t.ID] = true
	s.change(func() { s.replace(t, old) })
}

func (s *State) replace(old, t *Task) {
	if old != nil && old.DeletedAt == nil {
		if t != nil && t.DeletedAt == nil && t.Status == old.Status && t.Rank == old.Rank {
			list := s.order[t.Status]
			if at, ok := slices.BinarySearchFunc(list, old, inOrder); ok {
				list[at] = t
			}
			s.Tasks[t.ID] = t
			return
		}
		list := s.order[old.Status]
		if at, ok := slices.BinarySearchFunc(list, old, inOrder); ok {
			s.order[old.Status] = slices.Delete(list, at, at+1)
		}
	}
	if t == nil {
		delete(s.Tasks, old.ID)
		return
	}
	s.Tasks[t.ID] = t
	if t.DeletedAt == nil {
		list := s.order[t.Status]
		at, _ := slices.BinarySearchFunc(list, t, inOrder)
		s.order[t.Status] = slices.Insert(list, at, t)
	}
}
