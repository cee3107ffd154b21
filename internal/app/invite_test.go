package app

import (
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/config"
	"tandem/internal/entry"
)

// read reads a member of an answer: "team/id".
func (v *visitor) read(text, path string) string {
	v.t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		v.t.Fatal(err)
	}
	for name := range strings.SplitSeq(path, "/") {
		members, _ := value.(map[string]any)
		value = members[name]
	}
	found, _ := value.(string)
	return found
}

// office is a server with an owner, a team and a project for the team.
type office struct {
	own           *visitor
	team, project string
}

func openOffice(t *testing.T, change func(*config.Config)) *office {
	v := serving(t, change).register("own")
	o := &office{own: v, team: v.read(v.wants(201, "POST", "/api/teams", `{"name":"Us"}`), "team/id")}
	o.project = v.read(v.wants(201, "POST", "/api/projects", `{"team":"`+o.team+`","name":"Web"}`), "project/id")
	return o
}

// invite makes an invitation and gives its secret.
func (o *office) invite(body string) string {
	o.own.t.Helper()
	made := o.own.wants(201, "POST", "/api/teams/"+o.team+"/invites", body)
	secret := o.own.read(made, "secret")
	if !strings.HasSuffix(o.own.read(made, "url"), "/invite/"+secret) || secret == "" {
		o.own.t.Fatal(made)
	}
	return secret
}

// newcomer registers by an invitation.
func (o *office) newcomer(name, secret string) (*visitor, string) {
	o.own.t.Helper()
	v := o.own.another()
	return v, v.wants(201, "POST", "/api/auth/register", registration(name, secret))
}

func registration(name, secret string) string {
	return `{"name":"` + name + `","email":"` + name + `@example.org","password":"` + secretWord + `","invite":"` + secret + `"}`
}

// Where registration is by invitation, one lets one person in, into the team and
// its projects at once.
func TestInvite_register(t *testing.T) {
	o := openOffice(t, func(*config.Config) {})
	secret := o.invite(`{"role":"member"}`)
	stranger := o.own.another()
	stranger.wants(403, "POST", "/api/auth/register", registration("who", ""))
	stranger.wants(403, "POST", "/api/auth/register", registration("who", entry.NewID()+"0123456"))
	stranger.wants(422, "POST", "/api/auth/register", registration("who", "short"))
	offer := stranger.wants(200, "GET", "/api/invites/"+secret, "")
	if stranger.read(offer, "invite/team") != "Us" || stranger.read(offer, "invite/invitedBy") != "own" || stranger.read(offer, "invite/role") != "member" {
		t.Error(offer)
	}
	ben, _ := o.newcomer("ben", secret)
	ben.wants(200, "GET", "/api/projects/"+o.project+"/snapshot", "")
	if me := ben.wants(200, "GET", "/api/me", ""); !strings.Contains(me, o.team) || !strings.Contains(me, o.project) {
		t.Error(me)
	}
	o.own.another().wants(403, "POST", "/api/auth/register", registration("cai", secret))
	stranger.wants(410, "GET", "/api/invites/"+secret, "")
	if waiting := o.own.wants(200, "GET", "/api/teams/"+o.team+"/invites", ""); strings.Contains(waiting, secret) || !strings.Contains(waiting, `"items":[]`) {
		t.Error(waiting)
	}
}

// What stands in the way of an account leaves the invitation as it was.
func TestInvite_registerRefused(t *testing.T) {
	o := openOffice(t, func(*config.Config) {})
	secret := o.invite(`{"role":"guest","email":"Ben@Example.org"}`)
	o.own.another().wants(403, "POST", "/api/auth/register", registration("cai", secret))
	o.own.another().wants(422, "POST", "/api/auth/register", strings.Replace(registration("ben", secret), secretWord, "short", 1))
	o.own.another().wants(422, "POST", "/api/auth/register", strings.Replace(registration("ben", secret), "{", `{"role":"admin",`, 1))
	_, made := o.newcomer("ben", secret)
	if !strings.Contains(made, "ben@example.org") {
		t.Error(made)
	}
}

func TestInvite_closed(t *testing.T) {
	o := openOffice(t, func(c *config.Config) { c.Registration = config.Closed })
	o.own.another().wants(403, "POST", "/api/auth/register", registration("ben", o.invite(`{"role":"member"}`)))
}

