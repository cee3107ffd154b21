package api

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"tandem/internal/auth"
	"tandem/internal/fault"
)

// rate is how often something may happen: burst times at once, and then again
// each so often.
type rate struct {
	burst float64
	each  time.Duration
	name  string // of one that counts for all nodes together; "": each counts by itself
}

// The rates. Those of sign-in count failures only.
var (
	perWriter     = rate{burst: 1000, each: time.Second / 100} // writes of one person
	perReader     = rate{burst: 3000, each: time.Second / 300} // readings of one person
	perStranger   = rate{burst: 1000, each: time.Second / 100} // requests of one address, not signed in
	perUpgrade    = rate{burst: 600, each: time.Second / 10}   // sockets opened from one address
	perNewcomer   = rate{60, 10 * time.Second, "newcomer"}     // accounts made from one address
	perTry        = rate{10, 30 * time.Second, "try"}          // passwords tried for one account from one address or browser
	perAddress    = rate{50, 5 * time.Second, "address"}       // passwords tried from one address, whatever the account
	perAccount    = rate{200, 30 * time.Second, "account"}     // passwords tried for one account by browsers that it does not know
	perLink       = rate{10, 30 * time.Second, "link"}         // passwords tried for one public link from one address
	perPassphrase = rate{10, 30 * time.Second, "passphrase"}   // present passwords that somebody signed in got wrong or right
)

// bucket is what is left of a rate for one who asks.
type bucket struct {
	left float64
	at   time.Time
}

// limits counts for all who ask.
type limits struct {
	mu      sync.Mutex
	now     func() time.Time
	buckets map[limitKey]*bucket
	swept   time.Time
	tell    func(key limitKey, n float64) // tells other nodes of what counts for all; before anybody asks
}

// limitKey is what is counted, and for whom.
type limitKey struct {
	rate *rate
	who  string
}

func newLimits() *limits {
	return &limits{now: time.Now, buckets: map[limitKey]*bucket{}, tell: func(limitKey, float64) {}}
}

// take counts one; it gives how long to wait where there is none left.
func (l *limits) take(r *rate, who string) (wait time.Duration) {
	key := keyOf(r, who)
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key)
	if b.left < 1 {
		return time.Duration((1 - b.left) * float64(r.each))
	}
	b.left--
	if r.name != "" {
		l.tell(key, 1)
	}
	return 0
}

// bucket gives what is left as of now; the caller holds the lock.
func (l *limits) bucket(key limitKey) *bucket {
	now, r := l.now(), key.rate
	l.sweep(now)
	b := l.buckets[key]
	if b == nil {
		b = &bucket{r.burst, now}
		l.buckets[key] = b
	}
	b.left = math.Min(r.burst, b.left+float64(now.Sub(b.at))/float64(r.each))
	b.at = now
	return b
}

// giveBack takes a count back.
func (l *limits) giveBack(r *rate, who string) {
	key := keyOf(r, who)
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.buckets[key]; b != nil {
		b.left = math.Min(r.burst, b.left+1)
		if r.name != "" {
			l.tell(key, -1)
		}
	}
}

// sweep forgets, once a minute, who would have everything left again.
func (l *limits) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for key, b := range l.buckets {
		if b.left+float64(now.Sub(b.at))/float64(key.rate.each) >= key.rate.burst {
			delete(l.buckets, key)
		}
	}
}

// slowDown is the refusal, with the seconds to wait in Retry-After.
func slowDown(header http.Header, wait time.Duration) error {
	header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return fault.New(fault.TooMany, "That was too often; wait a moment and try again.")
}

// limit holds everybody to the general rates.
func (g *Gate) limit(header http.Header, r *http.Request, p *auth.Principal) error {
	if g.limits == nil {
		return nil
	}
	var wait time.Duration
	switch socket, api := strings.HasPrefix(r.URL.Path, "/ws"), strings.HasPrefix(r.URL.Path, "/api/"); {
	case socket:
		wait = g.limits.take(&perUpgrade, g.address(r))
	case !api:
	case p == nil || p.User == "":
		wait = g.limits.take(&perStranger, g.address(r))
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		wait = g.limits.take(&perReader, p.User)
	default:
		wait = g.limits.take(&perWriter, p.User)
	}
	if wait > 0 {
		return slowDown(header, wait)
	}
	return nil
}

func (g *Gate) limitRegister(call *Call) error {
	return g.count(call, &perNewcomer, g.address(call.Request))
}

func (g *Gate) limitPassword(call *Call) error { return g.count(call, &perPassphrase, call.Actor) }

func (g *Gate) count(call *Call, r *rate, who string) error {
	if g.limits == nil {
		return nil
	}
	if wait := g.limits.take(r, who); wait > 0 {
		return slowDown(call.Header, wait)
	}
	return nil
}

// attempt is a password that is being tried: counted before it is looked at, so
// that many at once gain nothing, and given back where it was right.
type attempt struct {
	limits *limits
	taken  []limitKey
}

// take counts it everywhere, up to where there is none left.
func (a *attempt) take(call *Call, keys ...limitKey) error {
	for _, key := range keys {
		if wait := a.limits.take(key.rate, key.who); wait > 0 {
			return slowDown(call.Header, wait)
		}
		a.taken = append(a.taken, key)
	}
	return nil
}

func (a *attempt) succeeded() {
	for _, key := range a.taken {
		a.limits.giveBack(key.rate, key.who)
	}
}

// limitLink counts an opening of a public link.
func (g *Gate) limitLink(call *Call, secret string) (*attempt, error) {
	a := &attempt{limits: g.limits}
	if g.limits == nil {
		return a, nil
	}
	address := g.address(call.Request)
	hash, _ := auth.HashOf(secret)
	return a, a.take(call, limitKey{&perLink, address + " " + string(hash[:])}, limitKey{&perAddress, address})
}

// limitLogin counts an attempt. A browser from which this person has signed in
// before is counted by itself, so nobody elsewhere can keep them out (E9); an
// unknown address is counted like a known one.
func (g *Gate) limitLogin(call *Call, email string) (*attempt, error) {
	a := &attempt{limits: g.limits}
	if g.limits == nil {
		return a, nil
	}
	account, address := strings.ToLower(strings.TrimSpace(email)), g.address(call.Request)
	keys := []limitKey{{&perTry, address + " " + account}, {&perAddress, address}, {&perAccount, account}}
	if hash, ok := g.deviceOf(call.Request); ok {
		known, err := g.Options.Devices.KnownDevice(call.Request.Context(), account, hash)
		if err != nil {
			return nil, err
		}
		if known {
			keys = []limitKey{{&perTry, string(hash[:])}}
		}
	}
	if err := a.take(call, keys...); err != nil {
		return nil, err
	}
	return a, nil
}
