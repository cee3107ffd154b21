package entry

// Command is a wish with an id chosen by the client; the same id takes effect
// at most once in its stream, for ever (J4).
type Command struct {
	ID   string // UUID, lower case; "" for wishes of the server itself
	Body Body
}

// Body is what a command asks for; its JSON members are those of the REST body,
// with the thing's id under the thing's name.
type Body interface {
	// Kind is "thing.verb": "task.move".
	Kind() string
}

// TaskCreate makes a task. Task is its id, made by the server where left out; it
// goes to the end of its status, or beside a neighbour. Status left out: the first.
type TaskCreate struct {
	Task            string                `json:"task,omitzero"`
	Title           string                `json:"title"`
	Description     string                `json:"description,omitzero"`
	Status          string                `json:"status,omitzero"`
	Assignees       []string              `json:"assignees,omitzero"`
	Labels          []string              `json:"labels,omitzero"`
	Priority        Priority              `json:"priority,omitzero"`
	StartDate       *Day                  `json:"startDate,omitzero"`
	DueDate         *Day                  `json:"dueDate,omitzero"`
	DueTime         *DueTime              `json:"dueTime,omitzero"`
	Recurrence      *Recurrence           `json:"recurrence,omitzero"`
	EstimateSeconds *int64                `json:"estimateSeconds,omitzero"`
	Parent          *string               `json:"parent,omitzero"`
	BlockedBy       []string              `json:"blockedBy,omitzero"`
	Related         []string              `json:"related,omitzero"`
	DuplicateOf     *string               `json:"duplicateOf,omitzero"`
	Fields          map[string]FieldValue `json:"fields,omitzero"`
	Before          *string               `json:"before,omitzero"`
	After           *string               `json:"after,omitzero"`
}

// TaskUpdate changes the named fields only (D1). With BaseSeq a field that
// someone else has changed since is a conflict. Of Fields too only the named ones
// change; null takes a value away. Next is the id of the task that comes after a
// recurring one, where this completes it.
type TaskUpdate struct {
	Task            string                `json:"task"`
	Title           Opt[string]           `json:"title,omitzero"`
	Description     Opt[string]           `json:"description,omitzero"`
	Status          Opt[string]           `json:"status,omitzero"`
	Assignees       Opt[[]string]         `json:"assignees,omitzero"`
	Labels          Opt[[]string]         `json:"labels,omitzero"`
	AddAssignees    []string              `json:"addAssignees,omitzero"`
	RemoveAssignees []string              `json:"removeAssignees,omitzero"`
	AddLabels       []string              `json:"addLabels,omitzero"`
	RemoveLabels    []string              `json:"removeLabels,omitzero"`
	Priority        Opt[Priority]         `json:"priority,omitzero"`
	StartDate       Opt[*Day]             `json:"startDate,omitzero"`
	DueDate         Opt[*Day]             `json:"dueDate,omitzero"`
	DueTime         Opt[*DueTime]         `json:"dueTime,omitzero"`
	Recurrence      Opt[*Recurrence]      `json:"recurrence,omitzero"`
	EstimateSeconds Opt[*int64]           `json:"estimateSeconds,omitzero"`
	Parent          Opt[*string]          `json:"parent,omitzero"`
	BlockedBy       Opt[[]string]         `json:"blockedBy,omitzero"`
	AddBlockedBy    []string              `json:"addBlockedBy,omitzero"`
	RemoveBlockedBy []string              `json:"removeBlockedBy,omitzero"`
	Related         Opt[[]string]         `json:"related,omitzero"`
	AddRelated      []string              `json:"addRelated,omitzero"`
	RemoveRelated   []string              `json:"removeRelated,omitzero"`
	DuplicateOf     Opt[*string]          `json:"duplicateOf,omitzero"`
	Fields          map[string]FieldValue `json:"fields,omitzero"`
	Next            string                `json:"next,omitzero"`
	Archived        Opt[bool]             `json:"archived,omitzero"`
	BaseSeq         *int64                `json:"baseSeq,omitzero"`
}

// TaskMove places a task beside a neighbour; neither given: at the end (D2).
// Next is as in TaskUpdate.
type TaskMove struct {
	Task   string  `json:"task"`
	Status string  `json:"status"`
	Before *string `json:"before,omitzero"`
	After  *string `json:"after,omitzero"`
	Next   string  `json:"next,omitzero"`
}

