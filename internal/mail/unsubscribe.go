package mail

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"tandem/internal/fault"
)

// UnsubscribePath is where mail is ended without signing in.
const UnsubscribePath = "/api/unsubscribe"

// Key signs what ends a person's mail.
type Key []byte

// Token gives a person's: their id and its signature. It is for ever, and good
// for nothing but ending their mail.
func (k Key) Token(user string) string { return user + "." + k.sign(user) }

func (k Key) sign(user string) string {
	h := hmac.New(sha256.New, k)
	h.Write([]byte("unsubscribe mail " + user))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// User gives whose token it is; false where nobody has signed it.
func (k Key) User(token string) (user string, ok bool) {
	user, signature, _ := strings.Cut(token, ".")
	return user, hmac.Equal([]byte(signature), []byte(k.sign(user)))
}

// Unsubscribe is the page of the link in mail, and what mail programs call by
// themselves (RFC 8058). Only a POST changes something: programs look at links.
type Unsubscribe struct {
	Key Key
	End func(ctx context.Context, user string) error
}

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Mail from Tandem</title></head>
<body>
<h1>Mail from Tandem</h1>
`

func (u *Unsubscribe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, ok := u.Key.User(r.URL.Query().Get("token"))
	switch {
	case !ok:
		show(w, http.StatusNotFound, "<p>This link is not complete. Take it from the mail once more, or change how you are told in your account.</p>")
	case r.Method != http.MethodPost:
		show(w, http.StatusOK, `<form method="post"><p>You will get no more mail about your tasks. Your inbox stays as it is.</p><button>No more mail</button></form>`)
	default:
		if err := u.End(r.Context(), user); err != nil && !fault.Is(err, fault.NotFound) {
			show(w, http.StatusServiceUnavailable, "<p>This did not work just now. Try again in a minute.</p>")
			return
		}
		show(w, http.StatusOK, `<p>You get no more mail. <a href="/me">Your account</a> is where you can have it again.</p>`)
	}
}

func show(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page + body + "\n</body>\n</html>\n"))
}
