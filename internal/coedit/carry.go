package coedit

import (
	"context"
	"errors"

	"tandem/internal/doc"
)

// carry takes what was typed, and the journal did not have when the task went to
// another project, over into the task that it is there: as a change, once.
func (a *Authority) carry(ctx context.Context, d *document, to string) error {
	if to == "" || !d.isAhead() || d.typed.Empty() {
		return nil
	}
	next, err := a.document(ctx, to)
	if err != nil {
		return err
	}
	for err = errMoved; errors.Is(err, errMoved) && next.clients[d.task].Last == 0; {
		theirs := doc.Diff(doc.NewText(d.mark.Known), next.text)
		changes, err := d.typed.Map(theirs, false)
		if err != nil {
			return err
		}
		addition := next.addition(next.version + 1)
		if err := next.typeIn(Accepted{doc.Update{Client: d.task, ID: 1, Changes: changes}, d.actor}); err != nil {
			return err
		}
		if err = a.store(ctx, []*Addition{addition}); err != nil && !errors.Is(err, errMoved) {
			return err
		}
	}
	mark := d.mark
	mark.Written = d.version
	return a.note(ctx, d, nil, mark)
}

// carryLeft does it for a task that went while nobody looked: the process was down.
func (a *Authority) carryLeft(ctx context.Context, task string) error {
	stored, err := a.Store.Document(ctx, task)
	if err != nil || stored.MovedTo == "" {
		return err
	}
	d, err := revive(task, stored)
	if err != nil {
		return err
	}
	return a.carry(ctx, d, stored.MovedTo)
}