// TaskDuplicate makes a copy of a task below it, with its subtasks and files and
// without its comments. Copies chooses ids by those of the originals; others are made by the server.
type TaskDuplicate struct {
	Task   string            `json:"task"`
	Copies map[string]string `json:"copies,omitzero"`
}

// TaskTransfer moves a task to another project, with its subtasks, comments and files.
// It takes effect in both projects at once, so it stands in no group with others.
// Status left out: one of the same name or category.
type TaskTransfer struct {
	Task    string `json:"task"`
	Project string `json:"project"`
	Status  string `json:"status,omitzero"`
}

// TaskDelete removes a task from every view; restorable for 30 days.
type TaskDelete struct {
	Task string `json:"task"`
}

// TaskRestore brings a deleted task back.
type TaskRestore struct {
	Task string `json:"task"`
}

// Uploaded is a file that comes with a comment. Upload is one's own, into the same
// project, and whole; Attachment is the id that it is to have.
type Uploaded struct {
	Attachment string `json:"attachment,omitzero"`
	Upload     string `json:"upload"`
}

// CommentCreate comments on a task; the files hang on the comment.
type CommentCreate struct {
	Comment string     `json:"comment,omitzero"`
	Task    string     `json:"task"`
	Body    string     `json:"body"`
	Parent  *string    `json:"parent,omitzero"`
	Files   []Uploaded `json:"files,omitzero"`
}

// CommentUpdate changes one's own comment; the files come to those that it has.
type CommentUpdate struct {
	Comment string     `json:"comment"`
	Body    string     `json:"body"`
	Files   []Uploaded `json:"files,omitzero"`
}

// CommentDelete removes one's own comment, or anyone's by an admin.
type CommentDelete struct {
	Comment string `json:"comment"`
}

// CommentRestore brings back one's own deleted comment, or anyone's by an admin.
type CommentRestore struct {
	Comment string `json:"comment"`
}

// CommentReact gives an emoji, or takes it back.
type CommentReact struct {
	Comment string `json:"comment"`
	Emoji   string `json:"emoji"`
}

// AttachmentCreate puts a file that was uploaded on a task, or on one's own comment.
// Upload is one's own, into the same project, and whole.
type AttachmentCreate struct {
	Attachment string  `json:"attachment,omitzero"`
	Task       string  `json:"task"`
	Comment    *string `json:"comment,omitzero"`
	Upload     string  `json:"upload"`
	Recording  bool    `json:"recording,omitzero"` // of a screen, camera or microphone
}

// AttachmentDelete takes off a file that one has put there, or anyone's by an admin.
type AttachmentDelete struct {
	Attachment string `json:"attachment"`
}

// AttachmentRestore puts a deleted one back; whoever may delete it may do so.
type AttachmentRestore struct {
	Attachment string `json:"attachment"`
}

// LabelCreate makes a label.
type LabelCreate struct {
	Label string `json:"label,omitzero"`
	Name  string `json:"name"`
	Color string `json:"color,omitzero"`
}

// LabelUpdate changes a label.
type LabelUpdate struct {
	Label string      `json:"label"`
	Name  Opt[string] `json:"name,omitzero"`
	Color Opt[string] `json:"color,omitzero"`
}

// LabelDelete removes a label, from its tasks too.
type LabelDelete struct {
	Label string `json:"label"`
}

// FieldCreate makes a custom field; Rank left out: the last. Options are for
// selects only; one without an id or a colour gets them.
type FieldCreate struct {
	Field   string    `json:"field,omitzero"`
	Name    string    `json:"name"`
	Type    FieldType `json:"type"`
	Options []Option  `json:"options,omitzero"`
	Rank    string    `json:"rank,omitzero"`
}

// FieldUpdate changes a custom field; its type stays. Tasks lose the options that
// Options does not name any more.
type FieldUpdate struct {
	Field   string        `json:"field"`
	Name    Opt[string]   `json:"name,omitzero"`
	Options Opt[[]Option] `json:"options,omitzero"`
	Rank    Opt[string]   `json:"rank,omitzero"`
}

// FieldDelete removes a custom field, and its values from all tasks.
type FieldDelete struct {
	Field string `json:"field"`
}

