// Package outbox brings notifications to people who are not in the app. What is to
// go out is noted with the notification itself, so nothing is lost; what goes out
// together is a batch under an id of its own, which receivers know it by if a
// crash has it sent again. Whether somebody may hear of it is asked when it is sent.
package outbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"tandem/internal/entry"
)

// Group is what waits for one person, and was tried together or not tried yet.
type Group struct {
	User        string
	Zone        string
	Batch       string // "" before the first try
	Oldest      entry.Instant
	Next        entry.Instant // not before
	Tries       int
	Preferences Preferences
}

// Item is one notification as the person may see it now.
type Item struct {
	Reason  entry.Reason
	Actor   string // name
	Task    string // id
	Key     string
	Title   string
	Project string // name
	Count   int64  // tasks that one action has touched
	Excerpt string // of the comment; "" for none
	At      entry.Instant
}

// Letter is one message to one person.
type Letter struct {
	Batch   string // the same however often it is tried
	User    string // id
	Name    string
	Address string // of mail
	Zone    string
	Digest  bool
	Items   []Item // oldest first; not empty
}

// Waiting is what stands in the outbox, as administrators see it: one message.
type Waiting struct {
	ID        string        `json:"id"`
	User      string        `json:"user"`
	Name      string        `json:"name"`
	Channel   string        `json:"channel"` // mail
	Parked    bool          `json:"parked"`
	Count     int           `json:"count"` // notifications
	Tries     int           `json:"tries"`
	Error     string        `json:"error"` // of the last try
	CreatedAt entry.Instant `json:"createdAt"`
	NextAt    entry.Instant `json:"nextAt"` // not tried before
}

// Stats are for operators.
type Stats struct {
	Waiting, Parked int
	Oldest          entry.Instant // of those that wait; 0 where none does
}

// Store keeps the rows. Implementation: package sqlite.
type Store interface {
	// OutboxGroups gives all that waits and is not parked.
	OutboxGroups(ctx context.Context) ([]Group, error)
	// OutboxClaim gives a batch's id to all of a person's rows that have none.
	OutboxClaim(ctx context.Context, user, batch string) error
	// OutboxLetter gives what of a batch is still to be told: unread, not done or
	// put off, and about what the person may see now. No items: nothing.
	OutboxLetter(ctx context.Context, user, batch string) (Letter, error)
	// OutboxEnd takes a batch away: it was sent, or is not to be.
	OutboxEnd(ctx context.Context, user, batch string) error
	// OutboxFail notes a try that failed; parked ones are not tried again.
	OutboxFail(ctx context.Context, user, batch string, next entry.Instant, why string, parked bool) error
	// OutboxList gives what is parked, or waits, oldest first.
	OutboxList(ctx context.Context, parked bool) ([]Waiting, error)
	// OutboxRetry has a message tried again now; NotFound where it is gone.
	OutboxRetry(ctx context.Context, id string) error
	// OutboxDelete gives a message up; NotFound where it is gone.
	OutboxDelete(ctx context.Context, id string) error
	OutboxStats(ctx context.Context) (Stats, error)

	// Preferences gives a person's, the usual ones where they chose none.
	Preferences(ctx context.Context, user string) (Preferences, error)
	SetPreferences(ctx context.Context, user string, p Preferences) error
}

// ErrRefused marks a failure that no further try mends, such as an address that
// does not exist.
var ErrRefused = errors.New("refused for good")

// Options of New; what is zero is left out.
type Options struct {
	Send  func(context.Context, *Letter) error // nil: nothing is ever sent
	Sent  func(channel string)                 // is told of each message
	Lost  func(channel string)                 // is told of each try that failed
	Fail  func(error)                          // is told of what went wrong and is tried again
	Clock func() time.Time
}

// Service sends what waits.
type Service struct {
	store   Store
	options Options
}

// New makes the service.
func New(store Store, options Options) *Service {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.Sent == nil {
		options.Sent = func(string) {}
	}
	if options.Lost == nil {
		options.Lost = func(string) {}
	}
	if options.Fail == nil {
		options.Fail = func(error) {}
	}
	return &Service{store: store, options: options}
}

