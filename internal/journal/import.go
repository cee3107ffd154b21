package journal

import (
	"context"
	"errors"
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// Dated is a command that took effect at a moment of the past.
type Dated struct {
	At      entry.Instant
	Actor   string
	Command entry.Command
}

// Import opens a new project stream with all commands in one commit: it arrives
// whole or not at all. The first command is entry.ProjectCreate, times do not
// run backwards, and rights are not asked, since the caller answers for the
// commands. Deciding happens beside the writer, so that others do not wait for it.
func (w *Writer) Import(ctx context.Context, stream string, commands []Dated) (Head, error) {
	for range 20 {
		head, err := w.tryImport(ctx, stream, commands)
		if !errors.Is(err, ErrHeadMoved) {
			return head, err
		}
		if there, err := w.store.Head(ctx, stream); err != nil || there.Seq > 0 {
			return Head{}, errors.Join(err, fault.New(fault.Conflict, "Something with this id exists already."))
		}
	}
	return Head{}, fault.New(fault.Unavailable, "The server is very busy; try again soon.")
}

func (w *Writer) tryImport(ctx context.Context, stream string, commands []Dated) (Head, error) {
	b := newBatch(w)
	hot := &hotState{stream: stream, state: project.New()}
	for i := range commands {
		if err := b.importOne(ctx, hot, &commands[i]); err != nil {
			return Head{}, fault.Wrap(fmt.Sprintf("import command %d", i), err)
		}
	}
	if err := b.append(ctx); err != nil {
		return Head{}, err
	}
	b.keep()
	return hot.head, nil
}

func (b *batch) importOne(ctx context.Context, hot *hotState, c *Dated) error {
	j := &job{ctx: ctx, sub: Submission{Stream: hot.stream, Actor: c.Actor, Trusted: true, at: c.At}}
	d := b.begin(hot, j)
	if err := d.add(c.Command); err != nil {
		return err
	}
	return d.finish(c.Command.ID, entry.Fingerprint(c.Actor, c.Command.Body))
}
