package app

import (
	"strings"
	"testing"
	"time"

	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/socket/sockettest"
)

// link makes a public link and gives its secret.
func (o *office) link(body string) string {
	o.own.t.Helper()
	made := o.own.wants(200, "PUT", "/api/projects/"+o.project+"/link", body)
	secret := o.own.read(made, "secret")
	if !strings.HasSuffix(o.own.read(made, "url"), "/s/"+secret) || len(secret) != 43 {
		o.own.t.Fatal(made)
	}
	return secret
}

// guest is a browser that has opened a public link.
func (o *office) guest(secret, body string) *visitor {
	o.own.t.Helper()
	v := o.own.another()
	v.wants(200, "POST", "/shared/api/links/"+secret+"/open", body)
	return v
}

func unlimited(c *config.Config) { c.Registration, c.RateLimit = config.Open, false }

// A visitor reads the board and its tasks, and of people who they are; nothing
// that a member alone may know comes out.
func TestLink_visitor(t *testing.T) {
	o := openOffice(t, unlimited)
	task := o.own.wants(201, "POST", "/api/projects/"+o.project+"/tasks", `{"title":"Shown","description":"Told"}`)
	id := o.own.read(task, "task/id")
	o.own.wants(201, "POST", "/api/tasks/"+id+"/comments", `{"body":"canary-comment"}`)
	o.own.wants(201, "POST", "/api/projects/"+o.project+"/views", `{"name":"canary-view","layout":"list"}`)
	secret := o.link(`{}`)
	v := o.guest(secret, `{}`)
	board := v.wants(200, "GET", "/shared/api/projects/"+o.project+"/snapshot", "")
	one := v.wants(200, "GET", "/shared/api/tasks/"+id, "")
	if key := o.own.read(task, "task/key"); v.wants(200, "GET", "/shared/api/tasks/"+key, "") != one {
		t.Error("a key gives something else")
	}
	for _, want := range []string{"Shown", `"name":"own"`, `"link":null`} {
		if !strings.Contains(board, want) {
			t.Errorf("the board lacks %s: %s", want, board)
		}
	}
	for _, never := range []string{"own@example.org", "canary", secret, `"handle":"own"`} {
		if strings.Contains(board+one, never) {
			t.Errorf("a visitor sees %s", never)
		}
	}
	if !strings.Contains(one, "Told") {
		t.Error(one)
	}
	if own := o.own.wants(200, "GET", "/api/projects/"+o.project+"/snapshot", ""); !strings.Contains(own, "own@example.org") {
		t.Error("what visitors see was given to a member")
	}
}

// A visitor is nobody but for reading that one project; the cookie counts below
// /shared only, and a session does not count there.
func TestLink_nothingElse(t *testing.T) {
	o := openOffice(t, unlimited)
	other := o.own.read(o.own.wants(201, "POST", "/api/projects", `{"team":"`+o.team+`","name":"Hidden"}`), "project/id")
	hidden := o.own.read(o.own.wants(201, "POST", "/api/projects/"+other+"/tasks", `{"title":"Hidden"}`), "task/id")
	v := o.guest(o.link(`{}`), `{}`)
	v.wants(404, "GET", "/shared/api/projects/"+other+"/snapshot", "")
	v.wants(404, "GET", "/shared/api/projects/"+entry.NewID()+"/snapshot", "")
	if v.wants(404, "GET", "/shared/api/tasks/"+hidden, "") != v.wants(404, "GET", "/shared/api/tasks/"+entry.NewID(), "") {
		t.Error("a task of another project is told apart from none")
	}
	v.wants(401, "GET", "/api/projects/"+o.project+"/snapshot", "")
	o.own.wants(401, "GET", "/shared/api/projects/"+o.project+"/snapshot", "")
	v.wants(403, "PUT", "/shared/api/projects/"+o.project+"/link", `{}`)
	v.wants(403, "POST", "/shared/api/projects/"+o.project+"/tasks", `{"title":"x"}`)
	v.wants(401, "POST", "/shared/api/projects/"+other+"/tasks", `{"title":"x"}`)
	for _, path := range []string{"/me", "/tokens", "/search?q=Hidden", "/teams/" + o.team, "/tasks/" + hidden + "/comments", "/instance", "/openapi.json"} {
		v.wants(401, "GET", "/shared/api"+path, "")
	}
	v.wants(401, "POST", "/shared/api/auth/login", `{"email":"own@example.org","password":"`+secretWord+`"}`)
}

// Whatever ends the link ends the visit with it.
func TestLink_ends(t *testing.T) {
	for name, c := range map[string]struct {
		end    func(o *office)
		status int
	}{
		"removed":    {func(o *office) { o.own.wants(200, "DELETE", "/api/projects/"+o.project+"/link", "") }, 401},
		"replaced":   {func(o *office) { o.link(`{}`) }, 401},
		"passworded": {func(o *office) { o.own.wants(200, "PATCH", o.path(), `{"password":"open sesame 1"}`) }, 401},
		"expired": {func(o *office) {
			soon := time.Now().Add(300 * time.Millisecond).UTC().Format("2006-01-02T15:04:05.000Z")
			o.own.wants(200, "PATCH", o.path(), `{"expiresAt":"`+soon+`"}`)
			time.Sleep(400 * time.Millisecond)
		}, 401},
		"project deleted": {func(o *office) { o.own.wants(200, "DELETE", "/api/projects/"+o.project, "") }, 401},
		"deleted and restored": {func(o *office) {
			o.own.wants(200, "DELETE", "/api/projects/"+o.project, "")
			o.own.wants(200, "POST", "/api/projects/"+o.project+"/restore", "")
		}, 401},
		"project archived": {func(o *office) { o.own.wants(200, "PATCH", "/api/projects/"+o.project, `{"archived":true}`) }, 200},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t, unlimited)
			v := o.guest(o.link(`{}`), `{}`)
			c.end(o)
			v.wants(c.status, "GET", "/shared/api/projects/"+o.project+"/snapshot", "")
		})
	}
}

