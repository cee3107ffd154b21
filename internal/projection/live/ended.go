package live

// EndSession closes the sockets of a session or token with 4401 (L4). Whoever
// ends one calls it on every node; without sockets it does nothing.
func (h *Hub) EndSession(session, user string) {
	h.mu.Lock()
	conns := append([]*Conn(nil), h.people[user]...)
	h.mu.Unlock()
	for _, c := range conns {
		if c.person.Session == session {
			c.Close(CloseSignedOut, reasons[CloseSignedOut])
		}
	}
}
