package auth

import (
	"context"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Options of a Service; the zero value lets nobody but the first register.
type Options struct {
	Open     bool             // anybody may register
	ByInvite bool             // so may who has an invitation
	Clock    func() time.Time // time.Now where nil
}

// Service answers who somebody is, and changes what they hold.
type Service struct {
	store   Store
	options Options
	seen    cache

	mu        sync.Mutex
	onRevoked []func(right, user string)
	look      chan struct{} // holds a token when another node is known to have revoked something
}

// New makes a service; Run keeps it informed of what others revoke.
func New(store Store, options Options) *Service {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	return &Service{store: store, options: options, seen: cache{known: map[Hash]remembered{}}, look: make(chan struct{}, 1)}
}

// OnRevoked registers what is called with each session or token that ends
// before its time (L4): at once for those ended through this service, within a
// second for others. It may be called twice for one.
func (s *Service) OnRevoked(call func(right, user string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onRevoked = append(s.onRevoked, call)
}

// Authenticate gives the principal of a session's secret or a token; whatever
// is wrong with it is ErrUnauthenticated. An answer may be up to a second old,
// except that what this service revokes is forgotten at once.
func (s *Service) Authenticate(ctx context.Context, secret string) (*Principal, error) {
	hash, ok := HashOf(secret)
	if !ok {
		return nil, ErrUnauthenticated
	}
	now := s.options.Clock()
	if p := s.seen.get(hash, now); p != nil {
		return p, nil
	}
	round := s.seen.round()
	p, err := s.lookUp(ctx, secret, hash, entry.At(now))
	if fault.Is(err, fault.NotFound) {
		return nil, ErrUnauthenticated
	}
	if err != nil {
		return nil, err
	}
	s.seen.put(hash, p, now, round)
	return p, nil
}

func (s *Service) lookUp(ctx context.Context, secret string, hash Hash, now entry.Instant) (*Principal, error) {
	if len(secret) > secretChars {
		return s.lookUpToken(ctx, hash, now)
	}
	return s.lookUpSession(ctx, hash, now)
}

// tell forgets what is remembered and tells of what has ended.
func (s *Service) tell(user string, rights ...string) {
	s.seen.forget(user)
	s.mu.Lock()
	calls := s.onRevoked
	s.mu.Unlock()
	for _, right := range rights {
		for _, call := range calls {
			call(right, user)
		}
	}
}

// Run tells of what is revoked elsewhere, and sweeps what is over, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	const look, sweep = 500 * time.Millisecond, time.Hour
	after, swept := int64(-1), time.Time{}
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		after = s.catchUp(ctx, after)
		if now := s.options.Clock(); now.Sub(swept) > sweep && after >= 0 {
			swept = now
			s.Sweep(ctx)
		}
		select {
		case <-tick.C:
		case <-s.look:
		case <-ctx.Done():
			return
		}
	}
}

// Look lets Run see at once what another node has revoked.
func (s *Service) Look() {
	select {
	case s.look <- struct{}{}:
	default: // a token is there already
	}
}

// catchUp tells of the revocations after a number and gives the last; an error
// leaves it for the next time.
func (s *Service) catchUp(ctx context.Context, after int64) int64 {
	list, err := s.store.Revocations(ctx, after)
	if err != nil {
		return after
	}
	for _, r := range list {
		if after >= 0 {
			s.tell(r.User, r.Right)
		}
	}
	if len(list) > 0 {
		return list[len(list)-1].Number
	}
	return max(after, 0)
}

// Sweep deletes sessions that are over. One that fails is done again an hour later.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.options.Clock()
	return s.store.Sweep(ctx, entry.At(now.Add(-idleFor)), entry.At(now.Add(-lastsFor)))
}
