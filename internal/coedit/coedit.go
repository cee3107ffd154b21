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

	"tandem/internal/doc"
	"tandem/internal/entry"
	"tandem/internal/fault"
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

// Accepted is an update in its place; the first one of a text makes version base+1.
type Accepted struct {
	doc.Update
	Actor string
}

// Stored is what a store knows of a task's description, as of one moment.
type Stored struct {
	Project        string
	Description    string // as the rows of `tables` have it
	DescriptionSeq int64  // of the entry that last changed it; 0: as it was made
	Gone           error  // why it cannot be written any more; nil: it can
	MovedTo        string // its id in another project, where it lives on there; "" else
	Mark           *Mark  // nil: it was never edited here, and the rest is zero
	Base           string // the text at version BaseVersion
	BaseVersion    int64
	Updates        []Accepted        // after it, in order
	Clients        map[string]Client // also those whose updates are part of Base
}

// Client is how far a client's updates have come.
type Client struct {
	Last int64  // id of its latest update
	User string // whose it is
}

// Mark is how the text stands to the journal.
type Mark struct {
	Known    string // the description as the journal last had it, when looked at
	KnownSeq int64  // of the entry that set it
	Written  int64  // the version that the journal has; below the text's: it is behind
}

// Addition is what one commit adds to one text.
type Addition struct {
	Task    string
	Base    *string // of a text that is new here, at version First-1
	First   int64   // version of the first update
	Updates []Accepted
	Mark    *Mark // nil: as before
	At      entry.Instant
}

// Store keeps texts with their history. Implementation: package sqlite.
type Store interface {
	// Document gives what is known of a task's description; NotFound where there
	// is no such task.
	Document(ctx context.Context, task string) (*Stored, error)
	// ProjectOf tells in which project a task is, deleted or not; NotFound.
	ProjectOf(ctx context.Context, task string) (string, error)
	// AddUpdates commits all additions or none, durably. A version that is there
	// already is a Conflict.
	AddUpdates(ctx context.Context, additions []Addition) error
	// Compact makes one text of a history up to a version (E2), in one commit.
	Compact(ctx context.Context, task, text string, version int64, at entry.Instant) error
	// Ahead gives the tasks whose text the journal does not have.
	Ahead(ctx context.Context) ([]string, error)
}

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

// Options of an Authority. Store, Journal and Bus are needed.
type Options struct {
	Store   Store
	Journal Journal
	Bus     journal.Bus
	Log     *slog.Logger     // nil: none
	Clock   func() time.Time // nil: time.Now
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

// job is one thing to do: pushes share a commit, anything else is done alone.
type job struct {
	push *push
	do   func()
}

// New makes an authority; Run makes it work.
func New(options Options) *Authority {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Clock == nil {
		options.Clock = time.Now
	}
	return &Authority{
		Options: options, listener: nobody{}, queue: make(chan job, 4*maxBatch), stopped: make(chan struct{}),
		documents: map[string]*document{}, cursors: map[string]int64{},
	}
}

// Tell chooses who hears of what was accepted; before Run.
func (a *Authority) Tell(listener Listener) { a.listener = listener }

type nobody struct{}

func (nobody) Accepted(string, string, int64, []Accepted) {}
func (nobody) Closed(string, string, error)               {}

// Run works until ctx ends. What the journal lacks from before is written first.
func (a *Authority) Run(ctx context.Context) {
	defer close(a.stopped)
	unlisten := a.Bus.Listen(func(wake journal.Wake) { a.later(func() { a.follow(ctx, wake.Stream) }) }, func(journal.Ephemeral) {})
	defer unlisten()
	a.recover(ctx)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case j := <-a.queue:
			a.serve(ctx, j)
		case <-timer.C:
		}
		timer.Reset(a.writeDue(ctx))
	}
}

// later queues what nobody waits for. It never waits itself: it is called from the
// authority's own goroutine too.
func (a *Authority) later(do func()) {
	select {
	case a.queue <- job{do: do}:
	default:
		go func() {
			select {
			case a.queue <- job{do: do}:
			case <-a.stopped:
			}
		}()
	}
}

// errStopped is the answer while the server stops.
var errStopped = fault.New(fault.Unavailable, "The server is going down; try again in a moment.")

// wait has something done on the authority's goroutine and waits for it.
func (a *Authority) wait(do func()) error {
	done := make(chan struct{})
	select {
	case a.queue <- job{do: func() { defer close(done); do() }}:
	case <-a.stopped:
		return errStopped
	}
	return a.await(done)
}

func (a *Authority) await(done chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-a.stopped:
		select {
		case <-done:
			return nil
		default:
			return errStopped
		}
	}
}

// serve takes the pushes that wait along, up to a batch.
func (a *Authority) serve(ctx context.Context, first job) {
	if first.push == nil {
		first.do()
		return
	}
	pushes := []*push{first.push}
	for len(pushes) < maxBatch {
		select {
		case next := <-a.queue:
			if next.push == nil {
				a.accept(ctx, pushes)
				next.do()
				return
			}
			pushes = append(pushes, next.push)
			continue
		default:
		}
		break
	}
	a.accept(ctx, pushes)
}

// recover writes what a stop or a crash has left behind.
func (a *Authority) recover(ctx context.Context) {
	tasks, err := a.Store.Ahead(ctx)
	if err != nil {
		a.Log.Error("find texts that the journal lacks", "error", err)
	}
	for _, task := range tasks {
		_, err := a.document(ctx, task)
		if isGone(err) {
			err = a.carryLeft(ctx, task)
		}
		if err != nil {
			a.Log.Error("read a text that the journal lacks", "task", task, "error", err)
		}
	}
}

func isGone(err error) bool { return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) }

func (a *Authority) now() entry.Instant { return entry.At(a.Clock()) }
