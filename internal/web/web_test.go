package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func example() http.Handler {
	return New(fstest.MapFS{
		"index.html":             {Data: []byte("<!doctype html><title>page</title>")},
		"index.html.br":          {Data: []byte("brotli page")},
		"index.html.gz":          {Data: []byte("gzip page")},
		"assets/main-a1b2.js":    {Data: []byte("export {}")},
		"assets/main-a1b2.js.gz": {Data: []byte("gzip script")},
		"icon.svg":               {Data: []byte("<svg/>")},
		".vite/manifest.json":    {Data: []byte("{}")},
	})
}

func get(t *testing.T, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	example().ServeHTTP(w, r)
	return w.Result()
}

func TestServe(t *testing.T) {
	const page, immutable = "<!doctype html><title>page</title>", "public, max-age=31536000, immutable"
	for name, c := range map[string]struct {
		target   string
		headers  []string
		status   int
		body     string
		cache    string
		encoding string
	}{
		"the page":                  {"/", nil, 200, page, "no-cache", ""},
		"the page by name":          {"/index.html", nil, 200, page, "no-cache", ""},
		"brotli first":              {"/", []string{"Accept-Encoding", "gzip, br"}, 200, "brotli page", "no-cache", "br"},
		"brotli not wanted":         {"/", []string{"Accept-Encoding", "gzip, br;q=0"}, 200, "gzip page", "no-cache", "gzip"},
		"an asset":                  {"/assets/main-a1b2.js", nil, 200, "export {}", immutable, ""},
		"an asset, gzip":            {"/assets/main-a1b2.js", []string{"Accept-Encoding", "br, gzip"}, 200, "gzip script", immutable, "gzip"},
		"a part of an asset":        {"/assets/main-a1b2.js", []string{"Accept-Encoding", "gzip", "Range", "bytes=0-5"}, 206, "export", immutable, ""},
		"a missing asset":           {"/assets/old-0000.js", nil, 404, "There is no such file.\n", "no-cache", ""},
		"a deep link":               {"/projects/WEB/board", nil, 200, page, "no-cache", ""},
		"a browser that navigates":  {"/a.b", []string{"Sec-Fetch-Mode", "navigate"}, 200, page, "no-cache", ""},
		"a script that asks":        {"/projects", []string{"Sec-Fetch-Mode", "cors"}, 404, "There is no such file.\n", "no-cache", ""},
		"a program that wants JSON": {"/projects", []string{"Accept", "application/json"}, 404, "There is no such file.\n", "no-cache", ""},
		"a note of the build":       {"/.vite/manifest.json", nil, 404, "There is no such file.\n", "no-cache", ""},
		"a twin by name":            {"/assets/main-a1b2.js.gz", nil, 404, "There is no such file.\n", "no-cache", ""},
		"a folder":                  {"/assets", []string{"Sec-Fetch-Mode", "cors"}, 404, "There is no such file.\n", "no-cache", ""},
		"out of the folder":         {"/../../web.go", nil, 404, "There is no such file.\n", "no-cache", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := get(t, c.target, c.headers...)
			body := new(strings.Builder)
			_ = r.Write(body)
			_, text, _ := strings.Cut(body.String(), "\r\n\r\n")
			if r.StatusCode != c.status || text != c.body {
				t.Errorf("got %d %q, want %d %q", r.StatusCode, text, c.status, c.body)
			}
			if got := r.Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("Cache-Control %q, want %q", got, c.cache)
			}
			if got := r.Header.Get("Content-Encoding"); got != c.encoding {
				t.Errorf("Content-Encoding %q, want %q", got, c.encoding)
			}
		})
	}
}

func TestUnchanged(t *testing.T) {
	tag := get(t, "/", "Accept-Encoding", "br").Header.Get("ETag")
	if plain := get(t, "/").Header.Get("ETag"); tag == "" || plain == tag {
		t.Errorf("each encoding has a tag of its own: %s and %s", tag, plain)
	}
	if r := get(t, "/", "Accept-Encoding", "br", "If-None-Match", tag); r.StatusCode != 304 {
		t.Errorf("an unchanged page is answered %d", r.StatusCode)
	}
}

func TestReadOnly(t *testing.T) {
	w := httptest.NewRecorder()
	example().ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	if w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST is answered %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestType(t *testing.T) {
	for target, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/assets/main-a1b2.js": "text/javascript; charset=utf-8", "/icon.svg": "image/svg+xml",
	} {
		if got := get(t, target).Header.Get("Content-Type"); got != want {
			t.Errorf("%s is %q, want %q", target, got, want)
		}
	}
}
