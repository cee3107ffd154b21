package redis

import (
	"context"
	"math/rand/v2"
	"time"
)

// receive listens for other nodes, on a new connection whenever one has ended.
func (b *Bus) receive(ctx context.Context, in *ear) {
	for wait := firstWait; ctx.Err() == nil; {
		var err error
		if in == nil {
			in, err = b.subscribe(ctx)
			b.pulse.disturb(time.Now()) // what was sent before now went past us
		}
		if err == nil {
			wait = firstWait
			err = b.listen(ctx, in)
			in = nil
			b.pulse.disturb(time.Now())
		}
		if ctx.Err() != nil {
			return
		}
		if !b.Down() {
			b.Log.Warn("redis is away: what other nodes do is found by looking, until it is back", "error", err)
		}
		wait = pause(ctx, wait)
	}
}

// listen hears until the connection ends. Our own beats come back on it, so one that
// says nothing for long has ended without a word.
func (b *Bus) listen(ctx context.Context, in *ear) error {
	defer in.close()
	select {
	case b.open <- struct{}{}: // the next batch finds its way back
	default: // a token is there already
	}
	silent := time.NewTimer(silentTime)
	defer silent.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-in.ended:
			return err
		case <-in.beats:
			silent.Reset(silentTime)
		case <-silent.C:
			return errSilent
		}
	}
}

// pause waits with full jitter, so that not all nodes come back at once, and gives
// how long the next pause may be.
func pause(ctx context.Context, most time.Duration) time.Duration {
	select {
	case <-ctx.Done():
	case <-time.After(rand.N(most)):
	}
	return min(2*most, longest)
}
