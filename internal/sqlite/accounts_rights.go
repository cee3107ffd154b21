package sqlite

import (
	"context"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// CreateSession implements auth.Store.
func (db *DB) CreateSession(ctx context.Context, s auth.Session) error {
	return fault.Wrap("create session", db.write(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO sessions (id, user, hash, agent, address, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			s.ID, s.User, s.Hash[:], s.Agent, s.Address, int64(s.CreatedAt), int64(s.SeenAt))
	}))
}

// SessionByHash implements auth.Store.
func (db *DB) SessionByHash(ctx context.Context, hash auth.Hash) (auth.Session, auth.Holder, error) {
	s, h := auth.Session{Hash: hash}, auth.Holder{}
	err := db.read.QueryRowContext(ctx, `SELECT s.id, s.user, s.agent, s.address, s.created_at, s.seen_at, u.admin, u.disabled_at IS NOT NULL
		FROM sessions s JOIN users u ON u.id = s.user WHERE s.hash = ?`, hash[:]).
		Scan(&s.ID, &s.User, &s.Agent, &s.Address, (*int64)(&s.CreatedAt), (*int64)(&s.SeenAt), &h.Admin, &h.Disabled)
	h.User = s.User
	return s, h, fault.Wrap("read session", missing("session", err))
}

// Sessions implements auth.Store.
func (db *DB) Sessions(ctx context.Context, user string) ([]auth.Session, error) {
	return list(ctx, db.read, func(row scanner) (auth.Session, error) {
		s := auth.Session{User: user}
		err := row.Scan(&s.ID, &s.Agent, &s.Address, (*int64)(&s.CreatedAt), (*int64)(&s.SeenAt))
		return s, err
	}, `SELECT id, agent, address, created_at, seen_at FROM sessions WHERE user = ? ORDER BY seen_at DESC, id DESC`, user)
}

// EndSession implements auth.Store.
func (db *DB) EndSession(ctx context.Context, user, id string) error {
	return fault.Wrap("end session", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`DELETE FROM sessions WHERE id = ? AND user = ?`, id, user)
		return found("session", n, err)
	}))
}

// EndOtherSessions implements auth.Store.
func (db *DB) EndOtherSessions(ctx context.Context, user, keep string) error {
	return fault.Wrap("end sessions", db.once(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM sessions WHERE user = ? AND id <> ?`, user, keep)
	}))
}

// SawSession implements auth.Store.
func (db *DB) SawSession(ctx context.Context, id, address string, at entry.Instant) error {
	return fault.Wrap("note session", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE sessions SET seen_at = max(seen_at, ?), address = ? WHERE id = ?`, int64(at), address, id)
	}))
}

// CreateToken implements auth.Store.
func (db *DB) CreateToken(ctx context.Context, t auth.Token) error {
	return fault.Wrap("create token", db.once(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO tokens (id, user, hash, name, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)`,
			t.ID, t.User, t.Hash[:], t.Name, int64(t.CreatedAt), instant(t.ExpiresAt))
	}))
}

// TokenByHash implements auth.Store.
func (db *DB) TokenByHash(ctx context.Context, hash auth.Hash) (auth.Token, auth.Holder, error) {
	t, h := auth.Token{Hash: hash}, auth.Holder{}
	err := db.read.QueryRowContext(ctx, `SELECT t.id, t.user, t.name, t.created_at, t.expires_at, t.last_used_at, u.admin, u.disabled_at IS NOT NULL
		FROM tokens t JOIN users u ON u.id = t.user WHERE t.hash = ?`, hash[:]).
		Scan(&t.ID, &t.User, &t.Name, (*int64)(&t.CreatedAt), &t.ExpiresAt, &t.LastUsedAt, &h.Admin, &h.Disabled)
	h.User = t.User
	return t, h, fault.Wrap("read token", missing("token", err))
}

// Tokens implements auth.Store.
func (db *DB) Tokens(ctx context.Context, user string) ([]auth.Token, error) {
	return list(ctx, db.read, func(row scanner) (auth.Token, error) {
		t := auth.Token{User: user}
		err := row.Scan(&t.ID, &t.Name, (*int64)(&t.CreatedAt), &t.ExpiresAt, &t.LastUsedAt)
		return t, err
	}, `SELECT id, name, created_at, expires_at, last_used_at FROM tokens WHERE user = ? ORDER BY id DESC`, user)
}

// DeleteToken implements auth.Store.
func (db *DB) DeleteToken(ctx context.Context, user, id string) error {
	return fault.Wrap("delete token", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`DELETE FROM tokens WHERE id = ? AND user = ?`, id, user)
		return found("token", n, err)
	}))
}

// SawToken implements auth.Store.
func (db *DB) SawToken(ctx context.Context, id string, at entry.Instant) error {
	return fault.Wrap("note token", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?`, int64(at), id)
	}))
}

// Revocations implements auth.Store.
func (db *DB) Revocations(ctx context.Context, after int64) ([]auth.Revocation, error) {
	query := `SELECT number, right, user FROM revocations WHERE number > ? ORDER BY number LIMIT 1000`
	if after < 0 {
		query = `SELECT number, right, user FROM revocations WHERE number > ? ORDER BY number DESC LIMIT 1`
	}
	return list(ctx, db.read, func(row scanner) (auth.Revocation, error) {
		var r auth.Revocation
		err := row.Scan(&r.Number, &r.Right, &r.User)
		return r, err
	}, query, after)
}

// Sweep implements auth.Store.
func (db *DB) Sweep(ctx context.Context, unseenSince, madeBefore entry.Instant) error {
	const day = 24 * 60 * 60 * 1000
	return fault.Wrap("sweep accounts", db.write(ctx, func(tx *writing) error {
		return fault.First(
			tx.exec(`DELETE FROM revocations WHERE number < (SELECT max(number) - 10000 FROM revocations)`),
			tx.exec(`DELETE FROM sessions WHERE seen_at < ? OR created_at < ?`, int64(unseenSince), int64(madeBefore)),
			tx.exec(`DELETE FROM idempotency WHERE made_at < unixepoch() * 1000 - ?`, 2*day),
		)
	}))
}
