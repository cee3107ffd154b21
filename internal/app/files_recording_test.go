package app

import (
	"strings"
	"testing"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// webmHead begins a WebM that says it takes 42 seconds.
const webmHead = "\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" +
	"\x15\x49\xa9\x66\x92\x2a\xd7\xb1\x83\x0f\x42\x40\x44\x89\x88\x40\xe4\x82\x00\x00\x00\x00\x00"

// deferred begins an upload whose size is not known yet.
func (m *matrix) deferred(name, task string) string {
	m.t.Helper()
	w := m.tus(name, "POST", "/api/tasks/"+task+"/uploads", "", "Upload-Defer-Length", "1")
	m.wantStatus("begin", w, 201)
	return w.Header().Get("Location")
}

// joined asks for one upload of others.
func (m *matrix) joined(name, task string, parts ...string) (status int, location string) {
	w := m.tus(name, "POST", "/api/tasks/"+task+"/uploads", "", "Upload-Concat", "final;"+strings.Join(parts, " "))
	return w.Code, w.Header().Get("Location")
}

func TestFiles_deferredLength(t *testing.T) {
	m := openMatrix(t)
	task := m.places[here].ids["task"]
	at := m.deferred("ed", task)
	m.wantStatus("some", m.tus("ed", "PATCH", at, "12345", "Upload-Offset", "0"), 204)
	if h := m.tus("ed", "HEAD", at, "").Header(); h.Get("Upload-Defer-Length") != "1" || h.Get("Upload-Length") != "" || h.Get("Upload-Offset") != "5" {
		t.Errorf("%v", h)
	}
	for _, c := range []struct {
		what, offset, length, body string
		want                       int
	}{
		{"less than is here", "5", "4", "", 409},
		{"no size", "5", "-1", "", 422},
		{"a size past the limit", "5", "2147483649", "", 413},
		{"the rest with its size", "5", "8", "678", 204},
		{"the size again", "8", "8", "", 409},
		{"another size", "8", "9", "9", 409},
	} {
		headers := []string{"Upload-Offset", c.offset}
		if c.length != "" {
			headers = append(headers, "Upload-Length", c.length)
		}
		m.wantStatus(c.what, m.tus("ed", "PATCH", at, c.body, headers...), c.want)
	}
	if h := m.tus("ed", "HEAD", at, "").Header(); h.Get("Upload-Length") != "8" || h.Get("Upload-Offset") != "8" {
		t.Errorf("%v", h)
	}
}

// An upload without a size ends at the limit too, and joined ones do.
func TestFiles_deferredLimit(t *testing.T) {
	m := openMatrix(t)
	m.app.settings.MaxUploadMiB = 1
	files, err := m.app.newFiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mine := blob.Upload{Owner: m.people["ed"].id, Project: m.places[here].ids["project"], Size: blob.Unknown}
	u, err := files.Create(t.Context(), mine)
	if err != nil {
		t.Fatal(err)
	}
	send := func(n int) error {
		return files.Append(t.Context(), &u, u.Received, strings.NewReader(strings.Repeat("x", n)), nil)
	}
	if err := send(1<<20 + 1); fault.KindOf(err) != fault.TooLarge || u.Received != 0 {
		t.Errorf("%v, %d bytes", err, u.Received)
	}
	if err := fault.First(send(1<<20), files.Settle(t.Context(), &u, 1<<20), send(0)); err != nil || u.File == nil {
		t.Fatalf("%v %+v", err, u)
	}
	if _, err := files.Join(t.Context(), mine, []string{u.ID, u.ID}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("%v", err)
	}
}

// What is known last stands first: an index before the film that it is of.
func TestFiles_join(t *testing.T) {
	m := openMatrix(t)
	ids := m.places[here].ids
	head, body := "/api/uploads/"+m.uploaded("ed", ids["task"], webmHead), m.deferred("ed", ids["task"])
	status := func(what string, want int, parts ...string) (at string) {
		t.Helper()
		got, at := m.joined("ed", ids["task"], parts...)
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
		return at
	}
	status("one is not whole", 422, head, body)
	m.wantStatus("the film", m.tus("ed", "PATCH", body, "film", "Upload-Offset", "0", "Upload-Length", "4"), 204)
	status("none", 422)
	status("too many", 422, strings.Split(strings.Repeat(head+" ", 11), " ")...)
	status("unknown", 422, head, "/api/uploads/"+entry.NewID())
	status("another's", 422, head, "/api/uploads/"+m.uploaded("own", ids["task"], "secret"))
	at := status("both", 201, head, body)
	if again := status("both again", 201, head, body); again != at {
		t.Errorf("%s and %s", at, again)
	}
	m.wantStatus("the head is let go", m.tus("ed", "DELETE", head, ""), 204)
	id := entry.NewID()
	w := m.command(m.people["ed"], obj{
		"id": entry.NewID(), "kind": "attachment.create", "attachment": id, "task": ids["task"], "recording": true, "upload": strings.TrimPrefix(at, "/api/uploads/"),
	})
	if !strings.Contains(w.Body.String(), "applied") {
		t.Fatal(w.Body)
	}
	list := answered[struct{ Items []entry.Attachment }](t, m.must("vw", "GET", "/api/tasks/"+ids["task"]+"/attachments", nil)).Items
	if a := list[len(list)-1]; a.ID != id || a.Kind != entry.Recording || a.Mime != "video/webm" || a.DurationSeconds == nil || *a.DurationSeconds != 42 {
		t.Errorf("%+v", a)
	}
	if got := m.send("vw", "GET", "/api/attachments/"+id+"/content", "").Body.String(); got != webmHead+"film" {
		t.Errorf("%q", got)
	}
}

// G12: a list of addresses is no recording, whatever its name.
func TestFiles_playlist(t *testing.T) {
	m := openMatrix(t)
	task := m.places[here].ids["task"]
	for _, body := range []string{"#EXTM3U\nhttp://127.0.0.1/secret", "ffconcat version 1.0\nfile /etc/passwd"} {
		m.wantStatus("as a recording", m.attach("ed", task, "x.webm", body, "kind", "recording"), 422)
		m.wantStatus("as a file", m.attach("ed", task, "x.webm", body), 201)
	}
}
