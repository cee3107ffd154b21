// Package notify tells people what concerns them: a projection that follows every
// project's journal with a stored position. Whom is package notice's rule; what it
// says is told on each person's own stream, under an id that follows from the
// entry. So after a crash nothing is told twice, and nothing is lost.
package notify

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/notice"
)

// Store reads what the rule has to know and keeps the positions. Implementation:
// package sqlite.
type Store interface {
	// NotifyBehind gives the projects with entries after their position.
	NotifyBehind(ctx context.Context) ([]journal.Behind, error)

	// NotifyAdvance stores a project's position.
	NotifyAdvance(ctx context.Context, project string, seq int64) error

	// NotifyContext gives what the rule has to know, as of now: everybody with
	// access, what they want to hear, and the tasks and comments named.
	NotifyContext(ctx context.Context, project string, facts []notice.Fact) (*notice.Context, error)

	// EntriesBack gives entries before a seq that name a thing, the latest first.
	EntriesBack(ctx context.Context, stream, thing string, before int64, limit int) ([]entry.Entry, error)

	Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error)
}

// Tell appends to a person's own stream; told again under the same id it is a
// Conflict: journal.Writer's TellOnce.
type Tell func(ctx context.Context, user, id string, event entry.Event) error

// Options of New; what is zero is left out.
type Options struct {
	OnTold func(entry.Reason) // is told of each notification
	Fail   func(error)        // is told of what went wrong and is tried again
}

// Notify is the projection. Run makes it follow.
type Notify struct {
	store   Store
	tell    Tell
	bus     journal.Bus
	options Options
	stale   chan struct{}    // holds one token after a stream has moved
	at      map[string]int64 // how far each project was gone through; what is stored may be behind by what nobody may hear of
	behind  atomic.Int64
}

// New makes the projection.
func New(store Store, tell Tell, bus journal.Bus, options Options) *Notify {
	if options.OnTold == nil {
		options.OnTold = func(entry.Reason) {}
	}
	if options.Fail == nil {
		options.Fail = func(error) {}
	}
	return &Notify{store: store, tell: tell, bus: bus, options: options, stale: make(chan struct{}, 1), at: map[string]int64{}}
}

const (
	gather    = 100 * time.Millisecond // how long changes wait for others
	afterFail = time.Second
	poll      = 10 * time.Second // finds what a lost wake-up would have said (L8)
	most      = 500              // entries that are read together
	mostBytes = 4 << 20
	mostAhead = 1000 // entries of which nobody may hear, until the position is stored
)

// Behind tells how many entries are not gone through yet, as of the last look.
func (n *Notify) Behind() int64 { return n.behind.Load() }

// Run follows the journals until ctx ends.
func (n *Notify) Run(ctx context.Context) {
	stop := n.bus.Listen(func(journal.Wake) { n.mark() }, func(journal.Ephemeral) {})
	defer stop()
	for {
		wait := poll
		if err := n.Work(ctx); err != nil && ctx.Err() == nil {
			n.options.Fail(err)
			wait = afterFail
		}
		select {
		case <-n.stale:
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(gather):
		case <-ctx.Done():
			return
		}
	}
}

func (n *Notify) mark() {
	select {
	case n.stale <- struct{}{}:
	default: // a token is there already
	}
}

// Work goes through all that was appended. It is for one goroutine at a time.
func (n *Notify) Work(ctx context.Context) error {
	list, err := n.store.NotifyBehind(ctx)
	if err != nil {
		return err
	}
	left := int64(0)
	for _, b := range list {
		left += max(b.Head-max(b.Seq, n.at[b.Project]), 0)
	}
	for _, b := range list {
		n.behind.Store(left)
		if err := n.follow(ctx, b); err != nil {
			return err
		}
		left -= max(b.Head-max(b.Seq, n.at[b.Project]), 0)
	}
	n.behind.Store(0)
	return nil
}

