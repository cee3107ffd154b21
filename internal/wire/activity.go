package wire

import "tandem/internal/entry"

// ActivityItem is one thing that happened in a project, as its journal tells it: who
// did what to what, with the values before and after. Words are for the reader to
// make. Names are those of that moment.
type ActivityItem struct {
	ID      string          `json:"id"`
	Seq     int64           `json:"seq"` // of the entry
	At      entry.Instant   `json:"at"`
	Actor   string          `json:"actor"`            // the person's id
	Kind    ActivityKind    `json:"kind"`             // what it is about
	Deed    ActivityDeed    `json:"deed"`             // what was done
	Task    *ActivityTask   `json:"task,omitzero"`    // left out: it is about none
	Thing   *ActivityValue  `json:"thing,omitzero"`   // what of the kind, where it is no task: a label, a person …
	Field   string          `json:"field,omitzero"`   // what was changed; "field:" and its id of a custom one, whose name is Thing's
	From    *ActivityValue  `json:"from,omitzero"`    // left out: there was none
	To      *ActivityValue  `json:"to,omitzero"`      // left out: there is none any more
	Added   []ActivityValue `json:"added,omitzero"`   // of a list
	Removed []ActivityValue `json:"removed,omitzero"` // of a list
	Project string          `json:"project"`          // in whose journal it stands
}

// ActivityTask is the task that something is about, as it is called now.
type ActivityTask struct {
	ID    string `json:"id"`
	Key   string `json:"key"`
	Title string `json:"title"` // "" of one that is deleted
}

// ActivityValue is a value as people read it, with the id of what it names.
// Days are YYYY-MM-DD, due dates may have a time after it, durations are seconds.
type ActivityValue struct {
	ID   string `json:"id,omitzero"`
	Text string `json:"text"`
}

// ActivityKind is what something happened to.
type ActivityKind string

// The kinds.
const (
	TaskActivity       ActivityKind = "task"
	CommentActivity    ActivityKind = "comment"
	AttachmentActivity ActivityKind = "attachment"
	StatusActivity     ActivityKind = "status"
	LabelActivity      ActivityKind = "label"
	FieldActivity      ActivityKind = "field"
	TemplateActivity   ActivityKind = "template"
	ViewActivity       ActivityKind = "view"
	MemberActivity     ActivityKind = "member"
	ProjectActivity    ActivityKind = "project"
)

// ActivityKinds are all of them.
var ActivityKinds = []string{"task", "comment", "attachment", "status", "label", "field", "template", "view", "member", "project"}

// ActivityDeed is what was done.
type ActivityDeed string

// The deeds.
const (
	DeedCreated  ActivityDeed = "created"
	DeedUpdated  ActivityDeed = "updated"
	DeedDeleted  ActivityDeed = "deleted"
	DeedRestored ActivityDeed = "restored"
	DeedLeft     ActivityDeed = "left"    // a task went to another project
	DeedArrived  ActivityDeed = "arrived" // it came from one
)

// ActivityDeeds are all of them.
var ActivityDeeds = []string{"created", "updated", "deleted", "restored", "left", "arrived"}

// ActivityFilter chooses what happened; all that is given must hold.
type ActivityFilter struct {
	Project string   // whose; "" with Task
	Task    string   // also what happened to it in projects that it came from
	Tasks   []string // about any of them; nil: about anything
	Actors  []string // any of them; nil: all
	But     string   // not by this person; "": by all
	Kinds   []string // any of them; nil: all
	After   int64    // seq, exclusive; 0: from the beginning
	Before  int64    // seq, exclusive; 0: to the end
	Limit   int
	Cursor  *ActivityCursor // nil: from the newest
}

// ActivityCursor is where a list of what happened goes on: before this part of
// this entry. Back counts the projects that a task came from.
type ActivityCursor struct {
	Back int64 `json:"b,omitzero"`
	Seq  int64 `json:"s"`
	Part int64 `json:"p"`
}

// Writing is one time that a task's description was set, or the task made.
type Writing struct {
	Seq     int64 // of the entry
	At      entry.Instant
	Actor   string
	Command string // its id; "" where it had none
}

// Version is a description as it stood after somebody had written: the task as of
// Seq has its text.
type Version struct {
	Seq       int64         `json:"seq"` // of the entry that set it
	At        entry.Instant `json:"at"`
	StartedAt entry.Instant `json:"startedAt"` // of the first of the entries that it is made of
	Actors    []string      `json:"actors"`    // ids of who set it; where several typed at once, those who typed last at some time
}

// VersionCursor is where a list of versions goes on: before this seq.
type VersionCursor struct {
	Seq int64 `json:"s"`
}

// Mark is where a journal stood at a moment.
type Mark struct {
	Seq int64         `json:"seq"`
	At  entry.Instant `json:"at"`
}

// History is how far a project's past reaches, to find one's way in it.
type History struct {
	Epoch string   `json:"epoch"`
	Head  int64    `json:"head"`
	Marks []Mark   `json:"marks"` // oldest first, evenly spread: the first entry and the last among them
	Gone  []string `json:"gone"`  // tasks that nobody may see any more, as they were at any time
}
