package live

import (
	"context"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Journal is the Source and the Access that a writer and its store give.
type Journal struct {
	Writer *journal.Writer
	Store  journal.Store
	Clock  func() time.Time // for links that expire; nil: time.Now
}

// Head implements Source.
func (j Journal) Head(ctx context.Context, stream string) (journal.Head, error) {
	return j.Store.Head(ctx, stream)
}

// Entries implements Source.
func (j Journal) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	return j.Writer.Entries(ctx, stream, after, limit, maxBytes)
}

// Roles implements Access. The writer's state is at head, unless another process
// has written meanwhile: then the store tells.
func (j Journal) Roles(ctx context.Context, stream string, users []string) (map[string]entry.Role, error) {
	least, err := j.Store.Head(ctx, stream)
	if err != nil {
		return nil, err
	}
	now := entry.At(time.Now())
	if j.Clock != nil {
		now = entry.At(j.Clock())
	}
	var roles map[string]entry.Role
	var behind bool
	see := func(state *project.State, head journal.Head) {
		behind = head.Seq < least.Seq
		roles, err = rolesIn(state, users, now)
	}
	if viewErr := j.Writer.Frame(ctx, stream, see); viewErr != nil {
		return nil, viewErr
	}
	if !behind {
		return roles, err
	}
	state, _, loadErr := j.Store.Frame(ctx, stream)
	if loadErr != nil {
		return nil, loadErr
	}
	return rolesIn(state, users, now)
}

// MayEdit tells whether somebody may write in a project as of now; the fault says
// why not.
func (j Journal) MayEdit(ctx context.Context, stream, user string) error {
	var refusal error
	err := j.Writer.Frame(ctx, stream, func(state *project.State, _ journal.Head) {
		refusal = state.Allows(user, "task.update")
	})
	return fault.First(err, refusal)
}

func rolesIn(state *project.State, users []string, now entry.Instant) (map[string]entry.Role, error) {
	if state.Project == nil {
		return nil, fault.New(fault.NotFound, "There is no such project.")
	}
	if state.DeletedAt != nil {
		return nil, fault.New(fault.Gone, "The project is deleted.")
	}
	roles := make(map[string]entry.Role, len(users))
	for _, user := range users {
		if role := state.Role(user); role.Valid() {
			roles[user] = role
		} else if state.Visitor(user, now) {
			roles[user] = entry.Visitor
		}
	}
	return roles, nil
}
