package live

import (
	"strconv"
	"strings"

	"tandem/internal/journal"
)

// state of a subscription.
type state uint8

const (
	joining state = iota // catches up; what is new waits in its buffer
	live                 // has all up to its cursor in the connection's outbox
	ended                // gets nothing more
)

// subscription is one connection's part in one stream. Its fields are guarded by
// the connection's lock, but for at, which the stream's guards.
type subscription struct {
	conn   *Conn
	stream *stream // nil until it is registered
	name   string  // as the client called it
	at     int     // its place in stream.subs

	state   state
	base    int64 // the buffer follows on from here
	cursor  int64 // the last seq given to the outbox
	restart bool  // the journal's past has changed while it caught up
	buffer  []run

	presence presenceSeen
}

// deliver gives the subscriber what follows on from all it got before.
func (sub *subscription) deliver(r run) {
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	switch sub.state {
	case live:
		sub.pass(r)
	case joining:
		sub.keep(r)
	}
}

// pass gives the outbox what of a run the client does not have: it may have
// read further than the pump when it went live.
func (sub *subscription) pass(r run) {
	if r.last <= sub.cursor {
		return
	}
	r = r.after(sub.cursor)
	if r.first != sub.cursor+1 {
		sub.conn.close(CloseSlow, "something was missed; come back with since") // never a gap (L2)
		return
	}
	if sub.conn.push(parcel{bytes: r.bytes, frames: r.frames(), of: sub}) {
		sub.cursor = r.last
	}
}

// keep buffers a run. A buffer that is full is given up and begins anew behind
// it, since the journal still has what it held.
func (sub *subscription) keep(r run) {
	frames, bytes := r.frames(), len(r.bytes)
	for i := range sub.buffer {
		frames += sub.buffer[i].frames()
		bytes += len(sub.buffer[i].bytes)
	}
	if frames > maxQueueFrames/2 || bytes > maxQueueBytes/2 {
		sub.buffer, sub.base = nil, r.last
		return
	}
	sub.buffer = append(sub.buffer, r)
}

// release puts what was buffered behind what was read, up to cursor, and lets
// the subscriber go live. It tells whether that was possible: not while the
// buffer begins later than the reading ends. The caller holds the lock.
func (sub *subscription) release(cursor int64) bool {
	if sub.state != joining || sub.restart || cursor < sub.base {
		return false
	}
	sub.state, sub.cursor = live, cursor
	for _, r := range sub.buffer {
		sub.pass(r)
	}
	sub.buffer = nil
	return true
}

// reset tells a live subscriber to start anew; one that catches up does so by itself.
func (sub *subscription) reset(frame []byte, seq int64) {
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	switch sub.state {
	case live:
		sub.purge()
		if c.push(parcel{bytes: frame, frames: 1, of: sub}) {
			sub.cursor = seq
		}
	case joining:
		sub.buffer, sub.base, sub.restart = nil, seq, true
	}
}

// purge drops what waits of this stream; the caller holds the lock.
func (sub *subscription) purge() {
	sub.conn.drop(func(p *parcel) bool { return p.of == sub })
}

// end takes the subscription from the client, saying why with 4403 or 4404; a
// connection that was opened for this stream alone closes with that code.
func (sub *subscription) end(code uint16) {
	c := sub.conn
	c.mu.Lock()
	if sub.state == ended {
		c.mu.Unlock()
		return
	}
	sub.stop()
	if c.only == sub.name {
		c.close(code, reasons[code])
	} else {
		c.push(parcel{bytes: unsubscribedFrame(sub.name, code), frames: 1})
	}
	c.mu.Unlock()
	c.hub.leave(sub)
}

// stop makes sure that nothing more of the stream is written; the caller holds the lock.
func (sub *subscription) stop() {
	sub.state, sub.buffer = ended, nil
	sub.purge()
	c := sub.conn
	for i, other := range c.subs {
		if other == sub {
			c.subs = append(c.subs[:i], c.subs[i+1:]...)
			break
		}
	}
}

var reasons = map[uint16]string{
	CloseMalformed: "malformed",
	CloseSignedOut: "the session has ended",
	CloseRemoved:   "access was taken away",
	CloseGone:      "there is no such project",
	CloseTooMany:   "too many",
}

// cursor is where a client wants to go on from (J7).
type cursor struct {
	epoch string
	seq   int64
}

// parseCursor reads "epoch.seq"; false where that is not what it is. A stream
// without entries has no epoch yet: ".0".
func parseCursor(text string) (cursor, bool) {
	epoch, digits, ok := strings.Cut(text, ".")
	seq, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || seq < 0 || strconv.FormatInt(seq, 10) != digits {
		return cursor{}, false
	}
	return cursor{epoch, seq}, true
}

// reaches tells whether the journal has all that follows the cursor, and the
// cursor promises no more than the journal has (J7).
func (c cursor) reaches(head journal.Head) bool {
	return c.epoch == head.Epoch && c.seq <= head.Seq && head.Seq-c.seq <= maxBehindEntries
}
