package live

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/socket"
)

// wire is a connection in memory: what the hub writes waits, up to a capacity,
// until the test takes it.
type wire struct {
	mu       sync.Mutex
	changed  sync.Cond
	out      []byte
	capacity int
	pointers []*byte // the beginning of each write
	ended    bool
	input    chan []byte
	quit     chan struct{}
	linger   <-chan time.Time
	lingers  chan struct{}
	decoder  socket.Decoder
}

func newWire() *wire {
	w := &wire{capacity: 1 << 30, input: make(chan []byte, 1000), quit: make(chan struct{}), lingers: make(chan struct{})}
	w.changed.L = &w.mu
	return w
}

func (w *wire) Read(receive socket.Receive) error {
	for {
		w.mu.Lock()
		linger, lingers := w.linger, w.lingers
		w.mu.Unlock()
		select {
		case <-w.quit:
			return io.EOF
		case <-linger:
			return io.ErrUnexpectedEOF
		case <-lingers: // there is a deadline now
		case raw := <-w.input:
			if err := w.decoder.Feed(raw, receive); err != nil {
				return err
			}
		}
	}
}

func (w *wire) Discard() {
	_ = w.Read(func(socket.Op, []byte) error { return nil })
}

func (w *wire) Linger(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.linger == nil {
		w.linger = time.After(d)
		close(w.lingers)
		w.lingers = nil
	}
}

func (w *wire) Try(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended {
		return 0, net.ErrClosed
	}
	n := min(len(p), w.capacity-len(w.out))
	if n > 0 {
		w.pointers = append(w.pointers, &p[0])
	}
	w.out = append(w.out, p[:n]...)
	return n, nil
}

func (w *wire) Write(p []byte, within time.Duration) (int, error) {
	late := false
	defer time.AfterFunc(within, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		late = true
		w.changed.Broadcast()
	}).Stop()
	for {
		n, err := w.Try(p)
		if n > 0 || err != nil {
			return n, err
		}
		w.mu.Lock()
		for len(w.out) >= w.capacity && !w.ended && !late {
			w.changed.Wait()
		}
		stalled := late && len(w.out) >= w.capacity
		w.mu.Unlock()
		if stalled {
			return 0, socket.ErrStalled
		}
	}
}

func (w *wire) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.ended {
		w.ended = true
		close(w.quit)
		w.changed.Broadcast()
	}
	return nil
}

// take gives what was written so far and makes room; frames that are not whole stay.
func (w *wire) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var got []string
	for len(w.out) >= 2 && (w.out[1] < 126 || len(w.out) >= 10) && len(w.out) >= socket.FrameSize(w.out) {
		size := socket.FrameSize(w.out)
		got = append(got, frameText(w.out[:size]))
		w.out = w.out[size:]
	}
	w.changed.Broadcast()
	return got
}

// room lets this many bytes more be written.
func (w *wire) room(bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.capacity = len(w.out) + bytes
	w.changed.Broadcast()
}

// frameText tells a frame in short words, without the fields that tests do not ask for.
func frameText(frame []byte) string {
	header := map[byte]int{126: 4, 127: 10}[frame[1]]
	payload := frame[max(header, 2):]
	switch socket.Op(frame[0] & 15) {
	case socket.OpPing:
		return "ping"
	case socket.OpPong:
		return "pong " + string(payload)
	case socket.OpClose:
		return fmt.Sprintf("close %d", binary.BigEndian.Uint16(payload))
	}
	return string(payload)
}

// peer is a client of a hub, over a wire.
type peer struct {
	*wire
	conn *Conn
	done chan struct{}
}

func dial(t *testing.T, h *Hub, user, project string, since ...string) *peer {
	t.Helper()
	return dialWire(t, h, newWire(), Person{User: user, Session: "session-of-" + user}, project, since...)
}

func dialWire(t *testing.T, h *Hub, w *wire, who Person, project string, since ...string) *peer {
	t.Helper()
	var from *string
	if len(since) > 0 {
		from = &since[0]
	}
	conn, err := h.Join(w, who, project, from)
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{wire: w, conn: conn, done: make(chan struct{})}
	go func() { conn.Serve(); close(p.done) }()
	return p
}

// send writes a client frame.
func (p *peer) send(text string) { p.sendFrame(socket.OpText, text) }

func (p *peer) sendFrame(op socket.Op, text string) {
	head := socket.AppendHeader(nil, op, len(text))
	head[1] |= 0x80
	frame := append(append(head, 0, 0, 0, 0), text...) // masked by zeros
	select {
	case p.input <- frame:
	default:
		panic("the hub does not read")
	}
}

// got waits until all is quiet and gives what came since, in short: "hello 3",
// "reset 3", "entry 4 says", "unsubscribed 4403", the rest whole; what comes by
// the clock alone is left out.
func (p *peer) got() []string {
	synctest.Wait()
	var list []string
	for _, frame := range p.take() {
		if frame != "ping" && !strings.HasPrefix(frame, `{"type":"heartbeat"`) {
			list = append(list, short(frame))
		}
	}
	return list
}

func short(frame string) string {
	field := func(name string) string {
		_, rest, _ := strings.Cut(frame, `"`+name+`":`)
		rest = strings.TrimPrefix(rest, `"`)
		return rest[:strings.IndexAny(rest+"}", `",}`)]
	}
	name := ""
	if field("stream") != "p" {
		name = " of " + field("stream")
	}
	switch kind := field("type"); kind {
	case "hello", "reset":
		return kind + " " + field("seq") + name
	case "entry":
		id := field("id")
		return kind + " " + field("seq") + name + " " + id[:min(len(id), 40)]
	case "unsubscribed":
		return kind + " " + field("code") + name
	case "error":
		return kind + " " + field("code")
	}
	return frame
}

// expect compares what came with what should have come.
func (p *peer) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := p.got(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
}

// entries are "entry from x" to "entry to x" as fill and a size of 0 make them.
func entries(from, to int) (list []string) {
	for seq := from; seq <= to; seq++ {
		list = append(list, fmt.Sprintf("entry %d %d-", seq, seq-1))
	}
	return list
}
