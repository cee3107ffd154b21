package lease_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/lease"
)

// table is a store in memory that can be away.
type table struct {
	mu     sync.Mutex
	holder string
	fence  int64
	until  entry.Instant
	away   map[string]bool // by holder: whom it does not answer
}

func (s *table) TakeLease(_ context.Context, _, holder string, now, until entry.Instant) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.away[holder]:
		return 0, false, fault.New(fault.Unavailable, "away")
	case s.holder != holder && s.until > now:
		return 0, false, nil
	case s.holder != holder:
		s.fence++
	}
	s.holder, s.until = holder, until
	return s.fence, true, nil
}

func (s *table) EndLease(_ context.Context, _, holder string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.holder == holder && !s.away[holder] {
		s.until = 0
	}
	return nil
}

// cut makes the store go away for whoever holds it now.
func (s *table) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = map[string]bool{s.holder: true}
}

// Of two nodes one works, and never both; when it stops, or cannot reach the
// database, the other takes over.
func TestLease(t *testing.T) {
	for name, c := range map[string]struct {
		end    func(*table, context.CancelFunc)
		within time.Duration
	}{
		"a node stops":              {func(_ *table, stop context.CancelFunc) { stop() }, 5 * time.Second},
		"a node loses the database": {func(s *table, _ context.CancelFunc) { s.cut() }, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &table{}
				var mu sync.Mutex
				at := map[int]bool{} // who works
				var both bool
				var stops []context.CancelFunc
				for node := range 2 {
					l := lease.New(s, "test", slog.New(slog.DiscardHandler))
					ctx, stop := context.WithCancel(t.Context())
					stops = append(stops, stop)
					go l.Run(ctx, func(ctx context.Context) {
						mu.Lock()
						at[node] = true
						both = both || len(at) > 1
						mu.Unlock()
						<-ctx.Done()
						mu.Lock()
						delete(at, node)
						mu.Unlock()
					})
					time.Sleep(time.Second)
				}
				time.Sleep(time.Minute)
				mu.Lock()
				if len(at) != 1 || !at[0] {
					t.Errorf("at work: %v", at)
				}
				mu.Unlock()
				c.end(s, stops[0])
				time.Sleep(c.within)
				mu.Lock()
				if both || len(at) != 1 || !at[1] {
					t.Errorf("at work: %v; both at once: %v", at, both)
				}
				mu.Unlock()
				stops[0]()
				stops[1]()
				synctest.Wait()
				if s.fence != 2 {
					t.Errorf("the fence is %d", s.fence)
				}
			})
		})
	}
}
