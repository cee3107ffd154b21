package app

import (
	"context"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/config"
	"tandem/internal/entry"
)

// matrix is a whole server, without its background jobs, in which everybody and
// everything stands that the table of rights speaks of: every role, and for
// every thing one of the same project, one of a sibling project, one of another
// team, one that was deleted and one that never existed. Three oracles judge
// each cell: the twin (hidden and never existed are the same to the byte), no
// side effect (a refusal commits nothing), and the canary (marks of what one may
// not see stand in no byte that one gets).
type matrix struct {
	t       *testing.T
	app     *App
	watch   watcher
	people  map[string]*asker
	places  map[relation]*place
	cells   int
	refused int
}

// relation is where a thing stands, as seen from P1.
type relation string

const (
	here    relation = "same project"
	mixed   relation = "sibling's under this project"
	sibling relation = "sibling project"
	foreign relation = "another team's project"
	deleted relation = "deleted"
	never   relation = "never existed"
)

var relations = []relation{here, mixed, sibling, foreign, deleted, never}

// asker is somebody; role is theirs in the project of each relation.
type asker struct {
	name, id, cookie, prefix string
	roles                    map[relation]entry.Role
	seats                    map[relation]entry.TeamRole
	sees                     []string // canaries of what they may see
}

// place is a project with one thing of each kind, and its team.
type place struct {
	ids    map[string]string
	canary string
}

// matrixSeats are the people by their seats in the team of P1 and the sibling.
var matrixSeats = map[string]entry.TeamRole{
	"own": entry.TeamOwner, "tadm": entry.TeamAdmin, "adm": entry.TeamMember, "ed": entry.TeamMember,
	"com": entry.TeamGuest, "vw": entry.TeamGuest, "gst": entry.TeamGuest, "dis": entry.TeamMember,
}

// matrixRoles are those given in P1; the others have what the team gives.
var matrixRoles = map[string]entry.Role{"adm": entry.Admin, "com": entry.Commenter, "vw": entry.Viewer}

func openMatrix(t *testing.T) *matrix {
	settings := config.Default()
	settings.Addr, settings.AdminAddr, settings.Registration = "127.0.0.1:0", "", config.Open
	keep(t, &settings)
	settings.RateLimit = false
	app, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	m := &matrix{t: t, app: app, people: map[string]*asker{}, places: map[relation]*place{}}
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); app.writer.Run(ctx) }()
	m.watch = beside(t, &settings)
	t.Cleanup(func() { cancel(); <-stopped; app.hub.Close(context.Background()); app.Close() })
	m.populate()
	return m
}

// populate makes the people, their two teams and four projects.
func (m *matrix) populate() {
	m.register("root")
	for _, name := range slices.Sorted(maps.Keys(matrixSeats)) {
		m.register(name)
	}
	m.register("out")
	m.people["nobody"] = &asker{name: "nobody"}
	one := m.id("own", "POST", "/api/teams", obj{"name": "canary-one"}, "team")
	two := m.id("out", "POST", "/api/teams", obj{"name": "canary-two"}, "team")
	for name, seat := range matrixSeats {
		if name != "own" {
			m.join(name, one, seat)
		}
	}
	m.places[here] = m.furnish("own", one, "canary-here", "team")
	m.places[here].ids["other"] = m.id("own", "POST", "/api/projects", obj{"team": one, "name": "canary-here"}, "project")
	m.places[sibling] = m.furnish("own", one, "canary-sibling", "private")
	m.places[foreign] = m.furnish("out", two, "canary-foreign", "team")
	for name, role := range matrixRoles {
		m.must("own", "PUT", "/api/projects/"+m.places[here].ids["project"]+"/members/"+m.people[name].id, obj{"role": role})
	}
	if err := m.app.auth.SetDisabled(context.Background(), m.people["dis"].id, true); err != nil {
		m.t.Fatal(err)
	}
	m.visitor()
	m.grant()
}

