// Package outbox brings notifications to people who are not in the app. What is to
// go out is noted with the notification itself, so nothing is lost; what goes out
// together is a batch under an id of its own, which receivers know it by if a
// crash has it sent again. Whether somebody may hear of it is asked when it is sent.
package outbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// ErrRefused marks a failure that no further try mends, such as an address that
// does not exist.
var ErrRefused = errors.New("refused for good")

// ErrGone marks a device that takes nothing any more.
var ErrGone = errors.New("the device is gone")

// Send brings a letter out of the app.
type Send func(context.Context, *Letter) error

// Options of New; what is zero is left out.
type Options struct {
	Send     map[Channel]Send   // what is missing waits
	Sent     func(Channel)      // is told of each message
	Lost     func(Channel)      // is told of each try that failed
	Fail     func(error)        // is told of what went wrong and is tried again
	IsPublic func(string) error // refuses addresses of devices that are not to be asked for
	Clock    func() time.Time
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
		options.Sent = func(Channel) {}
	}
	if options.Lost == nil {
		options.Lost = func(Channel) {}
	}
	if options.Fail == nil {
		options.Fail = func(error) {}
	}
	if options.IsPublic == nil {
		options.IsPublic = func(string) error { return nil }
	}
	return &Service{store: store, options: options}
}

const (
	mostTries = 10 // some eight hours
	firstWait = time.Minute
	longest   = 2 * time.Hour
	lookEach  = 5 * time.Second
	atOnce    = 16 // messages; who is slow to take theirs holds up few
)

// Run sends what is due, until ctx ends.
func (s *Service) Run(ctx context.Context) {
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
	underWay := map[Message]bool{} // where something is tried again, what is new waits behind it
	for i := range groups {
		underWay[groups[i].place()] = underWay[groups[i].place()] || groups[i].Batch != ""
	}
	errs := make([]error, len(groups))
	places := make(chan struct{}, atOnce)
	var sending sync.WaitGroup
	for i := range groups {
		g := &groups[i]
		if g.Batch == "" && underWay[g.place()] {
			continue
		}
		places <- struct{}{}
		sending.Go(func() {
			errs[i] = s.sendGroup(ctx, g)
			<-places
		})
	}
	sending.Wait()
	return fault.First(errs...)
}

// place is where a message goes, whatever it says.
func (m Message) place() Message {
	m.Batch = ""
	return m
}

func (s *Service) sendGroup(ctx context.Context, g *Group) error {
	send := s.options.Send[g.Channel]
	if send == nil {
		return nil
	}
	now := entry.At(s.options.Clock())
	wants := g.Preferences.wants(g.Channel)
	if wants && (g.Next > now || g.Preferences.When(g.Channel, g.Zone, g.Oldest, now) > now) {
		return nil
	}
	if g.Batch == "" {
		g.Batch = entry.NewID()
		if err := s.store.OutboxClaim(ctx, &g.Message); err != nil {
			return err
		}
	}
	letter, err := s.store.OutboxLetter(ctx, &g.Message, now)
	if err != nil {
		return err
	}
	if !wants || len(letter.Items) == 0 {
		return s.store.OutboxEnd(ctx, &g.Message)
	}
	letter.Digest = g.Preferences.Mail == Digest
	if err := send(ctx, &letter); err != nil {
		return s.failed(ctx, g, now, err)
	}
	s.options.Sent(g.Channel)
	return s.store.OutboxEnd(ctx, &g.Message)
}

// failed notes a try that came to nothing.
func (s *Service) failed(ctx context.Context, g *Group, now entry.Instant, why error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // the server stops: that was no try
	case errors.Is(why, ErrGone):
		err := s.store.RemoveDevice(ctx, g.User, g.Device)
		if fault.Is(err, fault.NotFound) {
			return nil // signed out meanwhile
		}
		return err
	}
	s.options.Lost(g.Channel)
	s.options.Fail(why)
	tries := g.Tries + 1
	return s.store.OutboxFail(ctx, &g.Message, now+wait(tries), why.Error(), tries >= mostTries || errors.Is(why, ErrRefused))
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

// Sends tells whether anything goes out that way at all.
func (s *Service) Sends(c Channel) bool { return s.options.Send[c] != nil }

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
