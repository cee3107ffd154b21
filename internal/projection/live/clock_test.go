package live

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/journal"
	"tandem/internal/socket"
)

// heard gives everything that came, with heartbeats and pings.
func (p *peer) heard() []string {
	synctest.Wait()
	return p.take()
}

// answer keeps a client alive as browsers do, until the time is over.
func (p *peer) answer(d time.Duration) (heard []string) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second) {
		for _, frame := range p.heard() {
			if frame == "ping" {
				p.sendFrame(socket.OpPong, "")
			}
			heard = append(heard, frame)
		}
	}
	return heard
}

func TestHeartbeat(t *testing.T) {
	bubble(t, "[L6] every 20 s with the head of each stream, after its entries", func(t *testing.T, m *memory, h *Hub) {
		m.project("q", "ann")
		m.fill("q", 7, 0)
		p := dial(t, h, "ann", "p")
		p.send(`{"type":"subscribe","stream":"q"}`)
		p.heard()
		m.append("p", "0-")
		got := p.answer(21 * time.Second)
		want := []string{`{"type":"heartbeat","stream":"p","seq":1}`, `{"type":"heartbeat","stream":"q","seq":7}`, "ping"}
		if len(got) != 4 || strings.Join(got[1:], " ") != strings.Join(want, " ") {
			t.Errorf("%q", got)
		}
		if got := p.answer(200 * time.Second); len(got) != 30 {
			t.Errorf("%d frames in 200 s", len(got))
		}
	})
	bubble(t, "[L6] the server closes after 60 s of silence", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		time.Sleep(59 * time.Second)
		if got := strings.Join(p.heard(), " "); strings.Contains(got, "close") {
			t.Error(got)
		}
		time.Sleep(21 * time.Second)
		if got := strings.Join(p.heard(), " "); !strings.HasSuffix(got, "close 4408") {
			t.Error(got)
		}
		time.Sleep(goodbyeTime)
		<-p.done
	})
	bubble(t, "[L6] one that answers pings and says nothing lives", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		if got := strings.Join(p.answer(10*time.Minute), " "); strings.Contains(got, "close") {
			t.Error(got)
		}
	})
	bubble(t, "[L4] a session ends by itself", func(t *testing.T, m *memory, h *Hub) {
		p := dialWire(t, h, newWire(), Person{User: "ann", Until: time.Now().Add(time.Minute)}, "p")
		if got := p.answer(59 * time.Second); strings.Contains(strings.Join(got, " "), "close") {
			t.Error(got)
		}
		if got := p.answer(22 * time.Second); got[len(got)-1] != "close 4401" {
			t.Error(got)
		}
	})
	bubble(t, "[L4] a session that is ended closes its sockets and no others", func(t *testing.T, m *memory, h *Hub) {
		p, other := dial(t, h, "ann", "p"), dialWire(t, h, newWire(), Person{User: "ann", Session: "second"}, "p")
		bob := dial(t, h, "bob", "p")
		p.expect(t, "hello 0")
		h.EndSession("session-of-ann", "ann")
		p.expect(t, "close 4401")
		other.expect(t, "hello 0")
		bob.expect(t, "hello 0")
		h.EndSession("second", "ann")
		other.expect(t, "close 4401")
		m.append("p", "new")
		bob.expect(t, "entry 1 new")
		p.expect(t)
	})
	bubble(t, "[L7] a planned stop says 1001 with the spread", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		go func() {
			time.Sleep(time.Second)
			p.sendFrame(socket.OpClose, "\x03\xe9")
		}()
		if err := h.Close(t.Context()); err != nil {
			t.Error(err)
		}
		p.expect(t, "close 1001")
		if _, err := h.Join(newWire(), Person{User: "ann"}, "p", nil); err == nil {
			t.Error("a hub that is closed takes connections")
		}
	})
}