const (
	mostTries = 10 // some eight hours
	firstWait = time.Minute
	longest   = 2 * time.Hour
	lookEach  = 5 * time.Second
)

// Run sends what is due, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	if s.options.Send == nil {
		return
	}
	tick := time.NewTicker(lookEach)
	defer tick.Stop()
	for {
		if err := s.Work(ctx); err != nil && ctx.Err() == nil {
			s.options.Fail(err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Work sends what is due now. What fails waits for its next try and holds up
// nobody else's.
func (s *Service) Work(ctx context.Context) error {
	groups, err := s.store.OutboxGroups(ctx)
	if err != nil {
		return err
	}
	underWay := map[string]bool{} // people of whose mail some is tried again: new mail waits behind it
	for i := range groups {
		underWay[groups[i].User] = underWay[groups[i].User] || groups[i].Batch != ""
	}
	for i := range groups {
		g := &groups[i]
		if g.Batch == "" && underWay[g.User] {
			continue
		}
		if err := s.sendGroup(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sendGroup(ctx context.Context, g *Group) error {
	now := entry.At(s.options.Clock())
	isOff := g.Preferences.Mail == Off
	if !isOff && (g.Next > now || g.Preferences.When(g.Zone, g.Oldest, now) > now) {
		return nil
	}
	if g.Batch == "" {
		g.Batch = entry.NewID()
		if err := s.store.OutboxClaim(ctx, g.User, g.Batch); err != nil {
			return err
		}
	}
	letter, err := s.store.OutboxLetter(ctx, g.User, g.Batch)
	if err != nil {
		return err
	}
	if isOff || len(letter.Items) == 0 {
		return s.store.OutboxEnd(ctx, g.User, g.Batch)
	}
	letter.Digest = g.Preferences.Mail == Digest
	if err := s.options.Send(ctx, &letter); err != nil {
		if ctx.Err() != nil {
			return ctx.Err() // the server stops: that was no try
		}
		s.options.Lost("mail")
		s.options.Fail(err)
		tries := g.Tries + 1
		return s.store.OutboxFail(ctx, g.User, g.Batch, now+wait(tries), err.Error(), tries >= mostTries || errors.Is(err, ErrRefused))
	}
	s.options.Sent("mail")
	return s.store.OutboxEnd(ctx, g.User, g.Batch)
}

// wait is how long it is to the next try after some have failed: twice as long
// each time, a quarter more or less, so that not all come at once.
func wait(tries int) entry.Instant {
	d := min(firstWait<<(tries-1), longest)
	d = time.Duration(float64(d) * (0.75 + rand.Float64()/2))
	return entry.Instant(d.Milliseconds())
}

// List gives what is parked, or what waits.
func (s *Service) List(ctx context.Context, parked bool) ([]Waiting, error) {
	return s.store.OutboxList(ctx, parked)
}

// Retry has a message tried again.
func (s *Service) Retry(ctx context.Context, id string) error { return s.store.OutboxRetry(ctx, id) }

// Delete gives a message up.
func (s *Service) Delete(ctx context.Context, id string) error { return s.store.OutboxDelete(ctx, id) }

// Stats count what waits.
func (s *Service) Stats(ctx context.Context) (Stats, error) { return s.store.OutboxStats(ctx) }

// Sends tells whether anything goes out at all.
func (s *Service) Sends() bool { return s.options.Send != nil }

// Preferences gives a person's.
func (s *Service) Preferences(ctx context.Context, user string) (Preferences, error) {
	return s.store.Preferences(ctx, user)
}

// SetPreferences keeps a person's. What waits follows them.
func (s *Service) SetPreferences(ctx context.Context, user string, p Preferences) error {
	if err := p.Check(); err != nil {
		return err
	}
	return s.store.SetPreferences(ctx, user, p)
}

// Unsubscribe ends a person's mail.
func (s *Service) Unsubscribe(ctx context.Context, user string) error {
	p, err := s.store.Preferences(ctx, user)
	if err != nil {
		return err
	}
	p.Mail = Off
	return s.store.SetPreferences(ctx, user, p)
}
