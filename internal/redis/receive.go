package redis

import (
	"context"
	"math/rand/v2"
	"time"
)

// subscribe connects to hear what comes on a channel.
func subscribe(ctx context.Context, s server, channel string) (*conn, error) {
	c, err := dial(ctx, s)
	if err != nil {
		return nil, err
	}
	if _, err := c.ask("SUBSCRIBE", channel); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// receive listens for other nodes, on a new connection whenever one has ended.
func (b *Bus) receive(ctx context.Context, in *conn) {
	for wait := firstWait; ctx.Err() == nil; {
		var err error
		if in == nil {
			in, err = subscribe(ctx, b.server, b.Channel)
			b.pulse.disturb(time.Now()) // what was sent before now went past us
		}
		if err == nil {
			wait = firstWait
			err = b.listen(ctx, in)
			in = nil
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
func (b *Bus) listen(ctx context.Context, in *conn) error {
	defer in.Close()
	defer context.AfterFunc(ctx, func() { in.Close() })()
	select {
	case b.open <- struct{}{}: // the next batch finds its way back
	default: // a token is there already
	}
	for {
		if err := in.SetDeadline(time.Now().Add(silentTime)); err != nil {
			return err
		}
		said, err := in.read()
		if err != nil {
			return err
		}
		parts, _ := said.([]any)
		if len(parts) == 3 && parts[0] == "message" {
			text, _ := parts[2].(string)
			b.hear(text)
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
