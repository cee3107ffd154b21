package redis_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/redis"
	"tandem/internal/redis/redistest"
)

// node is one node's bus, with what it has told of itself.
type node struct {
	*redis.Bus
	mu     sync.Mutex
	lag    time.Duration
	missed int64
	heard  map[string]journal.Wake
	said   []journal.Ephemeral
}

func (n *node) counts() (lag time.Duration, missed int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.lag, n.missed
}

func (n *node) has(stream string, seq int64) func() bool {
	return func() bool {
		n.mu.Lock()
		defer n.mu.Unlock()
		return n.heard[stream].Seq >= seq
	}
}

// listening is a node that remembers what it hears.
func listening(t *testing.T, s *redistest.Server) *node {
	t.Helper()
	n := joined(t, s, "test")
	stop := n.Listen(func(w journal.Wake) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.heard[w.Stream] = w
	}, func(m journal.Ephemeral) {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.said = append(n.said, m)
	})
	t.Cleanup(stop)
	return n
}

func joined(t *testing.T, s *redistest.Server, channel string) *node {
	t.Helper()
	n := &node{heard: map[string]journal.Wake{}}
	bus, err := redis.Open(t.Context(), s.Address, redis.Options{
		Here: inproc.New(), Channel: channel,
		OnLag:    func(d time.Duration) { n.mu.Lock(); n.lag = d; n.mu.Unlock() },
		OnMissed: func(batches int64) { n.mu.Lock(); n.missed += batches; n.mu.Unlock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	n.Bus = bus
	t.Cleanup(bus.Close)
	return n
}

// across is a bus whose listeners are on another node than those who publish.
type across struct{ here, there journal.Bus }

func (a across) Publish(ctx context.Context, w journal.Wake)   { a.here.Publish(ctx, w) }
func (a across) Send(ctx context.Context, m journal.Ephemeral) { a.here.Send(ctx, m) }
func (a across) Listen(onWake func(journal.Wake), onMessage func(journal.Ephemeral)) func() {
	return a.there.Listen(onWake, onMessage)
}

func TestBus(t *testing.T) {
	s := redistest.Start(t)
	t.Run("on one node", func(t *testing.T) {
		journaltest.Bus(t, func(t *testing.T) journal.Bus { return joined(t, s, t.Name()) })
	})
	t.Run("from node to node", func(t *testing.T) {
		journaltest.Bus(t, func(t *testing.T) journal.Bus {
			return across{joined(t, s, t.Name()), joined(t, s, t.Name())}
		})
	})
	if left := strings.TrimSpace(s.Ask(t, "DBSIZE")); left != "0" {
		t.Errorf("it keeps %s keys", left)
	}
}

func TestBus_channels(t *testing.T) {
	s := redistest.Start(t)
	ours, theirs := listening(t, s), joined(t, s, "another installation")
	theirs.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 1})
	ours.Publish(t.Context(), journal.Wake{Stream: "b", Seq: 1})
	eventually(t, 5*time.Second, "our own", ours.has("b", 1))
	time.Sleep(50 * time.Millisecond)
	if ours.has("a", 1)() {
		t.Error("what another installation says is heard")
	}
}

func TestOpen(t *testing.T) {
	locked := redistest.Start(t, "--requirepass", "secret-word")
	mute := redistest.Start(t, "--user", "default", "on", "nopass", "~*", "resetchannels", "+@all")
	page := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(page.Close)
	host := strings.TrimSuffix(strings.TrimPrefix(locked.Address, "redis://"), "/0")
	for name, c := range map[string]struct{ address, want string }{
		"no address":     {"localhost:6379", "--redis is not an address such as redis://localhost:6379/0."},
		"another server": {"http://localhost", "--redis is not an address such as"},
		"no host":        {"redis:///0", "--redis is not an address such as"},
		"no Redis":       {"redis://" + page.Listener.Addr().String(), "does not answer: "},
		"no password":    {locked.Address, "Redis at " + host + " refuses the name or the password in --redis."},
		"wrong password": {"redis://:wrong-word@" + host + "/0", "refuses the name or the password in --redis."},
		"no right":       {mute.Address, "does not let the name in --redis publish and subscribe to tandem:*."},
	} {
		t.Run(name, func(t *testing.T) {
			bus, err := redis.Open(t.Context(), c.address, redis.Options{Here: inproc.New(), Channel: "c"})
			if err == nil {
				bus.Close()
				t.Fatal("it was taken")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "-word") {
				t.Errorf("%v", err)
			}
		})
	}
	bus, err := redis.Open(t.Context(), "redis://:secret-word@"+host+"/0", redis.Options{Here: inproc.New(), Channel: "c"})
	if err != nil {
		t.Fatal(err)
	}
	bus.Close()
}

func eventually(t *testing.T, within time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", within, what)
		}
	}
}

func stream(i int) string { return fmt.Sprintf("stream-%d", i) }
