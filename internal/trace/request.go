package trace

import (
	"context"
	"net/http"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	otel "go.opentelemetry.io/otel/trace"
)

// Before makes a span of each request to the API. Sockets have none: they last for
// hours, and what they submit is told by itself.
func (t *Tracer) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") {
			next.ServeHTTP(w, r)
			return
		}
		ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, method(r.Method), otel.WithSpanKind(otel.SpanKindServer))
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
		span.SetAttributes(attribute.String("tandem.request", w.Header().Get("X-Request-Id")))
	})
}

// Answered names a request's span by its route, once that is known: never by its
// path, which holds ids.
func Answered(ctx context.Context, verb, pattern string, status int) {
	span, verb, route := otel.SpanFromContext(ctx), method(verb), strings.TrimPrefix(pattern, verb+" ")
	if route == "" || route == "/api/" {
		route = "unknown"
	}
	span.SetName(verb + " " + route)
	span.SetAttributes(attribute.String("http.request.method", verb), attribute.String("http.route", route),
		attribute.Int("http.response.status_code", status))
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, http.StatusText(status))
	}
}

// method is one that there is: others may be anything.
func method(verb string) string {
	switch verb {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return verb
	}
	return "_OTHER"
}
