// Package inproc is the bus of a single node: wake-ups and ephemeral messages
// go from those who publish to those who listen within this process. It never
// blocks a publisher, and it keeps nothing.
package inproc

import (
	"context"
	"sync"

	"tandem/internal/journal"
)

// mailbox is how many ephemeral messages wait for a slow listener; what comes
// beyond is lost to it, as the contract allows.
const mailbox = 1024

// Bus is a journal.Bus. The zero value is ready.
type Bus struct {
	mu        sync.RWMutex
	listeners map[*listener]struct{}
}

var _ journal.Bus = (*Bus)(nil)

// New makes a bus without listeners.
func New() *Bus { return &Bus{} }

// Publish implements journal.Bus.
func (b *Bus) Publish(_ context.Context, wake journal.Wake) {
	b.each(func(l *listener) { l.wake(wake) })
}

// Send implements journal.Bus.
func (b *Bus) Send(_ context.Context, message journal.Ephemeral) {
	b.each(func(l *listener) { l.send(message) })
}

func (b *Bus) each(do func(*listener)) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for l := range b.listeners {
		do(l)
	}
}

// Listen implements journal.Bus.
func (b *Bus) Listen(onWake func(journal.Wake), onMessage func(journal.Ephemeral)) (stop func()) {
	l := &listener{
		wakes: map[string]journal.Wake{}, onWake: onWake, onMessage: onMessage,
		work: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}),
	}
	b.mu.Lock()
	if b.listeners == nil {
		b.listeners = map[*listener]struct{}{}
	}
	b.listeners[l] = struct{}{}
	b.mu.Unlock()
	go l.run()
	return sync.OnceFunc(func() {
		b.mu.Lock()
		delete(b.listeners, l)
		b.mu.Unlock()
		close(l.quit)
		<-l.done
	})
}

// listener is one pair of callbacks with what waits for it.
type listener struct {
	onWake    func(journal.Wake)
	onMessage func(journal.Ephemeral)
	work      chan struct{} // holds one token while something waits
	quit      chan struct{}
	done      chan struct{}

	mu       sync.Mutex
	wakes    map[string]journal.Wake // by stream: a later one takes the place of the one that waits
	messages []journal.Ephemeral
}

func (l *listener) wake(wake journal.Wake) {
	l.mu.Lock()
	waiting := l.wakes[wake.Stream]
	wake.Seq, wake.ACL = max(wake.Seq, waiting.Seq), max(wake.ACL, waiting.ACL)
	if !waiting.At.IsZero() {
		wake.At = waiting.At
	}
	l.wakes[wake.Stream] = wake
	l.mu.Unlock()
	l.signal()
}

func (l *listener) send(message journal.Ephemeral) {
	l.mu.Lock()
	if len(l.messages) < mailbox {
		l.messages = append(l.messages, message)
	}
	l.mu.Unlock()
	l.signal()
}

func (l *listener) signal() {
	select {
	case l.work <- struct{}{}:
	default: // a token is there already
	}
}

func (l *listener) run() {
	defer close(l.done)
	for {
		select {
		case <-l.quit:
			return
		case <-l.work:
		}
		wakes, messages := l.take()
		for _, wake := range wakes {
			if l.stopped() {
				return
			}
			l.onWake(wake)
		}
		for _, message := range messages {
			if l.stopped() {
				return
			}
			l.onMessage(message)
		}
	}
}

func (l *listener) take() (map[string]journal.Wake, []journal.Ephemeral) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wakes, messages := l.wakes, l.messages
	l.wakes, l.messages = map[string]journal.Wake{}, nil
	return wakes, messages
}

func (l *listener) stopped() bool {
	select {
	case <-l.quit:
		return true
	default:
		return false
	}
}
