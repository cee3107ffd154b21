package live

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Journal is the Source and the Access that a writer and its store give.
type Journal struct {
	Writer *journal.Writer
	Store  journal.Store
}

// Head implements Source.
func (j Journal) Head(ctx context.Context, stream string) (journal.Head, error) {
	return j.Store.Head(ctx, stream)
}

// Entries implements Source.
func (j Journal) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	return j.Writer.Entries(ctx, stream, after, limit, maxBytes)
}

// Roles implements Access: the writer's state is at head.
func (j Journal) Roles(ctx context.Context, stream string, users []string) (map[string]entry.Role, error) {
	roles := make(map[string]entry.Role, len(users))
	deleted := false
	err := j.Writer.View(ctx, stream, func(state *project.State, _ journal.Head) {
		deleted = state.DeletedAt != nil
		for _, user := range users {
			if role := state.Role(user); role.Valid() {
				roles[user] = role
			}
		}
	})
	if err == nil && deleted {
		err = fault.New(fault.Gone, "The project is deleted.")
	}
	return roles, err
}