// TemplateCreate makes a template of tasks.
type TemplateCreate struct {
	Template string       `json:"template,omitzero"`
	Name     string       `json:"name"`
	Task     TemplateWish `json:"task"`
}

// TemplateUpdate changes a template; Task is all that its tasks then begin with.
type TemplateUpdate struct {
	Template string            `json:"template"`
	Name     Opt[string]       `json:"name,omitzero"`
	Task     Opt[TemplateWish] `json:"task,omitzero"`
}

// TemplateDelete removes a template.
type TemplateDelete struct {
	Template string `json:"template"`
}

// TemplateWish is what a template's tasks begin with; what is left out is empty.
type TemplateWish struct {
	Title           string                `json:"title,omitzero"`
	Description     string                `json:"description,omitzero"`
	Priority        Priority              `json:"priority,omitzero"`
	Labels          []string              `json:"labels,omitzero"`
	Assignees       []string              `json:"assignees,omitzero"`
	EstimateSeconds *int64                `json:"estimateSeconds,omitzero"`
	Fields          map[string]FieldValue `json:"fields,omitzero"`
	Subtasks        []string              `json:"subtasks,omitzero"`
}

// ViewCreate saves a view for everyone in the project; what is left out is null.
type ViewCreate struct {
	View   string  `json:"view,omitzero"`
	Name   string  `json:"name"`
	Layout Layout  `json:"layout"`
	Filter Filter  `json:"filter,omitzero"`
	Group  *string `json:"group,omitzero"`
	Sort   *string `json:"sort,omitzero"`
}

// ViewUpdate changes a view that is shared with the project.
type ViewUpdate struct {
	View   string       `json:"view"`
	Name   Opt[string]  `json:"name,omitzero"`
	Layout Opt[Layout]  `json:"layout,omitzero"`
	Filter Opt[Filter]  `json:"filter,omitzero"`
	Group  Opt[*string] `json:"group,omitzero"`
	Sort   Opt[*string] `json:"sort,omitzero"`
}

// ViewDelete removes a view that is shared with the project.
type ViewDelete struct {
	View string `json:"view"`
}

// StatusCreate makes a status; Rank left out: the last.
type StatusCreate struct {
	Status   string   `json:"status,omitzero"`
	Name     string   `json:"name"`
	Category Category `json:"category,omitzero"`
	Color    string   `json:"color,omitzero"`
	WipLimit *int64   `json:"wipLimit,omitzero"`
	Rank     string   `json:"rank,omitzero"`
}

// StatusUpdate changes a status; Archived hides it.
type StatusUpdate struct {
	Status   string        `json:"status"`
	Name     Opt[string]   `json:"name,omitzero"`
	Category Opt[Category] `json:"category,omitzero"`
	Color    Opt[string]   `json:"color,omitzero"`
	WipLimit Opt[*int64]   `json:"wipLimit,omitzero"`
	Rank     Opt[string]   `json:"rank,omitzero"`
	Archived Opt[bool]     `json:"archived,omitzero"`
}

// StatusDelete removes a status; its tasks go to MoveTo, without which one that
// holds tasks stays.
type StatusDelete struct {
	Status string  `json:"status"`
	MoveTo *string `json:"moveTo,omitzero"`
}

// ProjectCreate opens the journal of a new project. Its members are those whom
// the team gives access. It starts with Statuses, in this order; left out: the
// usual five. Only an import names them. With From, another project's id, or
// Starter it begins with what that has; WithTasks takes From's open tasks too.
type ProjectCreate struct {
	Project     string         `json:"project"`
	Team        string         `json:"team"`
	Name        string         `json:"name"`
	Key         string         `json:"key"`
	Description string         `json:"description,omitzero"`
	Visibility  Visibility     `json:"visibility,omitzero"`
	Statuses    []StatusCreate `json:"statuses,omitzero"`
	From        string         `json:"from,omitzero"`
	Starter     string         `json:"starter,omitzero"`
	WithTasks   bool           `json:"withTasks,omitzero"`
}

// ProjectUpdate changes a project's own fields.
type ProjectUpdate struct {
	Name        Opt[string]     `json:"name,omitzero"`
	Description Opt[string]     `json:"description,omitzero"`
	Visibility  Opt[Visibility] `json:"visibility,omitzero"`
	Archived    Opt[bool]       `json:"archived,omitzero"`
}

