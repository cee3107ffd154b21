package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/fault"
	"tandem/internal/outbox"
)

// preferencesDoc is how a person, _id, wants to be told outside the app; without one
// the usual way counts.
type preferencesDoc struct {
	ID         string        `bson:"_id"`
	Mail       outbox.Mode   `bson:"mail"`
	DigestHour int           `bson:"digestHour"`
	Push       bool          `bson:"push"`
	DueHour    *int          `bson:"dueHour"`
	Quiet      *outbox.Quiet `bson:"quiet"`
}

// chosen gives the preferences that people have chosen, by person.
func (db *DB) chosen(ctx context.Context, filter bson.D) (map[string]*outbox.Preferences, error) {
	by := map[string]*outbox.Preferences{}
	docs, err := all[preferencesDoc](ctx, db, "notification_settings", filter, nil)
	for _, d := range docs {
		by[d.ID] = &outbox.Preferences{Mail: d.Mail, DigestHour: d.DigestHour, Push: d.Push, DueHour: d.DueHour, Quiet: d.Quiet}
	}
	return by, err
}

// wanted gives somebody's preferences out of those that were chosen.
func wanted(chosen map[string]*outbox.Preferences, user string) outbox.Preferences {
	if p := chosen[user]; p != nil {
		return *p
	}
	return outbox.Usual()
}

// Preferences implements outbox.Store.
func (db *DB) Preferences(ctx context.Context, user string) (outbox.Preferences, error) {
	if is, err := db.some(ctx, "users", byID(user)); err != nil || !is {
		return outbox.Preferences{}, fault.First(err, fault.New(fault.NotFound, "There is no such person."))
	}
	chosen, err := db.chosen(ctx, byID(user))
	return wanted(chosen, user), err
}

// SetPreferences implements outbox.Store.
func (db *DB) SetPreferences(ctx context.Context, user string, p outbox.Preferences) error {
	return fault.Wrap("set preferences", db.once(ctx, func(tx *writing) error {
		tx.put("notification_settings", user, preferencesDoc{user, p.Mail, p.DigestHour, p.Push, p.DueHour, p.Quiet})
		return nil
	}))
}
