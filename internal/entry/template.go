package entry

// Template is what new tasks of a project can begin with. Making a task from one
// is plain commands of who makes it.
type Template struct {
	ID   string       `json:"id" bson:"_id"`
	Name string       `json:"name"`
	Task TemplateTask `json:"task"`
}

// TemplateTask is what such a task has. What it names may have gone since: then
// whoever makes the task leaves it out.
type TemplateTask struct {
	Title           string                `json:"title"`
	Description     string                `json:"description"`
	Priority        Priority              `json:"priority"`
	Labels          []string              `json:"labels"`
	Assignees       []string              `json:"assignees"`
	EstimateSeconds *int64                `json:"estimateSeconds"`
	Fields          map[string]FieldValue `json:"fields"`
	Subtasks        []string              `json:"subtasks"` // their titles
}
