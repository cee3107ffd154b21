package mongo

import (
	"context"
	"encoding/hex"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

var _ auth.LinkStore = (*DB)(nil)

// linkDoc is what only the server knows of a public link. Which one counts, the
// journal says: that of the project.
type linkDoc struct {
	ID        string        `bson:"_id"`
	Project   string        `bson:"project"`
	Hash      []byte        `bson:"hash"`
	Password  string        `bson:"password"` // argon2id; "" where there is none
	CreatedAt entry.Instant `bson:"createdAt"`
}

func (d *linkDoc) row() auth.LinkRow {
	l := auth.LinkRow{ID: d.ID, Project: d.Project, Password: d.Password, CreatedAt: d.CreatedAt}
	copy(l.Hash[:], d.Hash)
	return l
}

// CreateLink implements auth.LinkStore.
func (db *DB) CreateLink(ctx context.Context, l auth.LinkRow) error {
	return fault.Wrap("create link", db.write(ctx, func(tx *writing) error {
		tx.put("links", l.ID, linkDoc{l.ID, l.Project, l.Hash[:], l.Password, l.CreatedAt})
		return nil
	}))
}

// Link implements auth.LinkStore.
func (db *DB) Link(ctx context.Context, id string) (auth.LinkRow, error) {
	d, err := one[linkDoc](ctx, db, "public link", "links", byID(id))
	return d.row(), err
}

// shared gives the link that a filter finds and that is its project's.
func (db *DB) shared(ctx context.Context, filter bson.D) (auth.Shared, error) {
	docs, err := all[linkDoc](ctx, db, "links", filter, nil)
	if err != nil {
		return auth.Shared{}, err
	}
	for _, d := range docs { // one of the same secret for each time that it was changed
		p, err := one[projectDoc](ctx, db, "public link", "projects", append(byID(d.Project), is("deletedAt", nil)...))
		if err == nil && p.Link != nil && p.Link.ID == d.ID {
			return auth.Shared{LinkRow: d.row(), Team: p.Team, Key: p.Key, Name: p.Name, ExpiresAt: p.Link.ExpiresAt}, nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return auth.Shared{}, err
		}
	}
	return auth.Shared{}, fault.New(fault.NotFound, "There is no such public link.")
}

// LinkByHash implements auth.LinkStore.
func (db *DB) LinkByHash(ctx context.Context, hash auth.Hash) (auth.Shared, error) {
	return db.shared(ctx, is("hash", hash[:]))
}

// visitDoc is a browser that has opened a public link.
type visitDoc struct {
	Link      string        `bson:"link"`
	CreatedAt entry.Instant `bson:"createdAt"`
}

func visitID(hash auth.Hash) string { return hex.EncodeToString(hash[:]) }

// CreateVisit implements auth.LinkStore.
func (db *DB) CreateVisit(ctx context.Context, hash auth.Hash, link string, at entry.Instant) error {
	return fault.Wrap("create visit", db.write(ctx, func(tx *writing) error {
		tx.put("visits", visitID(hash), visitDoc{link, at})
		return nil
	}))
}

// VisitByHash implements auth.LinkStore.
func (db *DB) VisitByHash(ctx context.Context, hash auth.Hash, since entry.Instant) (auth.Shared, error) {
	d, err := one[visitDoc](ctx, db, "public link", "visits", append(byID(visitID(hash)), is("createdAt", bson.D{{Key: "$gte", Value: since}})...))
	if err != nil {
		return auth.Shared{}, err
	}
	return db.shared(ctx, byID(d.Link))
}

// SweepLinks implements auth.LinkStore.
func (db *DB) SweepLinks(ctx context.Context, visits, links entry.Instant) error {
	return fault.Wrap("sweep links", db.write(ctx, func(tx *writing) error {
		old, err := all[linkDoc](tx.ctx, db, "links", is("createdAt", bson.D{{Key: "$lt", Value: links}}), nil)
		if err != nil {
			return err
		}
		for _, d := range old {
			_, err := db.shared(tx.ctx, byID(d.ID))
			if fault.Is(err, fault.NotFound) {
				tx.remove("links", d.ID)
				if err := tx.removeAll("visits", is("link", d.ID)); err != nil {
					return err
				}
			} else if err != nil {
				return err
			}
		}
		return tx.removeAll("visits", is("createdAt", bson.D{{Key: "$lt", Value: visits}}))
	}))
}

// removeAll removes what a filter finds.
func (tx *writing) removeAll(collection string, filter bson.D) error {
	docs, err := all[struct {
		ID string `bson:"_id"`
	}](tx.ctx, tx.db, collection, filter, nil)
	for _, d := range docs {
		tx.remove(collection, d.ID)
	}
	return err
}

type deviceDoc struct {
	User   string        `bson:"user"`
	SeenAt entry.Instant `bson:"seenAt"`
}

func deviceID(user string, hash auth.Hash) string { return user + "/" + hex.EncodeToString(hash[:]) }

// KnownDevice implements the API's DeviceStore.
func (db *DB) KnownDevice(ctx context.Context, email string, hash auth.Hash) (bool, error) {
	d, err := db.userDoc(ctx, is("emailKey", emailKey(email)))
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		return false, err
	}
	known, err := db.some(ctx, "devices", byID(deviceID(d.ID, hash)))
	return known, fault.Wrap("look for device", err)
}

// mostDevices of a person are known.
const mostDevices = 20

// MarkDevice implements the API's DeviceStore.
func (db *DB) MarkDevice(ctx context.Context, user string, hash auth.Hash, at entry.Instant) error {
	return fault.Wrap("mark device", db.write(ctx, func(tx *writing) error {
		own := deviceID(user, hash)
		docs, err := all[struct {
			ID string `bson:"_id"`
		}](tx.ctx, db, "devices", is("user", user), is("seenAt", -1))
		kept := 1
		for _, d := range docs {
			if d.ID == own {
				continue
			}
			if kept++; kept > mostDevices {
				tx.remove("devices", d.ID)
			}
		}
		tx.put("devices", own, deviceDoc{user, at})
		return err
	}))
}
