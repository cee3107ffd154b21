package api

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/zstd"

	"tandem/internal/entry"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/sqlite"
)

func TestSnapshot(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Ä <b>", "description": "canary in a description"})
	path := "/api/projects/" + w.p1 + "/snapshot"
	plain := w.must("vw", "GET", path, nil)
	if strings.Contains(plain.Body.String(), "description\":\"canary") || strings.Contains(plain.Body.String(), `"statuses":[],"`) {
		t.Errorf("it has %s", plain.Body)
	}
	var epoch string
	var members []entry.Member
	var project entry.Project
	plain.read("epoch", &epoch).read("members", &members).read("project", &project)
	if got := plain.titles("tasks"); len(got) != 2 || len(members) != 5 || project.Key != "WEB" {
		t.Errorf("tasks %v, %d members, %+v", got, len(members), project)
	}
	etag := fmt.Sprintf(`W/"%s.%d"`, epoch, plain.seq())
	if plain.Header().Get("ETag") != etag || plain.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("headers %v", plain.Header())
	}
	for encoding, open := range map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
	} {
		packed := w.must("vw", "GET", path, nil, "Accept-Encoding", "br, "+encoding+";q=0.5")
		reader, err := open(packed.Body)
		w.ok(err)
		raw, err := io.ReadAll(reader)
		w.ok(err)
		if string(raw) != plain.Body.String() || packed.Header().Get("Content-Encoding") != encoding {
			t.Errorf("%s gives another board", encoding)
		}
	}
	if got := w.must("vw", "GET", path, nil, "Accept-Encoding", "gzip;q=0, zstd;q=0").Header().Get("Content-Encoding"); got != "" {
		t.Errorf("refused encodings give %q", got)
	}
	same := w.ask("vw", "GET", path, nil, "If-None-Match", etag).wants(304)
	if same.Body.Len() != 0 || same.Header().Get("ETag") != etag {
		t.Errorf("304 with %v %s", same.Header(), same.Body)
	}
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "New"})
	if got := w.ask("vw", "GET", path, nil, "If-None-Match", etag).wants(200); got.titles("tasks")[0] != "New" {
		t.Errorf("an old board: %s", got.Body)
	}
	w.ask("out", "GET", path, nil, "If-None-Match", etag).wants(404)
}

// A board as of a seq and the entries after it are the board as of head, also
// while it is being changed.
func TestSnapshot_whileChanging(t *testing.T) {
	w := newWorld(t)
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := range 30 {
			w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": fmt.Sprint("task ", i)})
		}
	})
	for range 20 {
		answer := w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil)
		seq := int64(0)
		var tasks []entry.Task
		answer.read("tasks", &tasks)
		for _, task := range tasks {
			seq = max(seq, task.Seq)
		}
		if tasks != nil && seq > answer.seq() {
			t.Fatalf("a task of %d in a board as of %d", seq, answer.seq())
		}
	}
	writing.Wait()
	if got := w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil).titles("tasks"); len(got) != 31 {
		t.Errorf("%d tasks in the end", len(got))
	}
}

func TestJournal(t *testing.T) {
	w := newWorld(t)
	path := "/api/projects/" + w.p1 + "/journal"
	key := entry.NewID()
	last := w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"title": "x"}, "Idempotency-Key", key).seq()
	var entries []struct {
		Type    string           `json:"type"`
		Stream  string           `json:"stream"`
		Seq     int64            `json:"seq"`
		At      entry.Instant    `json:"at"`
		Actor   string           `json:"actor"`
		Command *string          `json:"command"`
		Events  []jsontext.Value `json:"events"`
	}
	var head int64
	after, seen := int64(0), int64(0)
	for {
		w.must("vw", "GET", fmt.Sprintf("%s?after=%d&limit=2", path, after), nil).read("entries", &entries).read("head", &head)
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			if seen++; e.Seq != seen || e.Stream != w.p1 || len(e.Events) == 0 {
				t.Fatalf("entry %+v where %d was due", e, seen)
			}
		}
		after = entries[len(entries)-1].Seq
		if after == last && (entries[len(entries)-1].Command == nil || *entries[len(entries)-1].Command != key) {
			t.Errorf("the last one's command is %v", entries[len(entries)-1].Command)
		}
	}
	if seen != last || head != last {
		t.Errorf("read %d, head %d, last %d", seen, head, last)
	}
	if got := w.must("vw", "GET", path+"?after=999999", nil).Body.String(); !strings.Contains(got, `"entries":[]`) {
		t.Errorf("past head: %s", got)
	}
	for _, query := range []string{"?after=-1", "?after=x", "?after=1.5", "?limit=0", "?limit=501", "?after=99999999999999999999"} {
		w.ask("vw", "GET", path+query, nil).wants(422)
	}
}