func TestInvite_accept(t *testing.T) {
	o := openOffice(t, openTo)
	ben, cai := o.own.another().register("ben"), o.own.another().register("cai")
	secret := o.invite(`{"role":"member"}`)
	accept := "/api/invites/" + secret + "/accept"
	o.own.another().wants(401, "POST", accept, "")
	o.own.wants(409, "POST", accept, "") // and it still waits
	ben.wants(404, "GET", "/api/projects/"+o.project+"/snapshot", "")
	key := []string{"Idempotency-Key", entry.NewID()}
	first := ben.wants(200, "POST", accept, "", key...)
	if again := ben.wants(200, "POST", accept, "", key...); again != first || ben.read(first, "team/role") != "member" {
		t.Error(first, again)
	}
	ben.wants(200, "GET", "/api/projects/"+o.project+"/snapshot", "")
	cai.wants(410, "POST", accept, "")
	cai.wants(404, "GET", "/api/teams/"+o.team, "")
	for _, never := range []string{"x", entry.NewID() + "0123456"} {
		cai.wants(404, "POST", "/api/invites/"+never+"/accept", "")
		cai.wants(404, "GET", "/api/invites/"+never, "")
		cai.wants(404, "POST", "/api/invites/"+never+"/decline", "")
	}
}

func TestInvite_ends(t *testing.T) {
	o := openOffice(t, openTo)
	ben, cai := o.own.another().register("ben"), o.own.another().register("cai")
	invites := "/api/teams/" + o.team + "/invites"
	for name, end := range map[string]func(secret, id string){
		"declined": func(secret, _ string) { o.own.another().wants(204, "POST", "/api/invites/"+secret+"/decline", "") },
		"revoked":  func(_, id string) { o.own.wants(204, "DELETE", invites+"/"+id, "") },
		"expired":  func(string, string) { time.Sleep(1100 * time.Millisecond) },
	} {
		expires := time.Now().Add(time.Second).UTC().Format("2006-01-02T15:04:05.000Z")
		if name != "expired" {
			expires = time.Now().Add(time.Hour).UTC().Format("2006-01-02T15:04:05.000Z")
		}
		made := o.own.wants(201, "POST", invites, `{"role":"member","expiresAt":"`+expires+`"}`)
		secret, id := o.own.read(made, "secret"), o.own.read(made, "invite/id")
		end(secret, id)
		ben.wants(410, "POST", "/api/invites/"+secret+"/accept", "")
		ben.wants(410, "POST", "/api/invites/"+secret+"/decline", "")
		o.own.wants(404, "DELETE", invites+"/"+id, "")
		if waiting := o.own.wants(200, "GET", invites, ""); strings.Contains(waiting, id) {
			t.Errorf("%s, and listed: %s", name, waiting)
		}
	}
	// Who may invite no more has no invitations open either.
	ben.wants(200, "POST", "/api/invites/"+o.invite(`{"role":"admin"}`)+"/accept", "")
	byBen := ben.read(ben.wants(201, "POST", invites, `{"role":"admin"}`), "secret")
	ben.wants(403, "POST", invites, `{"role":"owner"}`)
	o.own.wants(200, "PATCH", "/api/teams/"+o.team+"/members/"+ben.read(ben.wants(200, "GET", "/api/me", ""), "user/id"), `{"role":"member"}`)
	cai.wants(410, "POST", "/api/invites/"+byBen+"/accept", "")
	cai.wants(404, "GET", "/api/teams/"+o.team, "")
}

func TestInvite_badInput(t *testing.T) {
	o := openOffice(t, func(*config.Config) {})
	for _, body := range []string{
		`{}`, `{"role":"boss"}`, `{"role":"member","email":"nobody"}`, `{"role":"member","email":"A <a@example.org>"}`, `{"role":"member","team":"x"}`,
		`{"role":"member","expiresAt":"2001-01-01T00:00:00.000Z"}`, `{"role":"member","expiresAt":"2101-01-01T00:00:00.000Z"}`,
	} {
		o.own.wants(422, "POST", "/api/teams/"+o.team+"/invites", body)
	}
}
