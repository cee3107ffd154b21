package entry

// Notification tells a person of something on their own stream. It names things by
// id only: what they are called is asked for under the reader's own rights.
type Notification struct {
	ID           string   `json:"id" bson:"_id"`
	Reason       Reason   `json:"reason"`
	Actor        string   `json:"actor"`
	Project      string   `json:"project"`
	Task         string   `json:"task"`    // of several the first
	Count        int64    `json:"count"`   // tasks that one action has touched
	Comment      *string  `json:"comment"` // that it is about
	CreatedAt    Instant  `json:"createdAt"`
	ReadAt       *Instant `json:"readAt"`
	DoneAt       *Instant `json:"doneAt"`
	SnoozedUntil *Instant `json:"snoozedUntil"`
	ReturnedAt   *Instant `json:"returnedAt"` // when it came back from being snoozed
}

// Reason says why somebody is notified.
type Reason string

// The reasons, the most telling first.
const (
	Mentioned  Reason = "mentioned"
	Assigned   Reason = "assigned"
	Replied    Reason = "replied"   // to a comment of theirs
	Commented  Reason = "commented" // on a task that they watch
	StatusSet  Reason = "status"
	DueDateSet Reason = "dueDate"
	Made       Reason = "created"  // a task, in a project of which they want to hear everything
	DueToday   Reason = "due"      // a task that they watch
	Overdue    Reason = "overdue"  // since the day before
	Reminded   Reason = "reminder" // the person asked for it
)

// ProjectLevel says of what in a project a person wants to hear.
type ProjectLevel string

// The levels of projects, most first.
const (
	Everything   ProjectLevel = "everything"
	Concerns     ProjectLevel = "concerns" // what concerns them: the usual one
	MentionsOnly ProjectLevel = "mentions"
	Nothing      ProjectLevel = "nothing"
)

// Valid tells whether l is one of the four.
func (l ProjectLevel) Valid() bool {
	return l == Everything || l == Concerns || l == MentionsOnly || l == Nothing
}

// TaskLevel says whether a person wants to hear of a task, whatever they want of
// its project.
type TaskLevel string

// The levels of tasks.
const (
	Watching    TaskLevel = "watching" // everything about it
	Muted       TaskLevel = "muted"    // nothing at all
	AsInProject TaskLevel = "default"
)

// Valid tells whether l is one of the three.
func (l TaskLevel) Valid() bool { return l == Watching || l == Muted || l == AsInProject }
