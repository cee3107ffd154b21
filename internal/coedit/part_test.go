package coedit_test

import (
	"slices"
	"testing"

	"tandem/internal/doc/doctest"
)

// Two people type into one text before the journal gets it: both stand in its past,
// and it ends as both have left it.
func TestAuthority_namesAll(t *testing.T) {
	w := open(t, 1)
	a, b := &client{w: w, Editor: doctest.Editor{Client: "a"}}, &client{w: w, Editor: doctest.Editor{Client: "b"}}
	a.connect(true)
	b.connect(true)
	for range 3 {
		for _, c := range []*client{a, b} {
			c.receive()
			c.typing()
			c.push()
		}
	}
	a.receive()
	b.receive()
	w.await(b.Text.String())
	entries, _, err := w.store.Entries(t.Context(), w.project, 2, 100, 1<<20) // after what makes the task
	if err != nil {
		t.Fatal(err)
	}
	var actors []string
	for i := range entries {
		actors = append(actors, entries[i].Actor)
	}
	if !slices.Equal(actors, []string{"user a", "user b"}) {
		t.Errorf("written by %v", actors)
	}
}
