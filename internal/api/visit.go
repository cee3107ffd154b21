package api

import (
	"net/http"
	"net/url"
	"strings"

	"tandem/internal/auth"
	"tandem/internal/fault"
)

// Visitors come below this path: there a browser's session counts for nothing,
// and the visitor's cookie, which it sends nowhere else, for everything.
const sharedPath = "/shared"

const visitorCookie = "tandem_visitor"

// Visit is a visitor's right: to read the project that a public link leads to.
// The zero value is nobody's right.
type Visit struct{ Link, Project string }

// VisitFrom gives the visit of a request that came below /shared, nil for all others.
func VisitFrom(p *auth.Principal) *Visit {
	if p == nil || p.User != "" {
		return nil
	}
	return &Visit{p.Link, p.Project}
}

// admitVisitor lets a visitor read, and is nobody's door otherwise.
func (c *Call) admitVisitor(v *Visit) error {
	switch {
	case c.route.Visitors && (v.Link != "" || c.route.Access == Anyone):
		c.Visit = v
		return nil
	case v.Link != "" && c.Path("project") == v.Project:
		return fault.New(fault.Forbidden, "A public link only lets one read.")
	}
	return fault.New(fault.Unauthenticated, "Sign in first.")
}

// belowShared gives the request as it would be without /shared; false for those
// that are not of visitors.
func belowShared(r *http.Request) (*http.Request, bool) {
	path, ok := strings.CutPrefix(r.URL.Path, sharedPath)
	if !ok || !strings.HasPrefix(path, "/api/") && path != "/ws" && !strings.HasPrefix(path, "/ws/") {
		return r, false
	}
	inner := *r
	inner.URL = &url.URL{}
	*inner.URL = *r.URL
	inner.URL.Path, inner.URL.RawPath = path, strings.TrimPrefix(r.URL.RawPath, sharedPath)
	return &inner, true
}

// visitor tells who makes a request below /shared: never nil.
func (g *Gate) visitor(r *http.Request) *auth.Principal {
	if visit := g.visitOf(r); visit != "" && g.Options.Visits != nil {
		if p := g.Options.Visits.Visitor(r.Context(), visit); p != nil {
			return p
		}
	}
	return &auth.Principal{}
}

// visitName is the cookie's name: it has a path, so __Host- is not for it.
func (g *Gate) visitName(r *http.Request) string {
	if g.secure(r) {
		return "__Secure-" + visitorCookie
	}
	return visitorCookie
}

func (g *Gate) visitOf(r *http.Request) string { return cookieOf(r, g.visitName(r)) }

func (g *Gate) setVisit(call *Call, visit string) {
	cookie := http.Cookie{
		Name: g.visitName(call.Request), Value: visit, Path: sharedPath, MaxAge: auth.VisitSeconds,
		HttpOnly: true, Secure: g.secure(call.Request), SameSite: http.SameSiteLaxMode,
	}
	call.Header.Add("Set-Cookie", cookie.String())
}
