package mongo

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

var _ outbox.Store = (*DB)(nil)

// outboxDoc is a notification that goes out of the app. What has gone out leaves a
// mark, so that whoever completes its entry late does not send it again.
type outboxDoc struct {
	ID           string         `bson:"_id"` // its notification, and "." and its device where it has one
	Notification string         `bson:"notification"`
	Channel      outbox.Channel `bson:"channel"`
	Device       string         `bson:"device"` // "" for mail
	User         string         `bson:"user"`
	CreatedAt    entry.Instant  `bson:"createdAt"`
	Batch        string         `bson:"batch"` // what goes out together, once it was tried; "" before
	Parked       bool           `bson:"parked"`
	Tries        int            `bson:"tries"`
	NextAt       entry.Instant  `bson:"nextAt"`
	Error        string         `bson:"error"`
}

// outboxMarksMs is how long a mark is kept: longer than any entry is left half done.
const outboxMarksMs = 30 * dayMs

func outboxID(notification, device string) string {
	if device == "" {
		return notification
	}
	return notification + "." + device
}

func (d *outboxDoc) message() outbox.Message {
	return outbox.Message{User: d.User, Channel: d.Channel, Device: d.Device, Batch: d.Batch}
}

// outgoing notes what of entries goes out: by mail and to devices, as the people
// want it now.
func (db *DB) outgoing(ctx context.Context, told map[string][]*entry.Notification) (models []mongo.WriteModel, err error) {
	if len(told) == 0 {
		return nil, nil
	}
	chosen, err := db.chosen(ctx, is("_id", among(keysOf(told))))
	if err != nil {
		return nil, err
	}
	devices, err := all[pushDeviceDoc](ctx, db, "push_devices", is("user", among(keysOf(told))), nil)
	if err != nil {
		return nil, err
	}
	note := func(user string, channel outbox.Channel, device string) {
		for _, n := range told[user] {
			fields, fail := fieldsOf(outboxDoc{
				ID: outboxID(n.ID, device), Notification: n.ID, Channel: channel, Device: device, User: user, CreatedAt: n.CreatedAt,
			})
			fields, err = append(fields, bson.E{Key: "written", Value: int64(0)}), fault.First(err, fail)
			models = append(models, mongo.NewUpdateOneModel().SetFilter(byID(outboxID(n.ID, device))).SetUpsert(true).SetUpdate(bson.D{{Key: "$setOnInsert", Value: fields}}))
		}
	}
	for user := range told {
		if db.own.Mail && wanted(chosen, user).Mail != outbox.Off {
			note(user, outbox.Mail, "")
		}
	}
	for _, d := range devices {
		if wanted(chosen, d.User).Push {
			note(d.User, outbox.Push, d.ID)
		}
	}
	return models, err
}

