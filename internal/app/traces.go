package app

import (
	"context"
	"net/http"
	"time"

	"tandem/internal/api"
	"tandem/internal/journal"
	"tandem/internal/outbox"
	"tandem/internal/trace"
)

// traces is nil where no collector is set.
func (a *App) newTraces() {
	if a.settings.Traces == "" {
		return
	}
	version, _ := revision()
	a.traces = trace.New(trace.Options{
		Endpoint: a.settings.Traces, Ratio: a.settings.TraceRatio, Version: version,
		Fail: func(err error) { a.log.Warn("traces", "error", err) },
	})
	a.closing = append(a.closing, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_ = a.traces.Close(ctx) // a collector that is away does not hold the stop up
	})
}

// traced lets each request have a trace.
func (a *App) traced(next http.Handler) http.Handler {
	if a.traces == nil {
		return next
	}
	return a.traces.Before(next)
}

// answered is told of each answer.
func (a *App) answered(ctx context.Context, seen api.Seen) {
	if a.metrics != nil {
		a.metrics.answered(seen)
	}
	if a.traces != nil {
		trace.Answered(ctx, seen.Method, seen.Pattern, seen.Status)
	}
}

// submitted is told of each submission.
func (a *App) submitted(ctx context.Context, told *journal.Submitted) {
	if a.metrics != nil {
		a.metrics.submitted(told.Took)
	}
	if a.traces != nil {
		a.traces.Submitted(ctx, told)
	}
}

// tracedSend tells of each try to send a message.
func (a *App) tracedSend(channel outbox.Channel, send outbox.Send) outbox.Send {
	if a.traces == nil {
		return send
	}
	return func(ctx context.Context, letter *outbox.Letter) error {
		began := time.Now()
		err := send(ctx, letter)
		a.traces.Sent(ctx, string(channel), began, err)
		return err
	}
}