// found lists what a search gives, as "task First canary".
func (w *world) found(actor, query string) (list []string) {
	w.t.Helper()
	var items []map[string]jsontext.Value
	w.must(actor, "GET", "/api/search?"+query, nil).read("items", &items)
	for _, item := range items {
		var kind string
		w.ok(json.Unmarshal(item["type"], &kind))
		var thing struct {
			Title, Name, Body string
		}
		w.ok(json.Unmarshal(item[kind], &thing, json.MatchCaseInsensitiveNames(true)))
		list = append(list, kind+" "+thing.Title+thing.Name+thing.Body)
	}
	return list
}

func TestSearch(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Site of birds", "description": "of the web"})
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Gone web"}).wants(201)
	w.must("com", "POST", "/api/tasks/WEB-3/comments", obj{"body": "of the web, too"})
	w.must("ed", "DELETE", "/api/tasks/WEB-3", nil)
	w.must("com", "POST", "/api/tasks/WEB-2/comments", obj{"body": "a web remark"})
	for query, want := range map[string]string{
		"q=canary":         "task First canary,comment canary",
		"q=birds+OF":       "task Site of birds",
		"q=web":            "project Website,task Site of birds,comment a web remark",
		"q=web-2":          "task Site of birds",
		"q=web-1":          "task First canary",
		"q=%25":            "",
		"q=_":              "",
		"q=nothing":        "",
		"q=remark&limit=1": "comment a web remark",
		"q='+OR+1=1+--":    "",
	} {
		if got := strings.Join(w.found("vw", query), ","); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	if got := strings.Join(w.found("out", "q=canary"), ","); got != "project Hidden canary,task First canary,comment canary" {
		t.Errorf("out finds %q", got)
	}
	if got := w.found("gst", "q=canary"); got != nil {
		t.Errorf("a guest without projects finds %v", got)
	}
	var pages []string
	cursor := ""
	for range 10 {
		answer := w.must("vw", "GET", "/api/search?q=web&limit=1"+cursor, nil)
		pages = append(pages, w.found("vw", "q=web&limit=1"+cursor)...)
		var next *string
		if answer.read("nextCursor", &next); next == nil {
			break
		}
		cursor = "&cursor=" + url.QueryEscape(*next)
	}
	if len(pages) != 3 || pages[0] != "project Website" {
		t.Errorf("pages %v", pages)
	}
	for _, query := range []string{"", "q=", "q=+", "q=a&q=b", "q=" + strings.Repeat("a", 201), "q=a&cursor=eyJrIjotMX0", "q=a&limit=501", "q=%00"} {
		w.ask("vw", "GET", "/api/search?"+query, nil).wants(422)
	}
}

func TestSnapshot_cold(t *testing.T) {
	w := newWorld(t)
	gone, old := create("gone"), create("old")
	w.commands("ed", false, gone, old, create("kept"))
	w.must("ed", "DELETE", "/api/tasks/"+gone["task"].(string), nil)
	w.must("ed", "PATCH", "/api/tasks/"+old["task"].(string), obj{"archived": true})
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"description": "long"})
	warm := w.must("vw", "GET", "/api/projects/"+w.p1+"/snapshot", nil)
	cold, err := w.coldBoard(w.another()).plain()
	if err != nil || string(cold) != warm.Body.String() {
		t.Errorf("%v\nread from rows %s\nfrom memory    %s", err, cold, warm.Body)
	}
}

// another opens the same database once more, as a restart would.
func (w *world) another() *sqlite.DB {
	var file string
	w.ok(w.raw.QueryRow("SELECT file FROM pragma_database_list").Scan(&file))
	db, err := sqlite.Open(context.Background(), filepath.Dir(file), sqlite.Options{})
	w.ok(err)
	w.t.Cleanup(func() { db.Close() })
	return db
}

func (w *world) coldBoard(db *sqlite.DB) *packed {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	writer := journal.NewWriter(db, inproc.New(), journal.Options{})
	go writer.Run(ctx)
	boards := newSnapshots(writer, db)
	head, err := writer.Head(ctx, w.p1)
	w.ok(err)
	p, err := boards.get(ctx, boardKey{project: w.p1}, head)
	w.ok(err)
	return p
}
