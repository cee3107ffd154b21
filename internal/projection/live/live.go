// Package live brings entries to those who watch. One Hub on each node knows
// who is subscribed to which stream; a subscriber is caught up from the journal
// and then spliced onto the live flow, without a gap or a repeat (L1, L2), and
// gets nothing of a stream that it may no longer see (L3). The package knows
// neither HTTP nor how people sign in; what a connection is, it takes as a Wire.
package live

import (
	"context"
	"log/slog"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/socket"
)

// Source gives what is delivered. Both methods see every append that came back
// before they were called; their contract is that of journal.Store.
type Source interface {
	Head(ctx context.Context, stream string) (journal.Head, error)
	Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error)
}

// Access tells who may see a project.
type Access interface {
	// Roles gives the role of each of these people, and entry.Visitor for the id
	// of the public link that is open; those who may not see the project are
	// missing. It answers as of now, never from what may be older
	// than its call (L3). The error is NotFound where there is no such project,
	// Gone where it is deleted.
	Roles(ctx context.Context, project string, users []string) (map[string]entry.Role, error)
}

// Wire is one connection as the hub sees it; *socket.Conn is one. Try and Write
// are called by one goroutine at a time.
type Wire interface {
	// Read gives what the client sends until the connection ends.
	Read(receive socket.Receive) error

	// Try writes what can be written without waiting, which may be nothing.
	Try(p []byte) (int, error)

	// Write waits, at most this long, until at least one byte is written;
	// socket.ErrStalled where none could be.
	Write(p []byte, within time.Duration) (int, error)

	// Discard reads and forgets until the connection ends.
	Discard()

	// Linger makes Read and Discard end after this time at the latest.
	Linger(d time.Duration)

	// Close ends the connection; whatever waits returns.
	Close() error
}

// Person is who a connection belongs to.
type Person struct {
	User    string    // of a visitor the id of the public link
	Session string    // or token: what EndSession names; of a visitor what tells one from others
	Until   time.Time // when the session ends by itself; zero: never
	Visitor bool      // came by a public link: reads one project's public part, unseen
}

// owner tells whose sockets count together.
func (p *Person) owner() string {
	if p.Visitor {
		return p.User + " " + p.Session
	}
	return p.User
}

// may tells whether the person may read with one of the roles that Access gave.
func (p *Person) may(roles map[string]entry.Role) bool {
	role := roles[p.User]
	return role.Valid() && p.Visitor == (role == entry.Visitor)
}

// Options of a Hub. Source, Access and Bus are needed.
type Options struct {
	Source    Source
	Access    Access
	Bus       journal.Bus
	BusDown   func() bool // true while wake-ups of other nodes may be missing; nil: never
	Log       *slog.Logger
	Documents Documents // texts that are edited together; nil: none are
	MayEdit   MayEdit   // needed with Documents
	Unlimited bool      // no limits on sockets and frames of a person: for benchmarks

	OnDelivered func(took time.Duration) // is told when all subscribers have been given what was committed that long ago
	OnJoined    func(How)                // is told of each subscription that goes live
	OnClosed    func(code uint16)        // is told of each connection that ends; 1006 where nobody said why (RFC 6455, 7.1.5)
}

// How a subscription went on from where its client was.
type How string

// The ways.
const (
	Fresh    How = "fresh"    // without since: from head
	Current  How = "current"  // there was nothing to catch up with
	CaughtUp How = "caughtup" // by entries
	Reset    How = "reset"    // by a snapshot, which the client has to fetch
)

// Limits and paces; the contract and the rules L1, L2, L6, L8 and L9 name them.
const (
	maxBehindEntries = 5000
	maxBehindBytes   = 4 << 20

	maxQueueBytes  = 1 << 20
	maxQueueFrames = 1024
	stallTime      = 10 * time.Second

	runEntries = 256       // in one read and one write, so that a queue is never filled by one
	runBytes   = 256 << 10 // of events

	tickTime       = time.Second
	heartbeatTicks = 20
	silenceTime    = 60 * time.Second
	pollTicks      = 10
	goodbyeTime    = 5 * time.Second // for the client's own close frame

	maxSubscriptions  = 256 // of one connection
	maxDocs           = 32  // texts open on one connection
	maxPersonSockets  = 200
	framesBurst       = 240 // frames of a client at once …
	framesEachSecond  = 60  // … and for good
	presencePace      = 3 * time.Second
	presenceTime      = 45 * time.Second
	typingTime        = 6 * time.Second
	maxPresenceListed = 100 // people in one presence frame, latest first
)

// Close codes of the contract.
const (
	CloseMalformed  uint16 = 4400
	CloseSignedOut  uint16 = 4401
	CloseRemoved    uint16 = 4403
	CloseGone       uint16 = 4404
	CloseSlow       uint16 = 4408
	CloseTooMany    uint16 = 4429
	closeNormal            = socket.CloseNormal
	closeLost       uint16 = 1006
	closeGoingAway         = socket.CloseAway
	protocolVersion        = 1
	meStream               = "me" // the person's own stream, as clients call it
)
