package app

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/wire"
)

// recorded are the records that a filter chooses, the newest first.
func (s *street) records(filter audit.Filter) []wire.AuditRecord {
	s.t.Helper()
	filter.Limit = 1000
	list, err := s.store.Records(s.t.Context(), filter)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// soon waits for refusals, which are written by a job.
func (s *street) soon(count int) []wire.AuditRecord {
	s.t.Helper()
	for end := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		list := s.records(audit.Filter{Kinds: []string{string(audit.Refused)}})
		if len(list) >= count {
			return list
		}
		if time.Now().After(end) {
			s.t.Fatalf("%d refusals are recorded, want %d: %+v", len(list), count, list)
		}
	}
}

// Nothing that opens a door gets into the log, whatever somebody sends.
func TestAudit_secrets(t *testing.T) {
	s := openStreet(t)
	const canary = "canary-5f1c9b-"
	secrets := []string{canary}
	hush := func(body []byte) {
		secrets = append(secrets, between(string(body), `"secret":"`, `"`))
	}
	_, token := s.own.call("POST", "/api/tokens", `{"name":"ci"}`)
	hush(token)
	s.own.must("DELETE", "/api/tokens/"+between(string(token), `"id":"`, `"`), "")
	s.out.call("POST", "/api/auth/login", `{"email":"`+canary+`@example.org","password":"`+canary+`1"}`)
	s.out.call("POST", "/api/auth/login", `{"email":"own@example.org","password":"`+canary+`2"}`)
	s.own.call("POST", "/api/me/password", `{"currentPassword":"`+canary+`3","password":"`+canary+`4"}`)
	s.own.must("POST", "/api/me/password", `{"currentPassword":"a long enough one 7","password":"`+canary+`5"}`)
	_, invite := s.own.call("POST", "/api/teams/"+s.team+"/invites", `{"role":"member"}`)
	hush(invite)
	s.out.must("POST", "/api/invites/"+secrets[2]+"/accept", "")
	_, link := s.own.call("PUT", "/api/projects/"+s.project+"/link", `{"password":"`+canary+`6"}`)
	hush(link)
	s.out.call("POST", "/api/links/"+secrets[3]+"/open", `{"password":"`+canary+`7"}`)
	s.out.must("POST", "/api/links/"+secrets[3]+"/open", `{"password":"`+canary+`6"}`)
	for _, path := range []string{
		"/api/tasks/" + canary + "8", "/api/invites/" + canary + "9", "/api/links/" + canary + "10", "/api/projects/" + canary + "11?token=" + canary + "12",
	} {
		s.out.call("GET", path, "")
		s.out.call("POST", path+"/accept", `{"password":"`+canary+`13"}`)
	}
	secrets = append(secrets, strings.SplitN(s.own.cookie, "=", 2)[1], "tdm_"+canary+strings.Repeat("x", 43-len(canary)))
	s.stranger(secrets[len(secrets)-1])
	s.soon(2)
	raw, err := json.Marshal(s.records(audit.Filter{}))
	if err != nil || !strings.Contains(string(raw), "token.created") || !strings.Contains(string(raw), "session.refused") {
		t.Fatalf("the log is not there: %.300s %v", raw, err)
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(string(raw), secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
}

// stranger asks with a token.
func (s *street) stranger(token string) {
	s.t.Helper()
	r, err := http.NewRequest("GET", "http://"+s.addr+"/api/me", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusUnauthorized {
		s.t.Fatal(answer, err)
	}
	answer.Body.Close()
}

// Whoever tries what they may not is recorded with what they tried, for those
// whom it concerns.
func TestAudit_refused(t *testing.T) {
	s := openStreet(t)
	task := s.own.createTask("x")
	s.ed.call("GET", "/api/teams/"+entry.NewID(), "")
	s.soon(1) // what follows is written together
	for range 3 {
		s.out.call("GET", "/api/tasks/"+task, "")
	}
	s.out.call("GET", "/api/projects/"+s.project+"/tasks", "")
	s.out.call("DELETE", "/api/teams/"+s.team, "")
	s.ed.call("DELETE", "/api/projects/"+s.project, "")
	s.ed.call("GET", "/api/audit", "")
	s.ed.call("POST", "/api/projects/"+s.project+"/commands",
		fmt.Sprintf(`{"commands":[{"id":%q,"kind":"project.delete"}],"atomic":false}`, entry.NewID()))
	s.out.call("GET", "/api/projects/"+entry.NewID(), "")
	s.out.call("GET", "/api/projects/"+entry.NewID(), "")
	s.stranger("tdm_" + strings.Repeat("x", 43))
	s.own.must("GET", "/api/tasks/"+task, "")
	got := map[string]wire.AuditRecord{}
	for _, r := range s.soon(9) {
		got[fmt.Sprint(r.Detail["status"], " ", r.Detail["route"])] = r
	}
	for route, c := range map[string]struct {
		actor         string
		team, project string
		count         float64
	}{
		"404 GET /api/tasks/{task}":                 {s.out.id, s.team, s.project, 3},
		"404 GET /api/projects/{project}/tasks":     {s.out.id, s.team, s.project, 1},
		"404 DELETE /api/teams/{team}":              {s.out.id, s.team, "", 1},
		"403 DELETE /api/projects/{project}":        {s.ed.id, s.team, s.project, 1},
		"403 GET /api/audit":                        {s.ed.id, "", "", 1},
		"403 POST /api/projects/{project}/commands": {s.ed.id, s.team, s.project, 1},
		"404 GET /api/projects/{project}":           {s.out.id, "", "", 2},
		"401 GET /api/me":                           {"", "", "", 1},
	} {
		r, ok := got[route]
		text := func(s *string) string {
			if s == nil {
				return ""
			}
			return *s
		}
		if !ok || text(r.Actor) != c.actor || text(r.Team) != c.team || text(r.Project) != c.project || r.Detail["count"] != c.count || text(r.Address) != "127.0.0.1" {
			t.Errorf("%s: %+v, want %+v", route, r, c)
		}
	}
	if len(got) != 9 {
		t.Errorf("%d kinds were recorded", len(got))
	}
	figures := read(t, "http://"+s.admin.Addr().String()+"/metrics")
	for _, want := range []string{
		`tandem_access_refused_total{status="403"} 3`, `tandem_access_refused_total{status="404"} 8`, `tandem_access_refused_total{status="401"} 1`,
		`tandem_audit_records_total{kind="access.refused"} 9`, `tandem_audit_records_total{kind="project.created"} 1`,
	} {
		if !strings.Contains(figures, want+"\n") {
			t.Errorf("the figures lack %s", want)
		}
	}
}

// A team's admins read what happened in their team and its projects, through
// the edge that everybody uses.
func TestAudit_team(t *testing.T) {
	s := openStreet(t)
	s.own.must("PUT", "/api/projects/"+s.project+"/members/"+s.ed.id, `{"role":"admin"}`)
	s.own.must("PATCH", "/api/teams/"+s.team+"/members/"+s.ed.id, `{"role":"guest"}`)
	s.out.post("/api/teams", `{"name":"Another"}`, "team")
	answer, body := s.own.call("GET", "/api/teams/"+s.team+"/audit", "")
	var page wire.Page[wire.AuditRecord]
	if err := json.Unmarshal(body, &page); err != nil || answer.StatusCode != 200 {
		t.Fatal(answer.Status, err)
	}
	kinds := ""
	for _, r := range page.Items {
		kinds += r.Kind + " "
		if *r.Actor != s.own.id || *r.ActorName != "own" || *r.Address != "127.0.0.1" || *r.Team != s.team {
			t.Errorf("%+v", r)
		}
	}
	if want := "seat.changed member.changed project.created team.created "; kinds != want {
		t.Errorf("%q, want %q", kinds, want)
	}
	answer, body = s.own.call("GET", "/api/audit?format=jsonl", "")
	if lines := strings.Count(string(body), "\n"); answer.StatusCode != 200 || lines < 12 || answer.Header.Get("Content-Type") != "application/x-ndjson" {
		t.Errorf("%s with %d lines", answer.Status, lines)
	}
}

// Invitations and public links are recorded from the making to the end, with
// whom they let in.
func TestAudit_doors(t *testing.T) {
	s := openStreet(t)
	ask := func(p *someone, method, path, body string) string {
		_, text := p.call(method, path, body)
		return between(string(text), `"secret":"`, `"`)
	}
	invites, link := "/api/teams/"+s.team+"/invites", "/api/projects/"+s.project+"/link"
	first := ask(s.own, "POST", invites, `{"role":"member"}`)
	ask(s.ed, "POST", invites, `{"role":"member"}`)         // a member may not
	ask(s.own, "POST", "/api/invites/"+first+"/accept", "") // is in the team
	ask(s.out, "POST", "/api/invites/"+first+"/accept", "")
	ask(s.out, "POST", "/api/invites/"+first+"/accept", "")
	ask(&someone{s: s}, "POST", "/api/invites/"+ask(s.own, "POST", invites, `{"role":"guest"}`)+"/decline", "")
	_, made := s.own.call("POST", invites, `{"role":"guest"}`)
	s.own.must("DELETE", invites+"/"+idOf(t, made, "invite"), "")
	eve := &someone{s: s}
	eve.must("POST", "/api/auth/register", `{"name":"eve","email":"eve@example.org","password":"a long enough one 7","invite":"`+
		ask(s.own, "POST", invites, `{"role":"admin"}`)+`"}`)
	open := "/api/links/" + ask(s.own, "PUT", link, `{"password":"a long enough one 7"}`) + "/open"
	for _, password := range []string{"", "not this one", "a long enough one 7"} {
		eve.call("POST", open, `{"password":"`+password+`"}`)
	}
	s.own.must("DELETE", link, "")
	eve.call("POST", open, `{"password":"a long enough one 7"}`)
	got := []string{}
	for _, r := range s.records(audit.Filter{Team: s.team}) {
		if kind, _, _ := strings.Cut(r.Kind, "."); kind == "invite" || kind == "link" {
			actor := "-"
			if r.ActorName != nil {
				actor = *r.ActorName
			}
			got = append([]string{strings.TrimSpace(fmt.Sprint(r.Kind, " ", actor, " ", orNone(r.Detail["role"])))}, got...)
			if r.Subject == nil || (kind == "link") != (r.Project != nil) {
				t.Errorf("%+v", r)
			}
		}
	}
	want := []string{
		"invite.created own member", "invite.accepted out member", "invite.created own guest", "invite.declined - guest",
		"invite.created own guest", "invite.revoked own guest", "invite.created own admin", "invite.accepted eve admin",
		"link.created own", "link.refused -", "link.opened -", "link.removed own",
	}
	if !slices.Equal(got, want) {
		t.Errorf("recorded\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func orNone(value any) any {
	if value == nil {
		return ""
	}
	return value
}
