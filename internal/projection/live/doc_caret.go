package live

import (
	"time"
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

// showCaret is seen by all who have the text open, but not by its owner.
func (h *Hub) showCaret(of *docSeat, at *caret) {
	frame := caretFrame(of, at)
	for _, seat := range h.seats(of.sub.name, of.task) {
		if seat != of {
			seat.send(frame, true)
		}
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
