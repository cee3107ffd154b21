// Package web holds the client that is built into the binary. Names with a hash
// in them are kept by browsers for ever; the page itself is asked for each time.
package web

import (
	"bytes"
	"embed"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

//go:embed all:dist
var dist embed.FS

// Handler serves the client. Every address that is no file is the page itself,
// which knows what to show there.
func Handler() http.Handler {
	files, _ := fs.Sub(dist, "dist") // the folder is part of the program
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "This address is only read.", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		raw, err := fs.ReadFile(files, name)
		if err != nil || name == "" || strings.HasPrefix(name, ".") {
			if strings.HasPrefix(name, "assets/") {
				http.NotFound(w, r)
				return
			}
			page(w, r, files)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(raw))
	})
}

func page(w http.ResponseWriter, r *http.Request, files fs.FS) {
	raw, err := fs.ReadFile(files, "index.html")
	if err != nil {
		http.Error(w, "This program was built without its client; build it with `make build`.", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "index.html", time.Time{}, bytes.NewReader(raw))
}
