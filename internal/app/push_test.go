package app

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/auth"
	"tandem/internal/outbox"
	"tandem/internal/push"
	"tandem/internal/push/pushtest"
)

// subscribe has a person's browser told; it gives the device's id.
func (p *someone) subscribe(service *pushtest.Service) string {
	p.s.t.Helper()
	body, err := json.Marshal(service.Subscription())
	if err != nil {
		p.s.t.Fatal(err)
	}
	return p.post("/api/me/push", string(body), "device")
}

// pushes works through the outbox as it would be after a time.
func (s *street) pushes(service *pushtest.Service, after time.Duration) []pushtest.Taken {
	s.t.Helper()
	s.tellAll()
	send := push.New(service.Client(), s.pushKey, s.contact()).Send
	box := outbox.New(s.store, outbox.Options{
		Send: map[outbox.Channel]outbox.Send{outbox.Push: send}, Clock: func() time.Time { return time.Now().Add(after) },
	})
	if err := box.Work(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return service.Taken()
}

func (p *someone) devices() string {
	p.s.t.Helper()
	_, raw := p.call("GET", "/api/me/push", "")
	return string(raw)
}

func TestPush(t *testing.T) {
	open := func(t *testing.T) (*street, *pushtest.Service, string, string) {
		s, service := openStreet(t), pushtest.Start(t)
		device, task := s.ed.subscribe(service), s.own.createTask("Bake")
		return s, service, device, task
	}
	t.Run("a burst is one message, for the device alone, under the instance's key", func(t *testing.T) {
		s, service, _, task := open(t)
		_, key := s.ed.call("GET", "/api/push/key", "")
		s.own.comment(task, `{"body":"@ed one"}`)
		if list := s.pushes(service, 0); len(list) != 0 {
			t.Fatalf("sent before the burst was over: %v", list)
		}
		s.own.comment(task, `{"body":"@ed two"}`)
		list := s.pushes(service, time.Minute)
		if len(list) != 1 || string(list[0].Text) != `{"title":"WEB-1 Bake","body":"own mentioned you: @ed two","path":"/t/WEB-1","tag":"`+task+`"}` {
			t.Fatalf("%v", list)
		}
		if string(key) != `{"publicKey":"`+list[0].Key+`"}` {
			t.Errorf("under %s, not %s", list[0].Key, key)
		}
		if list := s.pushes(service, time.Minute); len(list) != 0 || s.waits() != (outbox.Stats{}) {
			t.Errorf("again: %v, %+v", list, s.waits())
		}
	})
	t.Run("what was read, may not be seen any more, or is of an ended session is not sent", func(t *testing.T) {
		for what, change := range map[string]func(s *street, task string){
			"read":           func(s *street, _ string) { s.ed.must("POST", "/api/notifications/read", `{"all":true}`) },
			"project closed": func(s *street, _ string) { s.own.must("DELETE", "/api/projects/"+s.project, "") },
			"task deleted":   func(s *street, task string) { s.own.must("DELETE", "/api/tasks/"+task, "") },
			"left the team":  func(s *street, _ string) { s.own.must("DELETE", "/api/teams/"+s.team+"/members/"+s.ed.id, "") },
			"disabled":       func(s *street, _ string) { s.own.must("PATCH", "/api/people/"+s.ed.id, `{"disabled":true}`) },
			"no push wanted": func(s *street, _ string) {
				s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"push":false,"quiet":null}`)
			},
			"signed out": func(s *street, _ string) { s.ed.must("POST", "/api/auth/logout", "") },
			"password changed elsewhere": func(s *street, _ string) {
				here := *s.ed
				s.ed = s.signIn("ed")
				s.ed.must("POST", "/api/me/password", `{"currentPassword":"a long enough one 7","password":"another long one 8"}`)
				if w, _ := here.call("GET", "/api/me", ""); w.StatusCode != 401 {
					s.t.Fatalf("the session lives: %d", w.StatusCode)
				}
			},
		} {
			s, service, _, task := open(t)
			s.own.comment(task, `{"body":"@ed"}`)
			s.tellAll()
			if s.waits().Waiting != 1 {
				t.Fatalf("%s: %+v waits before", what, s.waits())
			}
			change(s, task)
			if list := s.pushes(service, time.Minute); len(list) != 0 || s.waits() != (outbox.Stats{}) {
				t.Errorf("%s: %d sent, %+v waits", what, len(list), s.waits())
			}
			ended := what == "signed out" || what == "disabled" || strings.HasPrefix(what, "password")
			if list, err := s.store.Devices(t.Context(), s.ed.id); err != nil || len(list) == 0 != ended {
				t.Errorf("%s: the devices are %v: %v", what, list, err)
			}
		}
	})
	t.Run("a session that is over by its age is not told, swept or not", func(t *testing.T) {
		s, service, _, task := open(t)
		s.own.comment(task, `{"body":"@ed"}`)
		if list := s.pushes(service, time.Duration(auth.SessionIdleMs)*time.Millisecond+time.Hour); len(list) != 0 {
			t.Errorf("%v", list)
		}
	})
	t.Run("a device that is gone is forgotten; what fails is tried again", func(t *testing.T) {
		s, service, device, task := open(t)
		s.own.comment(task, `{"body":"@ed"}`)
		service.Answer(503)
		s.pushes(service, time.Minute)
		if _, raw := s.own.call("GET", "/api/admin/outbox?state=waiting", ""); !strings.Contains(string(raw), `"channel":"push"`) || !strings.Contains(string(raw), `"tries":1`) ||
			strings.Contains(string(raw), "/device/1") {
			t.Errorf("%s", raw)
		}
		service.Answer(410)
		s.pushes(service, time.Hour)
		if list := s.ed.devices(); strings.Contains(list, device) || s.waits() != (outbox.Stats{}) {
			t.Errorf("%s, %+v", list, s.waits())
		}
	})
	t.Run("each device has its own message; one that is refused is parked, and may be given up", func(t *testing.T) {
		s, service, _, task := open(t)
		other, again := pushtest.Start(t), s.signIn("ed")
		again.subscribe(other)
		s.own.comment(task, `{"body":"@ed"}`)
		other.Answer(403)
		s.tellAll()
		send := map[string]outbox.Send{
			service.Subscription().Endpoint: push.New(service.Client(), s.pushKey, "a@example.org").Send, other.Subscription().Endpoint: push.New(other.Client(), s.pushKey, "a@example.org").Send,
		}
		box := outbox.New(s.store, outbox.Options{
			Send:  map[outbox.Channel]outbox.Send{outbox.Push: func(ctx context.Context, l *outbox.Letter) error { return send[l.Subscription.Endpoint](ctx, l) }},
			Clock: func() time.Time { return time.Now().Add(time.Minute) },
		})
		if err := box.Work(t.Context()); err != nil {
			t.Fatal(err)
		}
		if list := service.Taken(); len(list) != 1 || s.waits().Parked != 1 {
			t.Errorf("%v, %+v", list, s.waits())
		}
		_, raw := s.own.call("GET", "/api/admin/outbox", "")
		_, rest, _ := strings.Cut(string(raw), `"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		s.own.must("DELETE", "/api/admin/outbox/"+id, "")
		if s.waits() != (outbox.Stats{}) || len(s.ed.inbox("")) != 1 {
			t.Errorf("%+v waits, %v", s.waits(), s.ed.inbox(""))
		}
	})
	t.Run("quiet hours hold it back", func(t *testing.T) {
		s, service, _, task := open(t)
		now := time.Now().UTC()
		clock := func(d time.Duration) string { return now.Add(d).Format("15:04") }
		s.ed.must("PATCH", "/api/me", `{"timeZone":"UTC"}`)
		s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":{"from":"`+clock(-time.Hour)+`","to":"`+clock(time.Hour)+`"}}`)
		s.own.comment(task, `{"body":"@ed"}`)
		if list := s.pushes(service, time.Minute); len(list) != 0 {
			t.Errorf("within them: %v", list)
		}
		if list := s.pushes(service, time.Hour+time.Minute); len(list) != 1 {
			t.Errorf("after them: %v", list)
		}
	})
}

func TestPush_devices(t *testing.T) {
	s, service := openStreet(t), pushtest.Start(t)
	good := service.Subscription()
	body := func(change func(*outbox.Subscription)) string {
		sub := good
		change(&sub)
		raw, err := json.Marshal(sub)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	at := func(endpoint string) string { return body(func(s *outbox.Subscription) { s.Endpoint = endpoint }) }
	for wish, want := range map[string]string{
		at("http://push.example.org/x"):                                                `"/endpoint"`,
		at("https://127.0.0.1:8001/metrics"):                                           `"/endpoint"`,
		at("https://[::1]/"):                                                           `"/endpoint"`,
		at("https://169.254.169.254/latest/"):                                          `"/endpoint"`,
		at("https://2130706433/"):                                                      `"/endpoint"`,
		at("https://localhost/"):                                                       `"/endpoint"`,
		at("https://a.example.org/" + strings.Repeat("x", 2000)):                       `"/endpoint"`,
		body(func(s *outbox.Subscription) { s.Keys.Auth = "x" }):                       `"/keys/auth"`,
		body(func(s *outbox.Subscription) { s.Keys.P256dh = strings.Repeat("B", 87) }): `"/keys/p256dh"`,
		`{"endpoint":"https://push.example.org/x"}`:                                    `"/keys`,
		`{"endpoint":"https://push.example.org/x","keys":{},"session":"x"}`:            `"/session"`,
	} {
		if w, raw := s.ed.call("POST", "/api/me/push", wish); w.StatusCode != 422 || !strings.Contains(string(raw), want) {
			t.Errorf("%s: %d %s", wish, w.StatusCode, raw)
		}
	}
	first := s.ed.subscribe(service)
	if again := s.ed.subscribe(service); again == first || strings.Contains(s.ed.devices(), first) || strings.Contains(s.ed.devices(), "example.com") {
		t.Errorf("the same endpoint twice: %s", s.ed.devices())
	}
	if list := s.ed.devices(); !strings.Contains(list, `"current":true`) {
		t.Errorf("%s", list)
	}
	mine := s.own.subscribe(service) // somebody else at the same browser
	if !strings.Contains(s.ed.devices(), `"items":[]`) {
		t.Errorf("it is still told: %s", s.ed.devices())
	}
	for _, c := range []struct {
		who    *someone
		status int
	}{{s.ed, 404}, {s.own, 204}, {s.own, 404}} {
		if w, _ := c.who.call("DELETE", "/api/me/push/"+mine, ""); w.StatusCode != c.status {
			t.Errorf("removed: %d, want %d", w.StatusCode, c.status)
		}
	}
	for i := range outbox.MostDevices + 1 {
		s.ed.post("/api/me/push", at("https://push.example.org/"+string(rune('a'+i))), "device")
	}
	if n := strings.Count(s.ed.devices(), `"id"`); n != outbox.MostDevices {
		t.Errorf("%d devices", n)
	}
	var made struct{ Secret string }
	_, raw := s.ed.call("POST", "/api/tokens", `{"name":"Script"}`)
	if err := json.Unmarshal(raw, &made, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+s.addr+"/api/me/push", strings.NewReader(at("https://push.example.org/token")))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+made.Secret)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	if w.StatusCode != 403 {
		t.Errorf("a token: %d", w.StatusCode)
	}
}
