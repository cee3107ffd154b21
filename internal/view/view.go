// Package view keeps people's own views of projects. They are rows, like reminders
// (ADR 8): others never see them, and nobody catches up on them. What becomes of
// them is told on the person's own stream, so that their other screens look again.
// Views that are shared stand in their project's journal: see package project.
package view

import (
	"context"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/filter"
	"tandem/internal/project"
)

// Store keeps own views. Implementation: package sqlite.
type Store interface {
	// AddView keeps one; Conflict where its id is taken, or where the person has
	// project.MaxViews of the project.
	AddView(ctx context.Context, v *entry.View) error
	// OwnViews gives a person's views of a project by name; none where they may not see it.
	OwnViews(ctx context.Context, user, project string) ([]*entry.View, error)
	// ChangeView puts the named members into one's own; NotFound where it is none.
	ChangeView(ctx context.Context, user, project, id string, set *entry.Set) (*entry.View, error)
	// RemoveView removes one's own; NotFound where it is none.
	RemoveView(ctx context.Context, user, project, id string) error
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

// List gives a person's own views of a project by name.
func (s *Service) List(ctx context.Context, user, in string) ([]*entry.View, error) {
	return s.store.OwnViews(ctx, user, in)
}

// Add saves one; the rules are those of shared views.
func (s *Service) Add(ctx context.Context, user, in string, c *entry.ViewCreate, fields filter.Fields) (*entry.View, error) {
	v, err := project.NewView(c, fields)
	if err != nil {
		return nil, err
	}
	if v.ID = c.View; v.ID == "" {
		v.ID = entry.NewID()
	} else if !entry.ValidID(v.ID) {
		return nil, fault.Field("/id", "An id is a UUID in lower case.")
	}
	v.Project, v.CreatedBy, v.CreatedAt = in, user, entry.At(s.clock())
	if err := s.store.AddView(ctx, v); err != nil {
		return nil, err
	}
	s.told(ctx, user, entry.ViewUpdated, v.ID)
	return v, nil
}

// Change changes the named members.
func (s *Service) Change(ctx context.Context, user, in string, c *entry.ViewUpdate, fields filter.Fields) (*entry.View, error) {
	set, err := project.ViewSet(c, fields)
	if err != nil {
		return nil, err
	}
	v, err := s.store.ChangeView(ctx, user, in, c.View, set)
	if err == nil && !set.Empty() {
		s.told(ctx, user, entry.ViewUpdated, v.ID)
	}
	return v, err
}

// Remove removes one.
func (s *Service) Remove(ctx context.Context, user, in, id string) error {
	err := s.store.RemoveView(ctx, user, in, id)
	if err == nil {
		s.told(ctx, user, entry.ViewDeleted, id)
	}
	return err
}

// told tells the person's other screens which view to look at again: what a view
// says is not put into a stream, which outlives it. The row is what counts: where
// the news is lost, they see it when they are opened next, so nothing fails for it.
func (s *Service) told(ctx context.Context, user, event, id string) {
	_ = s.tell(ctx, user, user, entry.Event{Type: event, ID: id})
}
