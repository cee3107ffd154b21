package live

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/journal"
)

func TestDeliver(t *testing.T) {
	bubble(t, "[L5] the same bytes go to every subscriber", func(t *testing.T, m *memory, h *Hub) {
		peers := []*peer{dial(t, h, "ann", "p"), dial(t, h, "bob", "p"), dial(t, h, "bob", "p")}
		synctest.Wait()
		for _, p := range peers {
			p.pointers = nil
		}
		m.append("p", "new")
		for _, p := range peers {
			p.expect(t, "hello 0", "entry 1 new")
			if len(p.pointers) != 1 || p.pointers[0] != peers[0].pointers[0] {
				t.Errorf("written %d times, not the same bytes", len(p.pointers))
			}
		}
	})
	bubble(t, "[L8] what gathers while a broadcast runs goes out in one write", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		p.pointers = nil
		slow := true
		m.set(func() {
			m.onRead = func() {
				if slow {
					slow = false
					time.Sleep(time.Second)
				}
			}
		})
		for i := range 10 {
			m.append("p", fmt.Sprintf("%d-", i))
			synctest.Wait()
		}
		time.Sleep(2 * time.Second)
		p.expect(t, entries(1, 10)...)
		if len(p.pointers) != 2 {
			t.Errorf("%d writes", len(p.pointers))
		}
	})
	bubble(t, "[L8] wake-ups late, twice, out of order and ahead do no harm", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		m.set(func() { m.lost = true })
		m.fill("p", 5, 0)
		for _, seq := range []int64{2, 1, 2, 9, 3} {
			m.bus.Publish(t.Context(), journal.Wake{Stream: "p", Seq: seq, ACL: 1})
		}
		p.expect(t, entries(1, 5)...)
		m.append("p", "5-")
		m.bus.Publish(t.Context(), journal.Wake{Stream: "p", Seq: 6, ACL: 1})
		p.expect(t, entries(6, 6)...)
	})
	bubble(t, "[L8] a lost wake-up costs at most 10 s", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		m.set(func() { m.lost = true })
		m.append("p", "0-")
		p.expect(t)
		time.Sleep(10*time.Second + time.Millisecond)
		p.expect(t, entries(1, 1)...)
	})
	bubble(t, "a source that fails is asked again", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		m.set(func() { m.down = errors.New("no database") })
		m.append("p", "first") // the first entry has a new acl
		time.Sleep(time.Minute)
		if got := p.got(); strings.Contains(strings.Join(got, " "), "entry") {
			t.Errorf("[L3] delivered while nobody knows who may see it: %q", got)
		}
		m.set(func() { m.down = nil })
		time.Sleep(6 * time.Second)
		p.expect(t, "entry 1 first")
	})
	t.Run("[L8] a lost wake-up costs at most 1 s while the bus is down", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.project("p", "ann")
			h := New(Options{Source: m, Access: m, Bus: m.bus, BusDown: func() bool { return true }})
			defer h.Close(t.Context())
			p := dial(t, h, "ann", "p")
			p.expect(t, "hello 0")
			m.set(func() { m.lost = true })
			m.append("p", "0-")
			time.Sleep(time.Second + time.Millisecond)
			p.expect(t, entries(1, 1)...)
		})
	})
}

func TestQueue(t *testing.T) {
	bubble(t, "[L2] a full queue closes with 4408, and the client comes back without a gap", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		other := dial(t, h, "bob", "p")
		p.expect(t, "hello 1")
		other.expect(t, "hello 1")
		w.room(500)
		for i := 1; i < 1100; i++ { // more than 1,024 frames
			m.append("p", fmt.Sprintf("%d-", i))
			synctest.Wait()
		}
		other.expect(t, entries(2, 1100)...)
		w.room(1 << 20)
		got := collect(p)
		if n := len(got); n < 2 || got[n-1] != "close 4408" {
			t.Fatalf("%q", got)
		}
		kept := len(got) - 1
		if want := entries(2, kept+1); strings.Join(got[:kept], "") != strings.Join(want, "") {
			t.Errorf("before the close: %q", got[:kept])
		}
		back := dial(t, h, "ann", "p", fmt.Sprintf("%s.%d", epochP, kept+1))
		back.expect(t, append([]string{"hello 1100"}, entries(kept+2, 1100)...)...)
	})
	bubble(t, "[L2] 1 MiB in the queue closes too", func(t *testing.T, m *memory, h *Hub) {
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 0")
		w.room(0)
		for range 17 {
			m.fill("p", 1, 64<<10)
			synctest.Wait()
		}
		w.room(1 << 30)
		if got := collect(p); got[len(got)-1] != "close 4408" {
			t.Errorf("%d frames, the last %.50s", len(got), got[len(got)-1])
		}
	})
	bubble(t, "[L2] a write that stalls for 10 s closes with 4408", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 1")
		w.room(100)
		m.append("p", "a-long-entry-that-does-not-fit-into-one-hundred-bytes")
		m.append("p", "another")
		time.Sleep(9 * time.Second)
		w.room(10) // something is taken, so the 10 s begin anew
		time.Sleep(9 * time.Second)
		p.expect(t)
		time.Sleep(2 * time.Second)
		w.room(1 << 20)
		// The frame that had begun is completed, or the close could not be read.
		p.expect(t, "entry 2 a-long-entry-that-does-not-fit-into-one-", "close 4408")
	})
	bubble(t, "[L2] one that takes not even the goodbye is cut off", func(t *testing.T, m *memory, h *Hub) {
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 0")
		w.room(0)
		m.append("p", "a")
		time.Sleep(21 * time.Second)
		<-p.done
	})
	bubble(t, "[L2] ephemeral frames are dropped from half full, entries are not", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 1")
		p.sendFrame(0x9, "a")
		p.expect(t, "pong a")
		w.room(0)
		m.append("p", "1-")
		synctest.Wait()
		p.sendFrame(0x9, "b") // waits
		synctest.Wait()
		for i := 2; i < 600; i++ {
			m.append("p", fmt.Sprintf("%d-", i))
			synctest.Wait()
		}
		p.sendFrame(0x9, "c") // dropped
		synctest.Wait()
		w.room(1 << 20)
		p.expect(t, append([]string{"entry 2 1-", "pong b"}, entries(3, 600)...)...)
	})
	bubble(t, "[L2] waiting ephemeral frames make room before anybody is too slow", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 1")
		w.room(0)
		m.append("p", "1-")
		synctest.Wait()
		for range 200 {
			p.sendFrame(0x9, "x")
		}
		synctest.Wait()
		for i := 2; i < 1000; i++ {
			m.append("p", fmt.Sprintf("%d-", i))
			synctest.Wait()
		}
		w.room(1 << 20)
		p.expect(t, entries(2, 1000)...)
	})
}

