package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

type sessionDoc struct {
	ID        string        `bson:"_id"`
	User      string        `bson:"user"`
	Hash      []byte        `bson:"hash"`
	Agent     string        `bson:"agent"`
	Address   string        `bson:"address"` // from which it was last used
	CreatedAt entry.Instant `bson:"createdAt"`
	SeenAt    entry.Instant `bson:"seenAt"`
}

func (d *sessionDoc) session() auth.Session {
	s := auth.Session{ID: d.ID, User: d.User, Agent: d.Agent, Address: d.Address, CreatedAt: d.CreatedAt, SeenAt: d.SeenAt}
	copy(s.Hash[:], d.Hash)
	return s
}

// CreateSession implements auth.Store.
func (db *DB) CreateSession(ctx context.Context, s auth.Session) error {
	return fault.Wrap("create session", db.write(ctx, func(tx *writing) error {
		tx.put("sessions", s.ID, sessionDoc{s.ID, s.User, s.Hash[:], s.Agent, s.Address, s.CreatedAt, s.SeenAt})
		return nil
	}))
}

func (db *DB) holder(ctx context.Context, user string) (auth.Holder, error) {
	d, err := db.userDoc(ctx, byID(user))
	return auth.Holder{User: user, Admin: d.Admin, Disabled: d.DisabledAt != nil}, err
}

// SessionByHash implements auth.Store.
func (db *DB) SessionByHash(ctx context.Context, hash auth.Hash) (auth.Session, auth.Holder, error) {
	d, err := one[sessionDoc](ctx, db, "session", "sessions", is("hash", hash[:]))
	if err != nil {
		return auth.Session{}, auth.Holder{}, err
	}
	holder, err := db.holder(ctx, d.User)
	return d.session(), holder, err
}

// Sessions implements auth.Store.
func (db *DB) Sessions(ctx context.Context, user string) ([]auth.Session, error) {
	docs, err := all[sessionDoc](ctx, db, "sessions", is("user", user), bson.D{{Key: "seenAt", Value: -1}, {Key: "_id", Value: -1}})
	list := make([]auth.Session, len(docs))
	for i, d := range docs {
		list[i] = d.session()
		list[i].Hash = auth.Hash{}
	}
	return list, err
}

// EndSession implements auth.Store.
func (db *DB) EndSession(ctx context.Context, user, id string) error {
	return fault.Wrap("end session", db.once(ctx, func(tx *writing) error {
		if _, err := one[sessionDoc](tx.ctx, db, "session", "sessions", append(byID(id), is("user", user)...)); err != nil {
			return err
		}
		return tx.endSession(user, id)
	}))
}

// EndOtherSessions implements auth.Store.
func (db *DB) EndOtherSessions(ctx context.Context, user, keep string) error {
	return fault.Wrap("end sessions", db.once(ctx, func(tx *writing) error { return tx.endSessions(user, keep) }))
}

func (tx *writing) endSessions(user, keep string) error {
	list, err := tx.db.Sessions(tx.ctx, user)
	for i := range list {
		if list[i].ID != keep {
			err = fault.First(err, tx.endSession(user, list[i].ID))
		}
	}
	return err
}

// endSession ends a session, for whoever holds a socket open on it too (L4), and
// for the devices that were told in it.
func (tx *writing) endSession(user, id string) error {
	tx.remove("sessions", id)
	tx.revoke(user, id)
	return tx.endDevicesOf(id)
}

// SawSession implements auth.Store. It is no deed: what it says is coarse.
func (db *DB) SawSession(ctx context.Context, id, address string, at entry.Instant) error {
	_, err := db.db.Collection("sessions").UpdateOne(ctx, append(byID(id), there),
		bson.D{{Key: "$max", Value: is("seenAt", at)}, {Key: "$set", Value: is("address", address)}})
	return fault.Wrap("note session", translate(err))
}

type tokenDoc struct {
	ID         string         `bson:"_id"`
	User       string         `bson:"user"`
	Hash       []byte         `bson:"hash"`
	Name       string         `bson:"name"`
	CreatedAt  entry.Instant  `bson:"createdAt"`
	ExpiresAt  *entry.Instant `bson:"expiresAt"`
	LastUsedAt *entry.Instant `bson:"lastUsedAt"`
}

func (d *tokenDoc) token() auth.Token {
	t := auth.Token{ID: d.ID, User: d.User, Name: d.Name, CreatedAt: d.CreatedAt, ExpiresAt: d.ExpiresAt, LastUsedAt: d.LastUsedAt}
	copy(t.Hash[:], d.Hash)
	return t
}

// CreateToken implements auth.Store.
func (db *DB) CreateToken(ctx context.Context, t auth.Token) error {
	return fault.Wrap("create token", db.once(ctx, func(tx *writing) error {
		tx.put("tokens", t.ID, tokenDoc{t.ID, t.User, t.Hash[:], t.Name, t.CreatedAt, t.ExpiresAt, nil})
		return nil
	}))
}

// TokenByHash implements auth.Store.
func (db *DB) TokenByHash(ctx context.Context, hash auth.Hash) (auth.Token, auth.Holder, error) {
	d, err := one[tokenDoc](ctx, db, "token", "tokens", is("hash", hash[:]))
	if err != nil {
		return auth.Token{}, auth.Holder{}, err
	}
	holder, err := db.holder(ctx, d.User)
	return d.token(), holder, err
}

