package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"

	"tandem/internal/fault"
	"tandem/internal/once"
)

var _ once.Store = (*DB)(nil)

// once runs do in a transaction that also takes the claim of ctx, if there is
// one: what is done twice under one command id is refused whole.
func (db *DB) once(ctx context.Context, do func(tx *writing) error) error {
	return db.write(ctx, func(tx *writing) error {
		if err := do(tx); err != nil {
			return err
		}
		claim := once.From(ctx)
		if claim == nil {
			return nil
		}
		n, err := tx.change(`INSERT INTO idempotency (user, key, hash, status, made_at) VALUES (?, ?, ?, 0, unixepoch() * 1000)
			ON CONFLICT (user, key) DO NOTHING`, claim.User, claim.Key, claim.Hash[:])
		if err == nil && n == 0 {
			err = once.ErrLost
		}
		return err
	})
}

// Recall implements once.Store.
func (db *DB) Recall(ctx context.Context, claim once.Claim) (once.Answer, bool, error) {
	var answer once.Answer
	var hash []byte
	err := db.read.QueryRowContext(ctx, `SELECT hash, status, body FROM idempotency WHERE user = ? AND key = ?`, claim.User, claim.Key).
		Scan(&hash, &answer.Status, &answer.Body)
	if errors.Is(err, sql.ErrNoRows) {
		return answer, false, nil
	}
	if err == nil && !bytes.Equal(hash, claim.Hash[:]) {
		err = once.ErrOtherBody
	}
	return answer, err == nil, fault.Wrap("recall answer", translate(err))
}

// Keep implements once.Store.
func (db *DB) Keep(ctx context.Context, claim once.Claim, answer once.Answer) error {
	return fault.Wrap("keep answer", db.write(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO idempotency (user, key, hash, status, body, made_at) VALUES (?, ?, ?, ?, ?, unixepoch() * 1000)
			ON CONFLICT (user, key) DO UPDATE SET status = excluded.status, body = excluded.body WHERE hash = excluded.hash`,
			claim.User, claim.Key, claim.Hash[:], answer.Status, answer.Body)
	}))
}