// grant notes what each may see.
func (m *matrix) grant() {
	for _, a := range m.people {
		a.roles, a.seats = map[relation]entry.Role{}, map[relation]entry.TeamRole{}
	}
	for name, seat := range matrixSeats {
		a := m.people[name]
		a.seats[here], a.seats[sibling], a.sees = seat, seat, []string{"canary-one"}
		role := matrixRoles[name]
		switch {
		case seat.Includes(entry.TeamAdmin):
			role, a.roles[sibling] = entry.Admin, entry.Admin
		case role == "" && seat == entry.TeamMember:
			role = entry.Editor
		}
		if a.roles[here] = role; role != "" {
			a.sees = append(a.sees, "canary-here")
		}
		if a.roles[sibling] != "" {
			a.sees = append(a.sees, "canary-sibling")
		}
	}
	out := m.people["out"]
	out.roles[foreign], out.seats[foreign], out.sees = entry.Admin, entry.TeamOwner, []string{"canary-two", "canary-foreign"}
	m.people["visitor"].roles[here], m.people["visitor"].sees = entry.Visitor, []string{"canary-here"}
	m.people["dis"].roles, m.people["dis"].seats, m.people["dis"].sees = nil, nil, nil
}

func (m *matrix) register(name string) {
	w := m.ask(&asker{}, "POST", "/api/auth/register", obj{"name": name, "email": name + "@example.org", "password": secretWord})
	a := &asker{name: name, id: answered[struct{ User struct{ ID string } }](m.t, w).User.ID}
	for _, c := range w.Result().Cookies() {
		if c.Name == "tandem_session" {
			a.cookie = c.Name + "=" + c.Value
		}
	}
	m.people[name] = a
}

func (m *matrix) join(name, team string, seat entry.TeamRole) {
	secret := answered[struct{ Secret string }](m.t, m.must("own", "POST", "/api/teams/"+team+"/invites", obj{"role": seat})).Secret
	m.must(name, "POST", "/api/invites/"+secret+"/accept", nil)
}

// visitor is a browser that has come by P1's public link.
func (m *matrix) visitor() {
	secret := answered[struct{ Secret string }](m.t, m.must("own", "PUT", "/api/projects/"+m.places[here].ids["project"]+"/link", obj{})).Secret
	w := m.ask(&asker{}, "POST", "/api/links/"+secret+"/open", obj{})
	m.people["visitor"] = &asker{name: "visitor", prefix: "/shared", cookie: w.Result().Cookies()[0].Name + "=" + w.Result().Cookies()[0].Value}
}

type obj map[string]any

// ask sends a request as a browser of this person would.
func (m *matrix) ask(a *asker, method, path string, body any) *httptest.ResponseRecorder {
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	r := httptest.NewRequest(method, "http://127.0.0.1"+a.prefix+path, strings.NewReader(string(text)))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if strings.HasSuffix(path, "/uploads") || strings.Contains(path, "/uploads/") {
		r.Header.Set("Tus-Resumable", "1.0.0")
	}
	if a.cookie != "" {
		r.Header.Set("Cookie", a.cookie)
	}
	w := httptest.NewRecorder()
	m.app.handler.ServeHTTP(w, r)
	return w
}

func (m *matrix) must(name, method, path string, body any) *httptest.ResponseRecorder {
	m.t.Helper()
	w := m.ask(m.people[name], method, path, body)
	if w.Code >= 300 {
		m.t.Fatalf("%s %s %s: %d %s", name, method, path, w.Code, w.Body)
	}
	return w
}

// id makes a thing and gives its id.
func (m *matrix) id(name, method, path string, body any, thing string) string {
	m.t.Helper()
	return idOf(m.t, m.must(name, method, path, body).Body.Bytes(), thing)
}

func answered[T any](t *testing.T, w *httptest.ResponseRecorder) (value T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &value, json.MatchCaseInsensitiveNames(true)); err != nil || w.Code >= 300 {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	return value
}

