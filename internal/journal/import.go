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
func (w *Writer) Import(ctx context.Context, stream string, commands []Dated) (head Head, err error) {
	err = w.open(ctx, stream, func() error {
		head, err = w.tryImport(ctx, stream, commands)
		return err
	})
	return head, err
}

// open repeats an attempt to open a stream while heads of other streams move, and
// no longer once the stream is there.
func (w *Writer) open(ctx context.Context, stream string, try func() error) error {
	for range 20 {
		if err := try(); !errors.Is(err, ErrHeadMoved) {
			return err
		}
		if there, err := w.store.Head(ctx, stream); err != nil || there.Seq > 0 {
			return errors.Join(err, fault.New(fault.Conflict, "Something with this id exists already."))
		}
	}
	return fault.New(fault.Unavailable, "The server is very busy; try again soon.")
}

func (w *Writer) tryImport(ctx context.Context, stream string, commands []Dated) (Head, error) {
	b := newBatch(w)
	hot := &hotState{stream: stream, state: project.New()}
	for i := range commands {
		if err := b.importOne(ctx, hot, &commands[i]); err != nil {
			return Head{}, fault.Wrap(fmt.Sprintf("import command %d", i), err)
		}
	}
	b.streams[stream].quiet = true
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

// Begin opens a new project that begins with what a pattern has, in one commit: it
// arrives whole or not at all. Rights in the team are asked, those to see the
// pattern are not. It knows no repeats: an id or key that is taken is a Conflict.
// Deciding happens beside the writer, as it does for imports, for one at a time.
func (w *Writer) Begin(ctx context.Context, actor string, command entry.Command, pattern *project.Pattern) (receipt Receipt, err error) {
	w.beginning.Lock()
	defer w.beginning.Unlock()
	stream := command.Body.(*entry.ProjectCreate).Project
	err = w.open(ctx, stream, func() error {
		b := newBatch(w)
		hot := &hotState{stream: stream, state: project.New()}
		d := b.begin(hot, &job{ctx: ctx, sub: Submission{Stream: stream, Actor: actor, pattern: pattern}})
		if err := d.add(command); err != nil {
			return err
		}
		if err := d.finish(command.ID, entry.Fingerprint(actor, command.Body)); err != nil {
			return err
		}
		b.streams[stream].quiet = true
		if err := b.append(ctx); err != nil {
			return err
		}
		b.keep()
		receipt = Receipt{Seq: hot.head.Seq, After: afterOf(d.events, hot.state)}
		return nil
	})
	return receipt, err
}
