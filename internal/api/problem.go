package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"tandem/internal/blob"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// secretPaths begin addresses that go on with a secret.
var secretPaths = []string{"/api/invites/", "/api/links/", "/invite/", "/s/"}

// openPath is a request's path as a log may hold it: without secrets.
func openPath(r *http.Request) string {
	for _, before := range secretPaths {
		if strings.HasPrefix(r.URL.Path, before) {
			return before + "…"
		}
	}
	return r.URL.Path
}

// statusChecksum is what tus says of a body that is not what was sent.
const statusChecksum = 460

// refuse answers a fault as application/problem+json (RFC 9457). What the fault
// says to the operator goes to the log, and only where it is our own.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errMediaType) {
		a.problem(w, r, http.StatusUnsupportedMediaType, fault.New(fault.Invalid, "Send the body in the type that this address takes."))
		return
	}
	if errors.Is(err, errVersion) {
		a.problem(w, r, http.StatusPreconditionFailed, fault.New(fault.Invalid, "Say Tus-Resumable: 1.0.0; no other version is spoken."))
		return
	}
	if errors.Is(err, blob.ErrChecksum) {
		a.problem(w, r, statusChecksum, err)
		return
	}
	a.problem(w, r, wire.Status(fault.KindOf(err)), err)
}

func (a *API) problem(w http.ResponseWriter, r *http.Request, status int, err error) {
	if status >= 500 {
		a.options.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", openPath(r), "error", err)
	}
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Type", "application/problem+json")
	header.Del("ETag")
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if header.Get("Retry-After") == "" {
			header.Set("Retry-After", "1")
		}
	case http.StatusUnauthorized:
		header.Set("WWW-Authenticate", "Bearer")
	}
	raw, _ := json.Marshal(wire.ProblemOf(status, err)) // our own types always can be written
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}
