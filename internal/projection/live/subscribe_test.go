package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs a test on a clock of its own, with a journal and a hub; at the end
// nothing of the hub may be left, or synctest fails the test.
func bubble(t *testing.T, name string, test func(t *testing.T, m *memory, h *Hub)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			m := newMemory()
			m.project("p", "ann", "bob")
			h := m.hub()
			defer func() {
				if err := h.Close(t.Context()); err != nil {
					t.Error(err)
				}
				if s := h.Stats(); s != (Stats{}) {
					t.Errorf("left over: %+v", s)
				}
			}()
			test(t, m, h)
		})
	})
}

const epochP = "epoch-of-p"

func TestSubscribe(t *testing.T) {
	bubble(t, "[L1] without since delivery begins after head", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 3, 0)
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 3")
		m.append("p", "new")
		p.expect(t, "entry 4 new")
	})
	bubble(t, "[L1] first the missed ones, then live ones", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 4, 0)
		p := dial(t, h, "ann", "p", epochP+".1")
		p.expect(t, append([]string{"hello 4"}, entries(2, 4)...)...)
		m.append("p", "new")
		p.expect(t, "entry 5 new")
	})
	bubble(t, "[L1] since is head", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 4, 0)
		p := dial(t, h, "ann", "p", epochP+".4")
		p.expect(t, "hello 4")
		m.append("p", "new")
		p.expect(t, "entry 5 new")
	})
	bubble(t, "[L1] an entry that comes while the past is read", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 2, 0)
		other := dial(t, h, "bob", "p") // so that the stream is live already
		other.expect(t, "hello 2")
		p := newWire()
		first := true
		m.set(func() {
			m.onRead = func() {
				if first {
					first = false
					m.append("p", "meanwhile") // after the read, before the subscription is live
					time.Sleep(time.Second)    // and delivered to others
				}
			}
		})
		late := dialWire(t, h, p, Person{User: "ann"}, "p", epochP+".0")
		late.expect(t)
		time.Sleep(3 * time.Second)
		late.expect(t, append(append([]string{"hello 2"}, entries(1, 2)...), "entry 3 meanwhile")...)
		other.expect(t, "entry 3 meanwhile")
	})
	bubble(t, "[L1] many pages for a client that reads slowly, while entries come", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 5000, 200)
		w := newWire()
		w.capacity = 10_000
		p := dialWire(t, h, w, Person{User: "ann"}, "p", epochP+".0")
		var got []string
		for len(got) < 7001 {
			frames := p.got()
			if len(frames) == 0 {
				t.Fatalf("nothing comes after %d frames", len(got))
			}
			if n := len(got); n > 3000 && n < 5000 {
				m.fill("p", 2000-len(m.streams["p"].entries)+5000, 0)
			}
			got = append(got, frames...)
		}
		for i, frame := range got[1:] {
			if !strings.HasPrefix(frame, fmt.Sprintf("entry %d ", i+1)) {
				t.Fatalf("entry %d is %.30s", i+1, frame)
			}
		}
		m.append("p", "new")
		p.expect(t, "entry 7001 new")
	})
	bubble(t, "[L1] 5,000 entries behind is not too far, 5,001 is", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 5001, 0)
		p := dial(t, h, "ann", "p", epochP+".1")
		p.expect(t, append([]string{"hello 5001"}, entries(2, 5001)...)...)
		p = dial(t, h, "ann", "p", epochP+".0")
		p.expect(t, "hello 5001", "reset 5001")
		m.append("p", "new")
		p.expect(t, "entry 5002 new")
	})
	bubble(t, "[L1] more than 4 MiB behind is too far", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 70, 64<<10)
		dial(t, h, "ann", "p", epochP+".0").expect(t, "hello 70", "reset 70")
		if got := dial(t, h, "ann", "p", epochP+".10").got(); len(got) != 61 || !strings.HasPrefix(got[60], "entry 70 ") {
			t.Errorf("%d frames", len(got))
		}
	})
	for name, since := range map[string]string{
		"another epoch": "other.2", "ahead of head": epochP + ".4", "no number": epochP + ".x", "nothing": "", "no dot": epochP,
		"negative": epochP + ".-1", "leading zero": epochP + ".02", "no epoch": ".2", "too large": epochP + ".99999999999999999999",
	} {
		bubble(t, "[J7] since of "+name+" is a reset, after hello", func(t *testing.T, m *memory, h *Hub) {
			m.fill("p", 3, 0)
			p := dial(t, h, "ann", "p", since)
			p.expect(t, "hello 3", "reset 3")
			m.append("p", "new")
			p.expect(t, "entry 4 new")
		})
	}
	bubble(t, "[L1] access that ends while the past is read", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 3, 0)
		once := false
		m.set(func() {
			m.onRead = func() {
				if !once {
					once = true
					m.remove("p", "ann")
				}
			}
		})
		p := dial(t, h, "ann", "p", epochP+".0")
		p.expect(t, "close 4404")
	})
	bubble(t, "hidden, unknown and deleted projects close with 4404 alike", func(t *testing.T, m *memory, h *Hub) {
		m.project("hidden", "bob")
		m.project("deleted", "ann").deleted = true
		for _, project := range []string{"hidden", "unknown", "deleted", "bob", "ann", "p,hidden", "*"} {
			p := dial(t, h, "ann", project)
			p.expect(t, "close 4404")
			p.Close()
		}
	})
	bubble(t, "many streams on one connection", func(t *testing.T, m *memory, h *Hub) {
		m.project("q", "ann")
		m.project("hidden", "bob")
		m.project("ann").roles = nil // a person's stream
		m.append("q", "old")
		p := dial(t, h, "ann", "")
		p.expect(t)
		p.send(`{"type":"subscribe","stream":"p"}`)
		p.expect(t, "hello 0")
		p.send(`{"type":"subscribe","stream":"q","since":"epoch-of-q.0"}`)
		p.expect(t, "hello 1 of q", "entry 1 of q old")
		p.send(`{"type":"subscribe","stream":"hidden"}`)
		p.expect(t, "unsubscribed 4404 of hidden")
		p.send(`{"type":"subscribe","stream":"me"}`)
		p.expect(t, "hello 0 of me")
		m.append("ann", "told")
		m.append("p", "a")
		m.append("hidden", "secret")
		got := p.got()
		slices.Sort(got)
		if want := []string{"entry 1 a", "entry 1 of me told"}; !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		p.send(`{"type":"unsubscribe","stream":"p"}`)
		p.expect(t)
		m.append("p", "b")
		p.expect(t)
		p.send(`{"type":"unsubscribe","stream":"p"}`)
		p.send(`{"type":"subscribe","stream":"p","since":"epoch-of-p.1"}`)
		p.expect(t, "hello 2", "entry 2 b")
	})
	bubble(t, "a second subscription takes the place of the first", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 2, 0)
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 2")
		p.send(`{"type":"subscribe","stream":"p","since":"epoch-of-p.0"}`)
		p.expect(t, append([]string{"hello 2"}, entries(1, 2)...)...)
		m.append("p", "new")
		p.expect(t, "entry 3 new")
	})
	bubble(t, "[J7] a stream that has no entry yet has a cursor too", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "")
		p.send(`{"type":"subscribe","stream":"me","since":".0"}`)
		p.expect(t, "hello 0 of me")
		p.send(`{"type":"subscribe","stream":"p","since":".0"}`) // which has begun
		p.expect(t, "hello 0", "reset 0")
	})
	bubble(t, "nobody subscribes to the stream of another person", func(t *testing.T, m *memory, h *Hub) {
		m.project("bob").roles = nil
		p := dial(t, h, "ann", "")
		own := dial(t, h, "bob", "me")
		own.expect(t, "hello 0 of me")
		p.send(`{"type":"subscribe","stream":"bob"}`)
		p.expect(t, "unsubscribed 4404 of bob")
		m.append("bob", "secret")
		p.expect(t)
		own.expect(t, "entry 1 of me secret")
	})
}

