package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/socket"
	"tandem/internal/socket/sockettest"
	"tandem/internal/team"
)

// street is a running server with people, as the socket tests see it.
type street struct {
	*App
	t       *testing.T
	addr    string
	team    string
	project string
	own, ed *someone // of the team
	out     *someone // of no team
}

// someone is a person with a session.
type someone struct {
	s      *street
	id     string
	cookie string
}

func openStreet(t *testing.T, changes ...func(*config.Config)) *street {
	t.Helper()
	settings := config.Default()
	for _, change := range changes {
		change(&settings)
	}
	settings.Addr, settings.AdminAddr, settings.Registration = "127.0.0.1:0", "127.0.0.1:0", config.Open
	keep(t, &settings)
	s := serve(t, settings)
	s.own, s.ed, s.out = s.register("own"), s.register("ed"), s.register("out")
	s.team = s.own.post("/api/teams", `{"name":"Team"}`, "team")
	err := s.store.ChangeTeam(t.Context(), s.team, s.own.id, func(h *team.House) error {
		h.Seats[s.ed.id] = entry.TeamMember
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.project = s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Web"}`, "project")
	return s
}

// serve runs a server until the test ends.
func serve(t *testing.T, settings config.Config) *street {
	t.Helper()
	app, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, stopped := make(chan string), make(chan error, 1)
	go func() { stopped <- app.Run(ctx, func(address string) { ready <- address }) }()
	s := &street{App: app, t: t, addr: strings.TrimPrefix(<-ready, "http://")}
	t.Cleanup(func() {
		cancel()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		app.Close()
	})
	return s
}

func (s *street) register(name string) *someone {
	return s.enter("register", `{"email":"`+name+`@example.org","name":"`+name+`","password":"a long enough one 7"}`)
}

// signIn is the same person at another browser.
func (s *street) signIn(name string) *someone {
	return s.enter("login", `{"email":"`+name+`@example.org","password":"a long enough one 7"}`)
}

func (s *street) enter(how, with string) *someone {
	p := &someone{s: s}
	answer, body := p.call("POST", "/api/auth/"+how, with)
	for _, c := range answer.Cookies() {
		if c.Name == "tandem_session" {
			p.cookie = c.Name + "=" + c.Value
		}
	}
	p.id = idOf(s.t, body, "user")
	return p
}

// call makes a request; 4xx and 5xx are for the caller to judge. A write has a
// millisecond of its own: an inbox has no order within one.
func (p *someone) call(method, path, body string) (*http.Response, []byte) {
	p.s.t.Helper()
	if method != http.MethodGet {
		time.Sleep(time.Millisecond)
	}
	r, err := http.NewRequest(method, "http://"+p.s.addr+path, strings.NewReader(body))
	if err != nil {
		p.s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", p.cookie)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.s.t.Fatal(err)
	}
	return answer, text
}

// post makes a thing and gives its id.
func (p *someone) post(path, body, thing string) string {
	p.s.t.Helper()
	answer, text := p.call("POST", path, body)
	if answer.StatusCode != http.StatusCreated {
		p.s.t.Fatalf("POST %s: %s %s", path, answer.Status, text)
	}
	return idOf(p.s.t, text, thing)
}

func idOf(t *testing.T, body []byte, thing string) string {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	object, _ := answer[thing].(map[string]any)
	id, _ := object["id"].(string)
	return id
}

func (p *someone) must(method, path, body string) {
	p.s.t.Helper()
	if answer, text := p.call(method, path, body); answer.StatusCode/100 != 2 {
		p.s.t.Fatalf("%s %s: %s %s", method, path, answer.Status, text)
	}
}

func (p *someone) createTask(title string) string {
	p.s.t.Helper()
	return p.post("/api/projects/"+p.s.project+"/tasks", `{"title":"`+title+`"}`, "task")
}

// headers of a browser's upgrade from a page of this site.
func (p *someone) headers() http.Header {
	return http.Header{"Cookie": {p.cookie}, "Origin": {"http://" + p.s.addr}}
}

// open opens a socket that has to be let in.
func (p *someone) open(path string) *sockettest.Client {
	p.s.t.Helper()
	client, answer, err := sockettest.Dial(p.s.addr, path, p.headers())
	if err != nil || client == nil {
		p.s.t.Fatalf("%s: %v %v", path, answer, err)
	}
	p.s.t.Cleanup(client.Close)
	return client
}

// expect reads frames; each has to contain its text. "close 4403" is an end.
func expect(t *testing.T, client *sockettest.Client, want ...string) {
	t.Helper()
	for _, text := range want {
		got, err := nextFrame(client)
		if closed, ok := errors.AsType[*sockettest.Closed](err); ok {
			got = fmt.Sprintf("close %d", closed.Code)
		} else if err != nil {
			t.Fatalf("waiting for %s: %v", text, err)
		}
		if !strings.Contains(got, text) || strings.HasPrefix(got, "close") != strings.HasPrefix(text, "close") {
			t.Fatalf("got %.300s, want %s", got, text)
		}
	}
}

// nextFrame passes heartbeats over, which come when they come.
func nextFrame(client *sockettest.Client) (string, error) {
	for {
		got, err := client.Next(5 * time.Second)
		if err != nil || !strings.HasPrefix(got, `{"type":"heartbeat"`) {
			return got, err
		}
	}
}

func TestSocket(t *testing.T) {
	s := openStreet(t)
	t.Run("a change reaches everybody, in order, and oneself", func(t *testing.T) {
		own, ed := s.own.open("/ws/"+s.project), s.ed.open("/ws/"+s.project)
		expect(t, own, `{"type":"hello","stream":"`+s.project+`","protocol":1,"epoch":"`)
		expect(t, ed, `"type":"hello"`)
		task := s.own.createTask("first")
		s.ed.must("PATCH", "/api/tasks/"+task, `{"title":"second"}`)
		for _, c := range []*sockettest.Client{own, ed} {
			expect(t, c, `"task:created"`, `"set":{"title":"second"}`)
		}
		again := s.ed.open("/ws/" + s.project + "?since=x")
		expect(t, again, `"hello"`, `"reset"`)
	})
	t.Run("GET /ws takes subscriptions, also to oneself", func(t *testing.T) {
		c := s.ed.open("/ws")
		for _, stream := range []string{s.project, "me"} {
			if err := c.Send(`{"type":"subscribe","stream":"` + stream + `"}`); err != nil {
				t.Fatal(err)
			}
			expect(t, c, `{"type":"hello","stream":"`+stream+`"`)
		}
		project := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Other"}`, "project")
		expect(t, c, `{"type":"entry","stream":"me","seq":`)
		s.own.must("DELETE", "/api/projects/"+project, "")
		expect(t, c, `"project:removed"`)
	})
	t.Run("a bearer needs no Origin", func(t *testing.T) {
		_, body := s.ed.call("POST", "/api/tokens", `{"name":"script"}`)
		var made struct {
			Token  struct{ ID string } `json:"token"`
			Secret string              `json:"secret"`
		}
		_ = json.Unmarshal(body, &made, json.MatchCaseInsensitiveNames(true))
		bearer := http.Header{"Authorization": {"Bearer " + made.Secret}}
		c, answer, err := sockettest.Dial(s.addr, "/ws/"+s.project, bearer)
		if err != nil || c == nil {
			t.Fatal(answer, err)
		}
		expect(t, c, `"hello"`)
		s.ed.must("DELETE", "/api/tokens/"+made.Token.ID, "")
		expect(t, c, "close 4401")
		if c, answer, _ := sockettest.Dial(s.addr, "/ws/"+s.project, bearer); c != nil || answer.StatusCode != 401 {
			t.Error("[C10] a revoked token comes back")
		}
	})
	t.Run("[L4] signing out closes that session's sockets", func(t *testing.T) {
		late := &someone{s: s, id: s.ed.id}
		answer, _ := late.call("POST", "/api/auth/login", `{"email":"ed@example.org","password":"a long enough one 7"}`)
		for _, cookie := range answer.Cookies() {
			if cookie.Name == "tandem_session" {
				late.cookie = cookie.Name + "=" + cookie.Value
			}
		}
		c, other := late.open("/ws/"+s.project), s.ed.open("/ws/"+s.project)
		expect(t, c, `"hello"`)
		expect(t, other, `"hello"`)
		late.must("POST", "/api/auth/logout", "")
		expect(t, c, "close 4401")
		s.own.createTask("still here")
		expect(t, other, "still here")
	})
	t.Run("[L3] who is removed hears nothing of it nor after it", func(t *testing.T) {
		ed, own := s.ed.open("/ws/"+s.project), s.own.open("/ws/"+s.project)
		many := s.ed.open("/ws")
		if err := many.Send(`{"type":"subscribe","stream":"` + s.project + `"}`); err != nil {
			t.Fatal(err)
		}
		for _, c := range []*sockettest.Client{ed, own, many} {
			expect(t, c, `"hello"`)
		}
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
		s.own.createTask("canary")
		expect(t, ed, "close 4403")
		expect(t, many, `{"type":"unsubscribed","stream":"`+s.project+`","code":4403}`)
		expect(t, own, `"member:deleted"`, "canary")
		expect(t, s.ed.open("/ws/"+s.project+"?since=x.1"), "close 4404")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"team"}`)
		expect(t, s.ed.open("/ws/"+s.project), `"hello"`)
	})
	t.Run("hidden and unknown close with 4404 after the upgrade", func(t *testing.T) {
		for _, project := range []string{s.project, entry.NewID(), "x", s.own.id} {
			expect(t, s.out.open("/ws/"+project), "close 4404")
		}
	})
}

func TestSocket_refused(t *testing.T) {
	s := openStreet(t)
	path := "/ws/" + s.project
	for name, c := range map[string]struct {
		path   string
		change http.Header
		status int
	}{
		"nobody":                          {path, http.Header{"Cookie": {""}}, 401},
		"nobody, and from elsewhere":      {path, http.Header{"Cookie": {""}, "Origin": {"http://evil.example"}}, 401},
		"a session that never was":        {path, http.Header{"Cookie": {"tandem_session=tds_nothing"}}, 401},
		"no Origin":                       {path, http.Header{"Origin": nil}, 403},
		"another Origin":                  {path, http.Header{"Origin": {"http://evil.example"}}, 403},
		"Origin null":                     {path, http.Header{"Origin": {"null"}}, 403},
		"another port":                    {path, http.Header{"Origin": {"http://127.0.0.1:1"}}, 403},
		"two Origins":                     {path, http.Header{"Origin": {"http://" + s.addr, "http://evil.example"}}, 403},
		"[C3] a token in the address":     {path + "?token=tdm_x", nil, 400},
		"[C3] a token, and nobody":        {path + "?access_token=x", http.Header{"Cookie": {""}}, 400},
		"[C3] a token by another name":    {path + "?a=tdm_abc", nil, 400},
		"an unknown parameter":            {path + "?since=a.1&depth=2", nil, 422},
		"since twice":                     {path + "?since=a.1&since=a.2", nil, 422},
		"since where there is no project": {"/ws?since=a.1", nil, 422},
		"no upgrade":                      {path, http.Header{"Upgrade": nil}, 400},
		"an old version":                  {path, http.Header{"Sec-Websocket-Version": {"8"}}, 400},
		"no key":                          {path, http.Header{"Sec-Websocket-Key": nil}, 400},
		"too deep":                        {path + "/more", nil, 404},
	} {
		t.Run(name, func(t *testing.T) {
			headers := s.own.headers()
			for key, values := range c.change {
				headers[key] = values
			}
			client, answer, err := sockettest.Dial(s.addr, c.path, headers)
			if err != nil || client != nil || answer.StatusCode != c.status {
				t.Fatalf("%v %v, want %d", answer, err, c.status)
			}
			if got := answer.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
		})
	}
	answer, _ := s.own.call("POST", path, "")
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %s", answer.Status)
	}
}

// TestSocket_hostile sends what no proper client would (C15); the server lives on.
func TestSocket_hostile(t *testing.T) {
	s := openStreet(t)
	big := make([]byte, 10<<20)
	for name, c := range map[string]struct {
		send []byte
		code string
	}{
		"10 MiB":              {sockettest.Frame(true, socket.OpText, big), "close 1009"},
		"many fragments":      {append(sockettest.Frame(false, socket.OpText, nil), bytes.Repeat(sockettest.Frame(false, socket.OpContinue, nil), 100_000)...), "close 1009"},
		"not UTF-8":           {sockettest.Frame(true, socket.OpText, []byte("\"\xff\"")), "close 1007"},
		"binary":              {sockettest.Frame(true, socket.OpBinary, []byte("{}")), "close 4400"},
		"unknown type":        {sockettest.Frame(true, socket.OpText, []byte(`{"type":"x"}`)), "close 4400"},
		"deep":                {sockettest.Frame(true, socket.OpText, bytes.Repeat([]byte("["), 10_000)), "close 4400"},
		"not masked":          {socket.AppendFrame(nil, socket.OpText, []byte(`{}`)), "close 1002"},
		"compressed, unasked": {[]byte{0xc1, 0x80, 0, 0, 0, 0}, "close 1002"},
		"a flood":             {bytes.Repeat(sockettest.Frame(true, socket.OpPing, nil), 10_000), "close 4429"},
	} {
		t.Run(name, func(t *testing.T) {
			client := s.own.open("/ws/" + s.project)
			expect(t, client, `"hello"`)
			go client.Conn.Write(c.send) // may fail: the server does not read on for ever
			for {
				text, err := client.Next(5 * time.Second)
				if err == nil {
					continue
				}
				if closed, ok := errors.AsType[*sockettest.Closed](err); !ok || fmt.Sprintf("close %d", closed.Code) != c.code {
					t.Errorf("%s %v, want %s", text, err, c.code)
				}
				break
			}
		})
	}
	expect(t, s.own.open("/ws/"+s.project), `"hello"`)
}
