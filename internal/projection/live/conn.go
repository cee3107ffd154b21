package live

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"tandem/internal/socket"
)

// Conn is one connection of a person, with any number of subscriptions.
type Conn struct {
	outbox // its lock guards subs and all subscriptions too
	hub    *Hub
	id     string
	person Person
	only   string // the stream that it was opened for; "": none, it stays open without

	subs    []*subscription
	seats   map[string]*docSeat // at texts that are open, by task; guarded like subs
	turn    sync.Mutex          // held by the subscription that catches up: one at a time
	heard   atomic.Int64        // when the client last sent anything, Unix seconds
	allowed allowance           // the reader's own
	slot    int8                // in which second of the heartbeat's twenty
}

// ID is the connection's own, as `hello` tells it.
func (c *Conn) ID() string { return c.id }

// Serve reads what the client sends until the connection ends, and cleans up.
func (c *Conn) Serve() {
	err := c.wire.Read(c.receive)
	code, reason := farewell(err)
	if code != 0 {
		c.Close(code, reason)
	}
	if code != 0 && !errors.Is(err, socket.ErrClosed) {
		c.wire.Discard() // or the system would cut the goodbye off
	}
	c.hub.drop(c)
}

// farewell gives the code to close with; 0 where nobody listens any more.
func farewell(err error) (code uint16, reason string) {
	if broken, ok := errors.AsType[*socket.CloseError](err); ok {
		return broken.Code, broken.Reason
	}
	if errors.Is(err, socket.ErrClosed) {
		return closeNormal, ""
	}
	return 0, ""
}

// Close says goodbye with a code of the contract; what waits is dropped.
func (c *Conn) Close(code uint16, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.close(code, reason)
}

// allowance counts frames against what a client may send.
type allowance struct {
	used float64 // frames above the steady rate
	at   time.Time
}

func (a *allowance) take(now time.Time) bool {
	a.used = max(0, a.used-now.Sub(a.at).Seconds()*framesEachSecond) + 1
	a.at = now
	return a.used <= framesBurst
}

// receive takes one message or control frame from the client.
func (c *Conn) receive(op socket.Op, payload []byte) error {
	now := time.Now()
	c.heard.Store(now.Unix())
	if !c.hub.Unlimited && !c.allowed.take(now) {
		return &socket.CloseError{Code: CloseTooMany, Reason: "too many frames"}
	}
	switch op {
	case socket.OpPing:
		c.pong(payload)
		return nil
	case socket.OpText:
		return c.message(payload)
	case socket.OpBinary:
		return &socket.CloseError{Code: CloseMalformed, Reason: "only text frames are spoken here"}
	}
	return nil
}

// pong answers a ping; one that finds the queue half full is not answered.
func (c *Conn) pong(payload []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.push(parcel{bytes: socket.AppendFrame(nil, socket.OpPong, payload), frames: 1, ephemeral: true})
}

// subscription gives the one of this name; nil if there is none. The caller holds the lock.
func (c *Conn) subscription(name string) *subscription {
	for _, sub := range c.subs {
		if sub.name == name {
			return sub
		}
	}
	return nil
}

// heartbeat tells the heads of all subscriptions and asks for a pong, which
// browsers give by themselves, so that a client that says nothing is known to live (L6).
func (c *Conn) heartbeat() {
	c.mu.Lock()
	defer c.mu.Unlock()
	var frames []byte
	count := 1
	for _, sub := range c.subs {
		if sub.state == live {
			frames = append(frames, heartbeatFrame(sub.name, sub.cursor)...)
			count++
		}
	}
	c.push(parcel{bytes: append(frames, pingFrame...), frames: count, ephemeral: true})
}

// refuse tells the client that a frame of a stream ("": of none) cannot be served.
func (c *Conn) refuse(code, detail, stream string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.push(parcel{bytes: errorFrame(stream, code, detail), frames: 1})
}

// overdue gives the code with which the connection has to end now; 0 if none.
func (c *Conn) overdue(now time.Time) (code uint16, reason string) {
	switch {
	case !c.person.Until.IsZero() && now.After(c.person.Until):
		return CloseSignedOut, reasons[CloseSignedOut]
	case now.Unix()-c.heard.Load() > int64(silenceTime/time.Second):
		return CloseSlow, "nothing heard for too long; come back with since"
	}
	return 0, ""
}

var _ Wire = (*socket.Conn)(nil)