// ProjectDelete removes a project; restorable for 30 days.
type ProjectDelete struct{}

// ProjectRestore brings a deleted project back.
type ProjectRestore struct{}

// MemberSet gives a person of the team a role in the project.
type MemberSet struct {
	User string `json:"user"`
	Role Role   `json:"role"`
}

// MemberRemove takes a person's own role in the project away; what the team
// gives counts again.
type MemberRemove struct {
	User string `json:"user"`
}

// LinkSet gives the project a public link in place of the one that it has. Only
// the server itself sends it: the link's secret does not belong in a journal.
type LinkSet struct {
	Link Link `json:"link"`
}

// LinkRemove ends the public link. Only the server itself sends it.
type LinkRemove struct{}

// MemberSync makes the members of a project equal to what the team gives, names
// and avatars included. Only the server itself sends it.
type MemberSync struct{}

// Kind names the command.
func (TaskCreate) Kind() string { return "task.create" }

// Kind names the command.
func (TaskUpdate) Kind() string { return "task.update" }

// Kind names the command.
func (TaskMove) Kind() string { return "task.move" }

// Kind names the command.
func (TaskDuplicate) Kind() string { return "task.duplicate" }

// Kind names the command.
func (TaskTransfer) Kind() string { return "task.transfer" }

// Kind names the command.
func (TaskDelete) Kind() string { return "task.delete" }

// Kind names the command.
func (TaskRestore) Kind() string { return "task.restore" }

// Kind names the command.
func (CommentCreate) Kind() string { return "comment.create" }

// Kind names the command.
func (CommentUpdate) Kind() string { return "comment.update" }

// Kind names the command.
func (CommentDelete) Kind() string { return "comment.delete" }

// Kind names the command.
func (CommentRestore) Kind() string { return "comment.restore" }

// Kind names the command.
func (CommentReact) Kind() string { return "comment.react" }

// Kind names the command.
func (AttachmentCreate) Kind() string { return "attachment.create" }

// Kind names the command.
func (AttachmentDelete) Kind() string { return "attachment.delete" }

// Kind names the command.
func (AttachmentRestore) Kind() string { return "attachment.restore" }

// Kind names the command.
func (LabelCreate) Kind() string { return "label.create" }

// Kind names the command.
func (LabelUpdate) Kind() string { return "label.update" }

// Kind names the command.
func (LabelDelete) Kind() string { return "label.delete" }

// Kind names the command.
func (FieldCreate) Kind() string { return "field.create" }

// Kind names the command.
func (FieldUpdate) Kind() string { return "field.update" }

// Kind names the command.
func (FieldDelete) Kind() string { return "field.delete" }

// Kind names the command.
func (TemplateCreate) Kind() string { return "template.create" }

// Kind names the command.
func (TemplateUpdate) Kind() string { return "template.update" }

// Kind names the command.
func (TemplateDelete) Kind() string { return "template.delete" }

// Kind names the command.
func (ViewCreate) Kind() string { return "view.create" }

// Kind names the command.
func (ViewUpdate) Kind() string { return "view.update" }

// Kind names the command.
func (ViewDelete) Kind() string { return "view.delete" }

// Kind names the command.
func (StatusCreate) Kind() string { return "status.create" }

// Kind names the command.
func (StatusUpdate) Kind() string { return "status.update" }

// Kind names the command.
func (StatusDelete) Kind() string { return "status.delete" }

// Kind names the command.
func (ProjectCreate) Kind() string { return "project.create" }

// Kind names the command.
func (ProjectUpdate) Kind() string { return "project.update" }

// Kind names the command.
func (ProjectDelete) Kind() string { return "project.delete" }

// Kind names the command.
func (ProjectRestore) Kind() string { return "project.restore" }

// Kind names the command.
func (MemberSet) Kind() string { return "member.set" }

// Kind names the command.
func (MemberRemove) Kind() string { return "member.remove" }

// Kind names the command.
func (LinkSet) Kind() string { return "link.set" }

// Kind names the command.
func (LinkRemove) Kind() string { return "link.remove" }

// Kind names the command.
func (MemberSync) Kind() string { return "member.sync" }
