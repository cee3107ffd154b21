package api

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/wire"
)

// Only administrators of the instance call what is theirs; others learn that
// they may not, strangers that they have to sign in.
func TestAccess_administrator(t *testing.T) {
	seen := 0
	for _, route := range openClub(t).api.Routes() {
		if route.Access != Administrator {
			continue
		}
		seen++
		t.Run(route.Name, func(t *testing.T) {
			c := openClub(t)
			for _, who := range []string{"owner2", "admin", "member", "guest", "stranger"} {
				if w := c.ask(who, route.Method, c.path(route.Path), clubBodies[route.Name]); w.Code != 403 {
					t.Errorf("%s: %d %s", who, w.Code, w.Body)
				}
			}
			if w := c.ask("", route.Method, c.path(route.Path), clubBodies[route.Name]); w.Code != 401 {
				t.Errorf("nobody: %d", w.Code)
			}
			if w := c.ask("owner", route.Method, c.path(route.Path), clubBodies[route.Name]); w.Code >= 300 {
				t.Errorf("the administrator: %d %s", w.Code, w.Body)
			}
		})
	}
	if seen != 3 {
		t.Errorf("%d routes of administrators were seen", seen)
	}
}

// note puts records into the log, as what happens does.
func (c *club) note(records ...audit.Record) {
	c.t.Helper()
	if err := c.db.Record(c.t.Context(), records...); err != nil {
		c.t.Fatal(err)
	}
}

