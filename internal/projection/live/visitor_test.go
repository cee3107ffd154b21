package live

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/entry"
	"tandem/internal/project"
)

const link = "link-1"

// Events of which visitors see a part, or nothing.
const (
	comment  = `{"type":"comment:created","comment":{"id":"c","body":"canary"}}`
	newcomer = `{"type":"member:created","member":{"user":{"id":"zoe","name":"Zoe","handle":"canary","email":"canary"},"role":"editor","ownRole":"editor"}}`
	newLink  = `{"type":"project:updated","id":"p","set":{"link":{"id":"canary"}}}`
)

// open lets visitors come by a public link.
func (m *memory) open(link string) int64 {
	return m.change("p", "opens", func(s *memoryStream) { s.roles[link] = entry.Visitor }, newLink)
}

func visit(t *testing.T, h *Hub, since ...string) *peer {
	t.Helper()
	return dialWire(t, h, newWire(), Person{User: link, Session: "visit", Visitor: true}, "p", since...)
}

// whole gives all that came, unshortened, and fails where a canary is in it.
func (p *peer) whole(t *testing.T) string {
	t.Helper()
	text := strings.Join(p.heard(), "\n")
	if strings.Contains(text, "canary") {
		t.Errorf("shown to a visitor: %s", text)
	}
	return text
}

func TestVisitor(t *testing.T) {
	bubble(t, "[L2, L5] gets the public part of each entry, encoded once for all visitors", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		visitors, bob := []*peer{visit(t, h), visit(t, h)}, dial(t, h, "bob", "p")
		synctest.Wait()
		for _, p := range append(visitors, bob) {
			p.take()
			p.pointers = nil
		}
		m.change("p", "1-", nil, comment, newcomer)
		for _, p := range visitors {
			want := `"seq":2,"at":"1970-01-01T00:00:00.001Z","actor":"actor","command":null,"events":[{"type":"member:created"`
			if got := p.whole(t); !strings.Contains(got, want) || !strings.Contains(got, `"name":"Zoe","handle":"","email":null`) {
				t.Error(got)
			}
			if len(p.pointers) != 1 || p.pointers[0] != visitors[0].pointers[0] || p.pointers[0] == bob.pointers[0] {
				t.Error("not the same bytes")
			}
		}
		if got := strings.Join(bob.heard(), ""); strings.Count(got, "canary") != 3 {
			t.Errorf("a member gets %s", got)
		}
	})
	bubble(t, "[L2] an entry with nothing to show goes out empty", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		p := visit(t, h)
		p.expect(t, "hello 1")
		m.set(func() { m.lost = true })
		m.append("p", "1-")
		m.set(func() {
			m.lost = false
			m.streams["p"].entries[1].Events = []byte("[" + comment + "]")
		})
		m.append("p", "2-")
		if got := p.whole(t); !strings.Contains(got, `"seq":2,"at":"1970-01-01T00:00:00.001Z","actor":"actor","command":null,"events":[]`) ||
			!strings.Contains(got, `"seq":3`) {
			t.Error(got)
		}
	})
	bubble(t, "[L1] what was missed and what is buffered is public too", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		bob := dial(t, h, "bob", "p")
		bob.expect(t, "hello 1")
		m.change("p", "1-", nil, comment, newcomer)
		once := true
		m.set(func() {
			m.onRead = func() {
				if once {
					once = false
					m.change("p", "2-", nil, comment, newcomer)
					time.Sleep(time.Second)
				}
			}
		})
		p := visit(t, h, epochP+".1")
		time.Sleep(3 * time.Second)
		if got := p.whole(t); !strings.Contains(got, `"seq":2`) || !strings.Contains(got, `"seq":3`) {
			t.Error(got)
		}
	})
	bubble(t, "[L1] nothing from before the link is read", func(t *testing.T, m *memory, h *Hub) {
		m.append("p", "before")
		m.append("p", "before")
		m.open(link)
		visit(t, h, epochP+".1").expect(t, "hello 3", "reset 3")
		visit(t, h, epochP+".3").expect(t, "hello 3")
	})
	bubble(t, "[L3] a changed link shuts out who came by the old one, and nobody else", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		p, bob := visit(t, h), dial(t, h, "bob", "p")
		p.expect(t, "hello 1")
		bob.expect(t, "hello 1")
		m.change("p", "changes", func(s *memoryStream) {
			delete(s.roles, link)
			s.roles["link-2"] = entry.Visitor
		}, newLink)
		p.expect(t, "close 4403")
		bob.expect(t, "entry 2 changes")
	})
	bubble(t, "[L3] only the entry tells of a link that is open again", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		p := visit(t, h)
		p.expect(t, "hello 1")
		m.open(link) // cannot be: each change makes a new id
		p.expect(t, "close 4403")
	})
	bubble(t, "[L9] watches unseen, and sees nobody", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		p, bob := visit(t, h), dial(t, h, "bob", "p")
		p.expect(t, "hello 1")
		bob.expect(t, "hello 1")
		time.Sleep(5 * time.Second)
		p.is("viewing")
		p.expect(t, "error forbidden")
		bob.is("viewing")
		time.Sleep(5 * time.Second)
		p.expect(t)
		bob.expectSeen(t, "bob viewing")
	})
	bubble(t, "subscribes to nothing else", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		m.project("q", "ann")
		m.project(link).roles = nil
		p := dialWire(t, h, newWire(), Person{User: link, Visitor: true}, "")
		for _, stream := range []string{"q", "me", link} {
			p.send(`{"type":"subscribe","stream":"` + stream + `"}`)
			p.expect(t, "unsubscribed 4404 of "+stream)
		}
	})
	bubble(t, "a link is nobody, and nobody is a link", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		dial(t, h, link, "p").expect(t, "close 4404")
		dialWire(t, h, newWire(), Person{User: "ann", Visitor: true}, "p").expect(t, "close 4404")
	})
	bubble(t, "visitors of one link do not push each other out", func(t *testing.T, m *memory, h *Hub) {
		m.open(link)
		first := visit(t, h)
		for range maxPersonSockets {
			dialWire(t, h, newWire(), Person{User: link, Session: "other", Visitor: true}, "p")
		}
		first.expect(t, "hello 1")
	})
}

func TestVisitorRole(t *testing.T) {
	ends := entry.Instant(1000)
	state := project.New()
	state.Project = &entry.Project{ID: "p", Link: &entry.Link{ID: link, ExpiresAt: &ends}}
	state.Members["ann"] = &entry.Member{Role: entry.Editor}
	for now, want := range map[entry.Instant]entry.Role{ends - 1: entry.Visitor, ends: ""} {
		roles, err := rolesIn(state, []string{link, "ann", "link-2"}, now)
		if err != nil || roles[link] != want || roles["ann"] != entry.Editor || roles["link-2"] != "" {
			t.Errorf("at %d: %v %v", now, roles, err)
		}
	}
}
