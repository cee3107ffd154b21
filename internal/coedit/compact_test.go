package coedit_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/doc/doctest"
)

// [E2] A thousand updates become one text and the latest 500, in the store and in
// memory alike; nothing of the text is lost, whoever is not far behind goes on, and
// what came before is not taken a second time.
func TestAuthority_compacts(t *testing.T) {
	w := open(t, 1)
	early, c := &client{w: w, Editor: doctest.Editor{Client: "early"}}, &client{w: w, Editor: doctest.Editor{Client: "a"}}
	early.connect(true)
	first := early.Version
	early.typing()
	early.push()
	early.disconnect()
	c.connect(true)
	for len(c.typed) < 1000 {
		for range 100 {
			c.typing()
		}
		c.push()
		c.receive()
	}
	want := c.Text.String()
	w.await(want)
	for _, when := range []string{"at once", "after a restart"} {
		t.Run(when, func(t *testing.T) {
			stored, err := w.store.Document(t.Context(), w.task)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(stored.Updates); n < 500 || n >= 1000 || stored.BaseVersion+int64(n) != c.Version {
				t.Errorf("%d updates behind version %d are kept, of %d", n, stored.BaseVersion, c.Version)
			}
			if text := w.openAt(nil); text.Text == nil || *text.Text != want || text.Version != c.Version {
				t.Errorf("the text is another one at %d", text.Version)
			}
			near := c.Version - 500
			if some := w.openAt(&near); some.Text != nil || len(some.Updates) != 500 {
				t.Errorf("who is 500 behind gets %d updates", len(some.Updates))
			}
			if far := w.openAt(&first); far.Text == nil || *far.Text != want {
				t.Error("who is far behind does not get the text")
			}
			again := doc.Update{Client: early.Client, ID: early.Last, Changes: doc.Diff(c.Text, doc.NewText(want+"again"))}
			if err := w.authority.Push(t.Context(), w.task, "user early", c.Version, []doc.Update{again}); !errors.Is(err, coedit.ErrReload) {
				t.Error("an update that was compacted is taken again: ", err)
			}
		})
		w.restart(nil, nil)
	}
}

// openAt opens and leaves the text.
func (w *world) openAt(since *int64) (opened coedit.Opened) {
	w.t.Helper()
	if err := w.authority.Open(context.Background(), w.task, since, func(o coedit.Opened) { opened = o }); err != nil {
		w.t.Fatal(fmt.Errorf("open: %w", err))
	}
	opened.Leave()
	return opened
}
