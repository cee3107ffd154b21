package live

import (
	"context"

	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// Documents is who orders what people type into descriptions; *coedit.Authority
// is one, and its contract is theirs.
type Documents interface {
	Project(ctx context.Context, task string) (string, error)
	Open(ctx context.Context, task string, since *int64, join func(coedit.Opened)) error
	Push(ctx context.Context, task, user string, version int64, updates []doc.Update) error
}

// MayEdit tells whether somebody may write in a project as of now; a fault says
// why not.
type MayEdit func(ctx context.Context, project, user string) error

// docSeat is one connection's part in a text. Guarded by the connection's lock,
// but for mayEdit, which is the reader's own.
type docSeat struct {
	sub     *subscription
	task    string
	leave   func()   // tells the authority
	isOpen  bool     // the client has the text
	waiting [][]byte // what came before it had
	caret   *caret   // nil: not in the text

	asked   journal.Head // when the right to write was last asked for …
	refusal error        // … and the answer
	isAsked bool
}

// docMessage does what a frame about a text asks for. It waits for the answer: one
// connection's frames are done in their order.
func (c *Conn) docMessage(m *docMessage) {
	switch {
	case c.hub.Documents == nil:
		c.refuse(string(fault.Unavailable), "Descriptions cannot be edited together here.", "")
	case c.person.Visitor:
		c.refuseDoc(m.task, fault.New(fault.Forbidden, "Visitors read descriptions, and do not write them."))
	case m.kind == docOpen:
		if err := c.openDoc(m); err != nil {
			c.refuseDoc(m.task, err)
		}
	case m.kind == docClose:
		c.leaveDoc(m.task)
	default:
		c.useDoc(m)
	}
}

// useDoc takes what a client writes, or where it writes.
func (c *Conn) useDoc(m *docMessage) {
	c.mu.Lock()
	seat := c.seats[m.task]
	c.mu.Unlock()
	if seat == nil {
		c.refuseDoc(m.task, fault.New(fault.Conflict, "Open this description first."))
		return
	}
	if err := seat.mayEdit(c.hub.ctx); err != nil {
		c.refuseDoc(m.task, err)
		return
	}
	if m.kind == docAwareness {
		seat.move(m)
		return
	}
	updates, err := m.changes()
	if err == nil {
		err = c.hub.Documents.Push(c.hub.ctx, m.task, c.person.User, *m.version, updates)
	}
	if err != nil {
		c.closeDoc(seat, err)
	}
}

// mayEdit asks for the right to write. An answer holds as long as nothing has
// happened in the project, so that most keys need no more than a look at its head.
func (seat *docSeat) mayEdit(ctx context.Context) error {
	hub := seat.sub.conn.hub
	head, err := hub.Source.Head(ctx, seat.sub.name)
	if err != nil {
		return err
	}
	if !seat.isAsked || head != seat.asked {
		seat.refusal = hub.MayEdit(ctx, seat.sub.name, seat.sub.conn.person.User)
		seat.asked, seat.isAsked = head, true
	}
	return seat.refusal
}

// seats gives those who have a text open.
func (h *Hub) seats(project, task string) []*docSeat {
	s := h.stream(project, false)
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*docSeat(nil), s.seats[task]...)
}

// send gives a frame to the client, once it has the text.
func (seat *docSeat) send(frame []byte, ephemeral bool) {
	c := seat.sub.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case seat.sub.state == ended || c.seats[seat.task] != seat:
	case seat.isOpen:
		c.push(parcel{bytes: frame, frames: 1, of: seat.sub, ephemeral: ephemeral})
	case !ephemeral:
		seat.waiting = append(seat.waiting, frame)
	}
}

// Accepted implements coedit.Listener: all who have the text open get the bytes
// of one encoding (L5), after those who may not any more have gone (L3).
func (h *Hub) Accepted(project, task string, version int64, updates []coedit.Accepted) {
	s := h.stream(project, false)
	if s == nil {
		return
	}
	head, err := h.Source.Head(h.ctx, project)
	if err == nil && head.ACL != s.acl() {
		err = s.review(h.ctx)
	}
	if err != nil {
		h.Closed(project, task, fault.New(fault.Unavailable, "Try again in a moment."))
		return
	}
	frame := docUpdateFrame(project, task, version, updates)
	for _, seat := range h.seats(project, task) {
		seat.send(frame, false)
	}
}

// refuseDoc tells that a frame about a text cannot be served; the text stays open.
func (c *Conn) refuseDoc(task string, why error) {
	if fault.KindOf(why) == fault.Internal && c.hub.ctx.Err() == nil {
		c.hub.Log.Error("serve a text", "task", task, "err", why)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.push(parcel{bytes: docErrorFrame(task, why), frames: 1})
}

var _ coedit.Listener = (*Hub)(nil)
