// Package redis is the bus of several nodes: what one publishes reaches the
// listeners of all, over one channel of a Redis server. This node's own hear it
// without Redis. Everything that goes through is a hint: nothing is kept there, and
// a server that is away, paused or emptied costs time, never data (L8). Down tells
// when hints may be missing, so that nodes look at the heads themselves meanwhile.
package redis

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/rueidis"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/mailbox"
)

// Options of Open. Here and Channel are needed.
type Options struct {
	Here     journal.Bus         // to this node's listeners
	Channel  string              // of this installation: several may share a server
	Log      *slog.Logger        // nil: none
	OnLag    func(time.Duration) // is told how long this node's own batches take to come back
	OnMissed func(batches int64) // is told of other nodes' batches that never came
	OnLost   func()              // is told of each message that found no room on its way out
}

// Bus is a journal.Bus. Make it with Open.
type Bus struct {
	Options
	host    string
	client  rueidis.Client
	node    string // tells this node's batches from those of others
	out     *mailbox.Mailbox
	pulse   pulse
	open    chan struct{} // holds a token after the server has begun to pass messages on to us
	stop    context.CancelFunc
	running sync.WaitGroup
}

var _ journal.Bus = (*Bus)(nil)

// Paces.
const (
	answerTime = 2 * time.Second // how long the server may take for one batch …
	openTime   = 5 * time.Second // … and to be found at the start
	firstWait  = 100 * time.Millisecond
	longest    = 2 * time.Second // between two tries to reach it again
)

// Open connects and returns once a message has come back. The fault says what is
// wrong with the address (redis://name:password@host:port/0, rediss:// with TLS), or
// with the server. Where nobody is there, now, the bus is down until somebody is: a
// node that starts meanwhile works as those do that ran before.
func Open(ctx context.Context, address string, options Options) (*Bus, error) {
	fillIn(&options)
	server, err := parseAddress(address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "--redis is "+err.Error()+".")
	}
	b := &Bus{Options: options, host: server.InitAddress[0], node: entry.NewID(), out: mailbox.New(), pulse: newPulse(), open: make(chan struct{}, 1)}
	in, err := b.connect(ctx, server)
	if err != nil {
		return nil, err
	}
	work, stop := context.WithCancel(context.Background())
	b.stop = stop
	b.running.Go(func() { b.receive(work, in) })
	b.running.Go(func() { b.send(work) })
	if in == nil {
		return b, nil
	}
	if err := b.awaitEcho(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func fillIn(options *Options) {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.OnLag == nil {
		options.OnLag = func(time.Duration) {}
	}
	if options.OnMissed == nil {
		options.OnMissed = func(int64) {}
	}
	if options.OnLost == nil {
		options.OnLost = func() {}
	}
}

func (b *Bus) awaitEcho(ctx context.Context) error {
	select {
	case <-b.pulse.first:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(openTime):
		return fault.New(fault.Unavailable, "Redis at "+b.host+" answers, but passes no messages on.")
	}
}

// Publish implements journal.Bus.
func (b *Bus) Publish(ctx context.Context, wake journal.Wake) {
	b.Here.Publish(ctx, wake)
	b.out.Wake(wake)
}

// Send implements journal.Bus.
func (b *Bus) Send(ctx context.Context, message journal.Ephemeral) {
	b.Here.Send(ctx, message)
	if !b.out.Send(message) {
		b.OnLost()
	}
}

// Listen implements journal.Bus.
func (b *Bus) Listen(onWake func(journal.Wake), onMessage func(journal.Ephemeral)) (stop func()) {
	return b.Here.Listen(onWake, onMessage)
}

// Down tells whether hints of other nodes may be missing.
func (b *Bus) Down() bool { return b.pulse.down(time.Now()) }

// Close sends what waits, if that goes quickly, and ends the connections.
func (b *Bus) Close() {
	b.stop()
	b.running.Wait()
	b.client.Close()
}
