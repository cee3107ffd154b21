package auth

import (
	"sync"
	"time"
)

// How long an answer is good for, and how many are kept.
const (
	cacheFor = time.Second
	cacheMax = 20_000
)

// cache remembers who holds which secret. Requests come thousands a second, so
// finding one allocates nothing.
type cache struct {
	mu      sync.RWMutex
	known   map[Hash]remembered
	forgets uint64
}

type remembered struct {
	p  *Principal
	at time.Time
}

func (c *cache) get(hash Hash, now time.Time) *Principal {
	c.mu.RLock()
	r, ok := c.known[hash]
	c.mu.RUnlock()
	if !ok || now.Sub(r.at) >= cacheFor || r.p.Until != 0 && now.UnixMilli() >= int64(r.p.Until) {
		return nil
	}
	return r.p
}

// round tells how often something was forgotten: take it before looking up.
func (c *cache) round() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.forgets
}

// put remembers, unless something was forgotten since the round: then the answer
// may have been read before a revocation that it must not outlive.
func (c *cache) put(hash Hash, p *Principal, now time.Time, round uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forgets != round {
		return
	}
	if len(c.known) >= cacheMax {
		c.drop(func(r remembered) bool { return now.Sub(r.at) >= cacheFor })
		if len(c.known) >= cacheMax {
			return
		}
	}
	c.known[hash] = remembered{p, now}
}

// forget drops all that is known of a person.
func (c *cache) forget(user string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgets++
	c.drop(func(r remembered) bool { return r.p.User == user })
}

func (c *cache) drop(which func(remembered) bool) {
	for hash, r := range c.known {
		if which(r) {
			delete(c.known, hash)
		}
	}
}
