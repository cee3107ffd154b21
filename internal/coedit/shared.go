package coedit

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"tandem/internal/doc"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// Paces and limits between nodes.
const (
	sweepTime  = time.Second     // while hints may be missing …
	sweepEach  = 10              // … and so many times as long else, each node looks for what it was not told of
	othersTime = 5 * time.Second // how long the node that took the last key is waited for to write it down
	maxTries   = 50              // how often a commit is decided anew because others were first
)

// docStream is what texts are called on the bus, before the task: their versions are
// hinted at like those of journals.
const docStream = "doc:"

// errMoved says that another node has added to a text, which is up to date now: decide again.
var errMoved = errors.New("coedit: the text has moved on")

// hint tells other nodes how far a text is.
func (a *Authority) hint(ctx context.Context, d *document) {
	if a.Shared {
		a.Bus.Publish(ctx, journal.Wake{Stream: docStream + d.task, Seq: d.version})
	}
}

// heed does what a hint makes necessary.
func (a *Authority) heed(ctx context.Context, wake journal.Wake) {
	task, isDoc := strings.CutPrefix(wake.Stream, docStream)
	if !isDoc {
		a.follow(ctx, wake.Stream)
		return
	}
	if d := a.documents[task]; d != nil && d.version < wake.Seq {
		_ = a.refresh(ctx, d) // who has it open is told what is the matter
	}
}

// lookAround finds what no hint has told of: updates, entries, and texts that a node
// which has died could not write into the journal any more.
func (a *Authority) lookAround(ctx context.Context) {
	for _, d := range slices.Collect(maps.Values(a.documents)) {
		_ = a.refresh(ctx, d)
	}
	for _, project := range slices.Collect(maps.Keys(a.cursors)) {
		a.follow(ctx, project)
	}
	a.recover(ctx)
}

// current gives a text as of now, whoever has written it.
func (a *Authority) current(ctx context.Context, task string) (*document, error) {
	if d := a.documents[task]; d != nil && a.Shared {
		if err := a.refresh(ctx, d); err != nil && !errors.Is(err, ErrReload) {
			return nil, err
		}
	}
	return a.document(ctx, task)
}

// refresh takes over what other nodes have added, and tells of it.
func (a *Authority) refresh(ctx context.Context, d *document) error {
	return a.reread(ctx, d, d.version)
}

// stepBack brings texts to what is stored, without what was to be added.
func (a *Authority) stepBack(ctx context.Context, additions []*Addition) error {
	for _, add := range additions {
		if d := a.documents[add.Task]; d != nil {
			_ = a.reread(ctx, d, add.First-1) // one that cannot be read is closed, and opened anew by the next try
		}
	}
	return errMoved
}

// reread makes a text what is stored, and tells what follows on the version up to
// which it was told.
func (a *Authority) reread(ctx context.Context, d *document, told int64) error {
	stored, err := a.Store.Document(context.WithoutCancel(ctx), d.task)
	if err == nil && stored.Project == d.project && stored.Gone == nil && stored.Mark == nil && d.version == told {
		return nil // nobody has typed yet; what the journal brings is followed
	}
	var next *document
	if err == nil {
		next, err = revive(d.task, stored)
	}
	if err != nil {
		a.Log.Error("read a text again", "task", d.task, "error", err)
		a.close(d, errNotStored)
		return err
	}
	if stored.Gone != nil || stored.Project != d.project {
		return nil // the journal says so too, and what was typed is carried over then
	}
	news, whole := next.since(told)
	if !whole {
		a.close(d, ErrReload)
		return ErrReload
	}
	d.become(next)
	if len(news) > 0 {
		d.isOthers = true
		a.listener.Accepted(d.project, d.task, told, news)
	}
	if len(news) > 0 || !d.isAhead() {
		a.noteAhead(d)
	}
	return nil
}

// become takes over a text, but not who has it open here and what is due.
func (d *document) become(next *document) {
	next.readers, next.isWriting, next.isOthers = d.readers, d.isWriting, d.isOthers
	next.typedAt, next.aheadAt, next.retryAt = d.typedAt, d.aheadAt, d.retryAt
	if next.actor == "" {
		next.actor = d.actor
	}
	*d = *next
}

// takeOverOnce takes over what an entry says, unless another node has.
func (a *Authority) takeOverOnce(ctx context.Context, d *document, e *entry.Entry, text string) error {
	err := errMoved
	for tries := 0; tries < maxTries && errors.Is(err, errMoved); tries++ {
		if e.Seq <= d.mark.KnownSeq {
			return nil
		}
		err = a.takeOver(ctx, d, e, text)
	}
	return err
}

// ownWriting notes that the journal has the text of a version. One that comes behind a
// later one, from a node that was slow, has put the journal's text back: an update
// that changes nothing makes a version to be written anew, for its id is used up.
func (a *Authority) ownWriting(ctx context.Context, d *document, e *entry.Entry, version int64, mark Mark) error {
	var update *Accepted
	if version < d.mark.Written {
		update = &Accepted{doc.Update{Client: journalClient, ID: e.Seq, Changes: doc.Diff(d.text, d.text)}, e.Actor}
	}
	mark.Written = version
	err := a.note(ctx, d, update, mark)
	if err == nil {
		d.typed = d.typedSince(version)
	}
	return err
}

// refused gives what a push is answered in the end.
func refused(err error) error {
	if errors.Is(err, errMoved) {
		return fault.New(fault.Unavailable, "Too many write here at once; try again in a moment.")
	}
	return err
}
