package live

import (
	"time"

	"tandem/internal/journal"
)

// tick does what happens by the clock, until the hub closes: heartbeats and
// silence (L6), the ends of sessions and presences, and comparing heads (L8).
func (h *Hub) tick() {
	ticker := time.NewTicker(tickTime)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-h.ctx.Done():
			return
		case now := <-ticker.C:
			h.beat(n%heartbeatTicks, now)
			for _, s := range h.watched() {
				s.showPresence(now)
				if n%pollTicks == 0 || h.BusDown() {
					h.compare(s)
				}
			}
		}
	}
}

// beat serves the connections whose second it is: each every twentieth.
func (h *Hub) beat(slot int, now time.Time) {
	h.mu.Lock()
	conns := make([]*Conn, 0, len(h.slots[slot]))
	for c := range h.slots[slot] {
		conns = append(conns, c)
	}
	h.mu.Unlock()
	for _, c := range conns {
		if code, reason := c.overdue(now); code != 0 {
			c.Close(code, reason)
		} else {
			c.heartbeat()
		}
	}
}

func (h *Hub) watched() []*stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*stream, 0, len(h.streams))
	for _, s := range h.streams {
		list = append(list, s)
	}
	return list
}

func (h *Hub) compare(s *stream) {
	var head journal.Head
	head, err := h.Source.Head(h.ctx, s.id)
	if err != nil {
		if h.ctx.Err() == nil {
			h.Log.Error("compare heads", "stream", s.id, "err", err)
		}
		return
	}
	s.compare(head)
}
