package live

import (
	"context"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/journal"
)

// caret is where somebody writes. It is told, not kept, and ends by itself.
type caret struct {
	anchor, head int64
	at           time.Time
}

// caretTime is how long a caret that nobody repeats is shown to those who come.
const caretTime = 45 * time.Second

// move shows the others where somebody writes; nowhere any more where the frame
// says so.
func (seat *docSeat) move(m *docMessage) {
	c := seat.sub.conn
	var at *caret
	if m.anchor != nil && m.head != nil {
		at = &caret{*m.anchor, *m.head, time.Now()}
	}
	c.mu.Lock()
	seat.caret = at
	c.mu.Unlock()
	c.hub.showCaret(seat, at)
}

// showCaret is seen by all who have the text open, here and on other nodes, but not by
// its owner.
func (h *Hub) showCaret(of *docSeat, at *caret) {
	frame := caretFrame(of, at)
	for _, seat := range h.seats(of.sub.name, of.task) {
		if seat != of {
			seat.send(frame, true)
		}
	}
	said := nodeCaret{Node: h.node, Task: of.task, Connection: of.sub.conn.id, User: of.sub.conn.person.User}
	if at != nil {
		said.Anchor, said.Head = &at.anchor, &at.head
	}
	if body, err := json.Marshal(said); err == nil {
		h.Bus.Send(context.Background(), journal.Ephemeral{Stream: of.sub.name, Kind: caretKind, Body: body})
	}
}

const caretKind = "caret"

// nodeCaret is the message between nodes; without a place, the caret is gone.
type nodeCaret struct {
	Node       string `json:"node"`
	Task       string `json:"task"`
	Connection string `json:"connection"`
	User       string `json:"user"`
	Anchor     *int64 `json:"anchor"`
	Head       *int64 `json:"head"`
}

// heardCaret shows a caret of another node. Who comes later sees it when it moves, or
// is said again.
func (h *Hub) heardCaret(message journal.Ephemeral) {
	var said nodeCaret
	if json.Unmarshal(message.Body, &said) != nil || said.Node == h.node {
		return
	}
	var at *caret
	if said.Anchor != nil && said.Head != nil {
		at = &caret{anchor: *said.Anchor, head: *said.Head}
	}
	frame := placeFrame(message.Stream, said.Task, said.Connection, said.User, at)
	for _, seat := range h.seats(message.Stream, said.Task) {
		seat.send(frame, true)
	}
}

// carets are those of the others in a text.
func (h *Hub) carets(of *docSeat, now time.Time) (frames [][]byte) {
	for _, seat := range h.seats(of.sub.name, of.task) {
		if seat == of {
			continue
		}
		c := seat.sub.conn
		c.mu.Lock()
		at := seat.caret
		c.mu.Unlock()
		if at != nil && now.Sub(at.at) < caretTime {
			frames = append(frames, caretFrame(seat, at))
		}
	}
	return frames
}
