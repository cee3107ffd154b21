// Package doctest has an editor without a screen, for tests and measurements: it
// keeps a text as @codemirror/collab does in a browser. What is typed shows at
// once, and is moved over what others have written until it is confirmed.
package doctest

import (
	"fmt"

	"github.com/go-json-experiment/json"

	"tandem/internal/doc"
)

// Editor is one person's text. Make it with its Client's name.
type Editor struct {
	Client  string
	Text    doc.Text // with what is pending
	Version int64
	Pending []doc.Update // typed, and not confirmed
	Last    int64        // id of the latest update

	base doc.Text // at Version, without what is pending
}

// Open begins with a text at a version.
func (e *Editor) Open(text doc.Text, version int64) { e.Text, e.base, e.Version = text, text, version }

// Insert types at a place, in UTF-16 units. doc.ErrMisfit where that is in the
// middle of a character.
func (e *Editor) Insert(at int, text string) error {
	words, err := json.Marshal(text)
	if err != nil {
		return err
	}
	changes, err := doc.Parse(fmt.Appendf(nil, "[%d,[0,%s],%d]", at, words, len(e.Text)-at))
	if err != nil {
		return err
	}
	after, err := changes.Apply(e.Text)
	if err != nil {
		return err
	}
	e.Last++
	e.Text, e.Pending = after, append(e.Pending, doc.Update{Client: e.Client, ID: e.Last, Changes: changes})
	return nil
}

// Reopen takes a whole text in place of updates that cannot be had any more.
func (e *Editor) Reopen(text doc.Text, version int64) error {
	theirs := doc.Update{Changes: doc.Diff(e.base, text)}
	e.Version = version - 1
	return e.Receive(version-1, []doc.Update{theirs})
}

// Receive takes updates that follow on a version. What is known already is left
// out; a gap is an error.
func (e *Editor) Receive(version int64, updates []doc.Update) error {
	if known := e.Version - version; known >= int64(len(updates)) {
		return nil
	} else if known < 0 {
		return fmt.Errorf("%s is at %d, and hears of what follows on %d", e.Client, e.Version, version)
	} else {
		updates = updates[known:]
	}
	for _, u := range updates {
		if err := e.take(u); err != nil {
			return err
		}
	}
	return nil
}

func (e *Editor) take(u doc.Update) (err error) {
	e.Version++
	if e.base, err = u.Changes.Apply(e.base); err != nil {
		return err
	}
	if len(e.Pending) > 0 && u.Client == e.Client {
		e.Pending = e.Pending[1:]
		return nil
	}
	theirs := u.Changes
	for i := range e.Pending {
		mine := e.Pending[i].Changes
		if e.Pending[i].Changes, err = mine.Map(theirs, false); err != nil {
			return err
		}
		if theirs, err = theirs.Map(mine, true); err != nil {
			return err
		}
	}
	e.Text, err = theirs.Apply(e.Text)
	return err
}
