// Package inproc is the bus of a single node: wake-ups and ephemeral messages
// go from those who publish to those who listen within this process. It never
// blocks a publisher, and it keeps nothing.
package inproc

import (
	"context"
	"sync"

	"tandem/internal/journal"
	"tandem/internal/mailbox"
)

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
	b.each(func(l *listener) { l.box.Wake(wake) })
}

// Send implements journal.Bus.
func (b *Bus) Send(_ context.Context, message journal.Ephemeral) {
	b.each(func(l *listener) { l.box.Send(message) })
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
	l := &listener{box: mailbox.New(), onWake: onWake, onMessage: onMessage, quit: make(chan struct{}), done: make(chan struct{})}
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
	box       *mailbox.Mailbox
	onWake    func(journal.Wake)
	onMessage func(journal.Ephemeral)
	quit      chan struct{}
	done      chan struct{}
}

func (l *listener) run() {
	defer close(l.done)
	for {
		select {
		case <-l.quit:
			return
		case <-l.box.Ready():
		}
		wakes, messages := l.box.Take()
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

func (l *listener) stopped() bool {
	select {
	case <-l.quit:
		return true
	default:
		return false
	}
}
