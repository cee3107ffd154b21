package api

import (
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/sqlite"
	"tandem/internal/team"
)

// club is the routes of accounts over a real database: a team with one of each
// role, and somebody of another team.
type club struct {
	t      *testing.T
	api    *API
	db     *sqlite.DB
	people map[string]string
	team   string
	invite string
}

var clubRoles = []entry.TeamRole{entry.TeamGuest, entry.TeamMember, entry.TeamAdmin, entry.TeamOwner}

func openClub(t *testing.T) *club {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	c := &club{t: t, db: db, people: map[string]string{}}
	teams := team.New(db, func(context.Context, string, string) error { return nil }, func(context.Context, string, string, string) error { return nil })
	accounts := &Accounts{Auth: auth.New(db, auth.Options{}), Teams: teams, Projects: db, Inbox: db}
	c.api = New(Options{Once: db, Actor: func(ctx context.Context) (string, bool) { return auth.User(ctx), auth.User(ctx) != "" }})
	accounts.Gate = NewGate(c.api, GateOptions{Auth: accounts.Auth, Devices: db, Unlimited: true})
	c.api.Register(accounts.Routes()...)
	c.api.Register((&Audits{Log: &audit.Service{Store: db}, Teams: teams}).Routes()...)
	for _, name := range []string{"owner", "owner2", "admin", "member", "guest", "other", "stranger"} {
		c.people[name] = entry.NewID()
		email := name + "@example.org"
		err := db.CreateAccount(t.Context(), &auth.Account{User: entry.User{ID: c.people[name], Name: name, Handle: name, Email: &email}}, auth.Admission{Open: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	made, err := teams.Create(t.Context(), c.people["owner"], "Club")
	if err != nil {
		t.Fatal(err)
	}
	c.team = made.ID
	err = db.ChangeTeam(t.Context(), c.team, c.people["owner"], func(h *team.House) error {
		h.Seats[c.people["owner2"]], h.Seats[c.people["other"]] = entry.TeamOwner, entry.TeamGuest
		for _, role := range clubRoles {
			h.Seats[c.people[string(role)]] = role
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	invite, err := teams.Invite(t.Context(), c.people["owner"], team.Invite{Team: c.team, Role: entry.TeamGuest}, team.Hash{1})
	if err != nil {
		t.Fatal(err)
	}
	c.invite = invite.ID
	return c
}

// ask asks as somebody with a session; "" is nobody. The owner administers the
// instance, as who came first does.
func (c *club) ask(actor, method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if actor != "" {
		r = r.WithContext(auth.With(r.Context(), &auth.Principal{User: c.people[actor], Session: "session", Admin: actor == "owner"}))
	}
	w := httptest.NewRecorder()
	c.api.ServeHTTP(w, r)
	return w
}

var clubBodies = map[string]string{
	"renameTeam": `{"name":"Renamed"}`, "updateTeamMember": `{"role":"member"}`, "createInvite": `{"role":"admin"}`, "updatePerson": `{"disabled":true}`,
}

// Everybody with the role that a team's route names may call it, nobody below;
// for strangers there is no such team, to the byte.
func TestAccess_teams(t *testing.T) {
	seen := 0
	for _, route := range openClub(t).api.Routes() {
		if route.Access.Team == "" {
			continue
		}
		seen++
		t.Run(route.Name, func(t *testing.T) {
			least := slices.Index(clubRoles, route.Access.Team)
			if route.Name == "removeTeamMember" { // anybody may leave, only admins remove others
				least = slices.Index(clubRoles, entry.TeamAdmin)
			}
			for level, role := range clubRoles {
				c := openClub(t)
				w := c.ask(string(role), route.Method, c.path(route.Path), clubBodies[route.Name])
				if allowed := level >= least; allowed != (w.Code < 300) || !allowed && w.Code != 403 {
					t.Errorf("%s: %d %s", role, w.Code, w.Body)
				}
			}
			c := openClub(t)
			hidden := c.ask("stranger", route.Method, c.path(route.Path), clubBodies[route.Name])
			nowhere := c.ask("owner", route.Method, strings.Replace(c.path(route.Path), c.team, entry.NewID(), 1), clubBodies[route.Name])
			if hidden.Code != 404 || nowhere.Code != 404 || hidden.Body.String() != nowhere.Body.String() {
				t.Errorf("hidden: %d %s, nowhere: %d %s", hidden.Code, hidden.Body, nowhere.Code, nowhere.Body)
			}
			if w := c.ask("", route.Method, c.path(route.Path), clubBodies[route.Name]); w.Code != 401 {
				t.Errorf("nobody: %d", w.Code)
			}
		})
	}
	if seen < 6 {
		t.Errorf("only %d routes of teams were seen", seen)
	}
}

func (c *club) path(pattern string) string {
	return strings.NewReplacer("{team}", c.team, "{user}", c.people["other"], "{invite}", c.invite).Replace(pattern)
}

// The last owner stays one, whoever asks.
func TestTeam_lastOwner(t *testing.T) {
	c := openClub(t)
	members := "/api/teams/" + c.team + "/members/"
	if w := c.ask("owner", "DELETE", members+c.people["owner2"], ""); w.Code != 204 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, w := range []*httptest.ResponseRecorder{
		c.ask("owner", "DELETE", members+c.people["owner"], ""), c.ask("owner", "PATCH", members+c.people["owner"], `{"role":"admin"}`),
	} {
		if w.Code != 409 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if w := c.ask("guest", "DELETE", members+c.people["guest"], ""); w.Code != 204 {
		t.Errorf("a guest leaves: %d %s", w.Code, w.Body)
	}
}

// Only these can be called by anyone, and every write of somebody signed in
// takes effect once for each command id.
func TestRoutes_accounts(t *testing.T) {
	anyone := []string{"register", "login", "readInstance", "readInvite", "declineInvite", "receiveReply"}
	for _, route := range openClub(t).api.Routes() {
		if (route.Access == Anyone) != slices.Contains(anyone, route.Name) {
			t.Errorf("%s: %s", route.Name, route.Access)
		}
		if route.Method != "GET" && route.Access != Anyone && route.Name != "logout" && route.Once == "" {
			t.Errorf("%s does not say how it keeps its answer", route.Name)
		}
	}
}

func TestTeam_members(t *testing.T) {
	c := openClub(t)
	seen := map[string]bool{}
	for cursor := ""; ; {
		w := c.ask("guest", "GET", "/api/teams/"+c.team+"/members?limit=2"+cursor, "")
		for _, id := range c.people {
			if strings.Contains(w.Body.String(), id) && strings.Contains(w.Body.String(), `"items"`) {
				seen[id] = true
			}
		}
		_, next, more := strings.Cut(w.Body.String(), `"nextCursor":"`)
		if !more {
			break
		}
		cursor = "&cursor=" + strings.TrimSuffix(next, `"}`)
	}
	if len(seen) != 6 || seen[c.people["stranger"]] {
		t.Errorf("%d people of six were listed", len(seen))
	}
	if w := c.ask("guest", "GET", "/api/teams/"+c.team+"/members?limit=0", ""); w.Code != 422 {
		t.Errorf("limit 0: %d", w.Code)
	}
}
