package entry

import (
	"strconv"
	"strings"
)

// Priority of a task.
type Priority string

// The priorities, least first.
const (
	None   Priority = "none"
	Low    Priority = "low"
	Medium Priority = "medium"
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Valid tells whether p is one of the five.
func (p Priority) Valid() bool {
	switch p {
	case None, Low, Medium, High, Urgent:
		return true
	}
	return false
}

// Task is a card of the board. Nil pointers are null on the wire.
type Task struct {
	ID              string                `json:"id" bson:"_id"`
	Project         string                `json:"project"`
	Number          int64                 `json:"number"` // counts 1, 2, 3 … in the project; never reused (D4)
	Key             string                `json:"key"`    // project key and number: "WEB-12"
	Title           string                `json:"title"`
	Description     string                `json:"description"` // Markdown
	Status          string                `json:"status"`
	Rank            string                `json:"rank"` // ascending bytewise it is the order within a status (D2)
	Assignees       []string              `json:"assignees"`
	Labels          []string              `json:"labels"`
	Priority        Priority              `json:"priority"`
	StartDate       *Day                  `json:"startDate"`
	DueDate         *Day                  `json:"dueDate"`
	DueTime         *DueTime              `json:"dueTime"`
	Recurrence      *Recurrence           `json:"recurrence"` // only with a due date
	EstimateSeconds *int64                `json:"estimateSeconds"`
	Parent          *string               `json:"parent"`
	BlockedBy       []string              `json:"blockedBy"`   // tasks of the same project; no rings (D4)
	Related         []string              `json:"related"`     // tasks of any project; kept on one side only
	DuplicateOf     *string               `json:"duplicateOf"` // a task of any project
	Fields          map[string]FieldValue `json:"fields"`      // by the custom field's id; those without a value are missing
	CreatedBy       string                `json:"createdBy"`
	CreatedAt       Instant               `json:"createdAt"`
	UpdatedAt       Instant               `json:"updatedAt"`
	CompletedAt     *Instant              `json:"completedAt"` // since when it is in a status of category done
	ArchivedAt      *Instant              `json:"archivedAt"`
	CommentCount    int64                 `json:"commentCount"`
	AttachmentCount int64                 `json:"attachmentCount"`
	SpentSeconds    int64                 `json:"spentSeconds"`
	Seq             int64                 `json:"seq"` // of the last entry that touched the task
}

// SplitKey takes a task's key apart, in any case; false where the text is none.
func SplitKey(ref string) (project string, number int64, ok bool) {
	project, digits, cut := strings.Cut(ref, "-")
	number, err := strconv.ParseInt(digits, 10, 64)
	return strings.ToUpper(project), number, cut && err == nil && len(project) <= 6
}
