// Package search makes texts findable: a projection that follows every
// project's journal and keeps, per project, how far it has come. It is behind by
// the time that it waits to take several changes together; who searches waits
// until what they may see is up to date, so that everyone finds their own write.
// What was lost or left out, such as the first start after an update, is made
// again from the rows, some at a time.
package search

import (
	"context"
	"sync"
	"time"

	"tandem/internal/journal"
	"tandem/internal/wire"
)

// Store keeps the texts. Implementation: package sqlite.
type Store interface {
	// SearchBehind lists the projects whose texts cannot all be found yet: those
	// that the person sees, or all where actor is "".
	SearchBehind(ctx context.Context, actor string) ([]string, error)

	// SearchAdvance takes over some more of a project's texts, in one transaction
	// with how far that is, and tells whether there is more. It is called by one
	// goroutine at a time.
	SearchAdvance(ctx context.Context, project string) (more bool, err error)

	// Search looks through what was taken over. What the person may not see, or
	// what was deleted, does not come out, however far the texts are.
	Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error)
}

// Search is the projection. Make it with New.
type Search struct {
	// Patience is how long who searches waits for texts that are not taken over
	// yet; after it they find what there is.
	Patience time.Duration

	store Store
	bus   journal.Bus
	turn  sync.Mutex    // who has it advances
	stale chan struct{} // holds one token after a stream has moved
	fail  func(error)
}

// New makes the projection; Run makes it follow. fail is told of what went
// wrong in the background and is tried again.
func New(store Store, bus journal.Bus, fail func(error)) *Search {
	return &Search{Patience: patience, store: store, bus: bus, stale: make(chan struct{}, 1), fail: fail}
}

// gather is how long changes wait for others, to be written together.
const gather = 300 * time.Millisecond

// rest is how many times as long as it has worked the background rests: whoever
// writes goes before texts that nobody has asked for yet.
const rest = 4

// poll finds what a lost wake-up would have said (L8).
const poll = 30 * time.Second

// Run follows the journals until ctx ends.
func (s *Search) Run(ctx context.Context) {
	stop := s.bus.Listen(func(journal.Wake) { s.mark() }, func(journal.Ephemeral) {})
	defer stop()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if err := s.advance(ctx, "", rest); err != nil && ctx.Err() == nil {
			s.fail(err)
		}
		select {
		case <-s.stale:
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		pause(ctx, gather)
	}
}

func (s *Search) mark() {
	select {
	case s.stale <- struct{}{}:
	default: // a token is there already
	}
}

// patience is usual.
const patience = 2 * time.Second

// Search finds what the person may see, best first; at most limit after skip.
func (s *Search) Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error) {
	waiting, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	if err := s.advance(waiting, actor, 0); err != nil && waiting.Err() == nil {
		return wire.Page[wire.Found]{}, err
	}
	return s.store.Search(ctx, actor, text, skip, limit)
}

// advance brings the projects of a person up to date, or all of them.
func (s *Search) advance(ctx context.Context, actor string, rest time.Duration) error {
	behind, err := s.store.SearchBehind(ctx, actor)
	if err != nil {
		return err
	}
	for _, project := range behind {
		for more := true; more; {
			began := time.Now()
			if more, err = s.step(ctx, project); err != nil {
				return err
			}
			pause(ctx, rest*time.Since(began))
		}
	}
	return nil
}

func pause(ctx context.Context, long time.Duration) {
	if long <= 0 {
		return
	}
	select {
	case <-time.After(long):
	case <-ctx.Done():
	}
}

// step lets others have their turn after it: one large project does not keep
// those waiting who search a small one.
func (s *Search) step(ctx context.Context, project string) (more bool, err error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	return s.store.SearchAdvance(ctx, project)
}
