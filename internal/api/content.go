package api

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// maxRanges is how many parts of a file one request may ask for.
const maxRanges = 10

// stalled is how long a transfer may stand still.
const stalled = 30 * time.Second

// shownTypes are those that a browser is told: images, sound and films, which run
// nothing. All else is bytes to save.
var shownTypes = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "video/", "audio/", "application/ogg"}

// filePolicy lets a file do nothing, should it ever be opened as a page.
var filePolicy = []string{"default-src 'none'; sandbox"}

// file gives an attachment that the caller may read now, and says about it what
// all its answers say. What was seen may be kept, but is asked for again each
// time, since who loses access reads no more.
func (f *Files) file(w http.ResponseWriter, call *Call) (*entry.Attachment, error) {
	seen, err := f.reads.Attachment(call.Request.Context(), call.Actor, call.Path("attachment"))
	if err == nil {
		err = f.here("attachment", seen.DeletedAt)
	}
	if err != nil {
		return nil, err
	}
	header := w.Header()
	header["Content-Security-Policy"] = filePolicy
	header.Set("Cache-Control", "private, no-cache")
	return seen.Thing, nil
}

func (f *Files) getContent(w http.ResponseWriter, call *Call) error {
	a, err := f.file(w, call)
	if err != nil {
		return err
	}
	if strings.Count(call.Request.Header.Get("Range"), ",") >= maxRanges {
		return fault.Field("Range", "At most 10 ranges are given at once.")
	}
	content, err := f.Files.Open(call.Request.Context(), a.SHA256)
	if err != nil {
		return fault.Wrap("open attachment", err)
	}
	defer content.Close()
	header := w.Header()
	header.Set("ETag", `"`+a.SHA256+`"`)
	header.Set("Content-Type", shownType(a.Mime))
	header.Set("Content-Disposition", disposition(a.Name))
	http.ServeContent(&steady{ResponseWriter: w}, call.Request, "", time.Time{}, content)
	return nil
}

func (f *Files) getPreview(w http.ResponseWriter, call *Call) error {
	a, err := f.file(w, call)
	if err != nil {
		return err
	}
	size := blob.Small
	if call.Text("size") == string(blob.Large) {
		size = blob.Large
	}
	raw, kind, err := f.Files.Preview(call.Request.Context(), a.SHA256, size)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("ETag", `"`+a.SHA256+`-`+string(size)+`"`)
	header.Set("Content-Type", kind)
	header.Set("Content-Disposition", "attachment")
	http.ServeContent(w, call.Request, "", time.Time{}, bytes.NewReader(raw))
	return nil
}

func shownType(kind string) string {
	for _, shown := range shownTypes {
		if kind == shown || strings.HasSuffix(shown, "/") && strings.HasPrefix(kind, shown) {
			return kind
		}
	}
	return "application/octet-stream"
}

// disposition says under which name a file is saved (RFC 6266); it is never opened
// as a page.
func disposition(name string) string {
	if value := mime.FormatMediaType("attachment", map[string]string{"filename": name}); value != "" {
		return value
	}
	return "attachment"
}

// steady gives an answer as long as it takes, but ends one that nobody takes on.
type steady struct{ http.ResponseWriter }

func (s *steady) Write(p []byte) (int, error) {
	_ = http.NewResponseController(s.ResponseWriter).SetWriteDeadline(time.Now().Add(stalled)) // without one the server's own counts
	return s.ResponseWriter.Write(p)
}
