package mongo

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/look"
)

var _ look.Store = (*DB)(nil)

// lookDoc is how far a person has seen a project.
type lookDoc struct {
	User    string        `bson:"user"`
	Project string        `bson:"project"`
	Seq     int64         `bson:"seq"`
	At      entry.Instant `bson:"at"`
}

func lookID(user, project string) string { return user + "/" + project }

// Look implements look.Store.
func (db *DB) Look(ctx context.Context, user, in string) (look.Look, bool, error) {
	if sees, err := db.sees(ctx, user, in); err != nil || !sees {
		return look.Look{}, false, err
	}
	d, err := one[lookDoc](ctx, db, "look", "looks", byID(lookID(user, in)))
	if fault.Is(err, fault.NotFound) {
		return look.Look{}, false, nil
	}
	return look.Look{Seq: d.Seq, At: d.At}, err == nil, err
}

// SaveLook implements look.Store.
func (db *DB) SaveLook(ctx context.Context, user, in string, l look.Look) (moved bool, err error) {
	err = db.once(ctx, func(tx *writing) error {
		further, err := tx.some("looks", append(byID(lookID(user, in)), is("seq", is("$gte", l.Seq))...))
		if moved = err == nil && !further; moved {
			tx.put("looks", lookID(user, in), lookDoc{user, in, l.Seq, l.At})
		}
		return err
	})
	return moved && err == nil, fault.Wrap("save look", err)
}
