package live

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/journal"
)

const (
	viewing      = "viewing"
	typing       = "typing"
	presenceKind = "presence"
)

// presence is what one connection's person looks at in a stream (L9). It is
// never journalled and ends by itself.
type presence struct {
	User       string  `json:"user"`
	Connection string  `json:"connection"`
	Task       *string `json:"task"`
	Activity   string  `json:"activity"` // "viewing", "editing" or "typing"
}

// presenceSeen is the presence part of a subscription. wish is guarded by the
// connection's lock, the rest by the stream's.
type presenceSeen struct {
	wish    *presence // said by the client, not yet taken over
	version int       // of the list that the client has
	at      time.Time // when it got it
}

// here is a presence with its end.
type here struct {
	presence
	since  time.Time // of this activity
	remote bool      // on another node
	fresh  bool      // not yet told to other nodes
}

// presences are all of one stream, guarded by the stream's lock.
type presences struct {
	list    map[string]*here // by connection
	version int              // grows with every change
	stale   bool             // someone may have an older version
	told    time.Time        // when the list was last offered to all
}

// away is what a client says that follows a stream without looking at it, and what
// nodes tell each other when a connection has gone.
const away = "away"

// nodePresence is the message between nodes.
type nodePresence struct {
	Node string   `json:"node"`
	Who  presence `json:"who"`
}

// announce takes over what the subscription's client has said and lets the
// others know, at most once in the pace of L9.
func (sub *subscription) announce() {
	c, s := sub.conn, sub.stream
	c.mu.Lock()
	wish := sub.presence.wish
	if sub.state == live {
		sub.presence.wish = nil
	}
	isLive := sub.state == live
	c.mu.Unlock()
	if !isLive {
		return
	}
	now := time.Now()
	s.mu.Lock()
	switch {
	case wish == nil || sub.at < 0:
	case wish.Activity == away:
		s.left(wish.Connection)
	default:
		s.presences.set(&here{presence: *wish, since: now, fresh: true})
	}
	s.presences.stale = s.presences.stale || len(s.presences.list) > 0
	s.mu.Unlock()
	if wish != nil {
		s.showPresence(now)
	}
}

func (p *presences) set(h *here) {
	if p.list == nil {
		p.list = map[string]*here{}
	}
	old := p.list[h.Connection]
	p.list[h.Connection] = h
	if old != nil && old.Activity == h.Activity && sameTask(old.Task, h.Task) {
		return // only its time is longer now
	}
	p.changed()
}

func (p *presences) remove(connection string) {
	if _, there := p.list[connection]; there {
		delete(p.list, connection)
		p.changed()
	}
}

// left lets a connection's person be gone, here and on other nodes; the caller
// holds the lock.
func (s *stream) left(connection string) {
	if s.presences.list[connection] != nil {
		s.presences.remove(connection)
		s.hub.sendPresence(s.id, presence{Connection: connection, Activity: away})
	}
}

func (p *presences) changed() {
	p.version++
	p.stale = true
}

func sameTask(a, b *string) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// expire ends what nobody has repeated: typing becomes viewing, and at last nothing.
func (p *presences) expire(now time.Time) {
	for connection, h := range p.list {
		switch age := now.Sub(h.since); {
		case age >= presenceTime:
			p.remove(connection)
		case h.Activity == typing && age >= typingTime:
			h.Activity = viewing
			p.changed()
		}
	}
}

// keepOnly removes those who may no longer see the stream.
func (p *presences) keepOnly(s *stream, roles map[string]entry.Role) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for connection, h := range p.list {
		if role, known := roles[h.User]; known && !role.Valid() || !known && !h.remote {
			p.remove(connection)
		}
	}
}

// showPresence gives the list to those who have an older one, each at most once
// in the pace; the tick comes back for the others.
func (s *stream) showPresence(now time.Time) {
	frame, due := s.duePresence(now)
	var missed []*subscription
	for _, sub := range due {
		if !sub.offer(frame) {
			missed = append(missed, sub)
		}
	}
	if missed == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.presences.stale = true
	for _, sub := range missed {
		sub.presence.version = 0
	}
}

// duePresence gives the list as a frame, and who is to get it now.
func (s *stream) duePresence(now time.Time) (frame []byte, due []*subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &s.presences
	p.expire(now)
	if !p.stale || now.Sub(p.told) < tickTime {
		return nil, nil
	}
	p.told, p.stale = now, false
	for _, sub := range s.subs {
		seen := &sub.presence
		switch {
		case seen.version == p.version, sub.conn.person.Visitor:
		case now.Sub(seen.at) < presencePace:
			p.stale = true
		default:
			seen.version, seen.at = p.version, now
			due = append(due, sub)
		}
	}
	s.tellNodes()
	return p.frame(s.name), due
}

// offer gives an ephemeral frame to a live subscription; false where it was not taken.
func (sub *subscription) offer(frame []byte) bool {
	c := sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	return sub.state == live && c.push(parcel{bytes: frame, frames: 1, of: sub, ephemeral: true})
}

// frame lists who is here, latest first, at most maxPresenceListed.
func (p *presences) frame(name string) []byte {
	latest := make([]*here, 0, len(p.list))
	for _, h := range p.list {
		latest = append(latest, h)
	}
	slices.SortFunc(latest, func(a, b *here) int {
		if order := b.since.Compare(a.since); order != 0 {
			return order
		}
		return strings.Compare(a.Connection, b.Connection)
	})
	users := make([]presence, 0, len(latest))
	for _, h := range latest[:min(len(latest), maxPresenceListed)] {
		users = append(users, h.presence)
	}
	list, err := json.Marshal(users)
	if err != nil {
		list = []byte("[]") // our own strings and ids: cannot fail
	}
	text := append(begin(presenceKind, name), `,"users":`...)
	return textFrame(append(append(text, list...), '}'))
}

// tellNodes passes on what is new here, as seldom as it is shown; the caller holds the lock.
func (s *stream) tellNodes() {
	for _, h := range s.presences.list {
		if h.fresh {
			h.fresh = false
			s.hub.sendPresence(s.id, h.presence)
		}
	}
}

func (h *Hub) sendPresence(stream string, p presence) {
	body, err := json.Marshal(nodePresence{Node: h.node, Who: p})
	if err == nil {
		h.Bus.Send(context.Background(), journal.Ephemeral{Stream: stream, Kind: presenceKind, Body: body})
	}
}

// heardPresence takes over what another node says.
func (h *Hub) heardPresence(message journal.Ephemeral) {
	var said nodePresence
	s := h.stream(message.Stream, false)
	if s == nil || json.Unmarshal(message.Body, &said) != nil || said.Node == h.node {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if said.Who.Activity == away {
		s.presences.remove(said.Who.Connection)
		return
	}
	s.presences.set(&here{presence: said.Who, since: time.Now(), remote: true})
}
