package app

import (
	"context"
	"encoding/hex"
	"time"

	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/lease"
	"tandem/internal/redis"
)

// newBus connects the node with the others, where there is a server for it. The
// channel follows from a key of the database, so that nodes hear each other if, and
// only if, they share one.
func (a *App) newBus(ctx context.Context) error {
	here := inproc.New()
	a.bus, a.busDown = here, func() bool { return false }
	if a.settings.Shared() {
		a.lease = lease.New(a.store, "once for all", a.log)
	}
	if a.settings.Redis == "" {
		return nil
	}
	key, err := a.store.Secret(ctx, "bus")
	if err != nil {
		return err
	}
	options := redis.Options{Here: here, Channel: "tandem:" + hex.EncodeToString(key[:8]), Log: a.log}
	if a.metrics != nil {
		options.OnLag = func(took time.Duration) { a.metrics.busLag.Observe(took.Seconds()) }
		options.OnMissed = func(batches int64) { a.metrics.busMissed.Add(float64(batches)) }
		options.OnLost = a.metrics.busLost.Inc
	}
	bus, err := redis.Open(ctx, a.settings.Redis, options)
	if err != nil {
		return err
	}
	a.bus, a.busDown = bus, bus.Down
	a.closing = append(a.closing, bus.Close)
	return nil
}

// revokedKind is the message that a session or token was ended: a hint to look, for
// what is ended stands in the database (L4).
const revokedKind = "revoked"

func (a *App) tellOfRevoked(string, string) {
	a.bus.Send(context.Background(), journal.Ephemeral{Kind: revokedKind})
}

// listenToNodes takes what other nodes have to say to accounts and limits.
func (a *App) listenToNodes() {
	if a.settings.Redis == "" {
		return
	}
	stop := a.bus.Listen(func(journal.Wake) {}, func(message journal.Ephemeral) {
		if message.Kind == revokedKind {
			a.auth.Look()
		}
	})
	a.closing = append(a.closing, stop, a.gate.ShareLimits(a.bus))
}