func TestClient(t *testing.T) {
	malformed := map[string]string{
		"no JSON": `{`, "no object": `"subscribe"`, "a second value": `{"type":"subscribe","stream":"p"} {}`, "nothing": ``,
		"unknown type": `{"type":"destroy"}`, "no type": `{"stream":"p"}`, "type twice": `{"type":"subscribe","type":"subscribe","stream":"p"}`,
		"unknown member": `{"type":"subscribe","stream":"p","extra":1}`, "another case": `{"type":"subscribe","Stream":"p"}`,
		"a list of streams": `{"type":"subscribe","stream":["p","q"]}`, "no stream": `{"type":"subscribe"}`, "since a number": `{"type":"subscribe","stream":"p","since":5}`,
		"unsubscribe with since": `{"type":"unsubscribe","stream":"p","since":null}`, "activity": `{"type":"presence","stream":"p","task":null,"activity":"sleeping"}`,
		"a server's frame": `{"type":"entry","stream":"p","seq":1}`, "deep": strings.Repeat(`{"type":`, 5000) + "1" + strings.Repeat("}", 5000),
	}
	for name, text := range malformed {
		bubble(t, "malformed closes with 4400: "+name, func(t *testing.T, m *memory, h *Hub) {
			p := dial(t, h, "ann", "p")
			p.expect(t, "hello 0")
			p.send(text)
			p.expect(t, "close 4400")
			p.send(`{"type":"subscribe","stream":"p"}`) // no longer looked at
			p.expect(t)
		})
	}
	bubble(t, "binary closes with 4400, broken text with 1007", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		p.sendFrame(socket.OpBinary, "x")
		p.expect(t, "close 4400")
		p = dial(t, h, "ann", "")
		p.sendFrame(socket.OpText, "\"\xff\"")
		p.expect(t, "close 1007")
	})
	bubble(t, "well formed and not to be served gets an error", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		p.send(`{"type":"doc:open","task":"t"}`)
		p.expect(t, "error unavailable")
		p.send(`{"type":"presence","stream":"other","task":null,"activity":"viewing"}`)
		p.expect(t, "error not_found")
		p.send(`{"type":"presence","stream":"p","task":"no-id","activity":"viewing"}`)
		p.expect(t, "error invalid")
	})
	bubble(t, "too many frames close with 4429", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		for range 10 { // a steady rate is right
			for range framesEachSecond {
				p.send(`{"type":"unsubscribe","stream":"x"}`)
			}
			time.Sleep(time.Second)
		}
		p.expect(t)
		for range framesBurst + 1 {
			p.send(`{"type":"unsubscribe","stream":"x"}`)
		}
		p.expect(t, "close 4429")
	})
	bubble(t, "the oldest of 200 sockets makes room", func(t *testing.T, m *memory, h *Hub) {
		var peers []*peer
		for range maxPersonSockets + 2 {
			peers = append(peers, dial(t, h, "ann", ""))
		}
		for i, p := range peers {
			if i < 2 {
				p.expect(t, "close 4429")
			} else {
				p.expect(t)
			}
		}
	})
	bubble(t, "subscriptions of one connection are counted", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "")
		for i := range maxSubscriptions {
			m.set(func() { m.project(fmt.Sprint("q", i), "ann") })
			p.send(fmt.Sprintf(`{"type":"subscribe","stream":"q%d"}`, i))
			p.got()
			time.Sleep(100 * time.Millisecond)
		}
		p.got()
		p.send(`{"type":"subscribe","stream":"p"}`)
		p.expect(t, "error too_many")
	})
	bubble(t, "the client's close is answered", func(t *testing.T, m *memory, h *Hub) {
		p := dial(t, h, "ann", "p")
		p.expect(t, "hello 0")
		p.sendFrame(socket.OpClose, "\x03\xe8")
		p.expect(t, "close 1000")
		<-p.done
	})
}

const task = "01890000-0000-7000-8000-000000000000"

// seen waits for presence frames and gives them, without ids of connections.
func (p *peer) seen(t *testing.T) (list []string) {
	t.Helper()
	for _, frame := range p.got() {
		if !strings.HasPrefix(frame, `{"type":"presence","stream":"p","users":[`) {
			continue
		}
		var who []string
		for _, part := range strings.Split(frame, `{"user":`)[1:] {
			who = append(who, part[1:4]+" "+strings.TrimSuffix(part[strings.Index(part, `"activity":"`)+12:strings.Index(part, `"}`)], `"`))
		}
		list = append(list, strings.Join(who, ", "))
	}
	return list
}

func (p *peer) expectSeen(t *testing.T, want ...string) {
	t.Helper()
	if got := p.seen(t); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("at %v: got %q, want %q", time.Now(), got, want)
	}
}

func (p *peer) is(activity string) {
	p.send(`{"type":"presence","stream":"p","task":"` + task + `","activity":"` + activity + `"}`)
}

