package coedit

import (
	"context"
	"slices"
	"time"

	"tandem/internal/doc"
	"tandem/internal/fault"
)

// document is a text in memory.
type document struct {
	task, project string
	text          doc.Text
	version       int64
	start         doc.Text   // the text at version base
	base          int64      // the history begins behind it
	history       []Accepted // version - base of them
	clients       map[string]Client
	mark          Mark
	typed         doc.Changes // what makes the text of mark.Known
	isStored      bool        // the store has a row of it

	readers   int       // who have it open
	actor     string    // who typed last
	typedAt   time.Time // last, since it is ahead of the journal
	aheadAt   time.Time // since when it is; zero: it is not
	retryAt   time.Time // not before, where the journal did not take it
	isWriting bool      // it is on its way to the journal
	isOthers  bool      // another node took what came last, and is to write it
}

// document gives a text, read where it is not in memory.
func (a *Authority) document(ctx context.Context, task string) (*document, error) {
	if d := a.documents[task]; d != nil {
		return d, nil
	}
	stored, err := a.Store.Document(ctx, task)
	if err != nil {
		return nil, err
	}
	if stored.Gone != nil {
		return nil, stored.Gone
	}
	if _, followed := a.cursors[stored.Project]; !followed {
		// What comes behind this seq is followed; what is before it, the next reading has.
		head, err := a.Journal.Head(ctx, stored.Project)
		if err != nil {
			return nil, err
		}
		a.cursors[stored.Project] = head.Seq
		if stored, err = a.Store.Document(ctx, task); err != nil {
			return nil, err
		}
	}
	d, err := revive(task, stored)
	if err != nil {
		return nil, err
	}
	a.documents[task] = d
	if err := a.catchUp(ctx, d, stored); err != nil {
		a.forget(d)
		return nil, err
	}
	a.noteAhead(d)
	return d, nil
}

// revive makes the text from what is stored. One that was never edited here has
// the seq of its description as version, so that nobody takes it for another.
func revive(task string, stored *Stored) (*document, error) {
	d := &document{task: task, project: stored.Project, clients: stored.Clients}
	if d.clients == nil {
		d.clients = map[string]Client{}
	}
	if stored.Mark == nil {
		d.start = doc.NewText(stored.Description)
		d.base = stored.DescriptionSeq
		d.mark = Mark{Known: stored.Description, KnownSeq: stored.DescriptionSeq, Written: d.base}
		d.text, d.version = d.start, d.base
		d.typed = doc.Diff(d.text, d.text)
		return d, nil
	}
	d.isStored, d.mark = true, *stored.Mark
	d.start, d.base = doc.NewText(stored.Base), stored.BaseVersion
	d.text, d.version = d.start, d.base
	for _, u := range stored.Updates {
		if err := d.add(u); err != nil {
			return nil, fault.Wrap("rebuild a text", err)
		}
	}
	d.typed = d.typedSince(d.mark.Written)
	return d, nil
}

// typedSince gives what makes the text of the one that the journal has: exactly,
// where that was the text at a version, else as the two differ.
func (d *document) typedSince(version int64) doc.Changes {
	known := doc.NewText(d.mark.Known)
	updates, ok := d.since(version)
	typed := doc.Diff(known, known)
	var err error
	for i := 0; ok && i < len(updates); i++ {
		typed, err = typed.Compose(updates[i].Changes)
		ok = err == nil && updates[i].Client != journalClient
	}
	if text, err := typed.Apply(known); !ok || err != nil || !slices.Equal(text, d.text) {
		return doc.Diff(known, d.text)
	}
	return typed
}

// typeIn adds what somebody has typed.
func (d *document) typeIn(u Accepted) error {
	typed, err := d.typed.Compose(u.Changes)
	if err == nil {
		err = d.add(u)
	}
	if err == nil {
		d.typed = typed
	}
	return err
}

// add makes an update the latest.
func (d *document) add(u Accepted) error {
	text, err := u.Changes.Apply(d.text)
	if err != nil {
		return err
	}
	d.text = text
	d.version++
	d.history = append(d.history, u)
	if u.Client != journalClient {
		d.clients[u.Client] = Client{u.ID, u.Actor}
		d.actor = u.Actor
	} else if d.actor == "" {
		d.actor = u.Actor
	}
	return nil
}

// since gives the updates behind a version; false where the history does not
// reach back, or not that far.
func (d *document) since(version int64) ([]Accepted, bool) {
	if version < d.base || version > d.version {
		return nil, false
	}
	return d.history[version-d.base:], true
}

func (d *document) isAhead() bool { return d.version > d.mark.Written }

// noteAhead starts the time after which the journal gets the text.
func (a *Authority) noteAhead(d *document) {
	now := a.Clock()
	switch {
	case !d.isAhead():
		d.aheadAt = time.Time{}
	case d.aheadAt.IsZero():
		d.aheadAt, d.typedAt = now, now
	default:
		d.typedAt = now
	}
}

// forget lets a text go; the store has all of it.
func (a *Authority) forget(d *document) {
	delete(a.documents, d.task)
	for _, other := range a.documents {
		if other.project == d.project {
			return
		}
	}
	delete(a.cursors, d.project)
}

// close lets a text go that cannot be written any more, and says why.
func (a *Authority) close(d *document, why error) {
	a.forget(d)
	a.listener.Closed(d.project, d.task, why)
}
