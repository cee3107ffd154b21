package mongo

import (
	"context"
)

// followTask lets go with a task to another project what people keep for it, beside
// their notifications. Done again it finds nothing left.
func (db *DB) followTask(ctx context.Context, was, is string) error {
	return db.write(ctx, func(tx *writing) error { return tx.moveWatches(was, is) })
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
