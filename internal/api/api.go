// Package api is the HTTP edge: it turns requests into calls of the floors
// below and their answers and faults into JSON. Every route says who may call
// it and what goes in and out; the checks of bodies, parameters and methods are
// made here once, for all of them, and so is the description in OpenAPI. Rules
// and rights are decided below, never here.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"tandem/internal/auth"
	"tandem/internal/fault"
	"tandem/internal/once"
)

// Options are what the edge needs from outside.
type Options struct {
	// Actor tells who makes the request, from what the middleware has put into
	// its context; false where nobody is signed in.
	Actor func(ctx context.Context) (user string, ok bool)

	// Visitor gives a visitor's right, nil for people; nil: there are no visitors.
	Visitor func(ctx context.Context) *Visit

	Once once.Store // keeps answers of writes outside projects

	Log *slog.Logger // of faults on our side; slog.Default() where nil
}

// API serves the routes that were registered. Register everything before the
// first request.
type API struct {
	options Options
	mux     *http.ServeMux
	routes  []Route
	once    *onlyOnce
}

// New makes an API without routes.
func New(options Options) *API {
	if options.Log == nil {
		options.Log = slog.Default()
	}
	a := &API{options: options, mux: http.NewServeMux(), once: newOnlyOnce(options.Once)}
	a.mux.HandleFunc("/", a.unknown)
	return a
}

// Register adds routes. It panics where one is incomplete or stands twice:
// that is a mistake in the program.
func (a *API) Register(routes ...Route) {
	for _, route := range routes {
		if route.Access.who == "" || route.Serve == nil || route.Name == "" {
			panic("api: a route without name, access rule or handler: " + route.Method + " " + route.Path)
		}
		if slices.ContainsFunc(a.routes, func(other Route) bool { return other.Name == route.Name }) {
			panic("api: two routes are named " + route.Name)
		}
		a.routes = append(a.routes, route)
		a.mux.Handle(route.Method+" "+route.Path, &endpoint{api: a, route: route})
	}
}

// Routes lists what is registered, for the description and for checks.
func (a *API) Routes() []Route { return slices.Clone(a.routes) }

// ServeHTTP serves one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// methods that a path may be asked with.
var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// unknown answers what no route takes: 405 where the path has other methods.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range methods {
		probe := *r
		probe.Method = method
		if _, pattern := a.mux.Handler(&probe); pattern != "/" {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil {
		a.refuse(w, r, fault.New(fault.NotFound, "There is nothing at this address."))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.problem(w, r, http.StatusMethodNotAllowed, fault.New(fault.Invalid, "This address does not take the method "+methodName(r)+"."))
}

// methodName is the method for a sentence; what is long or odd is left out.
func methodName(r *http.Request) string {
	if slices.Contains(methods, r.Method) || r.Method == "OPTIONS" {
		return r.Method
	}
	return "of this request"
}

// endpoint serves one route.
type endpoint struct {
	api   *API
	route Route
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	call := &Call{Request: r, Header: w.Header(), route: &e.route, log: e.api.options.Log}
	if err := e.serve(w, call); err != nil {
		e.api.refuse(w, r, err)
	}
}

func (e *endpoint) serve(w http.ResponseWriter, call *Call) error {
	if err := e.api.identify(call); err != nil {
		return err
	}
	if err := call.readParameters(); err != nil {
		return err
	}
	if e.route.Once != "" && call.Command != "" {
		return e.api.once.serve(w, call)
	}
	return e.route.Serve(w, call)
}

// identify names the actor; only routes for anyone do without. Who administers
// the instance is asked here, for all routes.
func (a *API) identify(call *Call) error {
	if a.options.Visitor != nil {
		if visit := a.options.Visitor(call.Request.Context()); visit != nil {
			return call.admitVisitor(visit)
		}
	}
	user, ok := a.options.Actor(call.Request.Context())
	if !ok && call.route.Access != Anyone {
		return fault.New(fault.Unauthenticated, "Sign in first.")
	}
	call.Actor = user
	if p := auth.From(call.Request.Context()); call.route.Access == Administrator && (p == nil || !p.Admin) {
		return fault.New(fault.Forbidden, "Only administrators of this instance may do this.")
	}
	return nil
}
