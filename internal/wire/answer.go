package wire

import (
	"strconv"

	"tandem/internal/entry"
	"tandem/internal/words"
)

// Page is a part of a list. NextCursor is what to send as `cursor` to go on;
// null at the end.
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"nextCursor"`
}

// Project is a project with its statuses in board order, archived ones too.
type Project struct {
	entry.Project
	Statuses []*entry.Status `json:"statuses"`
}

// TeamProject is a project in the list of its team's, as one person sees it.
type TeamProject struct {
	Project   *entry.Project `json:"project"`
	Role      entry.Role     `json:"role"`      // of the person who asks
	Members   int            `json:"members"`   // everyone with access
	DeletedAt *entry.Instant `json:"deletedAt"` // of one that can be restored; null: it is there
}

// ProjectState chooses among a team's projects.
type ProjectState string

// The states.
const (
	ActiveProjects   ProjectState = "active"
	ArchivedProjects ProjectState = "archived"
	DeletedProjects  ProjectState = "deleted" // only to their admins, while they can be restored
)

// Deleted answers a deletion.
type Deleted struct {
	Seq int64 `json:"seq"` // at which it took effect
}

// ProjectAnswer answers a reading.
type ProjectAnswer struct {
	Project *Project `json:"project"`
}

// ProjectWritten answers a change.
type ProjectWritten struct {
	Seq     int64    `json:"seq"`
	Project *Project `json:"project"`
}

// StatusWritten answers a change.
type StatusWritten struct {
	Seq    int64         `json:"seq"`
	Status *entry.Status `json:"status"`
}

// LabelWritten answers a change.
type LabelWritten struct {
	Seq   int64        `json:"seq"`
	Label *entry.Label `json:"label"`
}

// FieldWritten answers a change.
type FieldWritten struct {
	Seq   int64        `json:"seq"`
	Field *entry.Field `json:"field"`
}

// TemplateWritten answers a change.
type TemplateWritten struct {
	Seq      int64           `json:"seq"`
	Template *entry.Template `json:"template"`
}

// ViewWritten answers a change of a shared view.
type ViewWritten struct {
	Seq  int64       `json:"seq"`
	View *entry.View `json:"view"`
}

// OwnViewWritten answers a change of one's own view.
type OwnViewWritten struct {
	View *entry.View `json:"view"`
}

// MemberWritten answers a change of somebody's role.
type MemberWritten struct {
	Seq    int64         `json:"seq"`
	Member *entry.Member `json:"member"`
}

// TaskAnswer answers a reading.
type TaskAnswer struct {
	Task *entry.Task `json:"task"`
}

// TaskWritten answers a change.
type TaskWritten struct {
	Seq  int64       `json:"seq"`
	Task *entry.Task `json:"task"`
}

// AppendJSON writes what reflection would write, at a fraction of its cost.
func (a *TaskWritten) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"seq":`...)
	dst = strconv.AppendInt(dst, a.Seq, 10)
	dst = append(dst, `,"task":`...)
	dst = AppendTask(dst, a.Task, WithDescription)
	return append(dst, '}')
}

// TaskLinks are all that a task has to do with others, from both sides.
type TaskLinks struct {
	Links []TaskLink `json:"links"`
}

// TaskLink is another task, and what it is to the one that was asked about.
type TaskLink struct {
	Kind LinkKind    `json:"kind"`
	Task *entry.Task `json:"task"`
}

// LinkKind says what the one that was asked about is or does to the other.
type LinkKind string

// The kinds.
const (
	Blocks       LinkKind = "blocks"
	BlockedBy    LinkKind = "blockedBy"
	Related      LinkKind = "related"
	DuplicateOf  LinkKind = "duplicateOf"
	DuplicatedBy LinkKind = "duplicatedBy"
)

// CommentWritten answers a change.
type CommentWritten struct {
	Seq     int64          `json:"seq"`
	Comment *entry.Comment `json:"comment"`
}

// AttachmentWritten answers a change.
type AttachmentWritten struct {
	Seq        int64             `json:"seq"`
	Attachment *entry.Attachment `json:"attachment"`
}

// Mentions are where a task is spoken of.
type Mentions struct {
	Mentions []Mention `json:"mentions"`
}

// Mention is a task whose text names another task's key, or one of whose comments does.
type Mention struct {
	Task    *entry.Task    `json:"task"`
	Comment *entry.Comment `json:"comment"` // null: the task's own title or description
}

// Commands are several wishes in their order.
type Commands struct {
	Commands []Command `json:"commands"`
	Atomic   bool      `json:"atomic,omitzero"` // all or none, in one entry
}

// CommandResults answer commands, in their order.
type CommandResults struct {
	Results []CommandResult `json:"results"`
}

// CommandResult answers one command.
type CommandResult struct {
	ID      string   `json:"id"`
	Status  Outcome  `json:"status"`
	Seq     *int64   `json:"seq,omitempty"`     // where it took effect
	Problem *Problem `json:"problem,omitempty"` // why it did not
}

// Outcome says what became of a command.
type Outcome string

// The outcomes.
const (
	Applied Outcome = "applied"
	Refused Outcome = "refused"
)

// Found is something that a search has found: the member that Type names. The
// others are null, except that a comment comes with the task that it is on.
type Found struct {
	Type    FoundType       `json:"type"`
	Project *entry.Project  `json:"project"`
	Task    *entry.Task     `json:"task"`
	Comment *entry.Comment  `json:"comment"`
	Marks   []words.Segment `json:"marks"`   // the name or title, with what was looked for; empty where nothing of it was
	Excerpt []words.Segment `json:"excerpt"` // of the description or body where the name does not hold all words
}

// FoundType names what was found.
type FoundType string

// The things that can be found.
const (
	FoundProject FoundType = "project"
	FoundTask    FoundType = "task"
	FoundComment FoundType = "comment"
)
