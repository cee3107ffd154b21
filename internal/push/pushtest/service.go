// Package pushtest is a push service with a browser behind it, for tests: it checks
// what a sender must prove (RFC 8292) and reads what only the browser can (RFC 8291).
package pushtest

import (
	"context"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/egress"
	"tandem/internal/outbox"
)

// Service takes messages for one browser.
type Service struct {
	private *ecdh.PrivateKey
	auth    []byte
	server  *httptest.Server

	mu     sync.Mutex
	status int // of its answers; 201 where 0
	taken  []Taken
}

// Taken is one message.
type Taken struct {
	Text    []byte // decrypted
	Size    int    // of what came over the line, in bytes
	Key     string // of the sender, base64url
	Subject string // whom to write to
	Header  http.Header
}

// Start starts a service that ends with the test.
func Start(t *testing.T) *Service {
	t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := &Service{private: private, auth: make([]byte, 16)}
	rand.Read(s.auth)
	s.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.status != 0 {
			http.Error(w, "for a test", s.status)
			return
		}
		taken, err := s.take(r)
		if err != nil {
			t.Error(err)
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.taken = append(s.taken, taken)
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(s.server.Close)
	return s
}

// Subscription is the browser's, at a name of its own.
func (s *Service) Subscription() outbox.Subscription {
	port := s.server.URL[strings.LastIndexByte(s.server.URL, ':'):]
	return outbox.Subscription{Endpoint: "https://example.com" + port + "/device/1", Keys: outbox.SubscriptionKeys{
		P256dh: base64.RawURLEncoding.EncodeToString(s.private.PublicKey().Bytes()), Auth: base64.RawURLEncoding.EncodeToString(s.auth),
	}}
}

// Client reaches the service in place of the internet.
func (s *Service) Client() *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(s.server.Certificate())
	here := netip.MustParseAddr("127.0.0.1")
	return egress.NewClient(egress.Options{
		TLS: &tls.Config{RootCAs: roots}, Allow: []netip.Prefix{netip.PrefixFrom(here, 32)},
		Resolve: func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{here}, nil },
	})
}

// Answer has it answer with a status from now on; 0: it takes messages.
func (s *Service) Answer(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = status
}

// Taken gives what came since it was asked last.
func (s *Service) Taken() []Taken {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.taken
	s.taken = nil
	return list
}

func (s *Service) take(r *http.Request) (Taken, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return Taken{}, err
	}
	taken := Taken{Size: len(raw), Header: r.Header}
	if r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") == "" {
		return taken, fmt.Errorf("%s with %v", r.Method, r.Header)
	}
	if taken.Key, taken.Subject, err = vouched(r.Header.Get("Authorization"), "https://"+r.Host, time.Now()); err != nil {
		return taken, err
	}
	taken.Text, err = s.decrypt(raw)
	return taken, err
}

// vouched checks who sends: a token for this service, not over, under the key beside it.
func vouched(header, audience string, now time.Time) (key, subject string, err error) {
	rest, ok := strings.CutPrefix(header, "vapid t=")
	token, key, has := strings.Cut(rest, ", k=")
	parts := strings.Split(token, ".")
	if !ok || !has || len(parts) != 3 {
		return "", "", fmt.Errorf("no VAPID header: %q", header)
	}
	var raw [4][]byte
	for i, part := range append(parts, key) {
		if raw[i], err = base64.RawURLEncoding.DecodeString(part); err != nil {
			return "", "", err
		}
	}
	head, claims := struct{ Alg, Typ string }{}, struct {
		Aud, Sub string
		Exp      int64
	}{}
	if err := errors.Join(json.Unmarshal(raw[0], &head), json.Unmarshal(raw[1], &claims)); err != nil {
		return "", "", err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw[3])
	if err != nil || len(raw[2]) != 64 {
		return "", "", errors.New("the key is no point, or the signature not of 64 bytes")
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	until := time.Unix(claims.Exp, 0)
	switch {
	case head.Alg != "ES256" || !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(raw[2][:32]), new(big.Int).SetBytes(raw[2][32:])):
		return "", "", errors.New("the token is not signed with the key")
	case claims.Aud != audience || !until.After(now) || until.After(now.Add(24*time.Hour)):
		return "", "", fmt.Errorf("the token is for %s until %s", claims.Aud, until)
	case !strings.HasPrefix(claims.Sub, "mailto:") && !strings.HasPrefix(claims.Sub, "https://"):
		return "", "", fmt.Errorf("nobody can be written to at %q", claims.Sub)
	}
	return key, claims.Sub, nil
}
