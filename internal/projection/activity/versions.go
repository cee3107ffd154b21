package activity

import (
	"context"
	"slices"

	"tandem/internal/coedit"
	"tandem/internal/wire"
)

// What makes one version of what is typed in one go: nobody rests for long, and
// where several people type together they follow close upon each other.
const (
	restMs     = 5 * 60_000
	togetherMs = 30_000
	longestMs  = 15 * 60_000
)

// Versions lists a task's descriptions, the newest first: the last one of each
// burst of typing, and each that came by a command of its own (over the API, by an
// undo, as an older version), so that whatever one did to another's text can be put
// right. Only what the project's journal tells is in it.
func (f *Feed) Versions(ctx context.Context, project, task string) ([]wire.Version, error) {
	if err := f.catchUp(ctx, project); err != nil {
		return nil, err
	}
	writings, err := f.store.Writings(ctx, project, task)
	if err != nil {
		return nil, err
	}
	versions := group(writings)
	slices.Reverse(versions)
	return versions, nil
}

// group makes versions of writings, both the oldest first.
func group(writings []wire.Writing) (versions []wire.Version) {
	for i := range writings {
		w := &writings[i]
		if i > 0 && goesOn(&writings[i-1], w, &versions[len(versions)-1]) {
			last := &versions[len(versions)-1]
			last.Seq, last.At = w.Seq, w.At
			if !slices.Contains(last.Actors, w.Actor) {
				last.Actors = append(last.Actors, w.Actor)
			}
			continue
		}
		versions = append(versions, wire.Version{Seq: w.Seq, At: w.At, StartedAt: w.At, Actors: []string{w.Actor}})
	}
	return versions
}

// goesOn tells whether a writing belongs to the version of the one before.
func goesOn(before, w *wire.Writing, version *wire.Version) bool {
	rest := w.At - before.At
	return coedit.IsTyped(before.Command) && coedit.IsTyped(w.Command) && w.At-version.StartedAt < longestMs &&
		(rest <= togetherMs || rest <= restMs && w.Actor == before.Actor)
}
