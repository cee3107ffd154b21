// Package look keeps how far people have seen projects, so that a board can tell
// what changed since. These are rows, like own views (ADR 8): nobody else sees
// them. That one has moved is told on the person's own stream, so that their other
// screens look again.
package look

import (
	"context"
	"time"

	"tandem/internal/entry"
)

// Look is how far somebody has seen a project.
type Look struct {
	Seq int64         `json:"seq"`
	At  entry.Instant `json:"at"`
}

// Store keeps looks. Implementation: package sqlite.
type Store interface {
	// Look gives a person's look at a project; false where they have never looked.
	Look(ctx context.Context, user, project string) (Look, bool, error)
	// SaveLook keeps one that goes further than the one before, and tells whether it does.
	SaveLook(ctx context.Context, user, project string, look Look) (bool, error)
}

// Tell appends to a person's own stream: journal.Writer's Tell.
type Tell func(ctx context.Context, actor, user string, event entry.Event) error

// Service has the rules. Whoever calls it has seen that the person may see the
// project, and that it is there.
type Service struct {
	store Store
	tell  Tell
	clock func() time.Time
}

// New makes the service; clock is time.Now where nil.
func New(store Store, tell Tell, clock func() time.Time) *Service {
	if clock == nil {
		clock = time.Now
	}
	return &Service{store: store, tell: tell, clock: clock}
}

// At gives how far the person has seen a project; false where they have never looked.
func (s *Service) At(ctx context.Context, user, project string) (Look, bool, error) {
	return s.store.Look(ctx, user, project)
}

// Seen notes that the person has seen a project up to a seq; it never goes back.
// The row is what counts: where the news is lost, nothing fails for it.
func (s *Service) Seen(ctx context.Context, user, project string, seq int64) error {
	moved, err := s.store.SaveLook(ctx, user, project, Look{Seq: seq, At: entry.At(s.clock())})
	if err == nil && moved {
		_ = s.tell(ctx, user, user, entry.Event{Type: entry.LookUpdated, ID: project})
	}
	return err
}
