// Package once lets a write outside any project take effect once for each
// command id, as the journal does inside projects (J4). The claim travels in the
// request's context down to the store, which writes it in the transaction of the
// effect itself: a crash between the two cannot happen.
package once

import (
	"context"
	"crypto/sha256"

	"tandem/internal/fault"
)

// Claim says who asks for what under which command id.
type Claim struct {
	User string
	Key  string            // the command id
	Hash [sha256.Size]byte // of method, path and body
}

// Answer is what the first request with a command id was told.
type Answer struct {
	Status int // HTTP status; 0: it took effect, and the answer was not kept
	Body   []byte
}

// ErrOtherBody is the answer to a command id that was used for something else.
var ErrOtherBody error = fault.Field("Idempotency-Key", "This key was used for something else.")

// ErrLost is the answer where a request took effect and its answer is gone.
var ErrLost = fault.New(fault.Conflict, "This took effect before, and its answer is no longer known; look at what is there now.")

// Store keeps answers for a day or more. Implementations: packages sqlite and mongo.
type Store interface {
	// Recall gives the answer to an earlier request; false where there is none.
	// The same command id with another hash is ErrOtherBody.
	Recall(ctx context.Context, claim Claim) (Answer, bool, error)
	// Keep completes a claim that a write has taken with what was answered. Where
	// none has, as an import that recognises itself, it notes the claim as well.
	Keep(ctx context.Context, claim Claim, answer Answer) error
}

type claimKey struct{}

// With makes the writes of ctx take the claim.
func With(ctx context.Context, claim *Claim) context.Context {
	return context.WithValue(ctx, claimKey{}, claim)
}

// From gives the claim of ctx, nil where there is none.
func From(ctx context.Context) *Claim {
	claim, _ := ctx.Value(claimKey{}).(*Claim)
	return claim
}
