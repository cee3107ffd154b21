package entry

// DueTime is a wall clock on a task's due day, in a time zone of its own.
type DueTime struct {
	Time     string `json:"time"`     // "17:00"
	TimeZone string `json:"timeZone"` // IANA name
}

// Recurrence says when a completed task comes again: every so many units.
type Recurrence struct {
	Every    int64      `json:"every"`
	Unit     Unit       `json:"unit"`
	Weekdays *[]Weekday `json:"weekdays"` // only with weeks; null: the weekday of the day before
	MonthDay *int64     `json:"monthDay"` // only with months; 31: the last day of shorter ones; null: the day of the one before
	From     Origin     `json:"from"`
}

// Unit is what a recurrence counts.
type Unit string

// The units.
const (
	Days   Unit = "day"
	Weeks  Unit = "week"
	Months Unit = "month"
	Years  Unit = "year"
)

// Valid tells whether u is one of the four.
func (u Unit) Valid() bool { return u == Days || u == Weeks || u == Months || u == Years }

// Weekday is a day of the week.
type Weekday string

// Week has the weekdays in their order.
var Week = []Weekday{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Origin is the day from which a recurrence counts.
type Origin string

// The origins.
const (
	FromDue        Origin = "due"        // the due day
	FromCompletion Origin = "completion" // the day on which the task was completed
)

// Valid tells whether o is one of the two.
func (o Origin) Valid() bool { return o == FromDue || o == FromCompletion }
