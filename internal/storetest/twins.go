package storetest

import (
	"context"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

// Twins are a project at work over a store of each kind, with the same in both.
type Twins struct {
	*journaltest.World
	SQLite, Mongo Store
}

// NewTwins makes them, with the same people in both.
func NewTwins(t *testing.T) *Twins {
	first, _ := openSQLite(t)
	second, _ := openMongo(t)
	w := journaltest.NewWorld(t, &journaltest.Opened{
		Store: &tee{first, second}, Seat: func(t *testing.T, id string, seats ...entry.Seat) {
			for _, s := range seats {
				seat(t, first, id, s)
				seat(t, second, id, s)
			}
		},
	})
	return &Twins{w, first, second}
}

// tee is a store whose appends another one takes too.
type tee struct {
	Store
	other journal.Store
}

// Append implements journal.Store.
func (s *tee) Append(ctx context.Context, batches []journal.Batch) error {
	if err := s.Store.Append(ctx, batches); err != nil {
		return err
	}
	same := make([]journal.Batch, len(batches))
	for i, b := range batches {
		head, err := s.other.Head(ctx, b.Stream)
		if err != nil {
			return err
		}
		if head.Epoch != "" { // people's streams have an epoch of their own in each
			b.Base, b.Epoch = head, head.Epoch
		}
		same[i] = b
	}
	return s.other.Append(ctx, same)
}
