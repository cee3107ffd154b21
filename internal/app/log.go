package app

import (
	"context"
	"io"
	"log/slog"

	"tandem/internal/audit"
	"tandem/internal/config"
	"tandem/internal/trace"
)

// newLog makes what is written for the operator: lines of names and values, or
// objects in JSON for programs that collect them.
func newLog(out io.Writer, settings *config.Config) *slog.Logger {
	options := &slog.HandlerOptions{}
	var level slog.Level
	_ = level.UnmarshalText([]byte(settings.LogLevel)) // config has checked it
	options.Level = level
	if settings.LogFormat == config.JSON {
		return slog.New(named{slog.NewJSONHandler(out, options)})
	}
	return slog.New(named{slog.NewTextHandler(out, options)})
}

// named adds to each line the ids of the request, the command and the trace that
// it belongs to.
type named struct{ slog.Handler }

// Handle implements slog.Handler.
func (n named) Handle(ctx context.Context, line slog.Record) error {
	origin := audit.From(ctx)
	if origin.Request != "" {
		line.AddAttrs(slog.String("request", origin.Request))
	}
	if origin.Command != "" && !has(&line, "command") {
		line.AddAttrs(slog.String("command", origin.Command))
	}
	if id := trace.ID(ctx); id != "" {
		line.AddAttrs(slog.String("trace", id))
	}
	return n.Handler.Handle(ctx, line)
}

// has tells whether a line names something itself.
func has(line *slog.Record, name string) (found bool) {
	line.Attrs(func(a slog.Attr) bool {
		found = a.Key == name
		return !found
	})
	return found
}

// WithAttrs implements slog.Handler.
func (n named) WithAttrs(attrs []slog.Attr) slog.Handler { return named{n.Handler.WithAttrs(attrs)} }

// WithGroup implements slog.Handler.
func (n named) WithGroup(name string) slog.Handler { return named{n.Handler.WithGroup(name)} }
