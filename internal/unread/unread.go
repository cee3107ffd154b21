// Package unread keeps how far people have read the comments on tasks. That is
// theirs alone: rows, like reminders, which nobody else sees and no journal holds.
// A change is told on the person's own stream, so that their other screens look again.
package unread

import (
	"context"

	"tandem/internal/entry"
)

// Task is one with comments that a person has not read.
type Task struct {
	Task string         `json:"task"`
	Seen *entry.Instant `json:"seen"` // of when the latest comment is that they have read; null: none
}

// Store keeps the marks. Implementation: package sqlite.
type Store interface {
	// MarkSeen notes that a person has read a task's comments up to one of them.
	// Marks only move on: false where theirs is there already. NotFound where the
	// task has no such comment.
	MarkSeen(ctx context.Context, user, task, comment string) (moved bool, err error)
	// Unread gives the tasks of a project on which others have commented since the
	// person has read; of those that they never opened, only their own: made by them,
	// assigned to them, or commented on by them. None where they may not see the project.
	Unread(ctx context.Context, user, project string) ([]Task, error)
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

// List gives the tasks of a project with unread comments; see Store.
func (s *Service) List(ctx context.Context, user, project string) ([]Task, error) {
	return s.store.Unread(ctx, user, project)
}

// Mark notes that a person has read up to a comment. The row is what counts: where
// the news is lost, their other screens see it when they look next.
func (s *Service) Mark(ctx context.Context, user, task, comment string) error {
	moved, err := s.store.MarkSeen(ctx, user, task, comment)
	if err == nil && moved {
		_ = s.tell(ctx, user, user, entry.Event{Type: entry.TaskSeen, ID: task})
	}
	return err
}
