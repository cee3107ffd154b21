package live

import (
	"context"
	"time"

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

// caret is where somebody writes. It is told, not kept, and ends by itself.
type caret struct {
	anchor, head int64
	at           time.Time
}

// caretTime is how long a caret that nobody repeats is shown to those who come.
const caretTime = 45 * time.Second

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

var errNoSuchDoc = fault.New(fault.NotFound, "There is no such task in a project that is watched here.")

// openDoc gives the text to who may read it, as L1 has it: listening first, then
// the right as of now, then the text and what has come since.
func (c *Conn) openDoc(m *docMessage) error {
	ctx := c.hub.ctx
	project, err := c.hub.Documents.Project(ctx, m.task)
	if err != nil {
		return hidden(err)
	}
	c.leaveDoc(m.task)
	c.mu.Lock()
	sub := c.subscription(project)
	full := len(c.seats) >= maxDocs
	c.mu.Unlock()
	switch {
	case sub == nil:
		return errNoSuchDoc
	case full:
		return fault.New(fault.TooMany, "Too many descriptions are open on one connection.")
	}
	if err := sub.mayReadDocs(ctx); err != nil {
		return hidden(err)
	}
	seat := &docSeat{sub: sub, task: m.task}
	var opened coedit.Opened
	isSeated := false
	err = c.hub.Documents.Open(ctx, m.task, m.version, func(o coedit.Opened) {
		opened = o
		seat.leave = o.Leave
		if isSeated = c.sit(seat); !isSeated {
			o.Leave()
		}
	})
	if err == nil && !isSeated {
		err = errNoSuchDoc
	}
	if err == nil {
		err = sub.mayReadDocs(ctx)
	}
	if err != nil {
		c.leaveDoc(m.task)
		return hidden(err)
	}
	c.release(seat, &opened)
	return nil
}

// hidden keeps who may not see a task from knowing whether there is one.
func hidden(err error) error {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return errNoSuchDoc
	}
	return err
}

// mayReadDocs asks for the person's right, and that the subscription stands.
func (sub *subscription) mayReadDocs(ctx context.Context) error {
	roles, err := sub.conn.hub.Access.Roles(ctx, sub.name, []string{sub.conn.person.User})
	if err == nil && !sub.conn.person.may(roles) {
		err = errNoSuchDoc
	}
	return err
}

// sit gives the seat its place; false where the subscription has ended.
func (c *Conn) sit(seat *docSeat) bool {
	s := c.hub.stream(seat.sub.name, false)
	if s == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if seat.sub.state == ended || c.dead || c.closing {
		return false
	}
	if c.seats == nil {
		c.seats = map[string]*docSeat{}
	}
	c.seats[seat.task] = seat
	if s.seats == nil {
		s.seats = map[string][]*docSeat{}
	}
	s.seats[seat.task] = append(s.seats[seat.task], seat)
	return true
}

// release gives the client the text, what came while its right was asked for, and
// where the others are.
func (c *Conn) release(seat *docSeat, opened *coedit.Opened) {
	frame := docOpenFrame(seat.task, opened)
	others := c.hub.carets(seat, time.Now())
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seats[seat.task] != seat {
		return
	}
	for _, bytes := range append(append([][]byte{frame}, seat.waiting...), others...) {
		c.push(parcel{bytes: bytes, frames: 1, of: seat.sub})
	}
	seat.isOpen, seat.waiting = true, nil
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

// Closed implements coedit.Listener.
func (h *Hub) Closed(project, task string, why error) {
	for _, seat := range h.seats(project, task) {
		seat.sub.conn.closeDoc(seat, why)
	}
}

// closeDoc takes a text from the client and says why.
func (c *Conn) closeDoc(seat *docSeat, why error) {
	if c.stand(seat) {
		c.mu.Lock()
		c.push(parcel{bytes: docCloseFrame(seat.sub.name, seat.task, why), frames: 1, of: seat.sub})
		c.mu.Unlock()
	}
}

// leaveDoc ends a seat that the client does not need any more.
func (c *Conn) leaveDoc(task string) {
	c.mu.Lock()
	seat := c.seats[task]
	c.mu.Unlock()
	if seat != nil {
		c.stand(seat)
	}
}

// leaveDocs ends the seats of a subscription that has ended.
func (h *Hub) leaveDocs(sub *subscription) {
	c := sub.conn
	var seats []*docSeat
	c.mu.Lock()
	for _, seat := range c.seats {
		if seat.sub == sub {
			seats = append(seats, seat)
		}
	}
	c.mu.Unlock()
	for _, seat := range seats {
		c.stand(seat)
	}
}

// stand gives a seat up, once; false where it was given up before.
func (c *Conn) stand(seat *docSeat) bool {
	c.mu.Lock()
	there := c.seats[seat.task] == seat
	if there {
		delete(c.seats, seat.task)
	}
	hadCaret := seat.caret != nil
	seat.caret = nil
	c.mu.Unlock()
	if !there {
		return false
	}
	if s := c.hub.stream(seat.sub.name, false); s != nil {
		s.removeSeat(seat)
	}
	if hadCaret {
		c.hub.showCaret(seat, nil)
	}
	seat.leave()
	return true
}

func (s *stream) removeSeat(seat *docSeat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.seats[seat.task]
	for i, other := range list {
		if other == seat {
			list = append(list[:i:i], list[i+1:]...)
			break
		}
	}
	if s.seats[seat.task] = list; len(list) == 0 {
		delete(s.seats, seat.task)
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
