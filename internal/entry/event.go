package entry

import "reflect"

// Event is a fact with resulting values, so that applying it needs no rules and
// applying it twice changes nothing more (J5). Type is "kind:created",
// "kind:updated" or "kind:deleted"; a created event carries the whole thing
// under its kind's name, an updated one ID and Set (and Add, Remove), a deleted
// one ID. When one touches a task, the task's seq and updatedAt become the entry's.
type Event struct {
	Type         string        `json:"type"`
	ID           string        `json:"id,omitzero"`
	Task         *Task         `json:"task,omitzero"`
	Comment      *Comment      `json:"comment,omitzero"`
	Attachment   *Attachment   `json:"attachment,omitzero"`
	Label        *Label        `json:"label,omitzero"`
	Field        *Field        `json:"field,omitzero"`
	Template     *Template     `json:"template,omitzero"`
	View         *View         `json:"view,omitzero"`
	Status       *Status       `json:"status,omitzero"`
	Project      *Project      `json:"project,omitzero"`
	Member       *Member       `json:"member,omitzero"`
	Notification *Notification `json:"notification,omitzero"`
	Set          *Set          `json:"set,omitzero"`
	Add          *Lists        `json:"add,omitzero"`
	Remove       *Lists        `json:"remove,omitzero"`
	MovedTo      string        `json:"movedTo,omitzero"` // of a deleted task that lives on in another project: its id there
	IDs          []string      `json:"ids,omitzero"`     // of notifications that an event is about
	All          bool          `json:"all,omitzero"`     // it is about all of them up to here
}

// Lists are ids to add to or to remove from a task's lists.
type Lists struct {
	Labels    []string `json:"labels,omitzero"`
	Assignees []string `json:"assignees,omitzero"`
	BlockedBy []string `json:"blockedBy,omitzero"`
	Related   []string `json:"related,omitzero"`
}

// Set holds the fields that an updated event changes. Each kind of thing uses
// those that its shape has; a name means the same type wherever it stands.
type Set struct {
	Title           Opt[string]                `json:"title,omitzero"`
	Description     Opt[string]                `json:"description,omitzero"`
	Status          Opt[string]                `json:"status,omitzero"`
	Rank            Opt[string]                `json:"rank,omitzero"`
	Assignees       Opt[[]string]              `json:"assignees,omitzero"`
	Labels          Opt[[]string]              `json:"labels,omitzero"`
	Priority        Opt[Priority]              `json:"priority,omitzero"`
	StartDate       Opt[*Day]                  `json:"startDate,omitzero"`
	DueDate         Opt[*Day]                  `json:"dueDate,omitzero"`
	DueTime         Opt[*DueTime]              `json:"dueTime,omitzero"`
	Recurrence      Opt[*Recurrence]           `json:"recurrence,omitzero"`
	EstimateSeconds Opt[*int64]                `json:"estimateSeconds,omitzero"`
	Parent          Opt[*string]               `json:"parent,omitzero"`
	BlockedBy       Opt[[]string]              `json:"blockedBy,omitzero"`
	Related         Opt[[]string]              `json:"related,omitzero"`
	DuplicateOf     Opt[*string]               `json:"duplicateOf,omitzero"`
	Fields          Opt[map[string]FieldValue] `json:"fields,omitzero"` // all that the task then has
	CompletedAt     Opt[*Instant]              `json:"completedAt,omitzero"`
	ArchivedAt      Opt[*Instant]              `json:"archivedAt,omitzero"`
	CommentCount    Opt[int64]                 `json:"commentCount,omitzero"`
	AttachmentCount Opt[int64]                 `json:"attachmentCount,omitzero"`
	SpentSeconds    Opt[int64]                 `json:"spentSeconds,omitzero"`
	Name            Opt[string]                `json:"name,omitzero"`
	Color           Opt[string]                `json:"color,omitzero"`
	Category        Opt[Category]              `json:"category,omitzero"`
	WipLimit        Opt[*int64]                `json:"wipLimit,omitzero"`
	Options         Opt[[]Option]              `json:"options,omitzero"`
	Visibility      Opt[Visibility]            `json:"visibility,omitzero"`
	Link            Opt[*Link]                 `json:"link,omitzero"`
	Body            Opt[string]                `json:"body,omitzero"`
	EditedAt        Opt[*Instant]              `json:"editedAt,omitzero"`
	Reactions       Opt[[]Reaction]            `json:"reactions,omitzero"`
	Task            Opt[TemplateTask]          `json:"task,omitzero"`
	Layout          Opt[Layout]                `json:"layout,omitzero"`
	Filter          Opt[Filter]                `json:"filter,omitzero"`
	Group           Opt[*string]               `json:"group,omitzero"`
	Sort            Opt[*string]               `json:"sort,omitzero"`
	Role            Opt[Role]                  `json:"role,omitzero"`
	OwnRole         Opt[*Role]                 `json:"ownRole,omitzero"`
	User            Opt[User]                  `json:"user,omitzero"`
	ReadAt          Opt[*Instant]              `json:"readAt,omitzero"`
	DoneAt          Opt[*Instant]              `json:"doneAt,omitzero"`
	SnoozedUntil    Opt[*Instant]              `json:"snoozedUntil,omitzero"`
	ReturnedAt      Opt[*Instant]              `json:"returnedAt,omitzero"`
}

// Empty tells that no field is named.
func (s *Set) Empty() bool { return reflect.ValueOf(*s).IsZero() }

// Types of events.
const (
	TaskCreated       = "task:created"
	TaskUpdated       = "task:updated"
	TaskDeleted       = "task:deleted"
	CommentCreated    = "comment:created"
	CommentUpdated    = "comment:updated"
	CommentDeleted    = "comment:deleted"
	AttachmentCreated = "attachment:created"
	AttachmentDeleted = "attachment:deleted"
	LabelCreated      = "label:created"
	LabelUpdated      = "label:updated"
	LabelDeleted      = "label:deleted"
	FieldCreated      = "field:created"
	FieldUpdated      = "field:updated"
	FieldDeleted      = "field:deleted"
	StatusCreated     = "status:created"
	StatusUpdated     = "status:updated"
	StatusDeleted     = "status:deleted"
	ProjectCreated    = "project:created"
	ProjectUpdated    = "project:updated"
	ProjectDeleted    = "project:deleted"
	MemberCreated     = "member:created"
	MemberUpdated     = "member:updated"
	MemberDeleted     = "member:deleted"

	TemplateCreated = "template:created"
	TemplateUpdated = "template:updated"
	TemplateDeleted = "template:deleted"

	// Of shared views in their project's journal, of own ones on their person's stream.
	ViewCreated = "view:created"
	ViewUpdated = "view:updated"
	ViewDeleted = "view:deleted"

	// On a person's own stream.
	ProjectAdded        = "project:added"
	ProjectRemoved      = "project:removed"
	TeamUpdated         = "team:updated"  // its name, people or invitations: look again
	WatchUpdated        = "watch:updated" // what one wants to hear of a task or project: look again
	LookUpdated         = "look:updated"  // how far they have seen a project: on other screens of theirs
	NotificationCreated = "notification:created"
	TaskSeen            = "task:seen"            // how far they have read its comments: look again
	NotificationRead    = "notification:read"    // those of IDs, or all that were unread
	NotificationUpdated = "notification:updated" // those of IDs: read or unread, done, snoozed, back again
)
