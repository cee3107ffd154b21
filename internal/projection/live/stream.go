package live

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// stream is one journal that somebody here watches. Its pump reads what is new
// once for all subscribers and hands it to them; at most one pump runs at a time.
// Locks are taken in the order hub, stream, connection.
type stream struct {
	hub  *Hub
	id   string
	name string // as clients know it: the id, or "me"
	uses int    // subscriptions and those on their way; guarded by hub.mu

	opening sync.Mutex // held while the head is read for the first time

	mu        sync.Mutex
	ready     bool // head is known
	head      journal.Head
	wanted    int64     // the latest seq heard of
	since     time.Time // when the first of what is heard of and not delivered was committed; zero: unknown
	doubtful  bool      // the poller saw something that only a read can explain
	pumping   bool
	subs      []*subscription
	targets   []*subscription // the pump's own copy
	presences presences
	seats     map[string][]*docSeat // who has a text open, by task
}

// open reads where the stream stands, once; later the pump moves it on.
func (s *stream) open(ctx context.Context) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	s.mu.Lock()
	ready := s.ready
	s.mu.Unlock()
	if ready {
		return nil
	}
	head, err := s.hub.Source.Head(ctx, s.id)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready, s.head = true, head
	s.pumpIfNeeded()
	return nil
}

// want tells that the stream has moved; the pump starts unless it runs.
func (s *stream) want(wake journal.Wake) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.since.IsZero() && wake.Seq > s.head.Seq {
		s.since = wake.At
	}
	s.wanted = max(s.wanted, wake.Seq)
	s.pumpIfNeeded()
}

// compare takes what the poller read (L8).
func (s *stream) compare(head journal.Head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = max(s.wanted, head.Seq)
	if s.ready && (head.Epoch != s.head.Epoch || head.Seq < s.head.Seq) {
		s.doubtful = true
	}
	s.pumpIfNeeded()
}

func (s *stream) pumpIfNeeded() {
	if s.ready && !s.pumping && s.behind() {
		s.pumping = true
		go s.pump()
	}
}

func (s *stream) behind() bool {
	return len(s.subs) > 0 && (s.wanted > s.head.Seq || s.doubtful)
}

// pump delivers until nothing is wanted any more. While it writes, new entries
// gather, and the next round takes them together.
func (s *stream) pump() {
	for wait := time.Duration(0); s.goOn(); {
		since, upTo := s.heard()
		err := s.round(s.hub.ctx)
		if s.hub.ctx.Err() != nil {
			return
		}
		s.measure(since, upTo)
		if err == nil {
			wait = 0
			continue
		}
		wait = min(max(2*wait, 50*time.Millisecond), 5*time.Second)
		s.hub.Log.Error("deliver entries", "stream", s.id, "retry", wait, "err", err)
		select {
		case <-time.After(wait):
		case <-s.hub.ctx.Done():
			return
		}
	}
}

func (s *stream) goOn() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pumping = s.behind()
	return s.pumping
}

// round reads once and delivers what came. A seq below the one that follows is
// never delivered, and one above it only after what lies between.
func (s *stream) round(ctx context.Context) error {
	s.mu.Lock()
	at, wanted := s.head, s.wanted
	s.mu.Unlock()
	entries, head, err := s.hub.Source.Entries(ctx, s.id, at.Seq, runEntries, runBytes)
	if err != nil {
		return fault.Wrap("read entries", err)
	}
	s.mu.Lock()
	s.doubtful = false
	s.mu.Unlock()
	switch {
	case head.Seq < at.Seq || head.Epoch != at.Epoch && at.Epoch != "":
		return s.reset(ctx, head)
	case len(entries) == 0:
		s.settle(wanted, head)
		return nil
	case entries[0].Seq != at.Seq+1:
		return fault.New(fault.Internal, "the journal has a gap")
	}
	for len(entries) > 0 {
		n, gone, err := s.part(entries)
		if err != nil {
			return err
		}
		s.dismiss(entries[0].Seq, &gone)
		if err := s.deliver(ctx, entries[:n], head.Epoch); err != nil {
			return err
		}
		entries = entries[n:]
	}
	return nil
}

// heard gives what the next round is measured by: since when something waits, and
// up to where.
func (s *stream) heard() (since time.Time, upTo int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since, s.since = s.since, time.Time{}
	return since, s.wanted
}

