package coedit

import (
	"context"
	"errors"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// idleTime is how long the goroutine sleeps where nothing is due.
const idleTime = time.Minute

// writeDue gives the journal the texts whose time has come, lets go of those that
// nobody needs in memory, and tells how long it is to the next time.
func (a *Authority) writeDue(ctx context.Context) time.Duration {
	now := a.Clock()
	wait := idleTime
	for _, d := range a.documents {
		if d.isWriting {
			continue
		}
		if !d.isAhead() {
			if d.readers == 0 {
				a.forget(d)
			}
			continue
		}
		if due := d.due(); due.After(now) {
			wait = min(wait, due.Sub(now))
			continue
		}
		a.write(ctx, d)
	}
	return wait
}

// due is when the journal is to get the text: when the typing rests, soon where it
// does not, and at once where nobody has it open any more.
func (d *document) due() time.Time {
	due := d.typedAt.Add(QuietTime)
	if longest := d.aheadAt.Add(LongestTime); longest.Before(due) {
		due = longest
	}
	if d.readers == 0 {
		due = d.aheadAt
	}
	if d.isOthers {
		due = due.Add(othersTime)
	}
	if d.retryAt.After(due) {
		due = d.retryAt
	}
	return due
}

// write gives the journal the text in the name of who has typed it. The rights were
// asked for when it was typed.
func (a *Authority) write(ctx context.Context, d *document) {
	next := d.nextPart()
	if next.text == d.mark.Known { // typed, and taken back
		mark := d.mark
		mark.Written = d.version
		err := a.note(ctx, d, nil, mark)
		if errors.Is(err, errMoved) {
			return
		}
		if err != nil {
			a.wrote(ctx, d, err)
		}
		d.typed = d.typedSince(d.version)
		return
	}
	d.isWriting = true
	sub := journal.Submission{
		Stream: d.project, Actor: next.actor, Trusted: true, Commands: []entry.Command{{
			ID: commandID(d.task, next.version), Body: &entry.TaskUpdate{Task: d.task, Description: entry.Some(next.text)},
		}},
	}
	go func() {
		receipts, err := a.Journal.Submit(ctx, sub)
		if err == nil {
			err = receipts[0].Err
		}
		a.later(func() { a.wrote(ctx, d, err) })
	}()
}

// wrote notes what became of it; the entry itself comes by the journal.
func (a *Authority) wrote(ctx context.Context, d *document, err error) {
	d.isWriting = false
	if a.documents[d.task] != d {
		return // closed meanwhile
	}
	switch {
	case err == nil:
		a.follow(ctx, d.project)
	case isGone(err):
		a.close(d, err)
	case fault.Is(err, fault.Invalid):
		d.retryAt = a.Clock().Add(refusedTime)
	default:
		if ctx.Err() == nil {
			a.Log.Error("write a description", "task", d.task, "error", err)
		}
		d.retryAt = a.Clock().Add(retryTime)
	}
}
