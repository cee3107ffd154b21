package storetest

import (
	"testing"

	"tandem/internal/entry"
)

// One at a time holds a lease; it goes on where it is prolonged, and to the next where
// it is over or given back.
func TestLease(t *testing.T) {
	Both(t, func(t *testing.T, store Store) {
		for i, step := range []struct {
			holder     string
			now, until entry.Instant
			fence      int64 // 0: not held
			end        string
		}{
			{holder: "a", now: 1000, until: 2000, fence: 1},
			{holder: "b", now: 1500, until: 2500},
			{holder: "a", now: 1600, until: 2600, fence: 1},
			{holder: "b", now: 2599, until: 3500},
			{holder: "b", now: 2600, until: 3600, fence: 2},
			{holder: "a", now: 2700, until: 3700, end: "a"},
			{holder: "a", now: 2800, until: 3700},
			{holder: "b", now: 2900, until: 3900, fence: 2, end: "b"},
			{holder: "a", now: 3000, until: 4000, fence: 3},
		} {
			fence, held, err := store.TakeLease(t.Context(), "one", step.holder, step.now, step.until)
			if err != nil || held != (step.fence > 0) || held && fence != step.fence {
				t.Fatalf("step %d: fence %d, held %v, %v", i, fence, held, err)
			}
			if step.end != "" {
				if err := store.EndLease(t.Context(), "one", step.end); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, held, err := store.TakeLease(t.Context(), "another", "b", 3000, 4000); err != nil || !held {
			t.Errorf("another lease: %v, %v", held, err)
		}
	})
}
