package live

import (
	"context"

	"github.com/go-json-experiment/json"

	"tandem/internal/journal"
)

const endedKind = "ended"

// ending names whose sockets have to close; a session, or all of a person.
type ending struct {
	User    string `json:"user"`
	Session string `json:"session"` // "": all
	Except  string `json:"except"`  // but this session
}

// EndSession closes the sockets of one session or token with 4401, here at once
// and on other nodes as soon as they hear of it (L4).
func (h *Hub) EndSession(user, session string) { h.end(ending{User: user, Session: session}) }

// EndPerson closes all sockets of a person with 4401, but those of one session,
// if it is not "": of whoever is disabled, deleted, or has changed the password.
func (h *Hub) EndPerson(user, except string) { h.end(ending{User: user, Except: except}) }

func (h *Hub) end(e ending) {
	h.endHere(e)
	if body, err := json.Marshal(e); err == nil {
		h.Bus.Send(context.Background(), journal.Ephemeral{Kind: endedKind, Body: body})
	}
}

func (h *Hub) heardEnded(message journal.Ephemeral) {
	var e ending
	if json.Unmarshal(message.Body, &e) == nil {
		h.endHere(e)
	}
}

func (h *Hub) endHere(e ending) {
	h.mu.Lock()
	conns := append([]*Conn(nil), h.people[e.User]...)
	h.mu.Unlock()
	for _, c := range conns {
		session := c.person.Session
		if (e.Session == "" || e.Session == session) && (e.Except == "" || e.Except != session) {
			c.Close(CloseSignedOut, reasons[CloseSignedOut])
		}
	}
}
