package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/config"
)

// collector keeps what a server tells it.
type collector struct {
	*httptest.Server
	sync.Mutex
	told  string
	spans map[string]told // by name
}

type told struct {
	TraceID, SpanID, ParentSpanID string
	Kind                          int
	Start                         string `json:"startTimeUnixNano"`
	End                           string `json:"endTimeUnixNano"`
}

func collect(t *testing.T) *collector {
	c := &collector{spans: map[string]told{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var message struct {
			ResourceSpans []struct {
				ScopeSpans []struct {
					Spans []struct {
						Name string
						told
					}
				}
			}
		}
		if r.URL.Path != "/v1/traces" || json.Unmarshal(body, &message) != nil {
			t.Errorf("%s: %s", r.URL.Path, body)
			return
		}
		c.Lock()
		defer c.Unlock()
		c.told += string(body)
		for _, span := range message.ResourceSpans[0].ScopeSpans[0].Spans {
			c.spans[span.Name] = span.told
		}
	}))
	t.Cleanup(c.Close)
	return c
}

// wait gives a span once it is there.
func (c *collector) wait(t *testing.T, name string) told {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		c.Lock()
		span, found := c.spans[name]
		c.Unlock()
		if found {
			return span
		}
	}
	t.Fatalf("no span %q in %s", name, c.told)
	return told{}
}

// traced makes a request that belongs to a trace.
func (p *someone) traced(method, path, body, parent string) {
	p.s.t.Helper()
	r, err := http.NewRequest(method, "http://"+p.s.addr+path, strings.NewReader(body))
	if err != nil {
		p.s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", p.cookie)
	r.Header.Set("Traceparent", parent)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	answer.Body.Close()
}

// A request that comes with a trace goes on with it, down to the append; nothing
// that was said is in it.
func TestTraces(t *testing.T) {
	c := collect(t)
	s := openStreet(t, func(settings *config.Config) { settings.Traces, settings.TraceRatio = c.URL, 0 })
	const trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	s.own.must("POST", "/api/projects/"+s.project+"/tasks", `{"title": "something private"}`) // by itself: not traced
	s.own.traced("POST", "/api/projects/"+s.project+"/tasks", `{"title": "something private"}`, "00-"+trace+"-"+parent+"-01")
	request := c.wait(t, "POST /api/projects/{project}/tasks")
	submit := c.wait(t, "journal.submit")
	appended := c.wait(t, "journal.append")
	if request.TraceID != trace || request.ParentSpanID != parent || request.Kind != 2 {
		t.Errorf("the request's span: %+v", request)
	}
	if submit.ParentSpanID != request.SpanID || appended.ParentSpanID != submit.SpanID || appended.TraceID != trace {
		t.Errorf("submit %+v, append %+v below %+v", submit, appended, request)
	}
	if appended.Start < submit.Start || appended.End > request.End || submit.Start < request.Start {
		t.Errorf("submit %+v, append %+v within %+v", submit, appended, request)
	}
	if strings.Contains(c.told, "private") {
		t.Errorf("told too much: %s", c.told)
	}
	if n := strings.Count(c.told, `"journal.submit"`); n != 1 {
		t.Errorf("%d submissions traced", n)
	}
}

// A collector that is away stops nothing.
func TestTraces_away(t *testing.T) {
	s := openStreet(t, func(settings *config.Config) { settings.Traces, settings.TraceRatio = "http://127.0.0.1:1", 1 })
	s.own.createTask("one")
}
