package outbox

import (
	"context"

	"tandem/internal/entry"
)

// Channel is a way out of the app.
type Channel string

// The channels.
const (
	Mail Channel = "mail"
	Push Channel = "push" // to each device by itself
)

// Message is what goes out together: to a person, or to one device of theirs.
type Message struct {
	User    string // id
	Channel Channel
	Device  string // id; "" for mail
	Batch   string // "" before the first try; then the same however often it is tried
}

// Group is a message that waits.
type Group struct {
	Message
	Zone        string // of the person
	Oldest      entry.Instant
	Next        entry.Instant // not before
	Tries       int
	Preferences Preferences
}

// Waiting is what stands in the outbox, as administrators see it: one message.
type Waiting struct {
	ID        string        `json:"id"`
	User      string        `json:"user"`
	Name      string        `json:"name"`
	Channel   Channel       `json:"channel"`
	Agent     string        `json:"agent"` // of the device, as its browser calls itself; "" for mail
	Parked    bool          `json:"parked"`
	Count     int           `json:"count"` // notifications
	Tries     int           `json:"tries"`
	Error     string        `json:"error"` // of the last try
	CreatedAt entry.Instant `json:"createdAt"`
	NextAt    entry.Instant `json:"nextAt"` // not tried before
}

// Stats are for operators.
type Stats struct {
	Waiting, Parked int
	Oldest          entry.Instant // of those that wait; 0 where none does
}

// Store keeps the rows. Implementation: package sqlite.
type Store interface {
	// OutboxGroups gives all that waits and is not parked.
	OutboxGroups(ctx context.Context) ([]Group, error)
	// OutboxClaim gives the message's batch to all rows to the same place that have none.
	OutboxClaim(ctx context.Context, m *Message) error
	// OutboxLetter gives what of a message is still to be told: unread, not done or
	// put off, and about what the person may see now, on a device whose session lives.
	// No items: nothing.
	OutboxLetter(ctx context.Context, m *Message, now entry.Instant) (Letter, error)
	// OutboxEnd takes a message away: it was sent, or is not to be.
	OutboxEnd(ctx context.Context, m *Message) error
	// OutboxFail notes a try that failed; parked ones are not tried again.
	OutboxFail(ctx context.Context, m *Message, next entry.Instant, why string, parked bool) error
	// OutboxList gives what is parked, or waits, oldest first.
	OutboxList(ctx context.Context, parked bool) ([]Waiting, error)
	// OutboxRetry has a message tried again now; NotFound where it is gone.
	OutboxRetry(ctx context.Context, id string) error
	// OutboxDelete gives a message up; NotFound where it is gone.
	OutboxDelete(ctx context.Context, id string) error
	OutboxStats(ctx context.Context) (Stats, error)

	// Preferences gives a person's, the usual ones where they chose none.
	Preferences(ctx context.Context, user string) (Preferences, error)
	SetPreferences(ctx context.Context, user string, p Preferences) error

	// Devices gives those of a person that are told, the newest first.
	Devices(ctx context.Context, user string) ([]Device, error)
	// PutDevice keeps a device under the name of its session's browser, in place of what
	// had its endpoint before, and of the person's oldest beyond MostDevices.
	PutDevice(ctx context.Context, user string, d *Device) error
	// RemoveDevice ends one, and what waits for it; NotFound where it is not theirs.
	RemoveDevice(ctx context.Context, user, id string) error
}