// follow goes through one project's entries.
func (n *Notify) follow(ctx context.Context, b journal.Behind) error {
	for seq := max(b.Seq, n.at[b.Project]); seq < b.Head; {
		entries, err := n.read(ctx, b.Project, seq)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return nil // purged meanwhile
		}
		mattered, err := n.batch(ctx, b.Project, entries)
		if err != nil {
			return err
		}
		seq = entries[len(entries)-1].Seq
		n.at[b.Project] = seq
		// What mattered is judged once: who is let in later on hears nothing of it.
		if mattered || seq-b.Seq >= mostAhead {
			if err := n.store.NotifyAdvance(ctx, b.Project, seq); err != nil {
				return err
			}
			b.Seq = seq
		}
	}
	return nil
}

// read gives the next entries, and of the last action all.
func (n *Notify) read(ctx context.Context, project string, seq int64) ([]entry.Entry, error) {
	entries, _, err := n.store.Entries(ctx, project, seq, most, mostBytes)
	for err == nil && len(entries) > 0 && entries[len(entries)-1].Operation != "" {
		last := &entries[len(entries)-1]
		var more []entry.Entry
		more, _, err = n.store.Entries(ctx, project, last.Seq, 10, mostBytes)
		same := 0
		for same < len(more) && more[same].Operation == last.Operation {
			same++
		}
		if entries = append(entries, more[:same]...); same == 0 || same < len(more) {
			break
		}
	}
	return entries, err
}

// actionLength counts the entries that the first action has made (J6).
func actionLength(entries []entry.Entry) int {
	n := 1
	for n < len(entries) && entries[0].Operation != "" && entries[n].Operation == entries[0].Operation {
		n++
	}
	return n
}

// said is one action, with that of which people may hear.
type said struct {
	first *entry.Entry
	facts []notice.Fact
}

// batch tells everybody of what entries say, and whether there was anything of
// which people may hear. What the project is like is read once for all of them,
// after the last: whoever writes much does not wait for it.
func (n *Notify) batch(ctx context.Context, project string, entries []entry.Entry) (bool, error) {
	var actions []said
	var all []notice.Fact
	for len(entries) > 0 {
		length := actionLength(entries)
		one, err := n.action(ctx, project, entries[:length])
		if err != nil {
			return false, err
		}
		if len(one.facts) > 0 {
			actions, all = append(actions, one), append(all, one.facts...)
		}
		entries = entries[length:]
	}
	if len(actions) == 0 {
		return false, nil
	}
	context, err := n.store.NotifyContext(ctx, project, all)
	if err != nil {
		return true, err
	}
	for _, one := range actions {
		if err := n.tellAll(ctx, one.first, notice.Whom(one.first.Actor, one.facts, context)); err != nil {
			return true, err
		}
	}
	return true, nil
}

// action gives what the entries of one action say.
func (n *Notify) action(ctx context.Context, project string, entries []entry.Entry) (said, error) {
	one := said{first: &entries[0]}
	for i := range entries {
		more, err := notice.Facts(&entries[i], &earlier{ctx: ctx, store: n.store, stream: project, seq: one.first.Seq})
		if err != nil {
			return one, err
		}
		one.facts = append(one.facts, more...)
	}
	return one, nil
}

// mostAtOnce is how many people are told at once, to share a commit.
const mostAtOnce = 64

func (n *Notify) tellAll(ctx context.Context, first *entry.Entry, all []notice.Told) error {
	errs := make([]error, len(all))
	places := make(chan struct{}, mostAtOnce)
	var waiting sync.WaitGroup
	for i := range all {
		places <- struct{}{}
		waiting.Go(func() {
			errs[i] = n.tellOne(ctx, first, &all[i])
			<-places
		})
	}
	waiting.Wait()
	return fault.First(errs...)
}

func (n *Notify) tellOne(ctx context.Context, first *entry.Entry, told *notice.Told) error {
	id := notice.ID(first.Stream, first.Seq, told.Person)
	made := &entry.Notification{
		ID: id, Reason: told.Reason, Actor: first.Actor, Project: first.Stream, Task: told.Task, Count: told.Count, CreatedAt: first.At,
	}
	if told.Comment != "" {
		made.Comment = &told.Comment
	}
	err := n.tell(ctx, told.Person, id, entry.Event{Type: entry.NotificationCreated, Notification: made})
	if fault.Is(err, fault.Conflict) {
		return nil // told before a crash
	}
	if err == nil {
		n.options.OnTold(told.Reason)
	}
	return err
}
