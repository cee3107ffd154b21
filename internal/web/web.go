// Package web holds the client that is built into the binary, compressed when it
// was built. Names with a hash in them are kept by browsers for ever; the page
// itself is asked for each time. It serves files only, and knows no route.
package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed all:dist
var dist embed.FS

// Handler serves the client. An address that is no file, and to which a browser
// navigates, is the page itself, which knows what to show there.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("web: " + err.Error()) // the folder is part of the program
	}
	return New(files)
}

// New serves files that were built elsewhere; for tests.
func New(files fs.FS) http.Handler { return &site{files: files} }

type site struct {
	files fs.FS
	tags  sync.Map // name to entity tag
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address is only read.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case name == "" || name == "index.html":
		s.page(w, r)
	case !hidden(name) && s.serve(w, r, name):
	case navigates(r, name):
		s.page(w, r)
	default:
		w.Header().Set("Cache-Control", "no-cache")
		http.Error(w, "There is no such file.", http.StatusNotFound)
	}
}

// hidden names are notes for those who build, and compressed twins, which are
// served in place of their originals.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz")
}

// navigates tells a person who opens an address from a script that asks for a
// file, which must not get the page in its place.
func navigates(r *http.Request, name string) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	accept := r.Header.Get("Accept")
	wantsPage := accept == "" || strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*")
	return wantsPage && path.Ext(name) == ""
}

func (s *site) page(w http.ResponseWriter, r *http.Request) {
	if !s.serve(w, r, "index.html") {
		http.Error(w, "This program was built without its client; build it with `make build`.", http.StatusNotFound)
	}
}

// serve answers with a file; false where there is none.
func (s *site) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	file, size, encoding := s.open(r, name)
	if file == nil {
		return false
	}
	defer file.Close()
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", typeOf(name))
	h.Set("ETag", s.tag(name, encoding))
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		h.Set("Content-Length", strconv.FormatInt(size, 10))
	}
	http.ServeContent(w, r, name, time.Time{}, file)
	return true
}

// typeOf needs nothing of the machine: its tables may be missing or odd.
func typeOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".woff2":
		return "font/woff2"
	case ".webmanifest":
		return "application/manifest+json"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	default:
		if kind := mime.TypeByExtension(ext); kind != "" {
			return kind
		}
		return "application/octet-stream"
	}
}

// opened is a file that can be served from.
type opened interface {
	io.ReadSeeker
	io.Closer
}

// encodings in the order of liking, with the ending of the twin.
var encodings = []struct{ name, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

// open gives a file, or its compressed twin where the browser takes that. A part
// of a file is a part of the original.
func (s *site) open(r *http.Request, name string) (file opened, size int64, encoding string) {
	accepted := r.Header.Get("Accept-Encoding")
	for _, e := range encodings {
		if r.Header.Get("Range") != "" || !accepts(accepted, e.name) {
			continue
		}
		if file, size := s.openFile(name + e.ending); file != nil {
			return file, size, e.name
		}
	}
	file, size = s.openFile(name)
	return file, size, ""
}

func (s *site) openFile(name string) (opened, int64) {
	file, err := s.files.Open(name)
	if err != nil {
		return nil, 0
	}
	info, err := file.Stat()
	seekable, ok := file.(opened)
	if err != nil || info.IsDir() || !ok {
		file.Close()
		return nil, 0
	}
	return seekable, info.Size()
}

// accepts reads Accept-Encoding (RFC 9110): a name alone or with a weight above 0.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == encoding {
			weight := strings.TrimLeft(strings.ReplaceAll(params, " ", ""), "q=")
			return strings.Trim(weight, "0.") != "" || weight == ""
		}
	}
	return false
}

// tag names the content, so that an unchanged page costs an empty answer. Each
// encoding is a content of its own.
func (s *site) tag(name, encoding string) string {
	if tag, ok := s.tags.Load(name + " " + encoding); ok {
		return tag.(string)
	}
	raw, err := fs.ReadFile(s.files, name)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	tag := `"` + hex.EncodeToString(sum[:9]) + encoding + `"`
	s.tags.Store(name+" "+encoding, tag)
	return tag
}
