// Package egress asks servers at addresses that people have given. It promises
// that nothing is reached but the public internet: a name is resolved once, all its
// addresses are looked at, and only one that was looked at is connected to, so no
// answer of a name server leads inside. Redirects are not followed, and a request has
// a time. Not public are loopback, private, link-local, shared and reserved networks,
// and what embeds one in IPv6.
package egress

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// ErrForbidden is given for an address that is not public.
var ErrForbidden = errors.New("egress: not a public address")

// Options of NewClient; what is zero is left out.
type Options struct {
	Timeout time.Duration  // of a whole request; 10 s where 0
	Allow   []netip.Prefix // networks that are let through although they are not public
	TLS     *tls.Config
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error) // the machine's where nil
}

const usualTimeout = 10 * time.Second

// NewClient makes a client that connects to public addresses only. It uses no proxy.
func NewClient(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = usualTimeout
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	return &http.Client{
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: o.dial, TLSClientConfig: o.TLS, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: o.Timeout, MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

func (o *Options) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	found, err := o.Resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	for _, addr := range found { // also one among public ones is refused
		if !o.allows(addr) {
			return nil, fmt.Errorf("%s is %s: %w", host, addr, ErrForbidden)
		}
	}
	dialer := &net.Dialer{}
	for _, addr := range found {
		var conn net.Conn
		if conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(addr.Unmap().String(), port)); err == nil {
			return conn, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s cannot be reached", host), err)
}

func (o *Options) allows(addr netip.Addr) bool {
	for _, network := range o.Allow {
		if network.Contains(addr.Unmap()) {
			return true
		}
	}
	return IsPublic(addr)
}

// Check refuses an address that says by itself that it leads inside, or that is not
// https. What a name stands for is looked at when it is connected to.
func Check(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	if u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return fmt.Errorf("%w: %s", ErrForbidden, u.Redacted())
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	addr, err := netip.ParseAddr(host)
	isName := err != nil && strings.Contains(host, ".") && !endsInNumber(host)
	if isName && !strings.HasSuffix(host, ".localhost") && !strings.HasSuffix(host, ".internal") && !strings.HasSuffix(host, ".local") ||
		err == nil && IsPublic(addr) {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrForbidden, host)
}

// endsInNumber tells a host that some resolvers read as an IPv4 address, be it
// decimal, octal or hexadecimal (the URL standard's "ends in a number").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	digits, hex := strings.CutPrefix(last, "0x")
	if hex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
