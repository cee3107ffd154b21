package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/journal"
)

// unheard does something without waking the hub, and then wakes it once: what
// was done comes in one read.
func (m *memory) unheard(t *testing.T, stream string, do func()) {
	m.set(func() { m.lost = true })
	do()
	m.set(func() { m.lost = false })
	m.bus.Publish(t.Context(), journal.Wake{Stream: stream, Seq: m.streams[stream].head.Seq, ACL: m.streams[stream].head.ACL})
}

// outAndIn removes ann and lets her in again, with an entry in between.
func (m *memory) outAndIn() {
	m.remove("p", "ann")
	m.append("p", "between")
	m.letIn("p", "ann")
}

func TestRemoval(t *testing.T) {
	bubble(t, "[L3] who is let in again before delivery gets there does not get what lies between", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob, many := dial(t, h, "ann", "p"), dial(t, h, "bob", "p"), dial(t, h, "ann", "")
		many.send(`{"type":"subscribe","stream":"p"}`)
		for _, p := range []*peer{ann, bob, many} {
			p.expect(t, "hello 1")
		}
		m.unheard(t, "p", func() {
			m.append("p", "1-")
			m.outAndIn()
		})
		ann.expect(t, "entry 2 1-", "close 4403")
		many.expect(t, "entry 2 1-", "unsubscribed 4403")
		bob.expect(t, "entry 2 1-", "entry 3 removes-ann", "entry 4 between", "entry 5 lets-in-ann")
		again := dial(t, h, "ann", "p", epochP+".2")
		again.expect(t, "hello 5", "reset 5")
		m.append("p", "new")
		again.expect(t, "entry 6 new")
	})
	bubble(t, "[J6] a large operation removes with a later one of its entries", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		ann.expect(t, "hello 1")
		m.unheard(t, "p", func() {
			m.change("p", "part-1", func(s *memoryStream) { delete(s.roles, "ann") })
			m.change("p", "part-2", nil, memberDeleted("ann"))
			m.append("p", "between")
			m.letIn("p", "ann")
		})
		ann.expect(t, "entry 2 part-1", "close 4403")
		bob.expect(t, "hello 1", "entry 2 part-1", "entry 3 part-2", "entry 4 between", "entry 5 lets-in-ann")
	})
	bubble(t, "a project that is deleted and restored before delivery gets there", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		ann.expect(t, "hello 1")
		bob.expect(t, "hello 1")
		nothing := func(*memoryStream) {}
		m.unheard(t, "p", func() {
			m.change("p", "deletes", nothing, `{"type":"project:deleted","id":"p"}`)
			m.change("p", "restores", nothing)
		})
		ann.expect(t, "close 4404")
		bob.expect(t, "close 4404")
	})
	bubble(t, "[L3] who has begun behind the removal keeps watching", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		bob := dial(t, h, "bob", "p")
		bob.expect(t, "hello 1")
		var ann *peer
		m.unheard(t, "p", func() {
			m.outAndIn()
			ann = dial(t, h, "ann", "p")
			ann.expect(t, "hello 4")
		})
		m.append("p", "new")
		ann.expect(t, "entry 5 new")
	})
	bubble(t, "a title that names the event removes nobody", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann := dial(t, h, "ann", "p")
		ann.expect(t, "hello 1")
		m.change("p", "1-", nil, `{"type":"task:updated","id":"ann","set":{"title":"member:deleted"}}`)
		ann.expect(t, "entry 2 1-")
	})
	bubble(t, "[L9] who is back is not shown as present before they say so", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		time.Sleep(5 * time.Second)
		ann.is("viewing")
		bob.expectSeen(t, "ann viewing")
		m.unheard(t, "p", m.outAndIn)
		time.Sleep(5 * time.Second)
		bob.expectSeen(t, "")
	})
}

func TestRemovalWhileJoining(t *testing.T) {
	bubble(t, "[L3] in what a client has missed", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		m.outAndIn()
		p := dial(t, h, "ann", "p", epochP+".1")
		p.expect(t, "hello 4", "reset 4")
		behind := dial(t, h, "ann", "p", epochP+".2")
		behind.expect(t, "hello 4", "entry 3 between", "entry 4 lets-in-ann") // a member may read the past
	})
	// Only what the client takes leaves room for the next page.
	slow := func(t *testing.T, m *memory, h *Hub, count int, outAndIn func()) {
		m.append("p", "0-")
		bob := dial(t, h, "bob", "p") // so that the stream is live
		bob.expect(t, "hello 1")
		m.fill("p", count, 1000)
		synctest.Wait()
		w := newWire()
		w.capacity = 5000
		p := dialWire(t, h, w, Person{User: "ann"}, "p", epochP+".0")
		synctest.Wait()
		outAndIn()
		synctest.Wait()
		got := collect(p)
		reset := fmt.Sprintf("reset %d", m.streams["p"].head.Seq)
		if strings.Contains(strings.Join(got, "\n"), "between") || !slices.Contains(got, reset) {
			t.Errorf("%d frames, no %s, ending in %.200q", len(got), reset, got[len(got)-1])
		}
		m.set(func() { m.lost = false })
		m.append("p", "new")
		if got := collect(p); len(got) != 1 || !strings.HasSuffix(got[0], " new") {
			t.Errorf("%q", got)
		}
	}
	bubble(t, "[L3] in a later page, before the pump has heard of it", func(t *testing.T, m *memory, h *Hub) {
		slow(t, m, h, 700, func() {
			m.set(func() { m.lost = true })
			m.outAndIn()
			m.fill("p", 300, 1000)
		})
	})
	bubble(t, "[L3] in what is buffered meanwhile", func(t *testing.T, m *memory, h *Hub) {
		slow(t, m, h, 490, func() { m.unheard(t, "p", m.outAndIn) }) // two pages, and the last one waits for room
	})
	bubble(t, "[L1] between the reading and the asking", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		steps := []func(){
			func() { m.remove("p", "ann"); m.append("p", "1-") },     // after access was asked
			func() { m.append("p", "between"); m.letIn("p", "ann") }, // after head was read
		}
		next := func() {
			if len(steps) > 0 {
				step := steps[0]
				steps = steps[1:]
				step()
			}
		}
		m.set(func() {
			m.lost = true
			m.onAsked = func() {
				m.set(func() { m.onHead = next })
				if len(steps) == 2 {
					next()
				}
			}
		})
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 5")
		m.set(func() { m.lost = false })
		m.append("p", "new")
		p.expect(t, "entry 6 new")
	})
}
