package trace

import (
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// What is sent: opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest in
// the JSON of OTLP 1.x, where ids are hex and 64-bit numbers are text.
type (
	message struct {
		ResourceSpans []resourceSpans `json:"resourceSpans"`
	}
	resourceSpans struct {
		Resource   attributes   `json:"resource"`
		ScopeSpans []scopeSpans `json:"scopeSpans"`
	}
	attributes struct {
		Attributes []pair `json:"attributes"`
	}
	scopeSpans struct {
		Scope scope  `json:"scope"`
		Spans []span `json:"spans"`
	}
	scope struct {
		Name string `json:"name"`
	}
	span struct {
		TraceID    string `json:"traceId"`
		SpanID     string `json:"spanId"`
		ParentID   string `json:"parentSpanId,omitempty"`
		TraceState string `json:"traceState,omitempty"`
		Name       string `json:"name"`
		Kind       int    `json:"kind"`
		Start      string `json:"startTimeUnixNano"`
		End        string `json:"endTimeUnixNano"`
		Attributes []pair `json:"attributes,omitempty"`
		Status     status `json:"status"`
	}
	status struct {
		Code    int    `json:"code,omitempty"` // 2: an error
		Message string `json:"message,omitempty"`
	}
	pair struct {
		Key   string `json:"key"`
		Value value  `json:"value"`
	}
	value struct {
		String *string `json:"stringValue,omitempty"`
		Int    string  `json:"intValue,omitempty"`
	}
)

// messageOf puts the spans of one tracer into one message.
func messageOf(spans []sdk.ReadOnlySpan) message {
	out := resourceSpans{ScopeSpans: []scopeSpans{{}}}
	for _, s := range spans {
		out.Resource.Attributes = pairs(s.Resource().Attributes())
		out.ScopeSpans[0].Scope.Name = s.InstrumentationScope().Name
		out.ScopeSpans[0].Spans = append(out.ScopeSpans[0].Spans, spanOf(s))
	}
	return message{[]resourceSpans{out}}
}

func spanOf(s sdk.ReadOnlySpan) span {
	out := span{
		TraceID: s.SpanContext().TraceID().String(), SpanID: s.SpanContext().SpanID().String(), TraceState: s.SpanContext().TraceState().String(),
		Name: s.Name(), Kind: int(s.SpanKind()), Start: nanos(s.StartTime()), End: nanos(s.EndTime()), Attributes: pairs(s.Attributes()),
	}
	if s.Parent().HasSpanID() {
		out.ParentID = s.Parent().SpanID().String()
	}
	if s.Status().Code == codes.Error {
		out.Status = status{Code: 2, Message: s.Status().Description}
	}
	return out
}

func nanos(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func pairs(list []attribute.KeyValue) (out []pair) {
	for _, one := range list {
		v := value{}
		if one.Value.Type() == attribute.INT64 {
			v.Int = strconv.FormatInt(one.Value.AsInt64(), 10)
		} else {
			text := one.Value.String()
			v.String = &text
		}
		out = append(out, pair{string(one.Key), v})
	}
	return out
}
