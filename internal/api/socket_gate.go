package api

import (
	"net/netip"
	"sync"
	"time"
)

// Upgrades of one address: at once, and for good. A whole office behind one
// address comes back after a restart, spread over half a minute.
const (
	upgradesBurst     = 600
	upgradesPerMinute = 600
)

// gate counts upgrades of each address.
type gate struct {
	mu    sync.Mutex
	used  map[netip.Addr]*gateCount
	swept time.Time
}

type gateCount struct {
	used float64 // above the steady rate
	at   time.Time
}

func newGate() *gate { return &gate{used: map[netip.Addr]*gateCount{}} }

// pass counts one upgrade; false where the address has used up what it may. An
// address that cannot be told is one of its own.
func (g *gate) pass(remote string) bool {
	from, _ := netip.ParseAddrPort(remote)
	address := from.Addr().Unmap()
	if address.Is6() { // one customer of a provider has a whole /64
		prefix, _ := address.Prefix(64)
		address = prefix.Addr()
	}
	now := time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sweep(now)
	count := g.used[address]
	if count == nil {
		count = &gateCount{at: now}
		g.used[address] = count
	}
	count.used = max(0, count.used-now.Sub(count.at).Minutes()*upgradesPerMinute)
	count.at = now
	if count.used >= upgradesBurst {
		return false
	}
	count.used++
	return true
}

// sweep forgets, once a minute, addresses that have nothing left to count.
func (g *gate) sweep(now time.Time) {
	if now.Sub(g.swept) < time.Minute {
		return
	}
	g.swept = now
	for address, count := range g.used {
		if now.Sub(count.at).Minutes()*upgradesPerMinute >= count.used {
			delete(g.used, address)
		}
	}
}