func TestEpoch(t *testing.T) {
	bubble(t, "[J7] a new epoch resets those who are live", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 5, 0)
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 5")
		m.set(func() {
			s := m.streams["p"]
			s.entries, s.head.Seq, s.head.Epoch = s.entries[:3], 3, "restored"
		})
		time.Sleep(11 * time.Second) // the poller's turn
		p.expect(t, "reset 3")
		m.append("p", "new")
		p.expect(t, "entry 4 new")
	})
	bubble(t, "[L3, J7] who is let in after the journal was restored does not get what came before that", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 5, 0)
		ann := dial(t, h, "ann", "p")
		ann.expect(t, "hello 5")
		restored := false
		m.set(func() {
			s := m.streams["p"]
			s.entries, s.head.Seq, s.head.Epoch = s.entries[:3], 3, "restored"
			delete(s.roles, "ann")
			m.onRead = func() { // after the pump has read where the journal stands
				if !restored {
					restored = true
					m.append("p", "between")
					m.letIn("p", "ann")
				}
			}
		})
		time.Sleep(11 * time.Second)
		ann.expect(t, "reset 5")
		m.append("p", "new")
		ann.expect(t, "entry 6 new")
	})
	bubble(t, "[J7] a new epoch while somebody catches up", func(t *testing.T, m *memory, h *Hub) {
		m.fill("p", 1000, 1000)
		w := newWire()
		w.capacity = 5000
		p := dialWire(t, h, w, Person{User: "ann"}, "p", epochP+".0")
		synctest.Wait()
		m.set(func() { m.streams["p"].head.Epoch = "restored" })
		m.append("p", "new")
		got := strings.Join(collect(p), "\n")
		if !strings.Contains(got, "hello 1001\nreset 1001") {
			t.Errorf("no reset in %d frames, ending in %.300s", strings.Count(got, "\n"), got[max(0, len(got)-300):])
		}
		m.append("p", "last")
		if got := p.got(); len(got) != 1 || got[0] != "entry 1002 last" {
			t.Errorf("%q", got)
		}
	})
}

// collect reads until nothing more comes.
func collect(p *peer) (all []string) {
	for got := p.got(); len(got) > 0; got = p.got() {
		all = append(all, got...)
	}
	return all
}
