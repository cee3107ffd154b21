package sqlite

import (
	"context"
	"database/sql"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

var _ auth.LinkStore = (*DB)(nil)

// CreateLink implements auth.LinkStore.
func (db *DB) CreateLink(ctx context.Context, l auth.LinkRow) error {
	return fault.Wrap("create link", db.write(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO links (id, project, hash, password, created_at) VALUES (?, ?, ?, ?, ?)`,
			l.ID, l.Project, l.Hash[:], l.Password, int64(l.CreatedAt))
	}))
}

// Link implements auth.LinkStore.
func (db *DB) Link(ctx context.Context, id string) (auth.LinkRow, error) {
	l, hash := auth.LinkRow{ID: id}, []byte{}
	err := db.read.QueryRowContext(ctx, `SELECT project, hash, password, created_at FROM links WHERE id = ?`, id).
		Scan(&l.Project, &hash, &l.Password, (*int64)(&l.CreatedAt))
	copy(l.Hash[:], hash)
	return l, fault.Wrap("read link", missing("public link", err))
}

// sharedQuery joins links with the projects whose link they are now.
const sharedQuery = `SELECT l.id, l.project, l.hash, l.password, l.created_at, p.team, p.key, p.name, p.link FROM links l
	JOIN projects p ON p.id = l.project AND p.deleted_at IS NULL AND json_extract(p.link, '$.id') = l.id `

func (db *DB) shared(ctx context.Context, where string, args ...any) (auth.Shared, error) {
	var s auth.Shared
	var hash []byte
	var link sql.NullString
	var p entry.Project
	err := db.read.QueryRowContext(ctx, sharedQuery+where, args...).
		Scan(&s.ID, &s.Project, &hash, &s.Password, (*int64)(&s.CreatedAt), &s.Team, &s.Key, &s.Name, &link)
	copy(s.Hash[:], hash)
	if err == nil {
		if err = readLink(link, &p); err == nil {
			s.ExpiresAt = p.Link.ExpiresAt
		}
	}
	return s, fault.Wrap("read link", missing("public link", err))
}

// LinkByHash implements auth.LinkStore.
func (db *DB) LinkByHash(ctx context.Context, hash auth.Hash) (auth.Shared, error) {
	return db.shared(ctx, `WHERE l.hash = ?`, hash[:])
}

// CreateVisit implements auth.LinkStore.
func (db *DB) CreateVisit(ctx context.Context, hash auth.Hash, link string, at entry.Instant) error {
	return fault.Wrap("create visit", db.write(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO visits (hash, link, created_at) VALUES (?, ?, ?)`, hash[:], link, int64(at))
	}))
}

// VisitByHash implements auth.LinkStore.
func (db *DB) VisitByHash(ctx context.Context, hash auth.Hash, since entry.Instant) (auth.Shared, error) {
	return db.shared(ctx, `JOIN visits v ON v.link = l.id WHERE v.hash = ? AND v.created_at >= ?`, hash[:], int64(since))
}

// SweepLinks implements auth.LinkStore.
func (db *DB) SweepLinks(ctx context.Context, visits, links entry.Instant) error {
	return fault.Wrap("sweep links", db.write(ctx, func(tx *writing) error {
		const over = `created_at < ? AND NOT EXISTS (SELECT 1 FROM projects p WHERE p.id = links.project AND json_extract(p.link, '$.id') = links.id)`
		return fault.First(
			tx.exec(`DELETE FROM visits WHERE created_at < ? OR link IN (SELECT id FROM links WHERE `+over+`)`, int64(visits), int64(links)),
			tx.exec(`DELETE FROM links WHERE `+over, int64(links)),
		)
	}))
}
