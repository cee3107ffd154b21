package live

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// Hub knows the connections and the watched streams of this node.
type Hub struct {
	Options
	node    string // tells this node's messages on the bus from those of others
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
	reading chan struct{} // a token for each large read

	mu      sync.Mutex
	streams map[streamKey]*stream
	people  map[string][]*Conn // by owner, oldest first
	slots   [heartbeatTicks]map[*Conn]struct{}
	count   int
	closed  bool
}

// streamKey keeps what somebody calls by a person's id apart from what the
// person calls "me".
type streamKey struct {
	id string
	me bool
}

// largeReads is how many clients may be measured against their cursor at once;
// each read holds up to maxBehindBytes for a moment.
const largeReads = 4

// New makes a hub and lets it work until Close.
func New(options Options) *Hub {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.BusDown == nil {
		options.BusDown = func() bool { return false }
	}
	if options.OnDelivered == nil {
		options.OnDelivered = func(time.Duration) {}
	}
	if options.OnJoined == nil {
		options.OnJoined = func(How) {}
	}
	if options.OnClosed == nil {
		options.OnClosed = func(uint16) {}
	}
	h := &Hub{
		Options: options, node: entry.NewID(), reading: make(chan struct{}, largeReads),
		streams: map[streamKey]*stream{}, people: map[string][]*Conn{},
	}
	for i := range h.slots {
		h.slots[i] = map[*Conn]struct{}{}
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	stop := h.Bus.Listen(h.heardWake, h.heardMessage)
	h.running.Go(func() {
		defer stop()
		h.tick()
	})
	return h
}

// Join takes a connection in. With a stream it is subscribed to that one alone
// at once, from since; without (""), it waits for the client's wishes. The
// caller then runs Serve. Unavailable while the hub closes.
func (h *Hub) Join(wire Wire, person Person, stream string, since *string) (*Conn, error) {
	c := &Conn{hub: h, id: entry.NewID(), person: person, only: strings.Clone(stream)} // not the whole request with it
	c.open(wire)
	c.heard.Store(time.Now().Unix())
	oldest, err := h.admit(c)
	if err != nil {
		return nil, err
	}
	if oldest != nil {
		oldest.Close(CloseTooMany, "too many sockets of one person")
	}
	if stream != "" {
		c.subscribe(stream, since)
	}
	return c, nil
}

func (h *Hub) admit(c *Conn) (oldest *Conn, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, fault.New(fault.Unavailable, "The server is going down; come back in a moment.")
	}
	owner := c.person.owner()
	own := h.people[owner]
	if !h.Unlimited && len(own) >= maxPersonSockets {
		oldest, own = own[0], own[1:]
	}
	h.people[owner] = append(own, c)
	c.slot = int8(h.count % heartbeatTicks)
	h.count++
	h.slots[c.slot][c] = struct{}{}
	return oldest, nil
}

// drop forgets a connection that has ended.
func (h *Hub) drop(c *Conn) {
	c.mu.Lock()
	if !c.dead {
		c.fail()
	}
	subs := slices.Clone(c.subs)
	for _, sub := range subs {
		sub.state, sub.buffer = ended, nil
	}
	c.subs = nil
	code := c.code
	c.mu.Unlock()
	for _, sub := range subs {
		h.leave(sub)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, there := h.slots[c.slot][c]; there {
		h.OnClosed(cmp.Or(code, closeLost))
	}
	delete(h.slots[c.slot], c)
	owner := c.person.owner()
	own := h.people[owner]
	if i := slices.Index(own, c); i >= 0 {
		own = slices.Delete(own, i, i+1)
	}
	if h.people[owner] = own; len(own) == 0 {
		delete(h.people, owner)
	}
}

// register makes a subscription one of its stream's: from now on it buffers what
// follows on from where the stream's delivery stands.
func (h *Hub) register(sub *subscription) error {
	id := sub.name
	if id == meStream {
		id = sub.conn.person.User
	}
	s := h.hold(id, sub.name)
	err := s.open(h.ctx)
	if err == nil && h.attach(s, sub) {
		return nil
	}
	h.release(s)
	return fault.Wrap("read head", err)
}

// attach fails where the subscription has ended meanwhile.
func (h *Hub) attach(s *stream, sub *subscription) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	sub.stream, sub.at = s, -1
	if sub.state == ended {
		return false
	}
	sub.base, sub.at = s.head.Seq, len(s.subs)
	s.subs = append(s.subs, sub)
	s.pumpIfNeeded()
	return true
}