// messages gives what waits, or is parked, by message: the oldest first.
func (db *DB) messages(ctx context.Context, parked bool) ([][]*outboxDoc, error) {
	docs, err := all[outboxDoc](ctx, db, "outbox", is("parked", parked), nil)
	slices.SortFunc(docs, func(a, b *outboxDoc) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	at := map[outbox.Message]int{}
	var list [][]*outboxDoc
	for _, d := range docs {
		i, known := at[d.message()]
		if !known {
			i = len(list)
			at[d.message()], list = i, append(list, nil)
		}
		list[i] = append(list[i], d)
	}
	return list, err
}

// people gives the accounts of those to whom messages go.
func (db *DB) people(ctx context.Context, messages [][]*outboxDoc) (map[string]*userDoc, error) {
	ids, by := map[string]bool{}, map[string]*userDoc{}
	for _, m := range messages {
		ids[m[0].User] = true
	}
	users, err := all[userDoc](ctx, db, "users", is("_id", among(keysOf(ids))), nil)
	for _, u := range users {
		by[u.ID] = u
	}
	return by, err
}

// OutboxGroups implements outbox.Store.
func (db *DB) OutboxGroups(ctx context.Context) ([]outbox.Group, error) {
	messages, err := db.messages(ctx, false)
	if err != nil || len(messages) == 0 {
		return nil, err
	}
	people, err := db.people(ctx, messages)
	if err != nil {
		return nil, err
	}
	chosen, err := db.chosen(ctx, is("_id", among(keysOf(people))))
	list := make([]outbox.Group, 0, len(messages))
	for _, m := range messages {
		if people[m[0].User] == nil {
			continue
		}
		g := outbox.Group{Message: m[0].message(), Zone: people[m[0].User].TimeZone, Oldest: m[0].CreatedAt, Preferences: wanted(chosen, m[0].User)}
		for _, d := range m {
			g.Next, g.Tries = max(g.Next, d.NextAt), max(g.Tries, d.Tries)
		}
		list = append(list, g)
	}
	return list, err
}

// ofMessage are the rows of a message that is not parked.
func ofMessage(m *outbox.Message, batch string) bson.D {
	return bson.D{
		{Key: "user", Value: m.User}, {Key: "channel", Value: m.Channel}, {Key: "device", Value: m.Device}, {Key: "batch", Value: batch},
		{Key: "parked", Value: false}, there,
	}
}

func (db *DB) changeOutbox(ctx context.Context, filter, change bson.D) error {
	_, err := db.db.Collection("outbox").UpdateMany(ctx, filter, change)
	return translate(err)
}

// OutboxClaim implements outbox.Store.
func (db *DB) OutboxClaim(ctx context.Context, m *outbox.Message) error {
	return fault.Wrap("claim message", db.changeOutbox(ctx, ofMessage(m, ""), set(is("batch", m.Batch))))
}

// OutboxEnd implements outbox.Store.
func (db *DB) OutboxEnd(ctx context.Context, m *outbox.Message) error {
	return fault.Wrap("end message", db.changeOutbox(ctx, ofMessage(m, m.Batch), set(is("goneAt", now()))))
}

// mostWhy is how many bytes of an error are kept.
const mostWhy = 500

// OutboxFail implements outbox.Store.
func (db *DB) OutboxFail(ctx context.Context, m *outbox.Message, next entry.Instant, why string, parked bool) error {
	why = strings.ToValidUTF8(why[:min(len(why), mostWhy)], "")
	return fault.Wrap("note failed message", db.changeOutbox(ctx, ofMessage(m, m.Batch), bson.D{
		{Key: "$inc", Value: is("tries", 1)},
		{Key: "$set", Value: bson.D{{Key: "nextAt", Value: next}, {Key: "error", Value: why}, {Key: "parked", Value: parked}}},
	}))
}

// mostListed is how many messages an administrator is shown.
const mostListed = 1000

// OutboxList implements outbox.Store.
func (db *DB) OutboxList(ctx context.Context, parked bool) ([]outbox.Waiting, error) {
	messages, err := db.messages(ctx, parked)
	if err != nil {
		return nil, err
	}
	messages = messages[:min(len(messages), mostListed)]
	people, err := db.people(ctx, messages)
	if err != nil {
		return nil, err
	}
	agents := map[string]string{}
	devices := make([]string, len(messages))
	for i, m := range messages {
		devices[i] = m[0].Device
	}
	err = each(ctx, db, "push_devices", is("_id", among(devices)), nil, func(d *pushDeviceDoc) { agents[d.ID] = d.Agent })
	var list []outbox.Waiting
	for _, m := range messages {
		if people[m[0].User] == nil {
			continue
		}
		w := outbox.Waiting{
			User: m[0].User, Name: people[m[0].User].Name, Channel: m[0].Channel, Agent: agents[m[0].Device], Parked: parked, Count: len(m), CreatedAt: m[0].CreatedAt,
		}
		first := m[0].Notification
		for _, d := range m {
			first, w.Tries, w.Error, w.NextAt = min(first, d.Notification), max(w.Tries, d.Tries), max(w.Error, d.Error), max(w.NextAt, d.NextAt)
		}
		w.ID = outboxID(first, m[0].Device)
		list = append(list, w)
	}
	return list, fault.Wrap("read outbox", err)
}

// changeMessage changes all rows of the message that one row belongs to.
func (db *DB) changeMessage(ctx context.Context, id string, change func(tx *writing, d *outboxDoc)) error {
	return fault.Wrap("change outbox", db.once(ctx, func(tx *writing) error {
		of, err := one[outboxDoc](tx.ctx, db, "message", "outbox", byID(id))
		if err != nil {
			return err
		}
		docs, err := all[outboxDoc](tx.ctx, db, "outbox", bson.D{
			{Key: "user", Value: of.User}, {Key: "channel", Value: of.Channel}, {Key: "device", Value: of.Device},
			{Key: "batch", Value: of.Batch}, {Key: "parked", Value: of.Parked},
		}, nil)
		for _, d := range docs {
			change(tx, d)
		}
		return err
	}))
}

// OutboxRetry implements outbox.Store.
func (db *DB) OutboxRetry(ctx context.Context, id string) error {
	return db.changeMessage(ctx, id, func(tx *writing, d *outboxDoc) {
		d.Parked, d.Tries, d.NextAt = false, 0, 0
		tx.put("outbox", d.ID, d)
	})
}

// OutboxDelete implements outbox.Store.
func (db *DB) OutboxDelete(ctx context.Context, id string) error {
	return db.changeMessage(ctx, id, func(tx *writing, d *outboxDoc) { tx.remove("outbox", d.ID) })
}

// OutboxStats implements outbox.Store.
func (db *DB) OutboxStats(ctx context.Context) (s outbox.Stats, err error) {
	err = each(ctx, db, "outbox", bson.D{there}, bson.D{{Key: "parked", Value: 1}, {Key: "createdAt", Value: 1}}, func(d *outboxDoc) {
		if d.Parked {
			s.Parked++
			return
		}
		if s.Waiting++; s.Oldest == 0 || d.CreatedAt < s.Oldest {
			s.Oldest = d.CreatedAt
		}
	})
	return s, fault.Wrap("count outbox", err)
}