func TestAccess(t *testing.T) {
	bubble(t, "[L3] who is removed gets 4403 and not the entry that removes", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		many := dial(t, h, "ann", "")
		many.send(`{"type":"subscribe","stream":"p"}`)
		for _, p := range []*peer{ann, bob, many} {
			p.expect(t, "hello 1")
		}
		m.append("p", "1-")
		m.remove("p", "ann")
		m.append("p", "secret")
		ann.expect(t, "entry 2 1-", "close 4403")
		many.expect(t, "entry 2 1-", "unsubscribed 4403")
		bob.expect(t, "entry 2 1-", "entry 3 removes-ann", "entry 4 secret")
		m.append("p", "more")
		ann.expect(t)
		many.expect(t)
	})
	bubble(t, "[L3] in one read with what went before, and its wake-up lost", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann := dial(t, h, "ann", "p")
		ann.expect(t, "hello 1")
		m.set(func() { m.lost = true })
		m.append("p", "1-")
		m.remove("p", "ann")
		m.append("p", "secret")
		m.bus.Publish(t.Context(), journal.Wake{Stream: "p", Seq: 2, ACL: 1}) // knows nothing of the removal
		ann.expect(t, "entry 2 1-", "close 4403")
	})
	bubble(t, "[L3] queued frames are purged, but not a frame that has begun", func(t *testing.T, m *memory, h *Hub) {
		m.project("q", "ann")
		m.append("p", "0-")
		m.append("q", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "")
		p.send(`{"type":"subscribe","stream":"p"}`)
		p.expect(t, "hello 1")
		p.send(`{"type":"subscribe","stream":"q"}`)
		p.expect(t, "hello 1 of q")
		w.room(20)
		for i := 1; i < 10; i++ {
			m.append("p", fmt.Sprintf("%d-", i))
			synctest.Wait()
			m.append("q", fmt.Sprintf("%d-", i))
			synctest.Wait()
		}
		m.remove("p", "ann")
		synctest.Wait()
		w.room(1 << 20)
		got := collect(p)
		if len(got) != 11 || got[0] != "entry 2 1-" || got[1] != "entry 2 of q 1-" || got[10] != "unsubscribed 4403" {
			t.Errorf("%q", got)
		}
	})
	bubble(t, "[L3] purged in the middle of frames that were put together", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		w := newWire()
		p := dialWire(t, h, w, Person{User: "ann"}, "p")
		p.expect(t, "hello 1")
		m.set(func() { m.lost = true })
		m.fill("p", 100, 0)
		m.set(func() { m.lost = false })
		w.room(1000) // several of them, and a part of one
		m.append("p", "wakes")
		synctest.Wait()
		m.remove("p", "ann")
		synctest.Wait()
		w.room(1 << 20)
		got := collect(p)
		if n := len(got); n < 5 || n > 15 || got[n-1] != "close 4403" {
			t.Errorf("%q", got)
		}
	})
	bubble(t, "a deleted project is gone with 4404", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann := dial(t, h, "ann", "p")
		ann.expect(t, "hello 1")
		m.change("p", "deleted", func(s *memoryStream) { s.deleted = true })
		ann.expect(t, "close 4404")
	})
	bubble(t, "[L3] while somebody catches up", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 2000, 100)
		w := newWire()
		w.capacity = 50_000
		p := dialWire(t, h, w, Person{User: "ann"}, "p", epochP+".0")
		first := p.got()
		m.remove("p", "ann")
		m.append("p", "secret")
		rest := collect(p)
		all := strings.Join(append(first, rest...), "\n")
		if strings.Contains(all, "secret") || strings.Contains(all, "removes") || rest[len(rest)-1] != "close 4404" && rest[len(rest)-1] != "close 4403" {
			t.Errorf("%d frames, the last %s", len(first)+len(rest), rest[len(rest)-1])
		}
	})
	bubble(t, "a change of access asks once for all, and others keep watching", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		var peers []*peer
		for range 50 {
			peers = append(peers, dial(t, h, "ann", "p"), dial(t, h, "bob", "p"))
		}
		synctest.Wait()
		m.set(func() { m.asked = 0 })
		m.change("p", "role", func(s *memoryStream) { s.roles["ann"] = "viewer" })
		for _, p := range peers {
			p.expect(t, "hello 1", "entry 2 role")
		}
		if m.asked != 1 {
			t.Errorf("asked %d times", m.asked)
		}
	})
}
