package audit

import (
	"context"
	"slices"
	"time"

	"tandem/internal/entry"
)

// Origin is who makes a request, and from where.
type Origin struct {
	Actor    string // "" where nobody is signed in
	Address  string
	Operator bool // at the command line

	Request string // the id that the answer bears as X-Request-Id
	Command string // the id of the one command that it carries; "" for none or several

	// Forbidden is set where a part of the request was refused, though all of it
	// was answered with success.
	Forbidden bool
}

type (
	originKey struct{}
	notesKey  struct{}
)

// With names the origin of all that is noted with ctx.
func With(ctx context.Context, origin *Origin) context.Context {
	return context.WithValue(ctx, originKey{}, origin)
}

// From gives the origin of ctx; an empty one where none was named.
func From(ctx context.Context) *Origin {
	if origin, ok := ctx.Value(originKey{}).(*Origin); ok {
		return origin
	}
	return &Origin{}
}

// Note makes the next write with the context that it gives record these too, in
// the same transaction. A write that is refused leaves none.
func Note(ctx context.Context, records ...Record) context.Context {
	if len(records) == 0 {
		return ctx
	}
	return Later(ctx, func() []Record { return records })
}

// Later is Note for what is known only once the write has been decided.
func Later(ctx context.Context, records func() []Record) context.Context {
	before, _ := ctx.Value(notesKey{}).([]func() []Record)
	return context.WithValue(ctx, notesKey{}, append(slices.Clip(before), records))
}

// Noted gives what ctx has noted, complete; for the store, at the end of its
// transaction.
func Noted(ctx context.Context) []Record {
	notes, _ := ctx.Value(notesKey{}).([]func() []Record)
	if notes == nil {
		return nil
	}
	var all []Record
	for _, note := range notes {
		for _, record := range note() {
			all = append(all, record.complete(From(ctx)))
		}
	}
	return all
}

func (r Record) complete(origin *Origin) Record {
	if r.At == 0 {
		r.At = entry.At(time.Now())
	}
	if r.Actor == "" {
		r.Actor = origin.Actor
	}
	if r.Address == "" {
		r.Address = origin.Address
	}
	if origin.Operator {
		with := Detail{"by": "operator"}
		for name, value := range r.Detail {
			with[name] = value
		}
		r.Detail = with
	}
	return r
}
