package app

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tandem/internal/config"
)

// send makes a request and gives the answer with its body read.
func (v *visitor) send(method, path, body string, headers ...string) (*http.Response, string) {
	v.t.Helper()
	request, err := http.NewRequest(method, v.address+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer, string(text)
}

// wants makes a request that has to be answered with a status.
func (v *visitor) wants(status int, method, path, body string, headers ...string) string {
	v.t.Helper()
	answer, text := v.send(method, path, body, headers...)
	if answer.StatusCode != status {
		v.t.Errorf("%s %s: %s %s, want %d", method, path, answer.Status, text, status)
	}
	return text
}

// another is a second browser on the same server.
func (v *visitor) another() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{v.t, v.address, &http.Client{Jar: jar, Timeout: v.client.Timeout}, v.server}
}

const secretWord = "correct horse battery 9"

func (v *visitor) register(name string) *visitor {
	v.t.Helper()
	v.wants(201, "POST", "/api/auth/register", `{"name":"`+name+`","email":"`+name+`@example.org","password":"`+secretWord+`"}`)
	return v
}

func openTo(everybody *config.Config) { everybody.Registration = config.Open }

// Every answer carries the security headers, whatever its status.
func TestHeaders(t *testing.T) {
	v := serving(t, openTo).register("ann")
	if answer, _ := v.send("GET", "/healthz", ""); answer.StatusCode != 200 {
		t.Fatal(answer.Status)
	}
	stranger := v.another()
	for name, c := range map[string]struct {
		who    *visitor
		status int
		method string
		path   string
		body   string
		header []string
	}{
		"200":         {v, 200, "GET", "/api/me", "", nil},
		"201":         {v, 201, "POST", "/api/teams", `{"name":"Us"}`, nil},
		"204":         {stranger.another().register("ben"), 204, "POST", "/api/auth/logout", "", nil},
		"400":         {v, 400, "POST", "/api/teams", `{`, nil},
		"401":         {stranger, 401, "GET", "/api/me", "", nil},
		"403":         {v, 403, "POST", "/api/teams", `{"name":"Us"}`, []string{"Origin", "https://evil.example"}},
		"404 api":     {v, 404, "GET", "/api/nothing", "", nil},
		"404 file":    {v, 404, "GET", "/assets/nothing.js", "", nil},
		"405":         {v, 405, "PUT", "/api/me", "", nil},
		"405 page":    {v, 405, "DELETE", "/", "", nil},
		"409":         {stranger, 409, "POST", "/api/auth/register", `{"name":"A","email":"ann@example.org","password":"` + secretWord + `"}`, nil},
		"413":         {v, 413, "POST", "/api/teams", `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, nil},
		"415":         {v, 415, "POST", "/api/teams", `{"name":"x"}`, []string{"Content-Type", "text/plain"}},
		"422":         {v, 422, "POST", "/api/teams", `{"name":""}`, nil},
		"socket 401":  {stranger, 401, "GET", "/ws", "", nil},
		"description": {stranger, 200, "GET", "/api/openapi.json", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			answer, text := c.who.send(c.method, c.path, c.body, c.header...)
			if answer.StatusCode != c.status {
				t.Errorf("%s %s", answer.Status, text)
			}
			checkHeaders(t, answer.Header)
		})
	}
}

func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s: %q", part, policy)
		}
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if h.Get("X-Request-Id") == "" || h.Get("Strict-Transport-Security") != "" {
		t.Errorf("a request id, and no HSTS without TLS: %v", h)
	}
}

// The snapshot that has not changed is answered without a body, and with them.
func TestHeaders_unchanged(t *testing.T) {
	s := openStreet(t)
	path := "/api/projects/" + s.project + "/snapshot"
	first, _ := s.own.call("GET", path, "")
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Cookie", s.own.cookie)
	r.Header.Set("If-None-Match", first.Header.Get("ETag"))
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("%d with %d bytes", w.Code, w.Body.Len())
	}
	checkHeaders(t, w.Header())
}

// A panic is our mistake: 500, a problem, and nothing of the cause (the gate).
func TestHeaders_panic(t *testing.T) {
	s := openStreet(t)
	w := httptest.NewRecorder()
	s.gate.Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("canary") })).
		ServeHTTP(w, httptest.NewRequest("GET", "/api/me", nil))
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(w.Body.String(), "canary") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	checkHeaders(t, w.Header())
}

// Writes that a browser sends from another site are refused; those that show a
// token on purpose are not the browser's own doing [F13].
func TestOrigin(t *testing.T) {
	v := serving(t, openTo).register("ann")
	token := between(v.wants(201, "POST", "/api/tokens", `{"name":"ci"}`), `"secret":"`, `"`)
	stranger := v.another()
	const team = `{"name":"Us"}`
	for name, c := range map[string]struct {
		who          *visitor
		status       int
		method, path string
		headers      []string
	}{
		"same site":               {v, 201, "POST", "/api/teams", []string{"Sec-Fetch-Site", "same-origin"}},
		"no browser":              {v, 201, "POST", "/api/teams", nil},
		"own origin":              {v, 201, "POST", "/api/teams", []string{"Origin", v.address}},
		"another origin":          {v, 403, "POST", "/api/teams", []string{"Origin", "https://evil.example"}},
		"origin null":             {v, 403, "POST", "/api/teams", []string{"Origin", "null"}},
		"cross site":              {v, 403, "POST", "/api/teams", []string{"Sec-Fetch-Site", "cross-site"}},
		"same site, other host":   {v, 403, "POST", "/api/teams", []string{"Sec-Fetch-Site", "same-site"}},
		"a form":                  {v, 403, "POST", "/api/teams", []string{"Origin", "https://evil.example", "Content-Type", "application/x-www-form-urlencoded"}},
		"patch":                   {v, 403, "PATCH", "/api/me", []string{"Origin", "https://evil.example"}},
		"reading":                 {v, 200, "GET", "/api/me", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}},
		"logout":                  {v, 403, "POST", "/api/auth/logout", []string{"Origin", "https://evil.example"}},
		"a login from elsewhere":  {stranger, 403, "POST", "/api/auth/login", []string{"Origin", "https://evil.example"}},
		"a token from elsewhere":  {stranger, 201, "POST", "/api/teams", []string{"Origin", "https://tool.example", "Authorization", "Bearer " + token}},
		"a wrong token":           {v, 401, "POST", "/api/teams", []string{"Authorization", "Bearer tdm_x"}},
		"a session as a token":    {stranger, 401, "GET", "/api/me", []string{"Authorization", "Bearer " + v.session()}},
		"a token as a session":    {stranger, 401, "GET", "/api/me", []string{"Cookie", "tandem_session=" + token}},
		"another way to sign in":  {v, 401, "GET", "/api/me", []string{"Authorization", "Basic YTpi"}},
		"a name that means admin": {stranger, 401, "GET", "/api/me", []string{"X-Webauth-User", "ann", "X-Forwarded-User", "ann"}},
	} {
		t.Run(name, func(t *testing.T) {
			body := ""
			if c.method != "GET" && c.path == "/api/teams" {
				body = team
			}
			answer, text := c.who.send(c.method, c.path, body, c.headers...)
			if answer.StatusCode != c.status {
				t.Errorf("%s %s, want %d", answer.Status, text, c.status)
			}
		})
	}
	v.wants(200, "GET", "/api/me", "")
}

func (v *visitor) session() string {
	v.t.Helper()
	r, _ := http.NewRequest("GET", v.address, nil)
	for _, c := range v.client.Jar.Cookies(r.URL) {
		if c.Name == "tandem_session" {
			return c.Value
		}
	}
	v.t.Fatal("no session")
	return ""
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// The session's cookie is for this host alone, out of reach of scripts, and
// behind TLS for TLS only [E24].
func TestCookie(t *testing.T) {
	for name, c := range map[string]struct {
		baseURL string
		headers []string
		want    string
	}{
		"plain":                  {"", nil, "tandem_session"},
		"behind TLS":             {"https://tandem.example.org", nil, "__Host-tandem_session"},
		"behind a proxy":         {"", []string{"X-Forwarded-Proto", "https"}, "__Host-tandem_session"},
		"a proxy without TLS":    {"", []string{"X-Forwarded-Proto", "http"}, "tandem_session"},
		"two headers by a proxy": {"", []string{"X-Forwarded-Proto", "https, http"}, "tandem_session"},
	} {
		t.Run(name, func(t *testing.T) {
			v := serving(t, func(settings *config.Config) {
				settings.BaseURL = c.baseURL
				settings.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
			})
			answer, text := v.send("POST", "/api/auth/register", `{"name":"A","email":"a@example.org","password":"`+secretWord+`"}`, c.headers...)
			if answer.StatusCode != 201 {
				t.Fatal(text)
			}
			for _, cookie := range answer.Cookies() {
				secure := strings.HasPrefix(c.want, "__Host-")
				if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" || cookie.Secure != secure {
					t.Errorf("%+v", cookie)
				}
			}
			if got := answer.Cookies()[0].Name; got != c.want {
				t.Errorf("the cookie is %s, want %s", got, c.want)
			}
			if hsts := answer.Header.Get("Strict-Transport-Security") != ""; hsts != strings.HasPrefix(c.want, "__Host-") {
				t.Errorf("HSTS: %v", hsts)
			}
		})
	}
}

// Without a setting nobody's word about where they come from counts [E12].
func TestCookie_untrusted(t *testing.T) {
	v := serving(t, openTo)
	answer, _ := v.send("POST", "/api/auth/register", `{"name":"A","email":"a@example.org","password":"`+secretWord+`"}`, "X-Forwarded-Proto", "https")
	if answer.Cookies()[0].Name != "tandem_session" {
		t.Error("X-Forwarded-Proto was believed")
	}
}

// Who tries passwords is slowed down; the owner comes in all the same from a
// browser that has been here before [E9].
func TestThrottle(t *testing.T) {
	owner := serving(t, openTo).register("ann")
	owner.wants(204, "POST", "/api/auth/logout", "")
	attacker := owner.another()
	const right, wrong = `{"email":"ann@example.org","password":"` + secretWord + `"}`, `{"email":"ann@example.org","password":"wrong word"}`
	slowed := 0
	for range 20 {
		answer, _ := attacker.send("POST", "/api/auth/login", wrong)
		switch answer.StatusCode {
		case 429:
			slowed++
			if seconds := answer.Header.Get("Retry-After"); seconds == "" || seconds == "0" {
				t.Fatalf("Retry-After %q", seconds)
			}
		case 401:
			if slowed > 0 {
				t.Fatal("let through again at once")
			}
		default:
			t.Fatal(answer.Status)
		}
	}
	if slowed != 10 {
		t.Errorf("%d of 20 tries were slowed down, want 10", slowed)
	}
	attacker.wants(429, "POST", "/api/auth/login", right)
	attacker.wants(429, "POST", "/api/auth/login", strings.ReplaceAll(right, "ann@", "  ANN@"))
	attacker.wants(401, "POST", "/api/auth/login", strings.ReplaceAll(wrong, "ann@", "other@"))
	owner.wants(200, "POST", "/api/auth/login", right)
	for range 15 { // signing in rightly uses nothing up
		owner.wants(200, "POST", "/api/auth/login", right)
	}
}

// An unknown address is slowed down like a known one: no difference to tell.
func TestThrottle_twin(t *testing.T) {
	v := serving(t, openTo).register("ann")
	v.wants(204, "POST", "/api/auth/logout", "")
	count := func(email string) (tries int) {
		attacker := v.another()
		for ; tries < 30; tries++ {
			if answer, _ := attacker.send("POST", "/api/auth/login", `{"email":"`+email+`","password":"wrong word"}`); answer.StatusCode == 429 {
				return tries
			}
		}
		return tries
	}
	if known, unknown := count("ann@example.org"), count("nobody@example.org"); known != unknown || known > 10 {
		t.Errorf("%d tries for a known address, %d for an unknown one", known, unknown)
	}
}

func TestThrottle_off(t *testing.T) {
	v := serving(t, func(settings *config.Config) { openTo(settings); settings.RateLimit = false }).register("ann")
	for range 12 {
		v.wants(401, "POST", "/api/auth/login", `{"email":"ann@example.org","password":"wrong word"}`)
	}
}

// Where people come from is what a believed proxy says, and nobody else.
func TestThrottle_proxy(t *testing.T) {
	for _, believed := range []bool{false, true} {
		v := serving(t, func(settings *config.Config) {
			openTo(settings)
			if believed {
				settings.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
			}
		})
		try := func(from string) int {
			answer, _ := v.send("POST", "/api/auth/login", `{"email":"a@example.org","password":"wrong word"}`, "X-Forwarded-For", from)
			return answer.StatusCode
		}
		for range 10 {
			try("203.0.113.7")
		}
		// An attacker writes addresses of their own in front of what the proxy adds.
		if got := try("198.51.100.1, 203.0.113.7, 10.0.0.1"); got != 429 {
			t.Errorf("believed %v: the same address again got %d", believed, got)
		}
		want := 429
		if believed {
			want = 401
		}
		if got := try("203.0.113.8"); got != want {
			t.Errorf("believed %v: another address got %d, want %d", believed, got, want)
		}
	}
}

// holds tells whether a word stands in any file of a folder, however deep.
func holds(t *testing.T, settings *config.Config, word string) bool {
	t.Helper()
	dir, found := settings.Data, false
	if settings.Database != "" {
		there := watchMongo(t, settings.Database)
		found = slices.ContainsFunc(there.tables(), func(name string) bool { return strings.Contains(fmt.Sprint(there.rows(name)), word) })
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, path))
		found = found || bytes.Contains(raw, []byte(word))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What operators see is on their own address only [G19].
func TestAdmin(t *testing.T) {
	v := serving(t, func(settings *config.Config) { openTo(settings); settings.AdminAddr = "127.0.0.1:0" }).register("ann")
	for _, path := range []string{"/metrics", "/debug/pprof/", "/debug/pprof/heap", "/api", "/api/", "/api/metrics"} {
		v.wants(404, "GET", path, "")
	}
	if text := v.wants(200, "GET", "/readyz", ""); text != `{"status":"ok"}`+"\n" {
		t.Errorf("more than needed: %s", text)
	}
}
