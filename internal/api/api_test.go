package api

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type echoBody struct {
	Text string `json:"text"`
}

// bare is an API with one route that echoes, for everybody signed in as "ann".
func bare() *API {
	a := New(Options{Actor: func(ctx context.Context) (string, bool) { return "ann", ctx.Value(nobody{}) == nil }})
	a.Register(
		Bind(Route{
			Method: "POST", Path: "/api/echo", Name: "echo", Access: SignedIn,
			Query: []Param{{Name: "loud", Kind: "boolean"}},
		}, func(_ *Call, in *echoBody) (*echoBody, error) { return in, nil }),
		Bind(Route{Method: "DELETE", Path: "/api/echo", Name: "hush", Access: SignedIn, Status: http.StatusNoContent},
			func(*Call, *None) (*None, error) { return nil, nil }),
	)
	return a
}

type nobody struct{}

func TestEdge(t *testing.T) {
	for name, c := range map[string]struct {
		method, target, contentType, body string
		status                            int
		says                              string
	}{
		"served":                {"POST", "/api/echo?loud=true", "application/json; charset=utf-8", `{"text":"hi"}`, 200, `{"text":"hi"}`},
		"no answer":             {"DELETE", "/api/echo", "", "", 204, ""},
		"empty object for none": {"DELETE", "/api/echo", "application/json", "{}", 204, ""},
		"member for none":       {"DELETE", "/api/echo", "application/json", `{"a":1}`, 422, `"/a"`},
		"unknown route":         {"POST", "/api/nothing", "", "", 404, `"status":404`},
		"unknown method":        {"GET", "/api/echo", "", "", 405, `"status":405`},
		"unknown parameter":     {"POST", "/api/echo?quiet=1", "application/json", `{"text":"hi"}`, 422, `"quiet"`},
		"parameter twice":       {"POST", "/api/echo?loud=true&loud=true", "application/json", `{"text":"hi"}`, 422, `"loud"`},
		"wrong parameter":       {"POST", "/api/echo?loud=yes", "application/json", `{"text":"hi"}`, 422, `"loud"`},
		"malformed query":       {"POST", "/api/echo?%zz", "application/json", `{"text":"hi"}`, 422, `"status":422`},
		"a form":                {"POST", "/api/echo", "application/x-www-form-urlencoded", "text=hi", 415, `"status":415`},
		"JSON called text":      {"POST", "/api/echo", "text/plain", `{"text":"hi"}`, 415, `"status":415`},
		"too large":             {"POST", "/api/echo", "application/json", `{"text":"` + strings.Repeat("a", MaxBody) + `"}`, 413, `"status":413`},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.contentType)
			w := httptest.NewRecorder()
			bare().ServeHTTP(w, r)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, c.status, c.says)
			}
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q", got)
			}
			if got := w.Header().Get("Content-Type"); c.status >= 400 && got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
		})
	}
}

func TestEdge_size(t *testing.T) {
	r := httptest.NewRequest("POST", "/api/echo", io.MultiReader(strings.NewReader(`"`), strings.NewReader(strings.Repeat("a", MaxBody))))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	if bare().ServeHTTP(w, r); w.Code != 413 {
		t.Errorf("a body of unknown length beyond the limit: %d", w.Code)
	}
}

func TestEdge_signedOut(t *testing.T) {
	r := httptest.NewRequest("POST", "/api/echo", strings.NewReader("{"))
	w := httptest.NewRecorder()
	bare().ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nobody{}, true)))
	if w.Code != 401 {
		t.Errorf("%d", w.Code)
	}
}

func TestEdge_allow(t *testing.T) {
	w := httptest.NewRecorder()
	bare().ServeHTTP(w, httptest.NewRequest("PATCH", "/api/echo", nil))
	if got := w.Header().Get("Allow"); got != "POST, DELETE" {
		t.Errorf("Allow: %q", got)
	}
}

func TestRegister_incomplete(t *testing.T) {
	complete := Bind(Route{Method: "GET", Path: "/api/x", Name: "x", Access: Anyone}, func(*Call, *None) (*None, error) { return nil, nil })
	unruled, unnamed := complete, complete
	unruled.Access, unnamed.Name = Access{}, ""
	for name, route := range map[string]Route{"no access rule": unruled, "no name": unnamed} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken")
				}
			}()
			New(Options{}).Register(route)
		})
	}
}
