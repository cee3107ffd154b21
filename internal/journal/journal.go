// Package journal is the one door for commands. Writer.Submit decides a command
// against the state at head and appends what it decided; everything else in
// Tandem reads what was appended. The package owns the order, the promise of
// "at most once" and the interfaces that a store and a bus must keep; it knows
// no database, no HTTP and no rule of the product.
package journal

import (
	"context"
	"errors"
	"time"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/project"
)

// Head is where a stream stands.
type Head struct {
	Epoch string        // random; new whenever the past may have changed, never on restart (J7)
	Seq   int64         // of the last entry; 0 where there is none yet
	ACL   int64         // of the last entry (J8)
	At    entry.Instant // of the last entry
}

// ErrHeadMoved says that an append was decided on a head that is no longer the
// head (J3): catch up and decide again.
var ErrHeadMoved = errors.New("journal: head has moved")

// Store keeps journals and the rows of `tables`. Implementations: packages sqlite and mongo.
type Store interface {
	// Load gives a project's state and head as of one moment. A stream without
	// entries gives an empty state and a zero head, and no error.
	Load(ctx context.Context, stream string) (*project.State, Head, error)

	// Frame is Load without tasks and comments.
	Frame(ctx context.Context, stream string) (*project.State, Head, error)

	// Head tells where a stream stands; a zero Head where it has no entry.
	Head(ctx context.Context, stream string) (Head, error)

	// Append commits all batches or none, durably (J2), before it returns. Each
	// batch names the head it was decided on; if one has moved nothing is
	// written and the error is ErrHeadMoved. A command id that its stream
	// already has, or an id or key that is taken, is a fault of kind Conflict.
	Append(ctx context.Context, batches []Batch) error

	// Entries gives entries after a seq, oldest first and without a gap, at most
	// limit of them and at most maxBytes of events (but one at least), with the
	// head as of the same moment.
	Entries(ctx context.Context, stream string, after int64, limit int, maxBytes int) ([]entry.Entry, Head, error)

	// Lookup gives the entry that a command id made in a stream; NotFound if none.
	Lookup(ctx context.Context, stream, command string) (entry.Entry, error)

	// Roster gives everyone in a team; empty where there is no such team.
	Roster(ctx context.Context, team string) ([]entry.Seat, error)

	// UploadOf gives a person's upload into a project once it is whole; NotFound
	// where there is none, or none any more.
	UploadOf(ctx context.Context, actor, project, upload string) (*entry.File, error)

	// Sees gives those of the tasks that are there and that the person may see.
	Sees(ctx context.Context, actor string, tasks []string) (map[string]bool, error)
}

// Batch is what one append adds to one stream.
type Batch struct {
	Stream  string
	Base    Head // decided on; an empty Epoch opens the stream
	Epoch   string
	Entries []entry.Entry
	Rows    project.Rows   // full after-images of all that the entries touched; zero for a person's stream
	Audit   []audit.Record // what the entries mean to somebody's access; written with them
	Notices []entry.Event  // those of a person's entries that are about notifications: their rows are written with them
	Quiet   bool           // nobody is notified of what the entries bring: an import, what a project begins with
}

// Behind is a project that a projection has not gone through to its head.
type Behind struct {
	Project string
	Seq     int64 // the last entry that it has gone through
	Head    int64
}

// Wake says that a stream has moved. It is a hint: one may come late, twice,
// out of order or not at all (L8).
type Wake struct {
	Stream string `json:"stream"`
	Seq    int64  `json:"seq"`
	ACL    int64  `json:"acl"`

	At time.Time `json:"at,omitzero"` // when it was committed; of several merged ones, the first. Nothing depends on it: it is for measuring
}

// Ephemeral is a message that is not journalled, such as presence (L9). It is
// delivered at most once and lost when nobody listens.
type Ephemeral struct {
	Stream string `json:"stream"`
	Kind   string `json:"kind"` // "presence", "revoked" …
	Body   []byte `json:"body"` // JSON
}

// Bus carries wake-ups and ephemeral messages between those who serve streams,
// on this node and others; never entries. Implementations: packages inproc and
// redis.
type Bus interface {
	// Publish tells all listeners, this node's too. It never blocks on a slow
	// listener; wake-ups of one stream may then be merged into the latest.
	Publish(ctx context.Context, wake Wake)

	// Send delivers an ephemeral message to all listeners; a full one misses it.
	Send(ctx context.Context, message Ephemeral)

	// Listen calls back, from one goroutine of its own, for every message until
	// the returned function is called, which waits for a running call to end.
	Listen(onWake func(Wake), onMessage func(Ephemeral)) (stop func())
}
