package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestIsPublic(t *testing.T) {
	for _, text := range []string{
		"127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1",
		"255.255.255.255", "240.0.0.1", "198.18.0.1", "::", "::1", "fd00::1", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:0:53aa:64c:0:0:80ff:fffe", "2001:db8::1",
	} {
		if IsPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s passes as public", text)
		}
	}
	for _, text := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"} {
		if !IsPublic(netip.MustParseAddr(text)) {
			t.Errorf("%s does not", text)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, bad := range []string{
		"http://push.example.org/x", "https://", "https:///x", "https://127.0.0.1/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/", "https://2130706433/",
		"https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://localhost/x", "https://LOCALHOST:8000/", "https://a.localhost./", "https://metadata.google.internal/",
		"https://printer.local/", "https://user:secret@push.example.org/", "ftp://push.example.org/", "https://push.example.org/#x", "//push.example.org", "x", "https://[fe80::1%25eth0]/",
	} {
		if Check(bad) == nil {
			t.Errorf("%s passes", bad)
		}
	}
	for _, good := range []string{"https://push.example.org/x?y=z", "https://web.push.example.com:8443/", "https://1.1.1.1/", "https://wns2.example.net/w/?token=1%2f2"} {
		if err := Check(good); err != nil {
			t.Error(err)
		}
	}
}

// The server must not be reached at all, whatever the name is said to be.
func TestClient(t *testing.T) {
	asked := 0
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/here", http.StatusFound)
		}
	}))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	ask := func(o Options, path string, answers ...string) (int, error) {
		o.TLS = &tls.Config{RootCAs: roots}
		o.Resolve = func(context.Context, string) (list []netip.Addr, err error) {
			for _, text := range answers {
				list = append(list, netip.MustParseAddr(text))
			}
			return list, nil
		}
		r, err := http.NewRequestWithContext(t.Context(), "POST", "https://example.com"+port+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := NewClient(o).Do(r)
		if err != nil {
			return 0, err
		}
		answer.Body.Close()
		return answer.StatusCode, nil
	}
	for _, answers := range [][]string{{"127.0.0.1"}, {"::ffff:127.0.0.1"}, {"1.1.1.1", "127.0.0.1"}} {
		if _, err := ask(Options{}, "/", answers...); !errors.Is(err, ErrForbidden) {
			t.Errorf("[G3] %v: %v", answers, err)
		}
	}
	if asked != 0 {
		t.Errorf("it was asked %d times", asked)
	}
	allowed := Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}
	if status, err := ask(allowed, "/", "127.0.0.1"); err != nil || status != 200 {
		t.Errorf("an allowance: %d %v", status, err)
	}
	asked = 0
	if status, _ := ask(allowed, "/away", "127.0.0.1"); status != 302 || asked != 1 {
		t.Errorf("[G6] a redirect was followed: %d, asked %d times", status, asked)
	}
}
