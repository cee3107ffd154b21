package api

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// Health answers those who watch the process; it says no more than they need.
type Health struct {
	Ping     func(ctx context.Context) error // tells whether the database answers and can be written
	Degraded func() bool                     // tells that other nodes are heard late only

	stopping atomic.Bool
}

// Stop makes the server count as not ready, so that nobody new is sent to it.
func (h *Health) Stop() { h.stopping.Store(true) }

// Stopping tells whether Stop was called.
func (h *Health) Stopping() bool { return h.stopping.Load() }

// Live answers 200 as long as the process lives.
func (h *Health) Live(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }

// Ready answers 200 where requests can be served, 503 where not.
func (h *Health) Ready(w http.ResponseWriter, r *http.Request) {
	if h.Stopping() {
		say(w, http.StatusServiceUnavailable, "stopping")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if h.Ping(ctx) != nil {
		say(w, http.StatusServiceUnavailable, "database")
		return
	}
	if h.Degraded() {
		say(w, http.StatusOK, "degraded")
		return
	}
	say(w, http.StatusOK, "ok")
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"status":"` + word + `"}` + "\n"))
}
