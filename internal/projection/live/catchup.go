package live

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// subscribe takes the wish for a stream and fulfils it on a goroutine of its
// own. A subscription of the same name makes room for the new one.
func (c *Conn) subscribe(name string, since *string) {
	sub := &subscription{conn: c, name: name}
	c.mu.Lock()
	old := c.subscription(name)
	if old != nil {
		old.stop()
	}
	full := len(c.subs) >= maxSubscriptions
	if !full && !c.closing && !c.dead {
		c.subs = append(c.subs, sub)
		c.hub.running.Go(func() { c.fulfil(sub, since) })
	}
	c.mu.Unlock()
	if old != nil {
		c.hub.leave(old)
	}
	if full {
		c.fail(string(fault.TooMany), "Too many subscriptions on one connection.", name)
	}
}

func (c *Conn) unsubscribe(name string) {
	c.mu.Lock()
	sub := c.subscription(name)
	if sub != nil {
		sub.stop()
	}
	c.mu.Unlock()
	if sub != nil {
		c.hub.leave(sub)
	}
}

// fulfil catches a subscription up and lets it go live (L1).
func (c *Conn) fulfil(sub *subscription, since *string) {
	c.turn.Lock()
	defer c.turn.Unlock()
	err := c.hub.register(sub)
	if err == nil {
		err = sub.catchUp(c.hub.ctx, since)
	}
	switch {
	case err == nil:
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Gone):
		sub.end(CloseGone)
	default:
		if c.hub.ctx.Err() == nil {
			c.hub.Log.Error("catch up", "stream", sub.name, "err", err)
		}
		c.Close(CloseSlow, "try again; come back with since")
	}
}

// catchUp does L1: registered and buffering already; access, the journal, access
// again, then the buffer. What does not fit into half of the queue is read and
// written page by page, so that no client can make the server hold much for it.
func (sub *subscription) catchUp(ctx context.Context, since *string) error {
	if err := sub.mayRead(ctx); err != nil {
		return err
	}
	page, head, behind, err := sub.begin(ctx, since)
	if err != nil {
		return err
	}
	for first := true; ; first = false {
		if err := sub.mayRead(ctx); err != nil {
			return err
		}
		var r *run
		if len(page) > 0 {
			encoded := encode(sub.stream.name, page)
			r = &encoded
		}
		restart, done := sub.advance(r, &behind, first, head)
		if done {
			break
		}
		if restart {
			page, head, behind, err = sub.begin(ctx, new(string))
			if err != nil {
				return err
			}
			first = true
			continue
		}
		if page, _, err = sub.stream.hub.entries(ctx, sub.stream.id, behind.cursor, runEntries, runBytes); err != nil {
			return fault.Wrap("read entries", err)
		}
	}
	sub.announce()
	return nil
}

// reading is how far a subscription has got in catching up.
type reading struct {
	cursor int64
	reset  bool // the client has to fetch a snapshot
}

// begin reads what a client has missed: the first page of it, and where to go
// on. A cursor that the journal cannot serve is a reset: what counts is head then.
func (sub *subscription) begin(ctx context.Context, since *string) ([]entry.Entry, journal.Head, reading, error) {
	s := sub.stream
	head, err := s.hub.Source.Head(ctx, s.id)
	if err != nil {
		return nil, head, reading{}, fault.Wrap("read head", err)
	}
	atHead := reading{cursor: head.Seq, reset: since != nil}
	if since == nil {
		return nil, head, atHead, nil
	}
	from, readable := parseCursor(*since)
	if !readable || !from.reaches(head) {
		return nil, head, atHead, nil
	}
	if from.seq == head.Seq {
		return nil, head, reading{cursor: from.seq}, nil
	}
	entries, later, err := s.hub.entries(ctx, s.id, from.seq, maxBehindEntries, maxBehindBytes)
	if err != nil {
		return nil, head, reading{}, fault.Wrap("read entries", err)
	}
	if !from.reaches(later) || len(entries) == 0 || entries[len(entries)-1].Seq < later.Seq {
		return nil, later, reading{cursor: later.Seq, reset: true}, nil
	}
	return firstPage(entries), later, reading{cursor: from.seq}, nil
}

// firstPage cuts what may be written at once.
func firstPage(entries []entry.Entry) []entry.Entry {
	bytes := 0
	for i := range entries {
		if bytes += len(entries[i].Events); i > 0 && (i >= runEntries || bytes > runBytes) {
			return entries[:i]
		}
	}
	return entries
}

// advance gives the outbox what was read, the greeting before the first page,
// and lets the subscription go live where nothing is missing. It waits while the
// client is slow. done: it is live, or it has ended.
func (sub *subscription) advance(r *run, at *reading, first bool, head journal.Head) (restart, done bool) {
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.awaitRoom(sub) {
		return false, true
	}
	if sub.restart {
		sub.restart = false
		return true, false
	}
	if first {
		c.push(parcel{bytes: helloFrame(sub.name, head, c.id), frames: 1, of: sub})
		if at.reset {
			c.push(parcel{bytes: resetFrame(sub.name, head), frames: 1, of: sub})
		}
	}
	if r != nil {
		c.push(parcel{bytes: r.bytes, frames: r.frames(), of: sub})
		at.cursor = r.last
	}
	if !c.awaitRoom(sub) {
		return false, true
	}
	return false, sub.release(at.cursor)
}

// mayRead checks the person's right to the stream, as of now.
func (sub *subscription) mayRead(ctx context.Context) error {
	user := sub.conn.person.User
	if sub.name == meStream {
		return nil // register has chosen the person's own
	}
	roles, err := sub.stream.hub.Access.Roles(ctx, sub.stream.id, []string{user})
	if err != nil {
		return fault.Wrap("check access", err)
	}
	if !roles[user].Valid() {
		return fault.New(fault.NotFound, "There is no such project.")
	}
	return nil
}
