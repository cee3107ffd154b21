package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"tandem/internal/auth"
	"tandem/internal/entry"
)

// The session's cookie. Behind TLS its name makes browsers hold it to this host
// and to TLS.
const (
	sessionCookie = "tandem_session"
	deviceCookie  = "tandem_device"
	hostPrefix    = "__Host-"
)

// DeviceStore remembers from which browsers somebody has signed in before, so
// that who tries passwords elsewhere cannot keep them out (E9). Only hashes of
// the marks are stored.
type DeviceStore interface {
	// KnownDevice tells whether this person has signed in with this mark.
	KnownDevice(ctx context.Context, email string, hash auth.Hash) (bool, error)
	// MarkDevice remembers a mark; the oldest beyond twenty of a person go.
	MarkDevice(ctx context.Context, user string, hash auth.Hash, at entry.Instant) error
}

// secure tells whether the browser came by TLS.
func (g *Gate) secure(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(g.Options.BaseURL, "https://") {
		return true
	}
	return g.fromProxy(r) && r.Header.Get("X-Forwarded-Proto") == "https"
}

func (g *Gate) fromProxy(r *http.Request) bool {
	if len(g.Options.Proxies) == 0 {
		return false
	}
	ip, ok := peer(r)
	return ok && g.believes(ip)
}

func (g *Gate) believes(ip netip.Addr) bool {
	for _, prefix := range g.Options.Proxies {
		if prefix.Contains(ip) {
			return true
		}
	}
	return false
}

func peer(r *http.Request) (netip.Addr, bool) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	ip, err := netip.ParseAddr(host)
	return ip.Unmap(), err == nil
}

// address is where the request comes from: the peer, or what the last proxy that
// is believed says of its own peer (never what a client wrote itself). IPv6
// counts by /64, which one customer has.
func (g *Gate) address(r *http.Request) string {
	ip, ok := peer(r)
	if !ok {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= 0 && g.believes(ip); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		ip = hop.Unmap()
	}
	if ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

func cookieName(name string, secure bool) string {
	if secure {
		return hostPrefix + name
	}
	return name
}

// sessionOf reads the session's secret. A token is none: it does not come by itself.
func (g *Gate) sessionOf(r *http.Request) string {
	secret := cookieOf(r, cookieName(sessionCookie, g.secure(r)))
	if strings.HasPrefix(secret, auth.TokenPrefix) {
		return ""
	}
	return secret
}

// cookieOf reads one cookie without parsing the others.
func cookieOf(r *http.Request, name string) string {
	for _, line := range r.Header["Cookie"] {
		for line != "" {
			var pair string
			pair, line, _ = strings.Cut(line, ";")
			if value, ok := strings.CutPrefix(strings.TrimSpace(pair), name); ok && strings.HasPrefix(value, "=") {
				return strings.Trim(value[1:], `"`)
			}
		}
	}
	return ""
}

func (g *Gate) setCookie(call *Call, name, value string, seconds int) {
	secure := g.secure(call.Request)
	cookie := http.Cookie{
		Name: cookieName(name, secure), Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
	call.Header.Add("Set-Cookie", cookie.String())
}

func (g *Gate) setSession(call *Call, secret string) {
	g.setCookie(call, sessionCookie, secret, auth.CookieSeconds)
}

func (g *Gate) clearSession(call *Call) { g.setCookie(call, sessionCookie, "", -1) }

// deviceOf gives the browser's mark; false where it has none.
func (g *Gate) deviceOf(r *http.Request) (auth.Hash, bool) {
	return auth.HashOf(cookieOf(r, cookieName(deviceCookie, g.secure(r))))
}

// markDevice remembers the browser, with a new mark where it has none.
func (g *Gate) markDevice(call *Call, user entry.User) error {
	hash, ok := g.deviceOf(call.Request)
	if !ok {
		var mark string
		mark, hash = auth.NewSecret()
		g.setCookie(call, deviceCookie, mark, 2*auth.CookieSeconds)
	}
	return g.Options.Devices.MarkDevice(call.Request.Context(), user.ID, hash, entry.At(time.Now()))
}
