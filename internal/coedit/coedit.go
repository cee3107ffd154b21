// Package coedit is the authority over descriptions that several people write at
// once. It puts their changes in one order, moves each over what came before it,
// stores it and only then tells anybody (E1). The journal gets the text as an
// ordinary command when the typing rests (E3), and what others write into the
// journal becomes a change of the text, so that nobody's words are lost. One
// goroutine does all of it; what waits shares a commit.
package coedit

import (
	"context"
	"log/slog"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
)

// Paces and limits.
const (
	QuietTime   = time.Second      // of rest until the journal gets the text …
	LongestTime = 10 * time.Second // … and how long it waits for rest at most
	retryTime   = 5 * time.Second
	refusedTime = time.Minute // where the journal will not have it: somebody has to write less
	keepUpdates = 500         // of a text's history at least
	maxUpdates  = 1000        // of one push
	maxClient   = 64          // bytes of a client's name
	maxBatch    = 64          // pushes in one commit
)

// journalClient is whose the changes are that came by the journal.
const journalClient = "journal"

// Journal is the one door; *journal.Writer is one.
type Journal interface {
	Submit(ctx context.Context, sub journal.Submission) ([]journal.Receipt, error)
	Head(ctx context.Context, stream string) (journal.Head, error)
	Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error)
}

// Listener hears of what was accepted, in its order. It must not wait.
type Listener interface {
	// Accepted tells that updates follow on a version; they are durable.
	Accepted(project, task string, version int64, updates []Accepted)
	// Closed tells that a text cannot be written any more, or has to be opened anew.
	Closed(project, task string, why error)
}

// Where several nodes have an authority each, the store decides: who adds to a text
// that another has added to reads it, and decides again, as everywhere else (J3). What
// is told between nodes are hints; see shared.go.

// Options of an Authority. Store, Journal and Bus are needed.
type Options struct {
	Store   Store
	Journal Journal
	Bus     journal.Bus
	Log     *slog.Logger     // nil: none
	Clock   func() time.Time // nil: time.Now
	Shared  bool             // other nodes write into the same texts
	BusDown func() bool      // true while hints of other nodes may be missing; nil: never
}

// Authority orders what people type.
type Authority struct {
	Options
	listener Listener
	queue    chan job
	stopped  chan struct{}

	// Of the goroutine alone:
	documents map[string]*document // by task
	cursors   map[string]int64     // of projects with documents: followed up to this seq
}

// New makes an authority; Run makes it work.
func New(options Options) *Authority {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.BusDown == nil {
		options.BusDown = func() bool { return false }
	}
	return &Authority{
		Options: options, listener: nobody{}, queue: make(chan job, 4*maxBatch), stopped: make(chan struct{}),
		documents: map[string]*document{}, cursors: map[string]int64{},
	}
}

// Tell chooses who hears of what was accepted; before Run.
func (a *Authority) Tell(listener Listener) { a.listener = listener }

type nobody struct{}

func (a *Authority) now() entry.Instant { return entry.At(a.Clock()) }
