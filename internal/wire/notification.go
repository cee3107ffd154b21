package wire

import "tandem/internal/entry"

// InboxItem is a notification as its person reads it: with what it is about, as
// they may see that now.
type InboxItem struct {
	entry.Notification
	Key        string         `json:"key"`        // of the task
	Title      string         `json:"title"`      // of the task
	Status     string         `json:"status"`     // of the task
	ArchivedAt *entry.Instant `json:"archivedAt"` // of the task
	DeletedAt  *entry.Instant `json:"deletedAt"`  // of the task; its row stays for as long as it can be restored
	Name       string         `json:"name"`       // of who did it
	Avatar     *string        `json:"avatar"`     // of who did it
	Excerpt    *string        `json:"excerpt"`    // of the comment, without marks; null where there is none, or no more
}

// InboxState is a part of the inbox.
type InboxState string

// The parts.
const (
	InInbox InboxState = "inbox"
	Snoozed InboxState = "snoozed"
	DoneOf  InboxState = "done"
)

// InboxFilter says which notifications to list, newest first.
type InboxFilter struct {
	State  InboxState
	Unread *bool // only these; nil: both
	Limit  int
	Cursor *InboxCursor
}

// InboxCursor is the last that was given.
type InboxCursor struct {
	At entry.Instant `json:"at"`
	ID string        `json:"id"`
}

// ReadWish marks notifications as read: these, or all.
type ReadWish struct {
	IDs []string `json:"ids,omitzero"`
	All bool     `json:"all,omitzero"`
}

// NotificationChanges change notifications; what is left out stays.
type NotificationChanges struct {
	IDs          []string                  `json:"ids"`
	Read         entry.Opt[bool]           `json:"read,omitzero"`
	Done         entry.Opt[bool]           `json:"done,omitzero"`
	SnoozedUntil entry.Opt[*entry.Instant] `json:"snoozedUntil,omitzero"`
}

// Unread answers a change of the inbox.
type Unread struct {
	Unread int `json:"unread"` // tasks in the inbox of which something is unread, 100 at most
}

// TaskWatch says whether one hears of a task.
type TaskWatch struct {
	Level    entry.TaskLevel `json:"level"`
	Watching bool            `json:"watching"` // as things stand: by the level, by the project's, or since it concerns one
}

// TaskWatchAnswer answers about it.
type TaskWatchAnswer struct {
	Watch TaskWatch `json:"watch"`
}

// NewTaskWatch sets it.
type NewTaskWatch struct {
	Level entry.TaskLevel `json:"level"`
}

// ProjectWatch says of what in a project one hears.
type ProjectWatch struct {
	Level entry.ProjectLevel `json:"level"`
}

// ProjectWatchAnswer answers about it.
type ProjectWatchAnswer struct {
	Watch ProjectWatch `json:"watch"`
}
