package api

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/inproc"
	"tandem/internal/journal"
)

// overheard is a bus of two nodes that remembers what is said on it.
type overheard struct {
	*inproc.Bus
	mu   sync.Mutex
	said []string
}

func (o *overheard) Send(ctx context.Context, m journal.Ephemeral) {
	o.mu.Lock()
	o.said = append(o.said, string(m.Body))
	o.mu.Unlock()
	o.Bus.Send(ctx, m)
}

// Passwords that are tried on one node count on all, and what was right is given
// back there too; other rates are each node's own.
func TestShareLimits(t *testing.T) {
	bus := &overheard{Bus: inproc.New()}
	here, there := &Gate{limits: newLimits()}, &Gate{limits: newLimits()}
	for _, g := range []*Gate{here, there} {
		stopped(g.limits)
		t.Cleanup(g.ShareLimits(bus))
	}
	left := func(g *Gate, r *rate, who string) float64 {
		g.limits.mu.Lock()
		defer g.limits.mu.Unlock()
		return g.limits.bucket(keyOf(r, who)).left
	}
	becomes := func(g *Gate, want float64) {
		t.Helper()
		for end := time.Now().Add(5 * time.Second); left(g, &perTry, "ann@example.org") != want; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("left are %v, not %v", left(g, &perTry, "ann@example.org"), want)
			}
		}
	}
	for range 10 {
		here.limits.take(&perTry, "ann@example.org")
		here.limits.take(&perWriter, "ann")
	}
	becomes(there, 0)
	if there.limits.take(&perTry, "ann@example.org") == 0 || there.limits.take(&perTry, "ben@example.org") != 0 {
		t.Error("the other node lets her try on, or nobody else")
	}
	if got := left(there, &perWriter, "ann"); got != perWriter.burst {
		t.Errorf("writes are counted together: %v", got)
	}
	here.limits.giveBack(&perTry, "ann@example.org")
	becomes(there, 1)
	becomes(here, 1)
	if all := strings.Join(bus.said, ""); strings.Contains(all, "ann") {
		t.Errorf("who it was is told: %s", all)
	}
}
