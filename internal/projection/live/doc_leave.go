package live

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
