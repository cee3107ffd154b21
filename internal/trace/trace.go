// Package trace tells an OpenTelemetry collector what took how long: one trace for
// each request, with the submissions and appends in it. A request that comes with
// a traceparent goes on with that trace. No span holds a body, a query, a text or
// an address.
package trace

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	otel "go.opentelemetry.io/otel/trace"

	"tandem/internal/fault"
	"tandem/internal/journal"
)

// Options of New.
type Options struct {
	Endpoint string      // of OTLP over HTTP, as http://collector:4318
	Ratio    float64     // how many traces of those that begin here are told, 0 to 1
	Version  string      // of the program
	Fail     func(error) // is told of what did not arrive; what is lost is not sent again
}

// Tracer makes spans and sends them, a second's worth together; nobody waits
// for the collector.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   otel.Tracer
}

// New makes a tracer. Close it to send what is left.
func New(options Options) *Tracer {
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(newExporter(options), sdk.WithBatchTimeout(time.Second)),
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(options.Ratio))),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "tandem"), attribute.String("service.version", options.Version))),
	)
	return &Tracer{provider: provider, tracer: provider.Tracer("tandem")}
}

// Close sends what is left, within ctx.
func (t *Tracer) Close(ctx context.Context) error { return t.provider.Shutdown(ctx) }

// Submitted tells of a submission, with the append that made it durable: an
// OnSubmit of the journal.
func (t *Tracer) Submitted(ctx context.Context, s *journal.Submitted) {
	end := s.Began.Add(s.Took)
	ctx, span := t.tracer.Start(ctx, "journal.submit", otel.WithTimestamp(s.Began),
		otel.WithAttributes(attribute.String("tandem.stream", s.Stream), attribute.Int("tandem.commands", s.Commands)))
	if !s.Appending.IsZero() {
		_, appended := t.tracer.Start(ctx, "journal.append", otel.WithTimestamp(s.Appending))
		appended.End(otel.WithTimestamp(end))
	}
	failed(span, s.Err)
	span.End(otel.WithTimestamp(end))
}

// Sent tells of a try to send a message out of the app.
func (t *Tracer) Sent(ctx context.Context, channel string, began time.Time, err error) {
	_, span := t.tracer.Start(ctx, "outbox."+channel, otel.WithTimestamp(began), otel.WithSpanKind(otel.SpanKindClient))
	failed(span, err)
	span.End()
}

// failed marks a span by the kind of a fault alone: its text may name what is private.
func failed(span otel.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, string(fault.KindOf(err)))
	}
}

// ID gives the trace that ctx belongs to, 32 hex digits; "" for none that is told.
func ID(ctx context.Context) string {
	span := otel.SpanContextFromContext(ctx)
	if !span.IsSampled() {
		return ""
	}
	return span.TraceID().String()
}
