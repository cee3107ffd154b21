package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/importing"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/look"
	"tandem/internal/projection/activity"
	"tandem/internal/projection/search"
	"tandem/internal/sqlite"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// world is the edge over a real database, with the people and the projects that
// the checks need. P1 is everybody's but out's, who has P2 in a team of their own.
type world struct {
	t          testing.TB
	api        *API
	raw        *sql.DB // a second look at the database, beside the code under test
	team       string
	otherTeam  string            // out's
	people     map[string]string // name to id
	p1, p2, p3 string
	task       *entry.Task    // in P1
	comment    *entry.Comment // on it, by com
	label      *entry.Label
	statuses   []*entry.Status
	hidden     *entry.Task // in P2
	hiddenC    *entry.Comment
	hiddenL    *entry.Label
	field      *entry.Field // in P1, a select
	hiddenF    *entry.Field
	template   *entry.Template // in P1
	hiddenT    *entry.Template
	view       *entry.View // in P1
	hiddenV    *entry.View
	hiddenSts  []*entry.Status
	now        time.Time
}

type actorKey struct{}

// people by the role that they have in P1.
var people = map[string]entry.TeamRole{
	"own": entry.TeamOwner, "adm": entry.TeamMember, "ed": entry.TeamMember, "com": entry.TeamGuest, "vw": entry.TeamGuest, "gst": entry.TeamGuest,
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, people: map[string]string{}, team: entry.NewID(), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	w.open(t.TempDir())
	for _, name := range []string{"own", "adm", "ed", "com", "vw", "gst"} {
		w.seat(w.team, name, people[name])
	}
	w.otherTeam = entry.NewID()
	w.seat(w.otherTeam, "out", entry.TeamOwner)
	w.furnish()
	return w
}

func (w *world) open(dir string) {
	db, err := sqlite.Open(context.Background(), dir, sqlite.Options{Synchronous: "OFF"})
	w.ok(err)
	w.raw, err = sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(dir, sqlite.File)}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	w.ok(err)
	ctx, cancel := context.WithCancel(context.Background())
	writer := journal.NewWriter(db, inproc.New(), journal.Options{Clock: func() time.Time { return w.now }})
	stopped := make(chan struct{})
	go func() { defer close(stopped); writer.Run(ctx) }()
	w.t.Cleanup(func() { cancel(); <-stopped; w.raw.Close(); db.Close() })
	w.api = New(Options{Once: db, Actor: func(ctx context.Context) (string, bool) {
		actor, ok := ctx.Value(actorKey{}).(string)
		return actor, ok
	}})
	finder := search.New(db, inproc.New(), nil)
	finder.Patience = time.Minute // the detector makes a slow machine of any
	w.api.Register((&Searches{Finder: finder}).Routes()...)
	resources := NewResources(writer, db, func() time.Time { return w.now })
	w.api.Register(resources.Routes()...)
	feed := activity.New(db, inproc.New(), nil)
	w.api.Register((&Activities{Resources: resources, Feed: feed, Looks: look.New(db, writer.Tell, nil)}).Routes()...)
	w.api.Register((&Histories{Resources: resources, Past: journal.NewPast(db), Outline: db}).Routes()...)
	w.api.Register((&Audits{Log: &audit.Service{Store: db}, Teams: team.New(db, nil, nil)}).Routes()...)
	w.api.Register((&Imports{Boards: &importing.Importer{Writer: writer, Teams: db, Clock: func() time.Time { return w.now }}, Reads: db}).Routes()...)
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// seat puts a new person into a team, as accounts would.
func (w *world) seat(team, name string, role entry.TeamRole) {
	id := entry.NewID()
	w.people[name] = id
	_, err := w.raw.Exec(`INSERT INTO users (id, email, email_key, name, handle, password, time_zone, locale, admin, created_at) VALUES (?1, ?2, ?2, ?3, ?4, '', 'UTC', 'en', 0, 0)`,
		id, name+"@example.org", name, name)
	w.ok(err)
	_, err = w.raw.Exec(`INSERT INTO team_members (team, user, role, joined_at) VALUES (?, ?, ?, 0)`, team, id, string(role))
	w.ok(err)
}

func (w *world) furnish() {
	w.p2 = w.must("out", "POST", "/api/projects", obj{"team": w.otherTeam, "name": "Hidden canary"}).id("project")
	w.p1 = w.must("own", "POST", "/api/projects", obj{"team": w.team, "name": "Website"}).id("project")
	for name, role := range map[string]entry.Role{"adm": entry.Admin, "com": entry.Commenter, "vw": entry.Viewer} {
		w.must("own", "PUT", "/api/projects/"+w.p1+"/members/"+w.people[name], obj{"role": role})
	}
	w.task, w.comment, w.label, w.statuses = w.fill("ed", "com", w.p1)
	w.hidden, w.hiddenC, w.hiddenL, w.hiddenSts = w.fill("out", "out", w.p2)
	w.p3 = w.must("adm", "POST", "/api/projects", obj{"team": w.team, "name": "Elsewhere"}).id("project")
	size := obj{"name": "canary", "type": "select", "options": []obj{{"name": "S"}, {"name": "L", "color": "#102030"}}}
	w.must("adm", "POST", "/api/projects/"+w.p1+"/fields", size).read("field", &w.field)
	w.must("out", "POST", "/api/projects/"+w.p2+"/fields", size).read("field", &w.hiddenF)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/templates", obj{"name": "canary", "task": obj{}}).read("template", &w.template)
	w.must("out", "POST", "/api/projects/"+w.p2+"/templates", obj{"name": "canary", "task": obj{}}).read("template", &w.hiddenT)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/views", obj{"name": "canary", "layout": "list"}).read("view", &w.view)
	w.must("out", "POST", "/api/projects/"+w.p2+"/views", obj{"name": "canary", "layout": "list"}).read("view", &w.hiddenV)
}

