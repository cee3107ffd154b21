package api

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
)

// The security headers of every answer. The slices are shared by all answers and
// never changed.
var (
	contentPolicy = []string{strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "media-src 'self' blob:",
		"font-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
		"object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
	}, "; ")}
	noSniff        = []string{"nosniff"}
	denied         = []string{"DENY"}
	sameOrigin     = []string{"same-origin"}
	features       = []string{"camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"}
	strictTransfer = []string{"max-age=31536000"}
)

// instance and count make the request ids, which are for reading logs only.
var (
	instance = func() string {
		var raw [6]byte
		rand.Read(raw[:])
		return hex.EncodeToString(raw[:]) + "-"
	}()
	count atomic.Uint64
)

func (g *Gate) setHeaders(h http.Header, r *http.Request) {
	h["Content-Security-Policy"] = contentPolicy
	h["X-Content-Type-Options"] = noSniff
	h["X-Frame-Options"] = denied
	h["Referrer-Policy"] = sameOrigin
	h["Cross-Origin-Opener-Policy"] = sameOrigin
	h["Cross-Origin-Resource-Policy"] = sameOrigin
	h["Permissions-Policy"] = features
	if g.secure(r) {
		h["Strict-Transport-Security"] = strictTransfer
	}
	h["X-Request-Id"] = []string{instance + strconv.FormatUint(count.Add(1), 36)}
}

func stack() string { return string(debug.Stack()) }
