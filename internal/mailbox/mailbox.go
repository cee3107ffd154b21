// Package mailbox keeps what waits for a slow listener of a bus: wake-ups of one
// stream merge into the latest, so they never grow beyond the streams there are,
// and of ephemeral messages a bounded number waits. Whoever fills it never waits.
package mailbox

import (
	"sync"

	"tandem/internal/journal"
)

// Size is how many ephemeral messages wait; what comes beyond is lost, as the
// contract of journal.Bus allows.
const Size = 1024

// Mailbox is safe for any number who fill it and one who empties it. Make it with New.
type Mailbox struct {
	work chan struct{} // holds one token while something waits

	mu       sync.Mutex
	wakes    map[string]journal.Wake // by stream
	messages []journal.Ephemeral
}

// New makes an empty one.
func New() *Mailbox {
	return &Mailbox{work: make(chan struct{}, 1), wakes: map[string]journal.Wake{}}
}

// Wake adds a wake-up, merged with one of its stream that waits: the later seq and
// acl, the earlier time.
func (m *Mailbox) Wake(wake journal.Wake) {
	m.mu.Lock()
	waiting := m.wakes[wake.Stream]
	wake.Seq, wake.ACL = max(wake.Seq, waiting.Seq), max(wake.ACL, waiting.ACL)
	if !waiting.At.IsZero() {
		wake.At = waiting.At
	}
	m.wakes[wake.Stream] = wake
	m.mu.Unlock()
	m.signal()
}

// Send adds a message; false where there is no room, and it is lost.
func (m *Mailbox) Send(message journal.Ephemeral) bool {
	m.mu.Lock()
	fits := len(m.messages) < Size
	if fits {
		m.messages = append(m.messages, message)
	}
	m.mu.Unlock()
	m.signal()
	return fits
}

func (m *Mailbox) signal() {
	select {
	case m.work <- struct{}{}:
	default: // a token is there already
	}
}

// Ready gives a token when something was added since the last Take.
func (m *Mailbox) Ready() <-chan struct{} { return m.work }

// Take empties it: the latest wake-up of each stream, and messages in their order.
func (m *Mailbox) Take() (map[string]journal.Wake, []journal.Ephemeral) {
	m.mu.Lock()
	defer m.mu.Unlock()
	wakes, messages := m.wakes, m.messages
	m.wakes, m.messages = map[string]journal.Wake{}, nil
	return wakes, messages
}