// measure tells how long what was heard of took; where some of it is still to be
// delivered, the next round tells.
func (s *stream) measure(since time.Time, upTo int64) {
	if since.IsZero() {
		return
	}
	s.mu.Lock()
	left := upTo > s.head.Seq && len(s.subs) > 0
	if left {
		s.since = since
	}
	s.mu.Unlock()
	if !left {
		s.hub.OnDelivered(time.Since(since))
	}
}

// doubt lets the pump read once more whatever is wanted.
func (s *stream) doubt() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.doubtful = true
}

// settle takes a wake-up as answered that named more than there is.
func (s *stream) settle(wanted int64, head journal.Head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wanted == wanted {
		s.wanted = head.Seq
	}
}

// part counts the entries at the beginning that are delivered as one: those of
// one acl number, up to the next one that removes somebody (a large operation is
// several entries of one number, J6). It tells whom the first one removes.
func (s *stream) part(entries []entry.Entry) (n int, gone removal, err error) {
	if s.name == meStream {
		return len(entries), removal{}, nil
	}
	if gone, err = removes(&entries[0]); err != nil {
		return 0, gone, err
	}
	for n = 1; n < len(entries) && entries[n].ACL == entries[0].ACL; n++ {
		if next, err := removes(&entries[n]); err != nil || !next.nobody() {
			break // an error comes back when it is the first
		}
	}
	return n, gone, nil
}

// deliver hands entries of one acl number to all subscribers, after those who
// may no longer see the stream have been removed (L3).
func (s *stream) deliver(ctx context.Context, entries []entry.Entry, epoch string) error {
	last := &entries[len(entries)-1]
	if last.ACL != s.acl() {
		if err := s.review(ctx); err != nil {
			return err
		}
	}
	r := encode(s.name, entries)
	public := sync.OnceValue(func() run { return encodePublic(s.name, entries) })
	s.mu.Lock()
	s.head = journal.Head{Epoch: epoch, Seq: last.Seq, ACL: last.ACL, At: last.At}
	// From here on a new subscription buffers what follows r and reads r itself.
	s.targets = append(s.targets[:0], s.subs...)
	s.mu.Unlock()
	s.fanOut(func(sub *subscription) {
		if sub.conn.person.Visitor {
			sub.deliver(public())
			return
		}
		sub.deliver(r)
	})
	return nil
}

func (s *stream) acl() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head.ACL
}

// fanOutChunk is how many subscribers a worker serves before it looks whether
// other goroutines want to run.
const fanOutChunk = 32

// fanOut calls do for every target, on as many goroutines as there are processors.
func (s *stream) fanOut(do func(*subscription)) {
	var next atomic.Int64
	work := func() {
		for {
			from := int(next.Add(fanOutChunk)) - fanOutChunk
			if from >= len(s.targets) {
				return
			}
			for _, sub := range s.targets[from:min(from+fanOutChunk, len(s.targets))] {
				do(sub)
			}
			runtime.Gosched()
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (len(s.targets)+fanOutChunk-1)/fanOutChunk) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	clear(s.targets)
}

// review loads who may see the stream and removes all others. While that cannot
// be loaded nothing is delivered.
func (s *stream) review(ctx context.Context) error {
	if s.name == meStream {
		return nil
	}
	s.mu.Lock()
	subs := append([]*subscription(nil), s.subs...)
	s.mu.Unlock()
	seen := map[string]bool{}
	var users []string
	for _, sub := range subs {
		if user := sub.conn.person.User; !seen[user] {
			seen[user] = true
			users = append(users, user)
		}
	}
	roles, code, err := s.hub.roles(ctx, s.id, users)
	if err != nil {
		return err
	}
	for _, sub := range subs {
		if !sub.conn.person.may(roles) {
			sub.end(code)
		}
	}
	s.presences.keepOnly(s, roles)
	return nil
}

// reset starts every subscriber anew where the past has changed (J7).
func (s *stream) reset(ctx context.Context, head journal.Head) error {
	if err := s.review(ctx); err != nil {
		return err
	}
	if steady, err := s.steady(ctx, head); err != nil || !steady {
		s.doubt()
		return err
	}
	s.mu.Lock()
	s.head, s.wanted = head, head.Seq
	s.targets = append(s.targets[:0], s.subs...)
	s.mu.Unlock()
	frame := resetFrame(s.name, head)
	s.fanOut(func(sub *subscription) { sub.reset(frame, head.Seq) })
	return nil
}
