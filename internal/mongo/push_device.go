package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

// pushDeviceDoc is a browser that is told by Web Push, as long as its session lives.
type pushDeviceDoc struct {
	ID           string              `bson:"_id"`
	User         string              `bson:"user"`
	Session      string              `bson:"session"`
	Agent        string              `bson:"agent"`
	CreatedAt    entry.Instant       `bson:"createdAt"`
	Subscription outbox.Subscription `bson:"subscription"`
}

// newestDevice is the order in which a person's devices stand.
var newestDevice = bson.D{{Key: "createdAt", Value: -1}, {Key: "_id", Value: -1}}

// Devices implements outbox.Store.
func (db *DB) Devices(ctx context.Context, user string) ([]outbox.Device, error) {
	docs, err := all[pushDeviceDoc](ctx, db, "push_devices", is("user", user), newestDevice)
	list := make([]outbox.Device, len(docs))
	for i, d := range docs {
		list[i] = outbox.Device{ID: d.ID, Agent: d.Agent, Session: d.Session, CreatedAt: d.CreatedAt}
	}
	return list, err
}

// PutDevice implements outbox.Store. A session that ended meanwhile gets none.
func (db *DB) PutDevice(ctx context.Context, user string, d *outbox.Device) error {
	return fault.Wrap("keep device", db.once(ctx, func(tx *writing) error {
		session, err := one[sessionDoc](tx.ctx, db, "session", "sessions", append(byID(d.Session), is("user", user)...))
		if err != nil {
			return err
		}
		d.Agent = session.Agent
		same, err := all[pushDeviceDoc](tx.ctx, db, "push_devices", is("subscription.endpoint", d.Subscription.Endpoint), nil)
		if err != nil {
			return err
		}
		own, err := all[pushDeviceDoc](tx.ctx, db, "push_devices", bson.D{
			{Key: "user", Value: user}, {Key: "subscription.endpoint", Value: bson.D{{Key: "$ne", Value: d.Subscription.Endpoint}}},
		}, newestDevice)
		if err != nil {
			return err
		}
		for _, old := range append(same, own[min(len(own), outbox.MostDevices-1):]...) {
			if err := tx.endDevice(old.ID); err != nil {
				return err
			}
		}
		tx.put("push_devices", d.ID, pushDeviceDoc{d.ID, user, d.Session, d.Agent, d.CreatedAt, d.Subscription})
		return nil
	}))
}

// endDevice ends a device and what waits for it.
func (tx *writing) endDevice(id string) error {
	tx.remove("push_devices", id)
	waiting, err := all[outboxDoc](tx.ctx, tx.db, "outbox", is("device", id), nil)
	for _, d := range waiting {
		tx.remove("outbox", d.ID)
	}
	return err
}

// endDevicesOf ends the devices of a session that ends.
func (tx *writing) endDevicesOf(session string) error {
	devices, err := all[pushDeviceDoc](tx.ctx, tx.db, "push_devices", is("session", session), nil)
	for _, d := range devices {
		err = fault.First(err, tx.endDevice(d.ID))
	}
	return err
}

// RemoveDevice implements outbox.Store.
func (db *DB) RemoveDevice(ctx context.Context, user, id string) error {
	return fault.Wrap("remove device", db.once(ctx, func(tx *writing) error {
		if _, err := one[pushDeviceDoc](tx.ctx, db, "device", "push_devices", append(byID(id), is("user", user)...)); err != nil {
			return err
		}
		return tx.endDevice(id)
	}))
}

// sweepDevices removes devices whose sessions were swept.
func (db *DB) sweepDevices(ctx context.Context) error {
	of := map[string][]string{} // devices, by session
	err := each(ctx, db, "push_devices", bson.D{there}, nil, func(d *pushDeviceDoc) { of[d.Session] = append(of[d.Session], d.ID) })
	if err != nil || len(of) == 0 {
		return err
	}
	err = each(ctx, db, "sessions", bson.D{{Key: "_id", Value: among(keysOf(of))}, there}, nil, func(d *sessionDoc) { delete(of, d.ID) })
	if err != nil || len(of) == 0 {
		return err
	}
	return db.write(ctx, func(tx *writing) error {
		for _, devices := range of {
			for _, id := range devices {
				if err := tx.endDevice(id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