// numbers of the records in a list, and where it goes on.
func numbers(t *testing.T, w *httptest.ResponseRecorder) (list []int64, next *string) {
	t.Helper()
	var page wire.Page[wire.AuditRecord]
	if err := json.Unmarshal(w.Body.Bytes(), &page, json.RejectUnknownMembers(true)); err != nil || w.Code != 200 {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	for _, r := range page.Items {
		list = append(list, r.Number)
	}
	return list, page.NextCursor
}

// openLog is a club with five records of its own: four of the team.
func openLog(t *testing.T) (c *club, first int64) {
	c = openClub(t)
	if err := c.db.DropRecords(t.Context(), 1<<60); err != nil {
		t.Fatal(err)
	}
	day := entry.Instant(24 * 60 * 60 * 1000)
	project := c.people["other"] // any id serves
	c.note(
		audit.Record{At: 1 * day, Kind: audit.TeamCreated, Team: c.team, Actor: c.people["owner"]},
		audit.Record{At: 2 * day, Kind: audit.ProjectCreated, Team: c.team, Actor: c.people["admin"], Project: project},
		audit.Record{At: 3 * day, Kind: audit.LinkOpened, Team: c.team, Project: project},
		audit.Record{At: 4 * day, Kind: audit.SeatChanged, Team: c.team, Actor: c.people["owner"], Subject: c.people["guest"]},
		audit.Record{At: 5 * day, Kind: audit.SeatChanged, Team: entry.NewID(), Actor: c.people["owner"]},
	)
	list, _ := numbers(t, c.ask("owner", "GET", "/api/audit", ""))
	return c, list[len(list)-1]
}

func TestAudit_filters(t *testing.T) {
	c, first := openLog(t)
	ofTeam := "/api/teams/" + c.team + "/audit"
	for query, want := range map[string][2]string{ // the instance's, the team's
		"":                                   {"54321", "4321"},
		"kind=seat.changed":                  {"54", "4"},
		"kind=link.opened&kind=team.created": {"31", "31"},
		"actor=" + c.people["owner"]:         {"541", "41"},
		"actor=" + c.people["stranger"]:      {"", ""},
		"project=" + c.people["other"]:       {"32", "32"},
		"after=1970-01-03T00:00:00Z":         {"5432", "432"},
		"before=1970-01-03T00:00:00Z":        {"1", "1"},
		"after=1970-01-03T01:00:00%2B01:00&before=1970-01-04T00:00:00Z": {"2", "2"},
	} {
		for i, path := range []string{"/api/audit", ofTeam} {
			list, _ := numbers(t, c.ask("owner", "GET", path+"?"+query, ""))
			got := ""
			for _, n := range list {
				got += fmt.Sprint(n - first + 1)
			}
			if got != want[i] {
				t.Errorf("%s?%s: %q, want %q", path, query, got, want[i])
			}
		}
	}
	for _, query := range []string{
		"kind=all", "actor=me", "project=WEB", "after=today", "before=2026-01-01", "format=csv", "limit=0", "limit=501", "cursor=%21", "team=" + c.team,
	} {
		if w := c.ask("owner", "GET", "/api/audit?"+query, ""); w.Code != 422 {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}

func TestAudit_pages(t *testing.T) {
	c, first := openLog(t)
	var all []int64
	for cursor := ""; ; {
		list, next := numbers(t, c.ask("admin", "GET", "/api/teams/"+c.team+"/audit?limit=2"+cursor, ""))
		if all = append(all, list...); next == nil || len(all) > 9 {
			break
		}
		cursor = "&cursor=" + url.QueryEscape(*next)
	}
	if want := []int64{first + 3, first + 2, first + 1, first}; !slices.Equal(all, want) {
		t.Errorf("%v, want %v", all, want)
	}
}

// A file has all that matches, a record in each line, and it is known who took it.
func TestAudit_export(t *testing.T) {
	c, first := openLog(t)
	for range 120 { // more than are in memory at once
		c.note(slices.Repeat([]audit.Record{{Kind: audit.LinkOpened, Team: c.team}}, 10)...)
	}
	w := c.ask("admin", "GET", "/api/teams/"+c.team+"/audit?format=jsonl&kind=link.opened&limit=1", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/x-ndjson" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment; ") {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	lines := strings.Split(strings.TrimSuffix(w.Body.String(), "\n"), "\n")
	for i, line := range lines {
		var r wire.AuditRecord
		if err := json.Unmarshal([]byte(line), &r); err != nil || r.Kind != "link.opened" || r.Team == nil || *r.Team != c.team {
			t.Fatalf("line %d: %q %v", i, line, err)
		}
	}
	if len(lines) != 1201 {
		t.Errorf("%d lines", len(lines))
	}
	w = c.ask("owner", "GET", "/api/audit?kind=audit.exported", "")
	if list, _ := numbers(t, w); len(list) != 1 || list[0] < first || !strings.Contains(w.Body.String(), `"kinds":["link.opened"]`) ||
		!strings.Contains(w.Body.String(), `"team":"`+c.team+`"`) {
		t.Errorf("%s", w.Body)
	}
	before := c.ask("owner", "GET", "/api/audit", "").Body.String()
	for _, who := range []string{"guest", "member", "stranger"} {
		if w := c.ask(who, "GET", "/api/teams/"+c.team+"/audit?format=jsonl", ""); w.Code < 400 {
			t.Errorf("%s: %d", who, w.Code)
		}
	}
	if after := c.ask("owner", "GET", "/api/audit", "").Body.String(); after != before {
		t.Error("a refused export is recorded")
	}
}

func TestPeople(t *testing.T) {
	c := openClub(t)
	var page wire.Page[Person]
	if err := json.Unmarshal(c.ask("owner", "GET", "/api/people", "").Body.Bytes(), &page); err != nil || len(page.Items) != len(c.people) || !page.Items[0].Admin || page.Items[1].Admin {
		t.Fatalf("%+v %v", page, err)
	}
	path := "/api/people/" + c.people["guest"]
	for _, step := range []struct {
		path, body string
		status     int
		says       string
	}{
		{path, `{"disabled":true}`, 200, `"disabledAt":"2`},
		{path, `{"disabled":true}`, 200, `"disabledAt":"2`},
		{path, `{"disabled":false}`, 200, `"disabledAt":null`},
		{path, `{"disabled":false,"admin":true}`, 422, `"/admin"`},
		{"/api/people/" + c.people["owner"], `{"disabled":true}`, 409, "yourself"},
		{"/api/people/" + entry.NewID(), `{"disabled":true}`, 404, ""},
	} {
		if w := c.ask("owner", "PATCH", step.path, step.body); w.Code != step.status || !strings.Contains(w.Body.String(), step.says) {
			t.Errorf("%s %s: %d %s", step.path, step.body, w.Code, w.Body)
		}
	}
}

// What the gate calls a refusal of access, and what it does not.
func TestGate_refusals(t *testing.T) {
	for name, c := range map[string]struct {
		actor, pattern, bearer string
		status                 int
		forbidden              bool
		want                   int // 0: none
	}{
		"hidden":                 {actor: "ann", pattern: "GET /api/projects/{project}", status: 404, want: 404},
		"not allowed":            {actor: "ann", pattern: "GET /api/audit", status: 403, want: 403},
		"a command not allowed":  {actor: "ann", pattern: "POST /api/projects/{project}/commands", status: 200, forbidden: true, want: 403},
		"a bad token":            {pattern: "GET /api/me", bearer: "tdm_x", status: 401, want: 401},
		"no token":               {pattern: "GET /api/me", status: 401},
		"a stranger's secret":    {pattern: "GET /api/invites/{secret}", status: 404},
		"nothing there":          {actor: "ann", pattern: "/api/", status: 404},
		"a file":                 {actor: "ann", pattern: "/", status: 404},
		"nothing of this kind":   {actor: "ann", pattern: "DELETE /api/me/sessions", status: 404},
		"wrong":                  {actor: "ann", pattern: "GET /api/projects/{project}", status: 422},
		"done":                   {actor: "ann", pattern: "GET /api/projects/{project}", status: 200},
		"registration is closed": {pattern: "POST /api/auth/register", status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			var got []audit.Refusal
			g := NewGate(New(Options{}), GateOptions{Refused: func(r audit.Refusal) { got = append(got, r) }})
			r := httptest.NewRequest("GET", "/somewhere/secret-canary", nil)
			r.Pattern = c.pattern
			r.SetPathValue("project", "p1")
			r.SetPathValue("secret", "secret-canary")
			if c.bearer != "" {
				r.Header.Set("Authorization", "Bearer "+c.bearer)
			}
			ctx := audit.With(r.Context(), &audit.Origin{Actor: c.actor, Address: "203.0.113.7", Forbidden: c.forbidden})
			if c.actor != "" {
				ctx = auth.With(ctx, &auth.Principal{User: c.actor})
			}
			g.noteRefusal(r.WithContext(ctx), c.status)
			if c.want == 0 && got == nil {
				return
			}
			want := audit.Refusal{Actor: c.actor, Address: "203.0.113.7", Route: c.pattern, Status: c.want, Named: audit.Named{Project: "p1"}}
			if len(got) != 1 || got[0] != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
}

// The gate names who asks and from where, once, for all that is recorded.
func TestGate_origin(t *testing.T) {
	c := openClub(t)
	service := auth.New(c.db, auth.Options{Open: true})
	signed, err := service.Register(t.Context(), auth.Registration{Name: "Zoe", Email: "zoe@example.org", Password: "correct horse battery 9"}, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	g := NewGate(c.api, GateOptions{Auth: service, Devices: c.db, Unlimited: true, Log: c.api.options.Log})
	var seen audit.Origin
	handler := g.Before(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = *audit.From(r.Context()) }))
	for secret, want := range map[string]audit.Origin{
		"":            {Address: "203.0.113.7"},
		"nothing":     {Address: "203.0.113.7"},
		signed.Secret: {Address: "203.0.113.7", Actor: signed.User.ID},
	} {
		r := httptest.NewRequestWithContext(context.Background(), "GET", "/api/me", nil)
		r.RemoteAddr = "203.0.113.7:99"
		r.Header.Set("Cookie", "tandem_session="+secret)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, r)
		if want.Request = answer.Header().Get("X-Request-Id"); seen != want || seen.Request == "" {
			t.Errorf("%+v, want %+v", seen, want)
		}
	}
	if list, err := service.Sessions(t.Context(), &auth.Principal{User: signed.User.ID}); err != nil || list[0].Address != "203.0.113.7" {
		t.Errorf("the session was used from %+v, %v", list, err)
	}
}
