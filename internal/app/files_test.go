package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// send sends any body with any headers.
func (m *matrix) send(name, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	a := m.people[name]
	r := httptest.NewRequest(method, "http://127.0.0.1"+a.prefix+path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if a.cookie != "" {
		r.Header.Set("Cookie", a.cookie)
	}
	w := httptest.NewRecorder()
	m.app.handler.ServeHTTP(w, r)
	return w
}

// tus speaks the protocol of uploads.
func (m *matrix) tus(name, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	return m.send(name, method, path, body, append([]string{"Tus-Resumable", "1.0.0", "Content-Type", "application/offset+octet-stream"}, headers...)...)
}

// begin starts an upload and gives its address.
func (m *matrix) begin(name, task string, size int) string {
	m.t.Helper()
	w := m.tus(name, "POST", "/api/tasks/"+task+"/uploads", "", "Upload-Length", fmt.Sprint(size),
		"Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte("../photo\x00.png")))
	m.wantStatus("begin", w, 201)
	return w.Header().Get("Location")
}

func checksum(body string) string {
	sum := sha256.Sum256([]byte(body))
	return "sha256 " + base64.StdEncoding.EncodeToString(sum[:])
}

// uploaded gives the id of a whole upload.
func (m *matrix) uploaded(name, task, body string) string {
	m.t.Helper()
	at := m.begin(name, task, len(body))
	m.wantStatus("send", m.tus(name, "PATCH", at, body, "Upload-Offset", "0", "Upload-Checksum", checksum(body)), 204)
	return strings.TrimPrefix(at, "/api/uploads/")
}

// attach sends a file in a form.
func (m *matrix) attach(name, task, fileName, body string, fields ...string) *httptest.ResponseRecorder {
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	for i := 0; i < len(fields); i += 2 {
		_ = parts.WriteField(fields[i], fields[i+1])
	}
	part, _ := parts.CreateFormFile("file", fileName)
	_, _ = part.Write([]byte(body))
	parts.Close()
	return m.send(name, "POST", "/api/tasks/"+task+"/attachments", form.String(), "Content-Type", parts.FormDataContentType())
}

func attachmentOf(t *testing.T, w *httptest.ResponseRecorder) entry.Attachment {
	t.Helper()
	return answered[struct{ Attachment entry.Attachment }](t, w).Attachment
}

func TestFiles_upload(t *testing.T) {
	m := openMatrix(t)
	task := m.places[here].ids["task"]
	body := strings.Repeat("0123456789", 1000)
	at := m.begin("ed", task, len(body))
	for _, c := range []struct {
		what, by, method, part string
		want                   int
		offset                 string
		more                   []string
	}{
		{"someone else's", "own", "PATCH", body[:100], 404, "0", nil},
		{"someone else's", "own", "HEAD", "", 404, "", nil},
		{"at another byte", "ed", "PATCH", body[:100], 409, "5", nil},
		{"no byte", "ed", "PATCH", body[:100], 422, "-1", nil},
		{"another type", "ed", "PATCH", body[:100], 415, "0", []string{"Content-Type", "text/plain"}},
		{"another version", "ed", "PATCH", body[:100], 412, "0", []string{"Tus-Resumable", "0.2.2"}},
		{"wrong checksum", "ed", "PATCH", body[:100], 460, "0", []string{"Upload-Checksum", checksum("else")}},
		{"odd checksum", "ed", "PATCH", body[:100], 422, "0", []string{"Upload-Checksum", "md5 x"}},
		{"too much", "ed", "PATCH", body + "more", 413, "0", nil},
		{"the first part", "ed", "PATCH", body[:4000], 204, "0", []string{"Upload-Checksum", checksum(body[:4000])}},
		{"the first part again", "ed", "PATCH", body[:4000], 409, "0", nil},
		{"overlapping", "ed", "PATCH", body[3000:], 409, "3000", nil},
		{"attached too early", "ed", "", "", 0, "", nil},
		{"the rest", "ed", "PATCH", body[4000:], 204, "4000", nil},
		{"after the end", "ed", "PATCH", "x", 409, "10000", nil},
	} {
		if c.method == "" {
			w := m.command(m.people["ed"], obj{"id": entry.NewID(), "kind": "attachment.create", "task": task, "upload": strings.TrimPrefix(at, "/api/uploads/")})
			if !strings.Contains(w.Body.String(), `"status":404`) {
				t.Errorf("%s: %s", c.what, w.Body)
			}
			continue
		}
		m.wantStatus(c.what, m.tus(c.by, c.method, at, c.part, append([]string{"Upload-Offset", c.offset}, c.more...)...), c.want)
	}
	if w := m.tus("ed", "HEAD", at, ""); w.Header().Get("Upload-Offset") != "10000" || w.Header().Get("Upload-Expires") == "" {
		t.Errorf("%v", w.Header())
	}
	upload := strings.TrimPrefix(at, "/api/uploads/")
	id := entry.NewID()
	w := m.command(m.people["ed"], obj{"id": entry.NewID(), "kind": "attachment.create", "attachment": id, "task": task, "upload": upload})
	if !strings.Contains(w.Body.String(), "applied") {
		t.Fatal(w.Body)
	}
	a := answered[struct{ Items []entry.Attachment }](t, m.must("vw", "GET", "/api/tasks/"+task+"/attachments", nil)).Items[1]
	sum := sha256.Sum256([]byte(body))
	if a.ID != id || a.Name != "photo.png" || a.Mime != "text/plain" || a.Size != 10_000 || a.SHA256 != hex.EncodeToString(sum[:]) || a.Uploader != m.people["ed"].id {
		t.Errorf("%+v", a)
	}
	if n := answered[struct{ Task entry.Task }](t, m.must("vw", "GET", "/api/tasks/"+task, nil)).Task.AttachmentCount; n != 2 {
		t.Errorf("%d files", n)
	}
	for name, want := range map[string]int{"vw": 200, "own": 200, "out": 404, "gst": 404, "nobody": 401, "visitor": 401} {
		m.wantStatus(name, m.send(name, "GET", "/api/attachments/"+id+"/content", ""), want)
	}
}

func TestFiles_refused(t *testing.T) {
	m := openMatrix(t)
	m.app.settings.MaxUploadMiB = 1
	m.app.files, _ = m.app.newFiles(t.Context())
	at := "/api/tasks/" + m.places[here].ids["task"] + "/uploads"
	for name, want := range map[string]int{"ed": 201, "com": 201, "vw": 403, "out": 404, "nobody": 401, "dis": 401} {
		m.wantStatus(name, m.tus(name, "POST", at, "", "Upload-Length", "5"), want)
	}
	for length, want := range map[string]int{"": 422, "-1": 422, "x": 422, "9999999999": 413} {
		m.wantStatus("of "+length+" bytes", m.tus("ed", "POST", at, "", "Upload-Length", length), want)
	}
	for range 99 {
		m.begin("ed", m.places[here].ids["task"], 5)
	}
	m.wantStatus("too many", m.tus("ed", "POST", at, "", "Upload-Length", "5"), 429)
	m.wantStatus("a whole one", m.tus("com", "POST", at, "", "Upload-Length", "0"), 201)
}

func TestFiles_attach(t *testing.T) {
	m := openMatrix(t)
	ids := m.places[here].ids
	mine := m.id("com", "POST", "/api/tasks/"+ids["task"]+"/comments", obj{"body": "look"}, "comment")
	m.wantStatus("a commenter on the task", m.attach("com", ids["task"], "a.txt", "hello"), 403)
	m.wantStatus("on another's comment", m.attach("com", ids["task"], "a.txt", "hello", "comment", ids["comment"]), 403)
	m.wantStatus("a viewer", m.attach("vw", ids["task"], "a.txt", "hello"), 403)
	m.wantStatus("a stranger", m.attach("out", ids["task"], "a.txt", "hello"), 404)
	m.wantStatus("an odd kind", m.attach("ed", ids["task"], "a.txt", "hello", "kind", "film"), 422)
	m.wantStatus("an unknown field", m.attach("ed", ids["task"], "a.txt", "hello", "sha256", "x"), 422)
	m.wantStatus("no form", m.send("ed", "POST", "/api/tasks/"+ids["task"]+"/attachments", "{}", "Content-Type", "application/json"), 415)
	a := attachmentOf(t, m.attach("com", ids["task"], "a.txt", "hello", "kind", "recording", "comment", mine))
	if a.Comment == nil || *a.Comment != mine || a.Kind != entry.Recording {
		t.Errorf("%+v", a)
	}
	at := "/api/attachments/" + a.ID
	m.wantStatus("an editor takes it off", m.send("ed", "DELETE", at, ""), 403)
	m.must("own", "DELETE", at, nil)
	m.wantStatus("taken off", m.send("own", "GET", at+"/content", ""), 410)
	m.wantStatus("put back", m.send("com", "POST", at+"/restore", ""), 200)
	m.must("com", "DELETE", "/api/comments/"+mine, nil)
	m.wantStatus("gone with its comment", m.send("own", "GET", at+"/content", ""), 410)
	m.wantStatus("not without it", m.send("com", "POST", at+"/restore", ""), 409)
	m.must("com", "POST", "/api/comments/"+mine+"/restore", nil)
	m.wantStatus("back with it", m.send("vw", "GET", at+"/content", ""), 200)
}

// expire lets an upload be too old.
func (m *matrix) expire(name, upload string) {
	m.t.Helper()
	u, err := m.app.store.Upload(m.t.Context(), m.people[name].id, upload)
	u.ExpiresAt = 1
	if err = fault.First(err, m.app.store.SaveUpload(m.t.Context(), u)); err != nil {
		m.t.Fatal(err)
	}
}

// A commenter's words and files come in one command: all of it or nothing.
func TestFiles_comeWithComments(t *testing.T) {
	m := openMatrix(t)
	ids := m.places[here].ids
	task, comment := ids["task"], entry.NewID()
	one, two, third := m.uploaded("com", task, "one"), m.uploaded("com", task, "two"), m.uploaded("com", task, "three")
	half := strings.TrimPrefix(m.begin("com", task, 5), "/api/uploads/")
	old := m.uploaded("com", task, "old")
	m.expire("com", old)
	say := func(name string, files []obj) *httptest.ResponseRecorder {
		return m.command(m.people[name], obj{"id": entry.NewID(), "kind": "comment.create", "comment": comment, "task": task, "body": "look", "files": files})
	}
	count := func() (int64, int64) {
		seen := answered[struct{ Task entry.Task }](t, m.must("vw", "GET", "/api/tasks/"+task, nil)).Task
		return seen.CommentCount, seen.AttachmentCount
	}
	comments, files := count()
	for what, wrong := range map[string][]obj{
		"unknown":        {{"upload": one}, {"upload": entry.NewID()}},
		"somebody's":     {{"upload": one}, {"upload": ids["whole"]}},
		"half of one":    {{"upload": half}},
		"expired":        {{"upload": old}},
		"one twice":      {{"upload": one}, {"upload": one}},
		"an id twice":    {{"attachment": comment, "upload": one}, {"attachment": comment, "upload": two}},
		"an id of one":   {{"attachment": ids["attachment"], "upload": one}},
		"no id":          {{"attachment": "x", "upload": one}},
		"more than some": slices.Repeat([]obj{{"upload": one}}, project.MaxUploaded+1),
	} {
		if w := say("com", wrong); !strings.Contains(w.Body.String(), `"refused"`) {
			t.Errorf("%s: %s", what, w.Body)
		}
	}
	if w := say("vw", []obj{}); !strings.Contains(w.Body.String(), `"status":403`) {
		t.Errorf("a viewer: %s", w.Body)
	}
	if c, f := count(); c != comments || f != files {
		t.Fatalf("refused, and there are %d and %d", c, f)
	}
	first, second := entry.NewID(), entry.NewID()
	if w := say("com", []obj{{"attachment": first, "upload": one}, {"attachment": second, "upload": two}}); !strings.Contains(w.Body.String(), "applied") {
		t.Fatal(w.Body)
	}
	w := m.ask(m.people["com"], "PATCH", "/api/comments/"+comment, obj{"body": "look again", "files": []obj{{"upload": third}}})
	m.wantStatus("changed", w, 200)
	if c, f := count(); c != comments+1 || f != files+3 {
		t.Fatalf("%d comments and %d files", c-comments, f-files)
	}
	for _, a := range answered[struct{ Items []entry.Attachment }](t, m.must("vw", "GET", "/api/tasks/"+task+"/attachments", nil)).Items[files:] {
		if a.Comment == nil || *a.Comment != comment || a.Uploader != m.people["com"].id {
			t.Errorf("%+v", a)
		}
	}
	m.wantStatus("read by a viewer", m.send("vw", "GET", "/api/attachments/"+second+"/content", ""), 200)
	m.must("com", "DELETE", "/api/comments/"+comment, nil)
	m.wantStatus("gone with its comment", m.send("own", "GET", "/api/attachments/"+second+"/content", ""), 410)
}

// F3: what lies about its type is bytes to save, in a sandbox.
func TestFiles_served(t *testing.T) {
	m := openMatrix(t)
	task := m.places[here].ids["task"]
	get := func(name, body string, headers ...string) *httptest.ResponseRecorder {
		return m.send("vw", "GET", "/api/attachments/"+attachmentOf(t, m.attach("ed", task, name, body)).ID+"/content", "", headers...)
	}
	for name, body := range map[string]string{
		"page.png": "<!doctype html><script>alert(1)</script>", "x.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"x.js": "alert(1)", "x.pdf": "%PDF-1.4", "x.webm": "#EXTM3U\nhttp://127.0.0.1/secret", `"quoted"; filename=evil.html`: "x",
	} {
		w := get(name, body)
		h := w.Header()
		if h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || w.Body.String() != body {
			t.Errorf("%s: %v", name, h)
		}
	}
	body := strings.Repeat("abcdefghij", 100)
	w := get("a.bin", body, "Range", "bytes=5-14")
	if w.Code != http.StatusPartialContent || w.Body.String() != body[5:15] || w.Header().Get("Content-Range") != "bytes 5-14/1000" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	m.wantStatus("a thousand ranges", get("a.bin", body, "Range", "bytes=0-"+strings.Repeat(",0-", 999)), 422)
	m.wantStatus("past the end", get("a.bin", body, "Range", "bytes=2000-"), 416)
	sum := sha256.Sum256([]byte(body))
	m.wantStatus("again", get("a.bin", body, "If-None-Match", `"`+hex.EncodeToString(sum[:])+`"`), 304)
	m.wantStatus("no preview", m.send("vw", "GET", "/api/attachments/"+attachmentOf(t, m.attach("ed", task, "a.png", body)).ID+"/preview", ""), 404)
}

// A copy and a task in another project have the files too, and their texts refer to them.
func TestFiles_follow(t *testing.T) {
	m := openMatrix(t)
	ids := m.places[here].ids
	a := attachmentOf(t, m.attach("ed", ids["task"], "a.txt", "hello"))
	link := func(id string) string { return "![a](/api/attachments/" + id + "/content)" }
	m.must("ed", "PATCH", "/api/tasks/"+ids["task"], obj{"description": link(a.ID)})
	for _, way := range []struct {
		path string
		body obj
	}{{"/duplicate", obj{}}, {"/transfer", obj{"project": ids["other"]}}} {
		task := answered[struct{ Task entry.Task }](t, m.must("ed", "POST", "/api/tasks/"+ids["task"]+way.path, way.body)).Task
		list := answered[struct{ Items []entry.Attachment }](t, m.must("ed", "GET", "/api/tasks/"+task.ID+"/attachments", nil)).Items
		own := list[len(list)-1]
		if len(list) != int(task.AttachmentCount) || own.ID == a.ID || own.SHA256 != a.SHA256 || task.Description != link(own.ID) {
			t.Errorf("%s: %+v, %+v", way.path, task, list)
		}
		m.wantStatus(way.path, m.send("ed", "GET", "/api/attachments/"+own.ID+"/content", ""), 200)
	}
	m.wantStatus("where it was", m.send("ed", "GET", "/api/attachments/"+a.ID+"/content", ""), 410)
}
