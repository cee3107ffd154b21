package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/fault"
)

// Gate stands before everything that people reach: it names each request, puts
// the security headers on every answer, refuses writes from other origins, tells
// who asks, and slows down who asks too much.
type Gate struct {
	Options GateOptions

	api     *API
	origins *http.CrossOriginProtection
	limits  *limits
}

// GateOptions are what a Gate needs.
type GateOptions struct {
	Auth      *auth.Service
	Devices   DeviceStore
	Visits    *auth.Visits   // of public links; nil: there are none
	BaseURL   string         // where people come in; https makes cookies Secure
	Proxies   []netip.Prefix // whose X-Forwarded-For and -Proto are believed
	Unlimited bool           // no rate limits: for benchmarks
	Log       *slog.Logger
	Observe   func(context.Context, Seen) // is told of each answer; nil: nobody
	Refused   func(audit.Refusal)         // is told of refused access; nil: nobody
}

// Seen is an answer as metrics and logs know it: nothing of what was said.
type Seen struct {
	Method  string
	Pattern string // of the route; "" where there was none
	Status  int
	Took    time.Duration
}

// NewGate makes a gate whose refusals look like those of the API.
func NewGate(api *API, options GateOptions) *Gate {
	g := &Gate{Options: options, api: api, origins: http.NewCrossOriginProtection()}
	_ = g.origins.AddTrustedOrigin(options.BaseURL) // a proxy may have changed Host
	if !options.Unlimited {
		g.limits = newLimits()
	}
	return g
}

// Before puts the gate before a handler.
func (g *Gate) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		out := recorders.Get().(*recorder)
		out.ResponseWriter, out.status, out.hijacked = w, 0, false
		g.setHeaders(w.Header(), r)
		request := g.serve(out, r, next)
		g.note(out, request, time.Since(began))
		if out.ResponseWriter = nil; !out.hijacked {
			recorders.Put(out)
		}
	})
}

// serve lets a request through or refuses it; it gives the request as the
// handlers have seen it.
func (g *Gate) serve(w *recorder, r *http.Request, next http.Handler) (seen *http.Request) {
	origin := &audit.Origin{Address: g.address(r), Request: w.id()}
	r = r.WithContext(audit.With(r.Context(), origin))
	seen = r
	defer func() { g.recover(w, seen, recover()) }()
	if err := g.origins.Check(r); err != nil && !hasBearer(r) {
		g.api.refuse(w, r, fault.New(fault.Forbidden, "This was sent from another site and is refused."))
		return seen
	}
	r, shared := belowShared(r)
	seen = r
	p, err := g.principal(r, shared)
	if err != nil {
		g.api.refuse(w, r, err)
		return seen
	}
	if p != nil {
		origin.Actor = p.User
		seen = r.WithContext(auth.With(seen.Context(), p))
	}
	if err := g.limit(w.Header(), r, p); err != nil {
		g.api.refuse(w, seen, err)
		return seen
	}
	next.ServeHTTP(w, seen)
	return seen
}

// recover answers a panic as our mistake, if nothing was answered yet.
func (g *Gate) recover(w *recorder, r *http.Request, cause any) {
	if cause == nil {
		return
	}
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(cause)
	}
	g.Options.Log.ErrorContext(r.Context(), "panic", "method", r.Method, "path", openPath(r), "cause", cause, "stack", stack())
	if w.status != 0 || w.hijacked {
		panic(http.ErrAbortHandler) // half an answer must not look whole
	}
	g.api.problem(w, r, http.StatusInternalServerError, fault.New(fault.Internal, "Something went wrong on our side."))
}

func (g *Gate) note(w *recorder, r *http.Request, took time.Duration) {
	status := w.status
	if w.hijacked {
		status = http.StatusSwitchingProtocols
	} else if status == 0 {
		status = http.StatusOK
	}
	if g.Options.Observe != nil {
		g.Options.Observe(r.Context(), Seen{r.Method, r.Pattern, status, took})
	}
	g.noteRefusal(r, status)
	if g.Options.Log.Enabled(r.Context(), slog.LevelDebug) {
		g.Options.Log.DebugContext(r.Context(), "answered", "method", methodName(r), "path", openPath(r), "status", status,
			"ms", float64(took.Microseconds())/1000, "address", g.address(r))
	}
}

// hasBearer tells that the right comes with the request on purpose, not by the
// browser itself.
func hasBearer(r *http.Request) bool {
	values := r.Header["Authorization"]
	return len(values) == 1 && strings.HasPrefix(values[0], "Bearer "+auth.TokenPrefix)
}

// who tells who asks: nil for nobody, also where what they hold has ended.
func (g *Gate) who(r *http.Request) (*auth.Principal, error) {
	secret := ""
	if hasBearer(r) {
		secret = strings.TrimPrefix(r.Header["Authorization"][0], "Bearer ")
	} else if r.Header["Authorization"] == nil {
		secret = g.sessionOf(r)
	}
	if secret == "" {
		return nil, nil
	}
	p, err := g.Options.Auth.Authenticate(r.Context(), secret)
	if fault.Is(err, fault.Unauthenticated) {
		return nil, nil
	}
	return p, err
}

// principal tells who asks: nil for nobody, but never below /shared.
func (g *Gate) principal(r *http.Request, shared bool) (*auth.Principal, error) {
	if shared {
		return g.visitor(r), nil
	}
	return g.who(r)
}

// Identify tells who makes a request that the gate has let through, as of now.
func (g *Gate) Identify(r *http.Request) (*auth.Principal, error) {
	p, err := g.principal(r, VisitFrom(auth.From(r.Context())) != nil)
	if err == nil && (p == nil || p.Right() == "") {
		err = auth.ErrUnauthenticated
	}
	return p, err
}
