package auth

import (
	"context"
	"encoding/hex"
	"time"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// visitFor is how long a browser that has opened a public link needs no password again.
const visitFor = 30 * 24 * time.Hour

// VisitSeconds is how long a browser keeps the visitor's cookie.
const VisitSeconds = int(visitFor / time.Second)

// LinkRow is what only the server knows of a public link. Which row counts, the
// journal says: the link of the project.
type LinkRow struct {
	ID        string
	Project   string
	Hash      Hash   // of the secret in its address
	Password  string // argon2id in its text form; "" where there is none
	CreatedAt entry.Instant
}

// Shared is a project as its public link leads to it.
type Shared struct {
	LinkRow
	Team      string
	Key, Name string         // of the project
	ExpiresAt *entry.Instant // null: never
}

// LinkStore keeps what stands behind public links, and who has come by them.
// What is not there, or does not count any more, is NotFound. Implementations:
// packages sqlite and mongo.
type LinkStore interface {
	audit.Recorder
	CreateLink(ctx context.Context, row LinkRow) error
	// Link gives a row by its id.
	Link(ctx context.Context, id string) (LinkRow, error)
	// LinkByHash gives the link of a secret, if it is that of its project, which is not deleted.
	LinkByHash(ctx context.Context, hash Hash) (Shared, error)
	CreateVisit(ctx context.Context, hash Hash, link string, at entry.Instant) error
	// VisitByHash gives the link by which a browser has come since an instant.
	VisitByHash(ctx context.Context, hash Hash, since entry.Instant) (Shared, error)
	// SweepLinks deletes what has been over for long: visits before an instant,
	// and links made before another that are not those of their projects.
	SweepLinks(ctx context.Context, visits, links entry.Instant) error
}

// Visits let people in by public links.
type Visits struct {
	store LinkStore
	clock func() time.Time
}

// NewVisits makes the service.
func NewVisits(store LinkStore) *Visits { return &Visits{store: store, clock: time.Now} }

var errNoLink = fault.New(fault.NotFound, "There is no such public link, or it has ended.")

// Prepare stores the secret half of a new link; it counts once the journal
// names its id. An empty password is none.
func (v *Visits) Prepare(ctx context.Context, project, password string) (row LinkRow, secret string, err error) {
	secret, hash := newSecret("")
	row = LinkRow{ID: entry.NewID(), Project: project, Hash: hash, CreatedAt: v.now()}
	if row.Password, err = linkPassword(ctx, password); err != nil {
		return row, "", err
	}
	return row, secret, v.store.CreateLink(ctx, row)
}

// Renew stores a link with the address of an older one and, where one is given,
// another password.
func (v *Visits) Renew(ctx context.Context, older string, password entry.Opt[*string]) (LinkRow, error) {
	row, err := v.store.Link(ctx, older)
	if err != nil {
		return row, err
	}
	row.ID, row.CreatedAt = entry.NewID(), v.now()
	if password.Set {
		given := ""
		if password.Value != nil {
			given = *password.Value
		}
		if row.Password, err = linkPassword(ctx, given); err != nil {
			return row, err
		}
	}
	return row, v.store.CreateLink(ctx, row)
}

func linkPassword(ctx context.Context, password string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := checkPassword("/password", password); err != nil {
		return "", err
	}
	return hashPassword(ctx, password)
}

// Open lets somebody in who has the secret and the password, where there is one;
// without that the fault is Forbidden and points at it. A browser that is in
// already (held) needs none, and keeps its visit.
func (v *Visits) Open(ctx context.Context, secret, password, held string) (to Shared, visit string, err error) {
	hash, ok := HashOf(secret)
	if !ok {
		return to, "", errNoLink
	}
	if to, err = v.link(ctx, hash); err != nil {
		return to, "", err
	}
	if p := v.Visitor(ctx, held); p != nil && p.Link == to.ID {
		return to, held, nil
	}
	if err := checkLinkPassword(ctx, to.Password, password); err != nil {
		if password != "" {
			err = fault.First(v.store.Record(ctx, to.record(audit.LinkRefused)), err)
		}
		return to, "", err
	}
	visit, visitHash := newSecret("")
	return to, visit, v.store.CreateVisit(audit.Note(ctx, to.record(audit.LinkOpened)), visitHash, to.ID, v.now())
}

func (s *Shared) record(kind audit.Kind) audit.Record {
	return audit.Record{Kind: kind, Team: s.Team, Project: s.Project, Subject: s.ID}
}

func (v *Visits) link(ctx context.Context, hash Hash) (Shared, error) {
	to, err := v.store.LinkByHash(ctx, hash)
	if fault.Is(err, fault.NotFound) || err == nil && to.ExpiresAt != nil && v.now() >= *to.ExpiresAt {
		return to, errNoLink
	}
	return to, err
}

func checkLinkPassword(ctx context.Context, hash, password string) error {
	if hash == "" {
		return nil
	}
	detail := "This link needs a password."
	if password != "" {
		right, err := verifyPassword(ctx, hash, password)
		if err != nil || right {
			return err
		}
		detail = "This is not the password."
	}
	return &fault.Error{Kind: fault.Forbidden, Message: detail, Details: []fault.Detail{{Pointer: "/password", Detail: detail}}}
}

// Visitor gives the principal of a visit's secret; nil where it gives no right
// any more. Nothing is remembered, so a link that ends shuts out at once.
func (v *Visits) Visitor(ctx context.Context, secret string) *Principal {
	hash, ok := HashOf(secret)
	if !ok {
		return nil
	}
	now := v.now()
	to, err := v.store.VisitByHash(ctx, hash, now-ms(visitFor))
	if err != nil || to.ExpiresAt != nil && now >= *to.ExpiresAt {
		return nil
	}
	p := &Principal{Link: to.ID, Project: to.Project, Visit: hex.EncodeToString(hash[:8])}
	if to.ExpiresAt != nil {
		p.Until = *to.ExpiresAt
	}
	return p
}

// Run sweeps what is over, until ctx ends.
func (v *Visits) Run(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		now := v.now()
		_ = v.store.SweepLinks(ctx, now-ms(visitFor), now-ms(24*time.Hour)) // what fails is done an hour later
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (v *Visits) now() entry.Instant { return entry.At(v.clock()) }
