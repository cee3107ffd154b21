package redis

import (
	"sync"
	"time"
)

// Paces of a node's health.
const (
	beatTime   = time.Second
	silentTime = 3 * time.Second // without a batch of our own coming back: the bus is down
	calmTime   = 3 * time.Second // after something was missed, or a silence: until everybody has looked once
	forgetTime = time.Minute     // without a word of a node
)

// pulse knows whether batches come through, and which did not.
type pulse struct {
	first chan struct{} // closed when one has

	mu     sync.Mutex
	opened bool
	echo   time.Time // when one of our own last came back
	rough  time.Time // when something was last missed
	nodes  map[string]*place
}

// place is how far another node's batches have come.
type place struct {
	number int64
	at     time.Time
}

func newPulse() pulse { return pulse{first: make(chan struct{}), nodes: map[string]*place{}} }

func (p *pulse) echoed(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened && now.Sub(p.echo) > silentTime {
		p.rough = now // connections that the silence has ended are yet to be noticed
	}
	p.echo = now
	if !p.opened {
		p.opened = true
		close(p.first)
	}
	for node, at := range p.nodes {
		if now.Sub(at.at) > forgetTime {
			delete(p.nodes, node)
		}
	}
}

// follow takes the number of another node's batch and tells how many before it never
// came. One that comes late is nothing new.
func (p *pulse) follow(now time.Time, node string, number int64) (missed int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.nodes[node]
	if at == nil {
		at = &place{number: number - 1} // it has just started, or we have
		p.nodes[node] = at
	}
	at.at = now
	if missed = max(number-at.number-1, 0); missed > 0 {
		p.rough = now
	}
	at.number = max(at.number, number)
	return missed
}

// disturb notes that the connection has ended: what was sent meanwhile is missed.
func (p *pulse) disturb(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rough = now
}

func (p *pulse) down(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Sub(p.echo) > silentTime || now.Sub(p.rough) < calmTime
}
