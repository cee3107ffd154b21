package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

// exporter sends spans as OTLP in JSON over HTTP. The exporter of the library brings
// the packages of gRPC and Protobuf, 4 MB of program (ADR 15).
type exporter struct {
	url    string
	client http.Client
	fail   func(error)
}

func newExporter(options Options) *exporter {
	url := strings.TrimSuffix(options.Endpoint, "/") + "/v1/traces"
	return &exporter{url: url, client: http.Client{Timeout: 10 * time.Second}, fail: options.Fail}
}

// ExportSpans implements sdk.SpanExporter.
func (e *exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := e.send(ctx, spans); err != nil {
		e.fail(fmt.Errorf("%d spans did not arrive: %w", len(spans), err))
	}
	return nil // the library would only print it
}

// Shutdown implements sdk.SpanExporter.
func (e *exporter) Shutdown(context.Context) error { return nil }

func (e *exporter) send(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	body, err := json.Marshal(messageOf(spans))
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16))
	if answer.StatusCode >= 300 {
		return fmt.Errorf("the collector answers %s", answer.Status)
	}
	return nil
}
