package mongo

import (
	"bytes"
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/once"
)

var _ once.Store = (*DB)(nil)

// answerDoc is the answer to a write outside projects, by its command id.
type answerDoc struct {
	Hash   []byte        `bson:"hash"`
	Status int           `bson:"status"` // 0: it took effect, and its answer is not kept
	Body   []byte        `bson:"body"`
	MadeAt entry.Instant `bson:"madeAt"`
}

func answerID(claim *once.Claim) string { return claim.User + "/" + claim.Key }

// once is write that also takes the claim of ctx, if there is one: what is done
// twice under one command id is refused whole.
func (db *DB) once(ctx context.Context, do func(tx *writing) error) error {
	claim := once.From(ctx)
	return db.write(ctx, func(tx *writing) error {
		if err := do(tx); err != nil || claim == nil {
			return err
		}
		if taken, err := tx.some("answers", byID(answerID(claim))); err != nil || taken {
			return fault.First(err, once.ErrLost)
		}
		tx.put("answers", answerID(claim), answerDoc{Hash: claim.Hash[:], MadeAt: tx.at})
		return nil
	})
}

// Recall implements once.Store.
func (db *DB) Recall(ctx context.Context, claim once.Claim) (once.Answer, bool, error) {
	d, err := one[answerDoc](ctx, db, "answer", "answers", byID(answerID(&claim)))
	if fault.Is(err, fault.NotFound) {
		return once.Answer{}, false, nil
	}
	if err == nil && !bytes.Equal(d.Hash, claim.Hash[:]) {
		err = once.ErrOtherBody
	}
	return once.Answer{Status: d.Status, Body: d.Body}, err == nil, fault.Wrap("recall answer", err)
}

// Keep implements once.Store.
func (db *DB) Keep(ctx context.Context, claim once.Claim, answer once.Answer) error {
	return fault.Wrap("keep answer", db.write(ctx, func(tx *writing) error {
		d, err := one[answerDoc](tx.ctx, db, "answer", "answers", byID(answerID(&claim)))
		if err == nil && !bytes.Equal(d.Hash, claim.Hash[:]) {
			return nil
		}
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		tx.put("answers", answerID(&claim), answerDoc{claim.Hash[:], answer.Status, answer.Body, tx.at})
		return nil
	}))
}
