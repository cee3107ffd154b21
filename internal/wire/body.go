package wire

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
)

// absent hides a member of an embedded command that a REST body does not have,
// since the address already says it: sent all the same, it is unknown.
type absent struct{}

// UnmarshalJSONFrom refuses.
func (absent) UnmarshalJSONFrom(*jsontext.Decoder) error { return json.ErrUnknownName }

// NewProject makes a project; Key left out: made from the name. It begins with what
// another project (From) or a Starter has; both left out: with the usual statuses.
// WithTasks takes From's open tasks too.
type NewProject struct {
	ID          string           `json:"id,omitzero"`
	Team        string           `json:"team"`
	Name        string           `json:"name"`
	Key         *string          `json:"key,omitzero"`
	Description string           `json:"description,omitzero"`
	Visibility  entry.Visibility `json:"visibility,omitzero"`
	From        string           `json:"from,omitzero"`
	Starter     string           `json:"starter,omitzero"`
	WithTasks   bool             `json:"withTasks,omitzero"`
}

// NewStatus makes a status.
type NewStatus struct {
	ID string `json:"id,omitzero"`
	entry.StatusCreate
	Status absent `json:"status,omitzero"`
}

// StatusChanges changes a status.
type StatusChanges struct {
	entry.StatusUpdate
	Status absent `json:"status,omitzero"`
}

// NewLabel makes a label.
type NewLabel struct {
	ID string `json:"id,omitzero"`
	entry.LabelCreate
	Label absent `json:"label,omitzero"`
}

// LabelChanges changes a label.
type LabelChanges struct {
	entry.LabelUpdate
	Label absent `json:"label,omitzero"`
}

// NewField makes a custom field.
type NewField struct {
	ID string `json:"id,omitzero"`
	entry.FieldCreate
	Field absent `json:"field,omitzero"`
}

// FieldChanges changes a custom field.
type FieldChanges struct {
	entry.FieldUpdate
	Field absent `json:"field,omitzero"`
}

// NewTemplate makes a template of tasks.
type NewTemplate struct {
	ID string `json:"id,omitzero"`
	entry.TemplateCreate
	Template absent `json:"template,omitzero"`
}

// TemplateChanges changes a template.
type TemplateChanges struct {
	entry.TemplateUpdate
	Template absent `json:"template,omitzero"`
}

// NewRole gives somebody a role in a project.
type NewRole struct {
	entry.MemberSet
	User absent `json:"user,omitzero"`
}

// NewTask makes a task.
type NewTask struct {
	ID string `json:"id,omitzero"`
	entry.TaskCreate
	Task absent `json:"task,omitzero"`
}

// TaskChanges changes the named fields of a task.
type TaskChanges struct {
	entry.TaskUpdate
	Task absent `json:"task,omitzero"`
}

// TaskPlace moves a task.
type TaskPlace struct {
	entry.TaskMove
	Task absent `json:"task,omitzero"`
}

// NewCopy duplicates a task; ID is that of its copy.
type NewCopy struct {
	ID string `json:"id,omitzero"`
	entry.TaskDuplicate
	Task absent `json:"task,omitzero"`
}

// TaskDestination moves a task to another project.
type TaskDestination struct {
	entry.TaskTransfer
	Task absent `json:"task,omitzero"`
}

// NewComment makes a comment.
type NewComment struct {
	ID string `json:"id,omitzero"`
	entry.CommentCreate
	Comment absent `json:"comment,omitzero"`
	Task    absent `json:"task,omitzero"`
}

// CommentChanges changes a comment.
type CommentChanges struct {
	entry.CommentUpdate
	Comment absent `json:"comment,omitzero"`
}

// NewReaction gives an emoji, or takes it back.
type NewReaction struct {
	entry.CommentReact
	Comment absent `json:"comment,omitzero"`
}
