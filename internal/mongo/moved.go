package mongo

import (
	"context"

	"tandem/internal/fault"
)

// followTask lets go with a task to another project what people keep for it, beside
// their notifications. Done again it finds nothing left.
func (db *DB) followTask(ctx context.Context, was, to string) error {
	return db.write(ctx, func(tx *writing) error {
		return fault.First(tx.moveWatches(was, to), tx.moveReminders(was, to), tx.moveSeen(was, to))
	})
}

func (tx *writing) moveWatches(was, to string) error {
	watches, err := all[watchDoc](tx.ctx, tx.db, "watches", is("thing", was), nil)
	for _, w := range watches {
		tx.remove("watches", watchID(w.User, was))
		w.Thing = to
		tx.put("watches", watchID(w.User, to), w)
	}
	return err
}

func (tx *writing) moveReminders(was, to string) error {
	reminders, err := all[reminderDoc](tx.ctx, tx.db, "reminders", append(is("task", was), waiting), nil)
	for _, r := range reminders {
		r.Task = to
		tx.put("reminders", r.ID, r)
	}
	return err
}

func (tx *writing) moveSeen(was, to string) error {
	marks, err := all[seenDoc](tx.ctx, tx.db, "seen_comments", is("task", was), nil)
	for _, mark := range marks {
		tx.remove("seen_comments", seenID(mark.User, was))
		mark.Task = to
		tx.put("seen_comments", seenID(mark.User, to), mark)
	}
	return err
}
