package wire

import "tandem/internal/entry"

// Starter is what a new project can begin with, built into the program. Its
// labels and statuses are known by their names.
type Starter struct {
	ID          string          `json:"id"` // a word: "bugs"
	Name        string          `json:"name"`
	Description string          `json:"description"` // one sentence
	Statuses    []StarterStatus `json:"statuses"`    // in their order
	Labels      []StarterLabel  `json:"labels"`
	Fields      []StarterField  `json:"fields"`
	Tasks       []StarterTask   `json:"tasks"` // with what they explain
}

// StarterStatus is a status of a starter.
type StarterStatus struct {
	Name     string         `json:"name"`
	Category entry.Category `json:"category"`
	Color    string         `json:"color"`    // "#rrggbb"
	WipLimit *int64         `json:"wipLimit"` // tasks; null: none
}

// StarterLabel is a label of a starter, or an option of one of its fields.
type StarterLabel struct {
	Name  string `json:"name"`
	Color string `json:"color"` // "#rrggbb"
}

// StarterField is a custom field of a starter.
type StarterField struct {
	Name    string          `json:"name"`
	Type    entry.FieldType `json:"type"`
	Options []StarterLabel  `json:"options"` // of a select; else empty
}

// StarterTask is a task of a starter; Subtasks are titles.
type StarterTask struct {
	Title       string         `json:"title"`
	Description string         `json:"description"` // Markdown
	Status      string         `json:"status"`
	Priority    entry.Priority `json:"priority"`
	Labels      []string       `json:"labels"`
	Subtasks    []string       `json:"subtasks"`
}