// furnish makes a project with one thing of each kind, all with its canary.
func (m *matrix) furnish(by, team, canary, visibility string) *place {
	p := &place{canary: canary, ids: map[string]string{"team": team}}
	p.ids["project"] = m.id(by, "POST", "/api/projects", obj{"team": team, "name": canary, "visibility": visibility}, "project")
	m.things(by, canary, "{label}{field}{template}{view}{ownView}{status}{task}{comment}{attachment}", p.ids)
	return p
}

// things makes those that a path names in a project, and notes their ids.
func (m *matrix) things(by, canary, path string, ids map[string]string) {
	at := "/api/projects/" + ids["project"]
	if strings.Contains(path, "{label}") {
		ids["label"] = m.id(by, "POST", at+"/labels", obj{"name": canary}, "label")
	}
	if strings.Contains(path, "{field}") {
		ids["field"] = m.id(by, "POST", at+"/fields", obj{"name": canary, "type": "text"}, "field")
	}
	if strings.Contains(path, "{template}") {
		ids["template"] = m.id(by, "POST", at+"/templates", obj{"name": canary, "task": obj{"title": canary}}, "template")
	}
	if strings.Contains(path, "{view}") {
		ids["view"] = m.id(by, "POST", at+"/views", obj{"name": canary, "layout": "list"}, "view")
	}
	if strings.Contains(path, "{ownView}") {
		ids["ownView"] = m.id(by, "POST", at+"/own-views", obj{"name": canary, "layout": "list"}, "view")
	}
	if strings.Contains(path, "{status}") {
		ids["status"] = m.id(by, "POST", at+"/statuses", obj{"name": canary}, "status")
	}
	if strings.Contains(path, "{task}") || strings.Contains(path, "{comment}") || strings.Contains(path, "{attachment}") {
		task := obj{"title": canary, "description": canary}
		if strings.Contains(path, "{status}") {
			task["status"] = ids["status"] // so that it holds one
		}
		ids["task"] = m.id(by, "POST", at+"/tasks", task, "task")
		ids["comment"] = m.id(by, "POST", "/api/tasks/"+ids["task"]+"/comments", obj{"body": canary}, "comment")
		ids["whole"] = m.uploaded(by, ids["task"], canary)
		w := m.attach(by, ids["task"], canary, canary)
		ids["attachment"] = idOf(m.t, w.Body.Bytes(), "attachment")
	}
}

// refusal runs what must be refused: nothing of it may stay, but for the record
// of those that are told.
func (m *matrix) refusal(cell string, told bool, do func() *httptest.ResponseRecorder) *httptest.ResponseRecorder {
	m.t.Helper()
	before, had := m.watch.version(), ""
	if m.refused++; told || m.refused%50 == 1 { // now and then the whole, so that the short way is known to hold
		had = contents(m.watch)
	}
	w := do()
	if m.watch.version() != before && (had == "" || contents(m.watch) != had) {
		m.t.Errorf("%s: a refusal committed something", cell)
	}
	return w
}

// silent holds that an answer shows nothing of what the actor may not see.
func (m *matrix) silent(cell string, a *asker, w *httptest.ResponseRecorder) {
	m.t.Helper()
	for _, canary := range []string{"canary-one", "canary-two", "canary-here", "canary-sibling", "canary-foreign"} {
		if strings.Contains(w.Body.String(), canary) && !slices.Contains(a.sees, canary) {
			m.t.Errorf("%s: %s got out: %.200s", cell, canary, w.Body)
		}
	}
}

// twins holds that two answers cannot be told apart.
func (m *matrix) twins(cell string, hidden, none *httptest.ResponseRecorder) {
	m.t.Helper()
	for _, w := range []*httptest.ResponseRecorder{hidden, none} {
		w.Header().Del("X-Request-Id")
	}
	if hidden.Code != none.Code || hidden.Body.String() != none.Body.String() || !maps.EqualFunc(hidden.Header(), none.Header(), slices.Equal) {
		m.t.Errorf("%s: told apart from what never existed: %d %s, %d %s", cell, hidden.Code, hidden.Body, none.Code, none.Body)
	}
}
