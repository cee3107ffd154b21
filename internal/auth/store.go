package auth

import (
	"context"

	"tandem/internal/audit"
	"tandem/internal/entry"
)

// Account is a person with what only the server knows of them.
type Account struct {
	User       entry.User
	Password   string // argon2id in its text form; "" where there is none
	Admin      bool   // of the instance
	WeekStart  *int   // 0 Sunday, 1 Monday or 6 Saturday; nil: as the locale has it
	CreatedAt  entry.Instant
	DisabledAt *entry.Instant
}

// Session is one sign-in.
type Session struct {
	ID        string        `json:"id"`
	User      string        `json:"-"`
	Hash      Hash          `json:"-"`
	Agent     string        `json:"agent"`   // what the browser calls itself
	Address   string        `json:"address"` // from which it was last used; "" where that is not known
	CreatedAt entry.Instant `json:"createdAt"`
	SeenAt    entry.Instant `json:"seenAt"` // a few minutes coarse
	Current   bool          `json:"current"`
}

// Token is a personal API token.
type Token struct {
	ID         string         `json:"id"`
	User       string         `json:"-"`
	Hash       Hash           `json:"-"`
	Name       string         `json:"name"`
	CreatedAt  entry.Instant  `json:"createdAt"`
	ExpiresAt  *entry.Instant `json:"expiresAt"`
	LastUsedAt *entry.Instant `json:"lastUsedAt"` // a few minutes coarse
}

// Holder is who holds a session or a token.
type Holder struct {
	User     string
	Admin    bool
	Disabled bool
}

// Revocation is a session or token that has ended before its time.
type Revocation struct {
	Number int64 // grows
	Right  string
	User   string
}

// Store keeps accounts. Every method is atomic and durable when it returns;
// what is not there is a fault of kind NotFound. Implementations: packages sqlite and mongo.
type Store interface {
	audit.Recorder
	// CreateAccount stores a new account. The first of all becomes the instance's
	// administrator, also when two come at once; a later one is Forbidden unless
	// admitted. An invitation is used in the same transaction, or what stands in
	// its way is the answer. The handle is completed with a number until nobody has it. A taken
	// address is a Conflict. What changed is written to the account.
	CreateAccount(ctx context.Context, account *Account, by Admission) error
	// HasAccounts tells whether there is any account.
	HasAccounts(ctx context.Context) (bool, error)
	// Account gives a person by id.
	Account(ctx context.Context, id string) (Account, error)
	// AccountByEmail gives a person by address, whatever its case.
	AccountByEmail(ctx context.Context, email string) (Account, error)
	// Accounts gives everybody, oldest first.
	Accounts(ctx context.Context) ([]Account, error)
	// ChangeAccount reads a person, has the fields changed and writes them, all in one
	// transaction; a taken handle is a Conflict. Their projects are marked as stale.
	ChangeAccount(ctx context.Context, id string, change func(*Account) error) (Account, error)
	// SetPassword stores a password's hash and ends all sessions but one.
	SetPassword(ctx context.Context, user, password, keep string) error
	// SetDisabled shuts a person out, ending all sessions, or lets them in again.
	// With spare, the last administrator who is not shut out stays: a Conflict.
	SetDisabled(ctx context.Context, user string, at *entry.Instant, spare bool) error

	CreateSession(ctx context.Context, s Session) error
	// SessionByHash gives a session, however old, and its holder.
	SessionByHash(ctx context.Context, hash Hash) (Session, Holder, error)
	// Sessions gives a person's sessions, the one used last first.
	Sessions(ctx context.Context, user string) ([]Session, error)
	EndSession(ctx context.Context, user, id string) error
	// EndOtherSessions ends all sessions of a person but one.
	EndOtherSessions(ctx context.Context, user, keep string) error
	// SawSession notes when and from where a session was used; one that has ended
	// stays so.
	SawSession(ctx context.Context, id, address string, at entry.Instant) error

	CreateToken(ctx context.Context, t Token) error
	TokenByHash(ctx context.Context, hash Hash) (Token, Holder, error)
	// Tokens gives a person's tokens, newest first.
	Tokens(ctx context.Context, user string) ([]Token, error)
	DeleteToken(ctx context.Context, user, id string) error
	SawToken(ctx context.Context, id string, at entry.Instant) error

	// Revocations gives those after a number, oldest first, at most 1,000; with
	// after < 0 only the newest, to begin from.
	Revocations(ctx context.Context, after int64) ([]Revocation, error)
	// Sweep deletes what has been over for long: sessions unseen since one
	// instant or made before another, and old answers of idempotency.
	Sweep(ctx context.Context, unseenSince, madeBefore entry.Instant) error
}
