// Package lease lets one node at a time do what is done once for all: telling people,
// sending mail, sweeping. The database says who holds a lease, and until when; a node
// that cannot prolong its own in time stops by its own clock before another may take
// it. Whatever the holder does is made so that doing it twice does no harm, for a node
// that was frozen learns late that it has lost.
package lease

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"tandem/internal/entry"
)

// Store keeps who holds what. Implementations: packages sqlite and mongo.
type Store interface {
	// TakeLease gives a lease to a holder until an instant, or prolongs it, unless
	// somebody else holds it beyond now; in one step. The fence grows whenever the
	// holder changes.
	TakeLease(ctx context.Context, name, holder string, now, until entry.Instant) (fence int64, held bool, err error)
	// EndLease gives it back; of somebody else's nothing changes.
	EndLease(ctx context.Context, name, holder string) error
}

// Paces: clocks of nodes may be a few seconds apart.
const (
	lastsFor  = 20 * time.Second
	giveUp    = 10 * time.Second // without having been able to prolong it
	renewEach = 3 * time.Second
	endTime   = 2 * time.Second
)

// Lease is one node's part in who does what.
type Lease struct {
	store  Store
	name   string
	holder string
	log    *slog.Logger
	held   atomic.Bool
}

// New makes a lease that is not held yet.
func New(store Store, name string, log *slog.Logger) *Lease {
	return &Lease{store: store, name: name, holder: entry.NewID(), log: log}
}

// Held tells whether this node has it.
func (l *Lease) Held() bool { return l.held.Load() }

// Run does the jobs whenever the lease is held here, until ctx ends. Each job works
// until its own ctx does.
func (l *Lease) Run(ctx context.Context, jobs ...func(context.Context)) {
	for {
		fence, held, err := l.take(ctx)
		if err != nil && ctx.Err() == nil {
			l.log.Error("take a lease", "lease", l.name, "error", err)
		}
		if held {
			l.log.Info("this node does what is done once for all", "lease", l.name, "fence", fence)
			l.hold(ctx, jobs)
		}
		if !sleep(ctx, renewEach) {
			return
		}
	}
}

func (l *Lease) take(ctx context.Context) (fence int64, held bool, err error) {
	now := entry.At(time.Now())
	return l.store.TakeLease(ctx, l.name, l.holder, now, now+entry.Instant(lastsFor.Milliseconds()))
}

// hold works until ctx ends, or the lease is lost.
func (l *Lease) hold(ctx context.Context, jobs []func(context.Context)) {
	work, stop := context.WithCancel(ctx)
	late := time.AfterFunc(giveUp, stop)
	var working sync.WaitGroup
	l.held.Store(true)
	for _, job := range jobs {
		working.Go(func() { job(work) })
	}
	for sleep(work, renewEach) {
		switch _, held, err := l.take(work); {
		case err != nil: // until it is too late
		case held:
			late.Reset(giveUp)
		default:
			stop()
		}
	}
	late.Stop()
	stop()
	working.Wait()
	l.held.Store(false)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	_ = l.store.EndLease(last, l.name, l.holder) // or it ends by itself
}

// sleep waits; false where ctx has ended.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
