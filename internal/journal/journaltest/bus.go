package journaltest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/internal/journal"
)

// patience is how long a message may take on a bus before a test gives it up.
const patience = 5 * time.Second

// Bus is the contract suite of journal.Bus: every bus must pass it. open gives a
// bus without listeners, with what it needs cleaned up by t.
func Bus(t *testing.T, open func(t *testing.T) journal.Bus) {
	t.Run("[L8] every listener hears of every stream", func(t *testing.T) { everyListener(t, open(t)) })
	t.Run("[L8] wake-ups merge into the latest for a slow listener", func(t *testing.T) { slowListener(t, open(t)) })
	t.Run("[L8] wake-ups late and out of order end at the latest", func(t *testing.T) { disorder(t, open(t)) })
	t.Run("[L9] messages arrive whole, and a full listener misses them", func(t *testing.T) { messages(t, open(t)) })
	t.Run("stop waits for the running call and is the last of it", func(t *testing.T) { stopping(t, open(t)) })
	t.Run("many publish and listen at once", func(t *testing.T) { throng(t, open(t)) })
}

// ear is a listener that remembers.
type ear struct {
	mu       sync.Mutex
	latest   map[string]journal.Wake
	calls    int
	messages []journal.Ephemeral
}

func (e *ear) wake(w journal.Wake) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.latest == nil {
		e.latest = map[string]journal.Wake{}
	}
	e.calls++
	old := e.latest[w.Stream]
	e.latest[w.Stream] = journal.Wake{Stream: w.Stream, Seq: max(w.Seq, old.Seq), ACL: max(w.ACL, old.ACL)}
}

func (e *ear) message(m journal.Ephemeral) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.messages = append(e.messages, m)
}

func (e *ear) heard(w journal.Wake) func() bool {
	return func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.latest[w.Stream] == w
	}
}

func (e *ear) got(count int) func() bool {
	return func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return len(e.messages) >= count
	}
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// soon fails the test if do takes long: a publisher must never wait.
func soon(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("blocked: %s", what)
	}
}

func everyListener(t *testing.T, bus journal.Bus) {
	var first, second ear
	defer bus.Listen(first.wake, first.message)()
	defer bus.Listen(second.wake, second.message)()
	for i := range 20 {
		wake := journal.Wake{Stream: fmt.Sprintf("stream-%d", i), Seq: int64(i + 1), ACL: int64(i % 3)}
		bus.Publish(context.Background(), wake)
		eventually(t, "the first listener hears "+wake.Stream, first.heard(wake))
		eventually(t, "the second listener hears "+wake.Stream, second.heard(wake))
	}
}

func slowListener(t *testing.T, bus journal.Bus) {
	const published = 20_000
	release := make(chan struct{})
	var slow, quick ear
	defer bus.Listen(func(w journal.Wake) { <-release; slow.wake(w) }, slow.message)()
	defer bus.Listen(quick.wake, quick.message)()
	last := journal.Wake{Stream: "a", Seq: published, ACL: 7}
	soon(t, "publishing to a listener that does not return", func() {
		for seq := int64(1); seq < published; seq++ {
			bus.Publish(context.Background(), journal.Wake{Stream: "a", Seq: seq, ACL: 1})
		}
		bus.Publish(context.Background(), last)
	})
	eventually(t, "the quick listener is not held up by the slow one", quick.heard(last))
	close(release)
	eventually(t, "the slow one hears the latest", slow.heard(last))
}

func disorder(t *testing.T, bus journal.Bus) {
	var e ear
	defer bus.Listen(e.wake, e.message)()
	for _, seq := range []int64{5, 3, 9, 9, 1, 8} {
		bus.Publish(context.Background(), journal.Wake{Stream: "a", Seq: seq, ACL: seq / 2})
	}
	eventually(t, "the latest of all", e.heard(journal.Wake{Stream: "a", Seq: 9, ACL: 4}))
}

func messages(t *testing.T, bus journal.Bus) {
	var first, second ear
	defer bus.Listen(first.wake, first.message)()
	defer bus.Listen(second.wake, second.message)()
	sent := journal.Ephemeral{Stream: "a", Kind: "presence", Body: []byte(`{"text":"größer \u0000"}`)}
	bus.Send(context.Background(), sent)
	for _, e := range []*ear{&first, &second} {
		eventually(t, "the message arrives", e.got(1))
		if got := e.messages[0]; got.Stream != sent.Stream || got.Kind != sent.Kind || string(got.Body) != string(sent.Body) {
			t.Errorf("got %v, sent %v", got, sent)
		}
	}
	release := make(chan struct{})
	stop := bus.Listen(func(journal.Wake) {}, func(journal.Ephemeral) { <-release })
	soon(t, "sending to a listener that does not return", func() {
		for range 20_000 {
			bus.Send(context.Background(), sent)
		}
	})
	close(release)
	stop()
}

func stopping(t *testing.T, bus journal.Bus) {
	entered, release := make(chan struct{}), make(chan struct{})
	var running, after atomic.Bool
	stop := bus.Listen(func(journal.Wake) {
		if after.Load() {
			t.Error("called after stop")
		}
		running.Store(true)
		close(entered)
		<-release
		running.Store(false)
	}, func(journal.Ephemeral) {})
	bus.Publish(context.Background(), journal.Wake{Stream: "a", Seq: 1})
	<-entered
	bus.Publish(context.Background(), journal.Wake{Stream: "b", Seq: 1}) // must not come after stop
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	select {
	case <-stopped:
		t.Error("stop did not wait for the running call")
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	soon(t, "stop", func() { <-stopped })
	after.Store(true)
	if running.Load() {
		t.Error("stop returned during a call")
	}
	stop() // once more does no harm
	bus.Publish(context.Background(), journal.Wake{Stream: "c", Seq: 1})
	time.Sleep(20 * time.Millisecond)
}

func throng(t *testing.T, bus journal.Bus) {
	const publishers, each = 8, 500
	ears := make([]ear, 4)
	var stops []func()
	for i := range ears {
		stops = append(stops, bus.Listen(ears[i].wake, ears[i].message))
	}
	var all sync.WaitGroup
	for i := range publishers {
		all.Go(func() {
			for seq := range int64(each) {
				bus.Publish(context.Background(), journal.Wake{Stream: fmt.Sprint(i), Seq: seq + 1})
				if seq%100 == 0 { // others come and go meanwhile
					bus.Listen(func(journal.Wake) {}, func(journal.Ephemeral) {})()
				}
			}
		})
	}
	all.Wait()
	for i := range ears {
		for p := range publishers {
			eventually(t, "every listener ends at the last of each stream", ears[i].heard(journal.Wake{Stream: fmt.Sprint(p), Seq: each}))
		}
	}
	slices.Reverse(stops)
	for _, stop := range stops {
		stop()
	}
}
