package entry

// FieldType says what values a custom field has.
type FieldType string

// The types.
const (
	TextField     FieldType = "text"     // a line of at most 1,000 characters
	NumberField   FieldType = "number"   // finite
	DateField     FieldType = "date"     // a Day
	SelectField   FieldType = "select"   // the id of one of its options
	CheckboxField FieldType = "checkbox" // true; without a value it is false
	PersonField   FieldType = "person"   // a member's user id
)

// Valid tells whether t is one of the six.
func (t FieldType) Valid() bool {
	switch t {
	case TextField, NumberField, DateField, SelectField, CheckboxField, PersonField:
		return true
	}
	return false
}

// Option is what can be chosen in a select.
type Option struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"` // "#rrggbb"
}

// Field is a custom field that the tasks of a project have.
type Field struct {
	ID      string    `json:"id" bson:"_id"`
	Name    string    `json:"name"`
	Type    FieldType `json:"type"`
	Options []Option  `json:"options"` // of a select, in their order; else empty
	Rank    string    `json:"rank"`
}

// FieldValue is what a task has in a custom field: string, float64 or true, as
// the field's type says. nil stands for no value, in commands only.
type FieldValue any