// hold finds or makes a stream that stays until release.
func (h *Hub) hold(id, name string) *stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := streamKey{id, name == meStream}
	s := h.streams[key]
	if s == nil {
		s = &stream{hub: h, id: id, name: name}
		h.streams[key] = s
	}
	s.uses++
	return s
}

func (h *Hub) release(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.uses--; s.uses == 0 {
		delete(h.streams, streamKey{s.id, s.name == meStream})
	}
}

// leave takes an ended subscription out of its stream; once more does no harm.
func (h *Hub) leave(sub *subscription) {
	h.leaveDocs(sub)
	c := sub.conn
	c.mu.Lock()
	s := sub.stream
	c.mu.Unlock()
	if s == nil || !s.detach(sub) {
		return
	}
	h.release(s)
}

func (s *stream) detach(sub *subscription) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub.at < 0 {
		return false
	}
	last := s.subs[len(s.subs)-1]
	s.subs[sub.at], last.at = last, sub.at
	s.subs[len(s.subs)-1] = nil
	s.subs = s.subs[:len(s.subs)-1]
	sub.at = -1
	s.left(sub.conn.id)
	return true
}

// stream finds what is watched under an id: as a project, or by the person it is.
func (h *Hub) stream(id string, me bool) *stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.streams[streamKey{id, me}]
}

func (h *Hub) heardWake(wake journal.Wake) {
	for _, me := range []bool{false, true} {
		if s := h.stream(wake.Stream, me); s != nil {
			s.want(wake)
		}
	}
}

func (h *Hub) heardMessage(message journal.Ephemeral) {
	switch message.Kind {
	case presenceKind:
		h.heardPresence(message)
	case caretKind:
		h.heardCaret(message)
	}
}

// entries reads much at most a few times at once.
func (h *Hub) entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	select {
	case h.reading <- struct{}{}:
		defer func() { <-h.reading }()
	case <-ctx.Done():
		return nil, journal.Head{}, ctx.Err()
	}
	return h.Source.Entries(ctx, stream, after, limit, maxBytes)
}

// roles asks who may see a stream. A project that is not there any more has
// nobody, and its subscribers are told 4404.
func (h *Hub) roles(ctx context.Context, stream string, users []string) (map[string]entry.Role, uint16, error) {
	roles, err := h.Access.Roles(ctx, stream, users)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return nil, CloseGone, nil
	}
	return roles, CloseRemoved, fault.Wrap("reload access", err)
}

// Stats are figures for operators.
type Stats struct {
	Connections, Visitors, People, Streams int

	QueuedBytes    int // that wait in all queues …
	MaxQueuedBytes int // … and in the longest; a connection is closed where they exceed 1 MiB
}

// Stats counts what there is.
func (h *Hub) Stats() Stats {
	h.mu.Lock()
	defer h.mu.Unlock()
	stats := Stats{People: len(h.people), Streams: len(h.streams)}
	for _, slot := range h.slots {
		stats.Connections += len(slot)
		for c := range slot {
			if c.person.Visitor {
				stats.Visitors++
			}
			waiting := c.waiting()
			stats.QueuedBytes += waiting
			stats.MaxQueuedBytes = max(stats.MaxQueuedBytes, waiting)
		}
	}
	return stats
}

// Close says 1001 to all, with the time in seconds over which they should come
// back, and waits for them to go; what is left when ctx ends is cut off (L7).
func (h *Hub) Close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	conns := h.all()
	reason := fmt.Sprintf("goaway spread=%d", min(30, 1+len(conns)/100))
	for _, c := range conns {
		c.Close(closeGoingAway, reason)
	}
	h.cancel()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		h.running.Wait()
		for len(h.all()) > 0 {
			time.Sleep(10 * time.Millisecond)
		}
	}()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		for _, c := range h.all() {
			h.drop(c)
		}
		return ctx.Err()
	}
}

func (h *Hub) all() []*Conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	var conns []*Conn
	for _, slot := range h.slots {
		for c := range slot {
			conns = append(conns, c)
		}
	}
	return conns
}
