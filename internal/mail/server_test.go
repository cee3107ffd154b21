package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tandem/internal/entry"
	"tandem/internal/outbox"
)

// guarded is a mail server that takes mail of who signs in only, and keeps it.
type guarded struct {
	mu    sync.Mutex
	tries []string // of signing in
	taken []string
}

type guardedSession struct {
	*guarded
	isIn bool
}

func (g *guarded) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &guardedSession{guarded: g}, nil
}

func (*guardedSession) Reset()                               {}
func (*guardedSession) Logout() error                        { return nil }
func (*guardedSession) AuthMechanisms() []string             { return []string{sasl.Plain} }
func (*guardedSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *guardedSession) Mail(string, *smtp.MailOptions) error {
	if !s.isIn {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *guardedSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.tries = append(s.tries, user+":"+password)
		if s.isIn = user == "tandem" && password == "s3cret/word"; !s.isIn {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *guardedSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, string(raw))
	return err
}

// start gives the server's port; with is how it speaks TLS.
func (g *guarded) start(t *testing.T, with *tls.Config, atOnce bool) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	server := smtp.NewServer(g)
	server.AllowInsecureAuth = true // so that it is the client that must not
	if server.TLSConfig = with; atOnce {
		server.TLSConfig, l = nil, tls.NewListener(l, with)
	}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	return port
}

func TestSend_secured(t *testing.T) {
	vouched := httptest.NewUnstartedServer(nil)
	vouched.StartTLS()
	defer vouched.Close()
	roots := x509.NewCertPool()
	roots.AddCert(vouched.Certificate())
	with := &tls.Config{Certificates: vouched.TLS.Certificates}
	letter := &outbox.Letter{Message: outbox.Message{Batch: "b", User: "u"}, Name: "Ed", Address: "ed@example.org", Items: []outbox.Item{{Reason: entry.Commented, Key: "WEB-1", Title: "Bake"}}}
	for _, c := range []struct {
		what, address string
		with          *tls.Config
		atOnce        bool
		roots         *x509.CertPool
		sends         bool
		says          string
	}{
		{"STARTTLS and a login", "smtp://tandem:s3cret%2Fword@127.0.0.1:", with, false, roots, true, ""},
		{"TLS at once and a login", "smtps://tandem:s3cret%2Fword@127.0.0.1:", with, true, roots, true, ""},
		{"a wrong password", "smtp://tandem:wrong@127.0.0.1:", with, false, roots, false, "AUTH failed"},
		{"no login", "smtp://127.0.0.1:", with, false, roots, false, "502"},
		{"a server without STARTTLS never sees the password", "smtp://tandem:s3cret%2Fword@127.0.0.1:", nil, false, roots, false, "STARTTLS"},
		{"nor does one that nobody vouches for", "smtp://tandem:s3cret%2Fword@127.0.0.1:", with, false, x509.NewCertPool(), false, "certificate"},
	} {
		g := &guarded{}
		m, err := New(c.address+g.start(t, c.with, c.atOnce), "tandem@example.org", "https://tandem.example.org", Key("k"), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.client.SetTLSConfig(&tls.Config{ServerName: "127.0.0.1", RootCAs: c.roots}); err != nil {
			t.Fatal(err)
		}
		err = m.Send(t.Context(), letter)
		g.mu.Lock()
		tries, taken := g.tries, len(g.taken)
		g.mu.Unlock()
		switch {
		case c.sends && (err != nil || taken != 1 || len(tries) != 1):
			t.Errorf("%s: %v, %d taken, %v", c.what, err, taken, tries)
		case !c.sends && (err == nil || taken != 0 || errors.Is(err, outbox.ErrRefused) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, %d taken", c.what, err, taken)
		case strings.Contains(c.what, "nor ") && len(tries) != 0, strings.Contains(c.what, "never") && len(tries) != 0:
			t.Errorf("%s: %v", c.what, tries)
		}
	}
}
