package live

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/socket"
)

// figures is what a hub tells those who watch it.
type figures struct {
	mu        sync.Mutex
	delivered []time.Duration
	joined    []How
	closed    []uint16
}

// watchedBubble is a bubble whose hub tells what it does; the clock is the test's own.
func watchedBubble(t *testing.T, name string, test func(t *testing.T, m *memory, h *Hub, f *figures)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m, f := newMemory(), &figures{}
			m.project("p", "ann", "bob")
			h := New(Options{
				Source: m, Access: m, Bus: m.bus,
				OnDelivered: func(took time.Duration) { tell(f, &f.delivered, took) },
				OnJoined:    func(how How) { tell(f, &f.joined, how) },
				OnClosed:    func(code uint16) { tell(f, &f.closed, code) },
			})
			defer h.Close(t.Context())
			test(t, m, h, f)
		})
	})
}

func tell[T any](f *figures, list *[]T, value T) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*list = append(*list, value)
}

func want[T comparable](t *testing.T, f *figures, list *[]T, values ...T) {
	t.Helper()
	synctest.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.Equal(*list, values) {
		t.Errorf("told %v, want %v", *list, values)
	}
	*list = nil
}

func TestFigures(t *testing.T) {
	watchedBubble(t, "a delivery is measured from its commit, one that waits from the first", func(t *testing.T, m *memory, h *Hub, f *figures) {
		dial(t, h, "ann", "p").expect(t, "hello 0")
		m.append("p", "at once")
		want(t, f, &f.delivered, 0)
		slow := true
		m.set(func() {
			m.onRead = func() {
				if slow {
					slow = false
					time.Sleep(3 * time.Second)
				}
			}
		})
		m.append("p", "first") // read after 3 s …
		time.Sleep(time.Second)
		m.append("p", "second") // … and this one in the round after it …
		time.Sleep(time.Second)
		m.append("p", "third") // … together with this one
		time.Sleep(4 * time.Second)
		want(t, f, &f.delivered, 3*time.Second, 2*time.Second)
	})
	watchedBubble(t, "what fails is measured until it has been delivered", func(t *testing.T, m *memory, h *Hub, f *figures) {
		dial(t, h, "ann", "p").expect(t, "hello 0")
		m.set(func() { m.down = errors.New("no database") })
		m.append("p", "first")
		time.Sleep(time.Minute)
		want(t, f, &f.delivered)
		m.set(func() { m.down = nil })
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if len(f.delivered) != 1 || f.delivered[0] < time.Minute {
			t.Errorf("told %v", f.delivered)
		}
	})
	watchedBubble(t, "how a subscription went on", func(t *testing.T, m *memory, h *Hub, f *figures) {
		m.fill("p", 3, 0)
		for _, since := range [][]string{nil, {epochP + ".3"}, {epochP + ".1"}, {"another.1"}} {
			dial(t, h, "ann", "p", since...)
			synctest.Wait()
		}
		want(t, f, &f.joined, Fresh, Current, CaughtUp, Reset)
	})
	watchedBubble(t, "why a connection ended, once", func(t *testing.T, m *memory, h *Hub, f *figures) {
		dial(t, h, "ann", "p").Close() // the line breaks
		want(t, f, &f.closed, 1006)
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		p.sendFrame(socket.OpBinary, "x")
		p.expect(t, "close 4400")
		time.Sleep(goodbyeTime)
		want(t, f, &f.closed, CloseMalformed)
		q := dial(t, h, "bob", "p")
		q.expect(t, "hello 0")
		m.remove("p", "bob")
		q.expect(t, "close 4403")
		q.Close()
		want(t, f, &f.closed, CloseRemoved)
	})
	watchedBubble(t, "who is cut off at a stop is told of once", func(t *testing.T, m *memory, h *Hub, f *figures) {
		dial(t, h, "ann", "p").expect(t, "hello 0")
		late, cancel := context.WithCancel(t.Context())
		cancel()
		if h.Close(late) == nil {
			t.Error("nobody was cut off")
		}
		time.Sleep(2 * goodbyeTime)
		want(t, f, &f.closed, closeGoingAway)
	})
	watchedBubble(t, "what waits for slow connections", func(t *testing.T, m *memory, h *Hub, f *figures) {
		slow := newWire()
		dialWire(t, h, slow, Person{User: "ann"}, "p").expect(t, "hello 0")
		dial(t, h, "bob", "p").expect(t, "hello 0")
		slow.room(0)
		m.append("p", "new")
		synctest.Wait()
		if s := h.Stats(); s.QueuedBytes < 50 || s.MaxQueuedBytes != s.QueuedBytes {
			t.Errorf("%+v", s)
		}
	})
}
