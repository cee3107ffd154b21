package live

import (
	"context"
	"time"

	"tandem/internal/coedit"
	"tandem/internal/fault"
)

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
