package app

import (
	"context"
	"net/http"

	"tandem/internal/api"
	"tandem/internal/web"
)

// wire connects the floors; it reads from the bottom up.
func (a *App) wire() {
	edge := api.New(api.Options{Actor: func(context.Context) (string, bool) { return "", false }, Log: a.log})
	mux := http.NewServeMux()
	mux.Handle("/api/", edge)
	mux.Handle("/", web.Handler())
	a.handler = mux
}

// jobs are what runs beside the writer until the server stops.
func (a *App) jobs() []func(context.Context) { return nil }

// sayGoodbye tells those who are connected that the server goes down.
func (a *App) sayGoodbye(context.Context) {}

// serveAdmin serves what only operators may see.
func (a *App) serveAdmin(ctx context.Context) error {
	<-ctx.Done()
	return nil
}
