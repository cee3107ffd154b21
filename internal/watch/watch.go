// Package watch keeps of what people want to hear: a level for each project and
// task. They are rows, like reminders (ADR 8): others never see them. What is
// changed is told on the person's own stream, so that their other screens look
// again. What a level means is package notice's.
package watch

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Store keeps levels. Implementation: package sqlite.
type Store interface {
	// TaskWatch gives a person's level for a task, and whether it concerns them.
	TaskWatch(ctx context.Context, user, task string) (wire.TaskWatch, error)
	// ProjectWatch gives a person's level for a project: Concerns where none is set.
	ProjectWatch(ctx context.Context, user, project string) (entry.ProjectLevel, error)
	// SetWatch sets a level for a task or project; "" is the usual one.
	SetWatch(ctx context.Context, user, thing, level string) error
}

// Tell appends to a person's own stream: journal.Writer's Tell.
type Tell func(ctx context.Context, actor, user string, event entry.Event) error

// Service has the rules. Whoever calls it has seen that the person may see the
// task or project, and that it is there.
type Service struct {
	store Store
	tell  Tell
}

// New makes the service.
func New(store Store, tell Tell) *Service { return &Service{store: store, tell: tell} }

// Task gives a person's level for a task, and whether they hear of it.
func (s *Service) Task(ctx context.Context, user, task string) (wire.TaskWatch, error) {
	return s.store.TaskWatch(ctx, user, task)
}

// SetTask sets it.
func (s *Service) SetTask(ctx context.Context, user, task string, level entry.TaskLevel) error {
	if !level.Valid() {
		return fault.Field("/level", "This is watching, muted or default.")
	}
	stored := string(level)
	if level == entry.AsInProject {
		stored = ""
	}
	return s.set(ctx, user, task, stored)
}

// Project gives a person's level for a project.
func (s *Service) Project(ctx context.Context, user, project string) (entry.ProjectLevel, error) {
	return s.store.ProjectWatch(ctx, user, project)
}

// SetProject sets it.
func (s *Service) SetProject(ctx context.Context, user, project string, level entry.ProjectLevel) error {
	if !level.Valid() {
		return fault.Field("/level", "This is everything, concerns, mentions or nothing.")
	}
	stored := string(level)
	if level == entry.Concerns {
		stored = ""
	}
	return s.set(ctx, user, project, stored)
}

// set stores and tells. The row is what counts: where the news is lost, other
// screens see it when they are opened next, so nothing fails for it.
func (s *Service) set(ctx context.Context, user, thing, level string) error {
	if err := s.store.SetWatch(ctx, user, thing, level); err != nil {
		return err
	}
	_ = s.tell(ctx, user, user, entry.Event{Type: entry.WatchUpdated, ID: thing})
	return nil
}
