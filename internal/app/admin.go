package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/pprof"
	"time"
)

// serveAdmin serves what only operators may see, on an address of its own.
func (a *App) serveAdmin(ctx context.Context) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.metrics.handler(a.log))
	mux.HandleFunc("GET /healthz", a.health.Live)
	mux.HandleFunc("GET /readyz", a.health.Ready)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(a.admin); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