func TestPresence(t *testing.T) {
	bubble(t, "[L9] shown to all, at most once in 3 s, gone with the connection", func(t *testing.T, m *memory, h *Hub) {
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		ann.expect(t, "hello 0")
		bob.expect(t, "hello 0")
		time.Sleep(5 * time.Second)
		ann.is("viewing")
		ann.expectSeen(t, "ann viewing")
		bob.expectSeen(t, "ann viewing")
		bob.is("viewing")
		bob.is("editing")
		ann.is("editing")
		time.Sleep(2 * time.Second)
		ann.expectSeen(t)
		time.Sleep(2 * time.Second)
		ann.expectSeen(t, "ann editing, bob editing")
		bob.expectSeen(t, "ann editing, bob editing")
		ann.Close()
		time.Sleep(4 * time.Second)
		bob.expectSeen(t, "bob editing")
	})
	bubble(t, "[L9] gone as soon as one says so, while one follows on", func(t *testing.T, m *memory, h *Hub) {
		second := m.hub()
		defer second.Close(t.Context())
		ann, bob, eve := dial(t, h, "ann", "p"), dial(t, h, "bob", "p"), dial(t, second, "bob", "p")
		time.Sleep(5 * time.Second)
		bob.expect(t, "hello 0")
		eve.expect(t, "hello 0")
		ann.is("viewing")
		time.Sleep(5 * time.Second)
		bob.expectSeen(t, "ann viewing")
		eve.expectSeen(t, "ann viewing")
		ann.is("away")
		ann.is("away")
		time.Sleep(2 * time.Second)
		bob.expectSeen(t, "")
		eve.expectSeen(t, "")
		ann.is("viewing")
		time.Sleep(5 * time.Second)
		bob.expectSeen(t, "ann viewing")
	})
	bubble(t, "[L9] typing ends after 6 s, presence after 45 s", func(t *testing.T, m *memory, h *Hub) {
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		bob.expect(t, "hello 0")
		time.Sleep(5 * time.Second)
		ann.is("typing")
		bob.expectSeen(t, "ann typing")
		time.Sleep(5 * time.Second)
		bob.expectSeen(t)
		time.Sleep(3 * time.Second)
		bob.expectSeen(t, "ann viewing")
		time.Sleep(30 * time.Second)
		bob.expectSeen(t)
		time.Sleep(10 * time.Second)
		bob.expectSeen(t, "")
	})
	bubble(t, "[L9] said while the subscription still catches up, and told to who comes later", func(t *testing.T, m *memory, h *Hub) {
		ann := dial(t, h, "ann", "")
		time.Sleep(5 * time.Second)
		ann.send(`{"type":"subscribe","stream":"p"}`)
		ann.is("viewing")
		time.Sleep(5 * time.Second)
		ann.expectSeen(t, "ann viewing")
		bob := dial(t, h, "bob", "p")
		time.Sleep(2 * time.Second)
		bob.expectSeen(t, "ann viewing")
		ann.expectSeen(t)
	})
	bubble(t, "[L9] not shown to or of who was removed", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "0-")
		ann, bob := dial(t, h, "ann", "p"), dial(t, h, "bob", "p")
		time.Sleep(5 * time.Second)
		ann.is("viewing")
		bob.is("viewing")
		time.Sleep(5 * time.Second)
		ann.got()
		bob.got()
		m.remove("p", "ann")
		time.Sleep(5 * time.Second)
		ann.expect(t, "close 4403")
		bob.expectSeen(t, "bob viewing")
	})
	bubble(t, "[L9] between nodes, over the bus", func(t *testing.T, m *memory, h *Hub) {
		second := m.hub()
		defer second.Close(t.Context())
		ann, bob := dial(t, h, "ann", "p"), dial(t, second, "bob", "p")
		time.Sleep(5 * time.Second)
		ann.is("editing") // nothing is read off here: the second node's tick, due now, may show it already
		time.Sleep(5 * time.Second)
		bob.expectSeen(t, "ann editing")
		ann.Close()
		time.Sleep(5 * time.Second)
		bob.expectSeen(t, "")
		m.bus.Send(t.Context(), journal.Ephemeral{Stream: "p", Kind: presenceKind, Body: []byte("{")}) // no harm
		time.Sleep(5 * time.Second)
		bob.expectSeen(t)
	})
}
