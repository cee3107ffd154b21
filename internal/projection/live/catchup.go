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
		c.refuse(string(fault.TooMany), "Too many subscriptions on one connection.", name)
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
	at, err := sub.start(ctx, since)
	for err == nil {
		switch sub.advance(&at) {
		case arrived:
			sub.announce()
			return nil
		case startAgain:
			at, err = sub.startAnew(ctx)
		case readOn:
			at, err = sub.readOn(ctx, at)
		}
	}
	return fault.Wrap("read the journal", err)
}

// reading is how far a subscription has got in catching up.
type reading struct {
	head    journal.Head // when it began
	cursor  int64        // up to here it is written
	page    []entry.Entry
	how     How
	greeted bool
}

// start reads what comes first and makes sure that it is for this person: access
// is told as of now, and where it has changed since the reading, it is read again.
func (sub *subscription) start(ctx context.Context, since *string) (reading, error) {
	for {
		at, err := sub.begin(ctx, since)
		if err == nil {
			err = sub.mayRead(ctx)
		}
		if err != nil || sub.name == meStream {
			return at, err
		}
		if steady, err := sub.stream.steady(ctx, at.head); steady || err != nil {
			return at, err
		}
	}
}

// startAnew does so from a cursor that no journal can serve: with a reset.
func (sub *subscription) startAnew(ctx context.Context) (reading, error) {
	return sub.start(ctx, new(string))
}

// begin reads what a client has missed: the first page of it, and where to go
// on. A cursor that the journal cannot serve is a reset: what counts is head then.
// So is one with the person's own removal behind it: what they may know of what
// lies between, they ask for.
func (sub *subscription) begin(ctx context.Context, since *string) (reading, error) {
	s := sub.stream
	head, err := s.hub.Source.Head(ctx, s.id)
	if since == nil {
		return reading{head: head, cursor: head.Seq, how: Fresh}, err
	}
	atHead := reading{head: head, cursor: head.Seq, how: Reset}
	if err != nil {
		return atHead, err
	}
	from, readable := parseCursor(*since)
	if !readable || !from.reaches(head) {
		return atHead, nil
	}
	if from.seq == head.Seq {
		return reading{head: head, cursor: head.Seq, how: Current}, nil
	}
	entries, head, err := s.hub.entries(ctx, s.id, from.seq, maxBehindEntries, maxBehindBytes)
	if err != nil {
		return reading{}, err
	}
	removed, err := sub.wasRemoved(entries)
	if err != nil {
		return reading{}, err
	}
	if removed || !from.reaches(head) || len(entries) == 0 || entries[len(entries)-1].Seq < head.Seq {
		return reading{head: head, cursor: head.Seq, how: Reset}, nil
	}
	return reading{head: head, cursor: from.seq, page: firstPage(entries), how: CaughtUp}, nil
}

// readOn reads the next page, and checks access again.
func (sub *subscription) readOn(ctx context.Context, at reading) (reading, error) {
	page, head, err := sub.stream.hub.entries(ctx, sub.stream.id, at.cursor, runEntries, runBytes)
	if err != nil {
		return at, err
	}
	removed, err := sub.wasRemoved(page)
	if err == nil && (removed || head.Epoch != at.head.Epoch) {
		return sub.startAnew(ctx)
	}
	if err == nil {
		err = sub.mayRead(ctx)
	}
	at.page = page
	return at, err
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

// next is what a subscription that catches up has to do.
type next int

const (
	readOn     next = iota
	startAgain      // the journal's past has changed
	arrived         // it is live, or it has ended
)

// advance gives the outbox what was read, with the greeting before the first
// page, and lets the subscription go live where nothing is missing. It waits
// while the client is slow.
func (sub *subscription) advance(at *reading) next {
	var r run
	if len(at.page) > 0 {
		r = sub.encode(at.page)
	}
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.awaitRoom(sub) {
		return arrived
	}
	if sub.restart {
		sub.restart = false
		return startAgain
	}
	if !at.greeted {
		at.greeted = true
		sub.greet(at)
	}
	if len(at.page) > 0 {
		c.push(parcel{bytes: r.bytes, frames: r.frames(), of: sub})
		at.cursor = r.last
	}
	if !c.awaitRoom(sub) || sub.release(at.cursor) {
		return arrived
	}
	return readOn
}

// greet says hello, also before a reset; the caller holds the lock.
func (sub *subscription) greet(at *reading) {
	c := sub.conn
	c.push(parcel{bytes: helloFrame(sub.name, at.head, c.id), frames: 1, of: sub})
	sub.conn.hub.OnJoined(at.how)
	if at.how == Reset {
		c.push(parcel{bytes: resetFrame(sub.name, at.head), frames: 1, of: sub})
	}
}

// mayRead checks the person's right to the stream, as of now.
func (sub *subscription) mayRead(ctx context.Context) error {
	person := &sub.conn.person
	if sub.name == meStream && !person.Visitor {
		return nil // register has chosen the person's own
	}
	roles, err := sub.stream.hub.Access.Roles(ctx, sub.stream.id, []string{person.User})
	if err != nil {
		return fault.Wrap("check access", err)
	}
	if !person.may(roles) {
		return fault.New(fault.NotFound, "There is no such project.")
	}
	return nil
}
