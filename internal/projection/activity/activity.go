// Package activity tells what happened, for people: a projection that follows
// every project's journal and keeps items with the values before and after, so
// that a page of a long history is one short query. It is behind by a moment; who
// reads waits until what they ask for is taken over. From zero it comes out the
// same as step by step, since each step only reads what the one before has kept.
package activity

import (
	"context"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

// Store keeps items, how far each project's are taken over, and what was known of
// things as of then. Implementation: package sqlite.
type Store interface {
	// ActivityBehind lists the projects whose journals go on after what was taken over.
	ActivityBehind(ctx context.Context) ([]string, error)

	// ActivityNext gives the next entries of a project, some at a time, with what
	// was known before them of the things that they touch; none at the end.
	ActivityNext(ctx context.Context, project string) (*project.State, []entry.Entry, error)

	// SaveActivity keeps a step, whole or not at all. One that does not go on from
	// where a project's are taken over changes nothing.
	SaveActivity(ctx context.Context, project string, step *projection.Step) error

	// CameFrom lists the projects in which a task was before.
	CameFrom(ctx context.Context, task string) ([]string, error)

	// Activity lists what happened, the newest first. What the person may not see
	// now does not come out: other projects, deleted tasks.
	Activity(ctx context.Context, actor string, filter *wire.ActivityFilter) (wire.Page[wire.ActivityItem], error)

	// Writings lists when a task's description was set in a project, the oldest
	// first; the task's making is the first of them.
	Writings(ctx context.Context, project, task string) ([]wire.Writing, error)

	// ActivitySince counts what others did to tasks after a seq, up to 1,000, and the tasks.
	ActivitySince(ctx context.Context, actor, project string, after int64) (changes, tasks int64, err error)
}

// Feed is the projection. Make it with New.
type Feed struct {
	store Store
	bus   journal.Bus
	turn  sync.Mutex    // who has it takes over
	stale chan struct{} // holds one token after a stream has moved
	fail  func(error)
}

// New makes the projection; Run makes it follow. fail is told of what went wrong
// in the background and is tried again.
func New(store Store, bus journal.Bus, fail func(error)) *Feed {
	return &Feed{store: store, bus: bus, stale: make(chan struct{}, 1), fail: fail}
}

const (
	gather = 300 * time.Millisecond // changes wait for others, to be written together
	rest   = 4                      // times as long as it has worked, so that whoever writes goes first
	poll   = 30 * time.Second       // finds what a lost wake-up would have said (L8)
)

// Run follows the journals until ctx ends.
func (f *Feed) Run(ctx context.Context) {
	stop := f.bus.Listen(func(journal.Wake) { f.mark() }, func(journal.Ephemeral) {})
	defer stop()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		if err := f.followAll(ctx); err != nil && ctx.Err() == nil {
			f.fail(err)
		}
		select {
		case <-f.stale:
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		pause(ctx, gather)
	}
}

func (f *Feed) mark() {
	select {
	case f.stale <- struct{}{}:
	default: // a token is there already
	}
}

func (f *Feed) followAll(ctx context.Context) error {
	behind, err := f.store.ActivityBehind(ctx)
	if err != nil {
		return err
	}
	for _, project := range behind {
		if err := f.follow(ctx, project, rest); err != nil {
			return err
		}
	}
	return nil
}

// follow takes over all that there is of a project.
func (f *Feed) follow(ctx context.Context, project string, rest time.Duration) error {
	for more := true; more; {
		began := time.Now()
		var err error
		if more, err = f.step(ctx, project); err != nil {
			return err
		}
		if more {
			pause(ctx, rest*time.Since(began))
		}
	}
	return nil
}

// step lets others have their turn after it.
func (f *Feed) step(ctx context.Context, project string) (more bool, err error) {
	f.turn.Lock()
	defer f.turn.Unlock()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	known, entries, err := f.store.ActivityNext(ctx, project)
	if err != nil || len(entries) == 0 {
		return false, err
	}
	next := &projection.Step{After: entries[0].Seq - 1, UpTo: entries[len(entries)-1].Seq}
	for i := range entries {
		told, err := Describe(known, &entries[i])
		if err != nil {
			return false, err
		}
		next.Items = append(next.Items, told...)
	}
	next.Known = known.Rows()
	return true, f.store.SaveActivity(ctx, project, next)
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

// patience is how long who reads waits; after it they get what there is.
const patience = 2 * time.Second

// Activity lists what happened, the newest first, up to date with the project.
func (f *Feed) Activity(ctx context.Context, actor string, filter *wire.ActivityFilter) (wire.Page[wire.ActivityItem], error) {
	projects := []string{filter.Project}
	if filter.Task != "" {
		earlier, err := f.store.CameFrom(ctx, filter.Task)
		if err != nil {
			return wire.Page[wire.ActivityItem]{}, err
		}
		projects = append(projects, earlier...)
	}
	if err := f.catchUp(ctx, projects...); err != nil {
		return wire.Page[wire.ActivityItem]{}, err
	}
	return f.store.Activity(ctx, actor, filter)
}

// Since counts what others did to a project's tasks after a seq, and the tasks.
func (f *Feed) Since(ctx context.Context, actor, project string, after int64) (changes, tasks int64, err error) {
	if err := f.catchUp(ctx, project); err != nil {
		return 0, 0, err
	}
	return f.store.ActivitySince(ctx, actor, project, after)
}

func (f *Feed) catchUp(ctx context.Context, projects ...string) error {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for _, project := range projects {
		if err := f.follow(waiting, project, 0); err != nil && waiting.Err() == nil {
			return err
		}
	}
	return nil
}