func (w *world) fill(editor, commenter, project string) (task *entry.Task, comment *entry.Comment, label *entry.Label, statuses []*entry.Status) {
	w.must(editor, "POST", "/api/projects/"+project+"/labels", obj{"name": "canary"}).read("label", &label)
	w.must(editor, "POST", "/api/projects/"+project+"/tasks", obj{"title": "First canary", "labels": []string{label.ID}}).read("task", &task)
	w.must(commenter, "POST", "/api/tasks/"+task.ID+"/comments", obj{"body": "canary"}).read("comment", &comment)
	w.must(editor, "GET", "/api/projects/"+project, nil).read("project/statuses", &statuses)
	return task, comment, label, statuses
}

type obj map[string]any

// reply is an answer of the edge.
type reply struct {
	*httptest.ResponseRecorder
	w *world
}

// ask sends a request; body is JSON as text or bytes, or a value to write as JSON.
func (w *world) ask(actor, method, target string, body any, headers ...string) reply {
	var raw []byte
	switch b := body.(type) {
	case nil:
	case string:
		raw = []byte(b)
	case []byte:
		raw = b
	default:
		raw, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, target, bytes.NewReader(raw))
	if raw != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if actor != "" {
		r = w.as(actor, r)
	}
	recorder := httptest.NewRecorder()
	w.api.ServeHTTP(recorder, r)
	return reply{recorder, w}
}

// as signs a request in; own administers the instance.
func (w *world) as(actor string, r *http.Request) *http.Request {
	ctx := auth.With(r.Context(), &auth.Principal{User: w.people[actor], Admin: actor == "own"})
	return r.WithContext(context.WithValue(ctx, actorKey{}, w.people[actor]))
}

// must sends a request that has to succeed.
func (w *world) must(actor, method, target string, body any, headers ...string) reply {
	w.t.Helper()
	answer := w.ask(actor, method, target, body, headers...)
	if answer.Code >= 300 {
		w.t.Fatalf("%s %s %s: %d %s", actor, method, target, answer.Code, answer.Body)
	}
	return answer
}

// wants checks the status.
func (r reply) wants(status int) reply {
	r.w.t.Helper()
	if r.Code != status {
		r.w.t.Fatalf("status %d, want %d: %s", r.Code, status, r.Body)
	}
	return r
}

// read reads a part of the answer: "project/statuses".
func (r reply) read(path string, into any) reply {
	r.w.t.Helper()
	value := jsontext.Value(r.Body.Bytes())
	for name := range strings.SplitSeq(path, "/") {
		var members map[string]jsontext.Value
		if err := json.Unmarshal(value, &members); err != nil || members[name] == nil {
			r.w.t.Fatalf("no %s in %s", path, r.Body)
		}
		value = members[name]
	}
	r.w.ok(json.Unmarshal(value, into, json.RejectUnknownMembers(true)))
	return r
}

func (r reply) id(thing string) (id string) {
	r.w.t.Helper()
	r.read(thing+"/id", &id)
	return id
}

func (r reply) seq() (seq int64) {
	r.w.t.Helper()
	r.read("seq", &seq)
	return seq
}

func (r reply) problem() (p wire.Problem) {
	r.w.t.Helper()
	r.w.ok(json.Unmarshal(r.Body.Bytes(), &p))
	return p
}

// hash is of all rows of all tables: a refusal must leave it as it was (D5).
func (w *world) hash() string {
	w.t.Helper()
	sum := sha256.New()
	for _, table := range w.tables() {
		rows, err := w.raw.Query(`SELECT * FROM "` + table + `"`)
		w.ok(err)
		columns, _ := rows.Columns()
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			w.ok(rows.Scan(values...))
			fmt.Fprint(sum, table)
			for _, value := range values {
				fmt.Fprintf(sum, "|%v", *value.(*any))
			}
		}
		w.ok(rows.Err())
		rows.Close()
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func (w *world) tables() (names []string) {
	rows, err := w.raw.Query(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
	w.ok(err)
	defer rows.Close()
	for rows.Next() {
		var name string
		w.ok(rows.Scan(&name))
		names = append(names, name)
	}
	return names
}

// untouched runs something that must change no table.
func (w *world) untouched(what string, do func()) {
	w.t.Helper()
	before := w.hash()
	do()
	if w.hash() != before {
		w.t.Errorf("%s left something behind", what)
	}
}

// path fills in the route's parameters from P1, or from P2 where the caller must not see.
func (w *world) path(pattern string, hidden bool) string {
	task, comment, label, field, template, view, project, status, team := w.task.ID, w.comment.ID, w.label.ID, w.field.ID, w.template.ID, w.view.ID, w.p1, w.statuses[1].ID, w.team
	if hidden {
		task, comment, label, field, template, view, project, status, team = w.hidden.ID, w.hiddenC.ID, w.hiddenL.ID, w.hiddenF.ID, w.hiddenT.ID, w.hiddenV.ID, w.p2, w.hiddenSts[1].ID, w.otherTeam
	}
	return strings.NewReplacer("{project}", project, "{task}", task, "{comment}", comment, "{label}", label, "{field}", field, "{template}", template, "{view}", view,
		"{status}", status, "{team}", team, "{user}", w.people["vw"]).Replace(pattern)
}

// nowhere fills in ids that never existed.
func (w *world) nowhere(pattern string) string {
	for name := range strings.SplitSeq("project team task comment label field template view status user", " ") {
		pattern = strings.ReplaceAll(pattern, "{"+name+"}", entry.NewID())
	}
	return pattern
}