func (o *office) path() string { return "/api/projects/" + o.project + "/link" }

func TestLink_password(t *testing.T) {
	o := openOffice(t, openTo)
	secret := o.link(`{"password":"open sesame 1"}`)
	v, open := o.own.another(), "/shared/api/links/"+secret+"/open"
	for _, body := range []string{`{}`, `{"password":"wrong"}`} {
		if text := v.wants(403, "POST", open, body); !strings.Contains(text, `"/password"`) {
			t.Error(text)
		}
	}
	v.wants(200, "POST", open, `{"password":"open sesame 1"}`)
	v.wants(200, "POST", open, `{}`) // it is in already
	v.wants(200, "GET", "/shared/api/projects/"+o.project+"/snapshot", "")
	// A new password shuts it out, though the address stays; none lets everybody in.
	o.own.wants(200, "PATCH", o.path(), `{"password":"open sesame 2"}`)
	v.wants(403, "POST", open, `{"password":"open sesame 1"}`)
	o.own.wants(200, "PATCH", o.path(), `{"password":null}`)
	o.guest(secret, `{}`)
	open = "/api/links/" + o.link(`{"password":"open sesame 3"}`) + "/open"
	for range 10 {
		v.wants(403, "POST", open, `{"password":"wrong"}`)
	}
	v.wants(429, "POST", open, `{"password":"open sesame 3"}`)
}

func TestLink_refused(t *testing.T) {
	o := openOffice(t, unlimited)
	ben := o.own.another()
	ben.wants(201, "POST", "/api/auth/register", registration("ben", o.invite(`{"role":"member"}`)))
	cai := o.own.another().register("cai")
	for who, status := range map[*visitor]int{ben: 403, cai: 404, o.own.another(): 401} {
		who.wants(status, "PUT", o.path(), `{}`)
		who.wants(status, "PATCH", o.path(), `{}`)
		who.wants(status, "DELETE", o.path(), "")
	}
	o.own.wants(404, "PATCH", o.path(), `{}`)
	o.own.wants(404, "DELETE", o.path(), "")
	for _, body := range []string{
		`{"password":"short"}`, `{"expiresAt":"2001-01-01T00:00:00.000Z"}`, `{"id":"x"}`, `{"secret":"x"}`,
	} {
		o.own.wants(422, "PUT", o.path(), body)
	}
	key := []string{"Idempotency-Key", entry.NewID()}
	first := o.own.wants(200, "PUT", o.path(), `{}`, key...)
	if again := o.own.wants(200, "PUT", o.path(), `{}`, key...); again != first {
		t.Errorf("a repetition made another link: %s %s", first, again)
	}
	if seen := ben.wants(200, "GET", "/api/projects/"+o.project, ""); strings.Contains(seen, o.own.read(first, "secret")) || !strings.Contains(seen, `"hasPassword":false`) {
		t.Error(seen)
	}
}

// A visitor's socket shows the board live and unseen, without what is hidden, and
// closes when the link ends. It leads to no other stream.
func TestLink_socket(t *testing.T) {
	s := openStreet(t)
	_, made := s.own.call("PUT", "/api/projects/"+s.project+"/link", `{}`)
	_, secret, _ := strings.Cut(string(made), `"secret":"`)
	secret, _, _ = strings.Cut(secret, `"`)
	v := &someone{s: s}
	answer, _ := v.call("POST", "/shared/api/links/"+secret+"/open", `{}`)
	for _, c := range answer.Cookies() {
		v.cookie = c.Name + "=" + c.Value
	}
	watched := v.open("/shared/ws/" + s.project)
	expect(t, watched, `{"type":"hello"`)
	task := s.own.createTask("Shown")
	s.own.must("POST", "/api/tasks/"+task+"/comments", `{"body":"canary"}`)
	s.own.must("PATCH", "/api/me", `{"name":"Renamed"}`)
	expect(t, watched, `"title":"Shown"`)
	for _, want := range []string{`"commentCount":1`, `"name":"Renamed"`} {
		got, err := nextFrame(watched)
		if err != nil || !strings.Contains(got, want) || strings.Contains(got, "canary") || strings.Contains(got, "@example.org") {
			t.Fatalf("%v %s", err, got)
		}
	}
	other := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Other"}`, "project")
	v.open("/shared/ws/" + other).Close()
	expect(t, v.open("/shared/ws/"+other), "close 4404")
	several := v.open("/shared/ws")
	for _, stream := range []string{other, "me", s.own.id} {
		if err := several.Send(`{"type":"subscribe","stream":"` + stream + `"}`); err != nil {
			t.Fatal(err)
		}
		expect(t, several, `"code":4404`)
	}
	expect(t, s.own.open("/ws/"+s.project), `{"type":"hello"`)
	s.own.must("DELETE", "/api/projects/"+s.project+"/link", "")
	expect(t, watched, "close 4403")
	if client, answer, _ := sockettest.Dial(s.addr, "/shared/ws/"+s.project, v.headers()); client != nil || answer.StatusCode != 401 {
		t.Errorf("let in again: %v", answer)
	}
}
