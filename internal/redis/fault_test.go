package redis_test

import (
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/redis"
	"tandem/internal/redis/redistest"
)

// What befalls the server: a publisher never waits, and Down says so from then until
// nothing can be missing any more. Then what is published comes as before.
func TestBus_faults(t *testing.T) {
	for name, c := range map[string]struct {
		begin, end func(*redistest.Server, *testing.T)
	}{
		"killed and started again": {func(s *redistest.Server, _ *testing.T) { s.Kill() }, func(s *redistest.Server, t *testing.T) { s.Restart(t) }},
		"paused":                   {func(s *redistest.Server, _ *testing.T) { s.Pause() }, func(s *redistest.Server, _ *testing.T) { s.Resume() }},
	} {
		t.Run("[L8] "+name, func(t *testing.T) {
			t.Parallel()
			s := redistest.Start(t)
			a, b := listening(t, s), listening(t, s)
			eventually(t, 10*time.Second, "both are calm", func() bool { return !a.Down() && !b.Down() })
			c.begin(s, t)
			began := time.Now()
			for i := range 100 {
				for seq := range int64(50) {
					a.Publish(t.Context(), journal.Wake{Stream: stream(i), Seq: seq + 1})
					a.Send(t.Context(), journal.Ephemeral{Stream: stream(i), Kind: "presence", Body: []byte(`{}`)})
				}
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("publishing took %s", took)
			}
			eventually(t, time.Second, "this node's own listeners hear at once", a.has(stream(99), 50))
			eventually(t, 8*time.Second, "both know that it is down", func() bool { return a.Down() && b.Down() })
			c.end(s, t)
			for end := time.Now().Add(15 * time.Second); a.Down() || b.Down(); time.Sleep(5 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("they do not find back")
				}
			}
			for i := range 100 {
				a.Publish(t.Context(), journal.Wake{Stream: stream(i), Seq: 51})
			}
			for i := range 100 {
				eventually(t, 5*time.Second, "the other hears the latest of each", b.has(stream(i), 51))
			}
			if left := strings.TrimSpace(s.Ask(t, "DBSIZE")); left != "0" {
				t.Errorf("it keeps %s keys", left)
			}
		})
	}
}

// A node that starts while nobody is there says so, in a line without the password,
// and hears the others once somebody is.
func TestOpen_nobodyThere(t *testing.T) {
	s := redistest.Start(t)
	s.Kill()
	var log strings.Builder
	bus, err := redis.Open(t.Context(), strings.Replace(s.Address, "//", "//:secret-word@", 1), redis.Options{
		Here: inproc.New(), Channel: "c", Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if said := log.String(); !bus.Down() || strings.Count(said, "level=WARN") != 1 || !strings.Contains(said, "nobody answers at redis") || strings.Contains(said, "-word") {
		t.Errorf("down: %v; it says %q", bus.Down(), said)
	}
	bus.Close()
	a := listening(t, s)
	a.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 1})
	s.Restart(t)
	b := listening(t, s)
	eventually(t, 15*time.Second, "both are calm", func() bool { return !a.Down() && !b.Down() })
	eventually(t, 5*time.Second, "what waited is told", b.has("a", 1))
	b.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 2})
	eventually(t, 5*time.Second, "and what is new is heard", a.has("a", 2))
}

func TestBus_flushed(t *testing.T) {
	s := redistest.Start(t)
	a, b := listening(t, s), listening(t, s)
	for seq := range int64(200) {
		a.Publish(t.Context(), journal.Wake{Stream: "a", Seq: seq + 1})
		if seq%50 == 0 {
			s.Ask(t, "FLUSHALL")
		}
	}
	eventually(t, 5*time.Second, "the latest", b.has("a", 200))
	if lag, missed := b.counts(); missed != 0 || lag <= 0 || lag > 5*time.Second {
		t.Errorf("missed %d, lag %s", missed, lag)
	}
}

// A connection that is cut loses batches: that is noticed, counted, and Down until
// everybody has had the time to look.
func TestBus_missed(t *testing.T) {
	s := redistest.Start(t)
	a, b := listening(t, s), listening(t, s)
	eventually(t, 10*time.Second, "both are calm", func() bool { return !a.Down() && !b.Down() })
	s.Ask(t, "CLIENT", "KILL", "TYPE", "pubsub")
	eventually(t, 2*time.Second, "it is noticed", func() bool { return b.Down() })
	eventually(t, 15*time.Second, "both are calm again", func() bool { return !a.Down() && !b.Down() })
	a.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 1})
	eventually(t, 5*time.Second, "and hear", b.has("a", 1))
}

// Nodes come and go, with the server dying now and then: nothing is left of them.
func TestBus_leak(t *testing.T) {
	s := redistest.Start(t)
	before := runtime.NumGoroutine()
	for round := range 6 {
		t.Run("", func(t *testing.T) {
			a, b := listening(t, s), listening(t, s)
			if round%2 == 1 {
				s.Kill()
				a.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 1})
				time.Sleep(200 * time.Millisecond)
				s.Restart(t)
			}
			b.Publish(t.Context(), journal.Wake{Stream: "a", Seq: 1})
			if round == 5 {
				s.Kill() // and it never comes back
			}
		})
	}
	eventually(t, 10*time.Second, "all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}
