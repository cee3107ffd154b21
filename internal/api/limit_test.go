package api

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"tandem/internal/auth"
	"tandem/internal/fault"
)

// stopped is a clock that is turned by hand.
func stopped(l *limits) *time.Time {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	l.now = func() time.Time { return now }
	return &now
}

func TestLimits(t *testing.T) {
	l := newLimits()
	now := stopped(l)
	r := &rate{burst: 3, each: 10 * time.Second}
	for range 3 {
		if wait := l.take(r, "ann"); wait != 0 {
			t.Fatalf("within the burst: wait %v", wait)
		}
	}
	if wait := l.take(r, "ann"); wait != 10*time.Second {
		t.Errorf("beyond it: wait %v", wait)
	}
	if l.take(r, "ben") != 0 || l.take(&rate{burst: 3, each: time.Second}, "ann") != 0 {
		t.Error("others and other things are counted for themselves")
	}
	*now = now.Add(4 * time.Second)
	if wait := l.take(r, "ann"); wait != 6*time.Second {
		t.Errorf("a refusal costs nothing: wait %v", wait)
	}
	*now = now.Add(6 * time.Second)
	if l.take(r, "ann") != 0 || l.take(r, "ann") == 0 {
		t.Error("one came back, and no more than one")
	}
	l.giveBack(r, "ann")
	if l.take(r, "ann") != 0 {
		t.Error("what is given back can be taken")
	}
	*now = now.Add(time.Hour)
	l.giveBack(r, "ann")
	for range 3 {
		l.take(r, "ann")
	}
	if l.take(r, "ann") == 0 {
		t.Error("more than the burst was saved up")
	}
}

// Who would have everything left again is forgotten; nobody else is.
func TestLimits_sweep(t *testing.T) {
	l := newLimits()
	now := stopped(l)
	long, short := &rate{burst: 2, each: time.Hour}, &rate{burst: 2, each: time.Second}
	l.take(long, "ann")
	l.take(short, "ann")
	*now = now.Add(2 * time.Minute)
	l.take(short, "ben")
	if len(l.buckets) != 2 || l.buckets[limitKey{long, "ann"}] == nil {
		t.Errorf("%d are remembered", len(l.buckets))
	}
}

// The general rates are by person, and by address for those who are not signed in.
func TestGate_limit(t *testing.T) {
	ann, ben := &auth.Principal{User: "ann"}, &auth.Principal{User: "ben"}
	for name, c := range map[string]struct {
		method, path string
		who, other   *auth.Principal
		rate         rate
	}{
		"writes":    {"POST", "/api/teams", ann, ben, perWriter},
		"readings":  {"GET", "/api/me", ann, ben, perReader},
		"strangers": {"GET", "/api/instance", nil, ann, perStranger},
		"sockets":   {"GET", "/ws", ann, nil, perUpgrade},
	} {
		t.Run(name, func(t *testing.T) {
			g := NewGate(New(Options{}), GateOptions{BaseURL: "http://127.0.0.1"})
			stopped(g.limits)
			ask := func(p *auth.Principal, from string) (http.Header, error) {
				r := httptest.NewRequest(c.method, c.path, nil)
				r.RemoteAddr = from
				header := http.Header{}
				return header, g.limit(header, r, p)
			}
			for range int(c.rate.burst) {
				if _, err := ask(c.who, "203.0.113.7:1"); err != nil {
					t.Fatal("within the burst:", err)
				}
			}
			if header, err := ask(c.who, "203.0.113.7:2"); !fault.Is(err, fault.TooMany) || header.Get("Retry-After") != "1" {
				t.Errorf("beyond it: %v, Retry-After %q", err, header.Get("Retry-After"))
			}
			if _, err := ask(c.other, "203.0.113.8:1"); err != nil {
				t.Error("somebody else:", err)
			}
			r := httptest.NewRequest("GET", "/assets/a.js", nil)
			if err := g.limit(http.Header{}, r, nil); err != nil {
				t.Error("the client's own files:", err)
			}
		})
	}
}

// One customer has a whole IPv6 network; an IPv4 address in IPv6 is itself.
func TestAddress(t *testing.T) {
	g := NewGate(New(Options{}), GateOptions{})
	for remote, want := range map[string]string{
		"203.0.113.7:99": "203.0.113.7", "[::ffff:203.0.113.7]:99": "203.0.113.7", "[2001:db8:1:2:3::4]:99": "2001:db8:1:2::/64",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		if got := g.address(r); got != want {
			t.Errorf("%s is %s, want %s", remote, got, want)
		}
	}
}