// Tokens implements auth.Store.
func (db *DB) Tokens(ctx context.Context, user string) ([]auth.Token, error) {
	docs, err := all[tokenDoc](ctx, db, "tokens", is("user", user), is("_id", -1))
	list := make([]auth.Token, len(docs))
	for i, d := range docs {
		list[i] = d.token()
		list[i].Hash = auth.Hash{}
	}
	return list, err
}

// DeleteToken implements auth.Store.
func (db *DB) DeleteToken(ctx context.Context, user, id string) error {
	return fault.Wrap("delete token", db.once(ctx, func(tx *writing) error {
		if _, err := one[tokenDoc](tx.ctx, db, "token", "tokens", append(byID(id), is("user", user)...)); err != nil {
			return err
		}
		tx.remove("tokens", id)
		tx.revoke(user, id)
		return nil
	}))
}

// SawToken implements auth.Store. It is no deed, like SawSession.
func (db *DB) SawToken(ctx context.Context, id string, at entry.Instant) error {
	_, err := db.db.Collection("tokens").UpdateOne(ctx, append(byID(id), there), bson.D{{Key: "$max", Value: is("lastUsedAt", at)}})
	return fault.Wrap("note token", translate(err))
}

// revocationDoc tells whoever holds a socket open that its right has ended (L4).
type revocationDoc struct {
	Number int64         `bson:"number"` // grows
	Right  string        `bson:"right"`  // the id of a session or token
	User   string        `bson:"user"`
	At     entry.Instant `bson:"at"`
}

func (tx *writing) revoke(user, right string) {
	n := tx.nth()
	tx.put("revocations", entryID("revocation", n), revocationDoc{n, right, user, tx.at})
}

func (tx *writing) revokeTokens(user string) error {
	list, err := tx.db.Tokens(tx.ctx, user)
	for i := range list {
		tx.revoke(user, list[i].ID)
	}
	return err
}

// Revocations implements auth.Store.
func (db *DB) Revocations(ctx context.Context, after int64) ([]auth.Revocation, error) {
	find := options.Find().SetSort(is("number", 1)).SetLimit(1000)
	if after < 0 {
		find = options.Find().SetSort(is("number", -1)).SetLimit(1)
	}
	cursor, err := db.db.Collection("revocations").Find(ctx, is("number", bson.D{{Key: "$gt", Value: after}}), find)
	if err != nil {
		return nil, fault.Wrap("read revocations", translate(err))
	}
	var docs []revocationDoc
	if err := cursor.All(ctx, &docs); err != nil {
		return nil, fault.Wrap("read revocations", translate(err))
	}
	list := make([]auth.Revocation, len(docs))
	for i, d := range docs {
		list[i] = auth.Revocation{Number: d.Number, Right: d.Right, User: d.User}
	}
	return list, nil
}

// dayMs is how long what is done with is kept for who is late.
const dayMs = 24 * 60 * 60 * 1000

// Sweep implements auth.Store, and forgets deeds and what is gone for long.
func (db *DB) Sweep(ctx context.Context, unseenSince, madeBefore entry.Instant) error {
	now := entry.At(time.Now())
	old := bson.D{{Key: "$lt", Value: now - dayMs}}
	for _, sweep := range []struct {
		collection string
		filter     bson.D
	}{
		{"sessions", is("seenAt", bson.D{{Key: "$lt", Value: unseenSince}})},
		{"sessions", is("createdAt", bson.D{{Key: "$lt", Value: madeBefore}})},
		{"answers", is("madeAt", bson.D{{Key: "$lt", Value: now - 2*dayMs}})},
		{"revocations", is("at", old)},
		{"sessions", is("goneAt", old)}, {"tokens", is("goneAt", old)}, {"devices", is("goneAt", old)}, {"visits", is("goneAt", old)},
		{"links", is("goneAt", old)}, {"activity_known", is("goneAt", old)}, {"texts", is("goneAt", old)}, {"push_devices", is("goneAt", old)}, {"watches", is("goneAt", old)},
		{"own_views", is("goneAt", old)}, {"seen_comments", is("goneAt", old)}, {"outbox", is("goneAt", bson.D{{Key: "$lt", Value: now - outboxMarksMs}})},
		{"stale_projects", is("goneAt", old)}, {"stale_people", is("goneAt", old)},
		{"statuses", is("goneAt", old)}, {"labels", is("goneAt", old)}, {"fields", is("goneAt", old)}, {"templates", is("goneAt", old)},
		{"views", is("goneAt", old)}, {"members", is("goneAt", old)},
	} {
		if _, err := db.db.Collection(sweep.collection).DeleteMany(ctx, sweep.filter); err != nil {
			return fault.Wrap("sweep "+sweep.collection, translate(err))
		}
	}
	if err := db.sweepDevices(ctx); err != nil {
		return fault.Wrap("sweep devices", err)
	}
	_, err := db.deeds().DeleteMany(ctx, bson.D{{Key: "at", Value: old}, {Key: "writes", Value: nil}})
	return fault.Wrap("sweep deeds", translate(err))
}
