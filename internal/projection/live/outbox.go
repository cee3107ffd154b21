package live

import (
	"sync"

	"tandem/internal/socket"
)

// outbox writes frames to one connection in order and whole. What the system
// takes at once is written by whoever pushes; the rest waits in a bounded queue
// (L2) for a goroutine that lives only as long as there is something to wait for.
type outbox struct {
	wire Wire

	mu       sync.Mutex
	room     sync.Cond // told when the queue has emptied to half, and at the end
	queue    []parcel  // the first may be partly written
	sent     int       // bytes of the first that are written
	frame    int       // where in the first the frame begins that comes next, or is partly written …
	frameEnd int       // … and where it ends; 0: not yet looked up
	inFlight bool      // a part of that frame is with Write
	bytes    int       // waiting
	frames   int       // waiting
	draining bool
	code     uint16 // it was closed with; 0: not yet, or without a word
	closing  bool   // the last parcel is the close frame; nothing more is taken
	dead     bool
}

// parcel is one or more whole frames that are written or dropped together.
type parcel struct {
	bytes     []byte
	frames    int
	of        *subscription // nil: the connection's own
	ephemeral bool          // may be dropped (L2)
}

func (o *outbox) open(wire Wire) {
	o.wire = wire
	o.room.L = &o.mu
}

// push writes or queues a parcel; the caller holds o.mu. It tells whether the
// parcel was taken: not if it is ephemeral and the queue is half full. A full
// queue closes the connection with 4408.
func (o *outbox) push(p parcel) bool {
	if o.closing || o.dead || p.ephemeral && !o.half(0) {
		return false
	}
	if len(o.queue) > 0 && !o.fits(p) {
		o.drop(func(q *parcel) bool { return q.ephemeral })
		if len(o.queue) > 0 && !o.fits(p) {
			o.close(CloseSlow, "too slow; come back with since")
			return false
		}
	}
	o.put(p)
	return true
}

func (o *outbox) fits(p parcel) bool {
	return o.bytes+len(p.bytes) <= maxQueueBytes && o.frames+p.frames <= maxQueueFrames
}

// waiting counts the bytes in the queue.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bytes
}

// half tells whether the queue and this many more bytes fill less than half of what may wait.
func (o *outbox) half(more int) bool {
	return o.bytes+more < maxQueueBytes/2 && o.frames < maxQueueFrames/2
}

// put writes what can be written at once and queues the rest.
func (o *outbox) put(p parcel) {
	written := 0
	if len(o.queue) == 0 && !o.draining {
		n, err := o.wire.Try(p.bytes)
		if err != nil {
			o.fail()
			return
		}
		if written = n; n == len(p.bytes) {
			return
		}
	}
	o.queue = append(o.queue, p)
	o.bytes += len(p.bytes)
	o.frames += p.frames
	if written > 0 {
		o.wrote(written)
	}
	if !o.draining {
		o.draining = true
		go o.drain()
	}
}

// try writes without waiting until the queue is empty or nothing more is taken.
func (o *outbox) try() (progress bool) {
	for len(o.queue) > 0 && !o.dead {
		rest := o.queue[0].bytes[o.sent:]
		n, err := o.wire.Try(rest)
		if err != nil {
			o.fail()
			return false
		}
		o.wrote(n)
		progress = progress || n > 0
		if n < len(rest) {
			break
		}
	}
	return progress
}

// wrote moves on in the queue.
func (o *outbox) wrote(n int) {
	o.sent += n
	o.bytes -= n
	first := &o.queue[0]
	for o.frameEnd <= o.sent && o.frameEnd < len(first.bytes) {
		o.frame = o.frameEnd
		o.frameEnd += socket.FrameSize(first.bytes[o.frameEnd:])
	}
	if o.sent < len(first.bytes) {
		return
	}
	o.frames -= first.frames
	o.queue[0] = parcel{}
	if o.queue = o.queue[1:]; len(o.queue) == 0 {
		o.queue = nil
	}
	o.sent, o.frame, o.frameEnd = 0, 0, 0
	if o.half(0) {
		o.room.Broadcast()
	}
}

// drain waits for the client, frame by frame, so that what is purged meanwhile
// is not written after it, and takes along whatever goes without waiting.
func (o *outbox) drain() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) > 0 && !o.dead {
		if o.try() {
			continue
		}
		if len(o.queue) == 0 || o.dead {
			break
		}
		o.wrote(0) // finds the end of the first frame
		part := o.queue[0].bytes[o.sent:o.frameEnd]
		o.inFlight = true
		o.mu.Unlock()
		n, err := o.wire.Write(part, stallTime)
		o.mu.Lock()
		o.inFlight = false
		if o.dead {
			break
		}
		if err != nil {
			o.stalled()
			continue
		}
		o.wrote(n)
	}
	o.draining = false
}

// stalled ends a connection that takes nothing: with a word to the client, in
// case it wakes up soon; without when it did not take that either.
func (o *outbox) stalled() {
	if o.closing {
		o.fail()
		return
	}
	o.close(CloseSlow, "too slow; come back with since")
}

// drop removes waiting parcels, but not the frame that is partly written.
func (o *outbox) drop(which func(*parcel) bool) {
	kept := o.queue[:0]
	for i := range o.queue {
		p := o.queue[i]
		if i == 0 {
			o.forgetWritten(&p)
		}
		switch {
		case !which(&p):
			kept = append(kept, p)
		case i == 0 && (o.sent > 0 || o.inFlight):
			o.bytes -= len(p.bytes) - o.frameEnd
			o.frames -= p.frames - 1
			p.bytes, p.frames = p.bytes[:o.frameEnd], 1
			kept = append(kept, p)
		default:
			o.bytes -= len(p.bytes)
			o.frames -= p.frames
		}
	}
	clear(o.queue[len(kept):])
	if o.queue = kept; len(kept) == 0 {
		o.queue = nil
	}
	o.room.Broadcast()
}

// forgetWritten cuts the frames that are wholly written off the first parcel.
func (o *outbox) forgetWritten(p *parcel) {
	p.bytes = p.bytes[o.frame:]
	o.sent, o.frameEnd, o.frame = o.sent-o.frame, o.frameEnd-o.frame, 0
	if o.sent == 0 && !o.inFlight {
		o.frameEnd = 0
	}
}

// close drops all that waits and says goodbye with a code; the caller holds o.mu.
func (o *outbox) close(code uint16, reason string) {
	if o.closing || o.dead {
		return
	}
	o.drop(func(*parcel) bool { return true })
	o.closing, o.code = true, code
	o.put(parcel{bytes: socket.AppendClose(nil, code, reason), frames: 1})
	o.wire.Linger(goodbyeTime)
	o.room.Broadcast()
}

// fail gives the connection up; the caller holds o.mu.
func (o *outbox) fail() {
	o.dead = true
	o.queue, o.bytes, o.frames = nil, 0, 0
	_ = o.wire.Close()
	o.room.Broadcast()
}

// awaitRoom waits until less than half of the queue is in use; false when the
// connection has ended. The caller holds o.mu.
func (o *outbox) awaitRoom(of *subscription) bool {
	for !o.half(0) && !o.closing && !o.dead && of.state != ended {
		o.room.Wait()
	}
	return !o.closing && !o.dead && of.state != ended
}
