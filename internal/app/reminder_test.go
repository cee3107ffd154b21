package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/remind"
)

// atTime is the service as it would be at another time.
func (s *street) atTime(moment string) *remind.Service {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		s.t.Fatal(err)
	}
	return remind.New(s.store, s.writer.TellOnce, func() time.Time { return at })
}

func (p *someone) remind(task, body string) string {
	return p.post("/api/tasks/"+task+"/reminders", body, "reminder")
}

// told gives what stands in the person's own stream.
func (p *someone) told() (tasks []string) {
	entries, _, err := p.s.store.Entries(p.s.t.Context(), p.id, 0, 1000, 1<<20)
	if err != nil {
		p.s.t.Fatal(err)
	}
	for _, e := range entries {
		events, err := e.Decode()
		if err != nil {
			p.s.t.Fatal(err)
		}
		for _, event := range events {
			if n := event.Notification; event.Type == entry.NotificationCreated && n.Reason == entry.Reminded {
				tasks = append(tasks, n.Task)
			}
		}
	}
	return tasks
}

func (s *street) wantTold(what string, p *someone, want ...string) {
	s.t.Helper()
	if got := p.told(); fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("%s: told of %v, want %v", what, got, want)
	}
}

// statusOf gives the project's first status of a category.
func (s *street) statusOf(category string) string {
	s.t.Helper()
	_, raw := s.own.call("GET", "/api/projects/"+s.project, "")
	before, _, has := strings.Cut(string(raw), `"category":"`+category+`"`)
	at := strings.LastIndex(before, `"id":"`) + len(`"id":"`)
	if !has || at < len(`"id":"`) {
		s.t.Fatalf("no status is %s: %s", category, raw)
	}
	return before[at : at+36]
}

func TestReminders(t *testing.T) {
	t.Run("told at its moment, once, to the person alone and live", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("remember")
		socket := s.ed.open("/ws/me")
		s.ed.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		if wait := s.atTime("2099-05-01T11:59:30Z").Work(t.Context()); wait != 30*time.Second {
			t.Errorf("it waits %s", wait)
		}
		s.wantTold("too early", s.ed)
		for range 2 {
			s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		}
		s.wantTold("once", s.ed, task)
		s.wantTold("another", s.own)
		for range 10 {
			frame, err := nextFrame(socket)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(frame, `"type":"notification:created"`) && strings.Contains(frame, `"reason":"reminder"`) && strings.Contains(frame, task) {
				return
			}
		}
		t.Error("it does not come over the socket")
	})
	t.Run("after a crash between telling and noting it is not told again", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("remember")
		id := s.own.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		crash := remind.New(forgetful{s.store}, s.writer.TellOnce, func() time.Time { return time.Date(2099, 5, 1, 12, 0, 0, 0, time.UTC) })
		crash.Work(t.Context())
		s.wantTold("before the crash", s.own, task)
		s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		s.wantTold("after it", s.own, task)
		if list, err := s.store.DueReminders(t.Context(), 1<<52); err != nil || len(list) != 0 {
			t.Errorf("%s waits still: %v", id, err)
		}
	})
	t.Run("before the task is due: by its time, else at nine where the person is; it follows the date", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("due")
		s.own.must("PATCH", "/api/me", `{"timeZone":"Europe/Vienna"}`)
		s.own.must("PATCH", "/api/tasks/"+task, `{"dueDate":"2099-05-02"}`)
		s.own.remind(task, `{"beforeSeconds":3600}`)
		s.atTime("2099-05-02T05:59:59Z").Work(t.Context())
		s.wantTold("before eight in Vienna", s.own)
		s.own.must("PATCH", "/api/tasks/"+task, `{"dueDate":"2099-05-03"}`)
		s.atTime("2099-05-02T06:00:00Z").Work(t.Context())
		s.wantTold("put off", s.own)
		s.own.must("PATCH", "/api/tasks/"+task, `{"dueTime":{"time":"17:00","timeZone":"America/New_York"}}`)
		s.atTime("2099-05-03T19:59:59Z").Work(t.Context())
		s.wantTold("before four in New York", s.own)
		s.atTime("2099-05-03T20:00:00Z").Work(t.Context())
		s.wantTold("at four in New York", s.own, task)
	})
	t.Run("not of what is done, deleted or hidden by then", func(t *testing.T) {
		s := openStreet(t)
		done, gone, hidden := s.own.createTask("done"), s.own.createTask("gone"), s.own.createTask("hidden")
		for _, task := range []string{done, gone} {
			s.own.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		}
		s.ed.remind(hidden, `{"at":"2099-05-01T12:00:00Z"}`)
		s.own.must("POST", "/api/tasks/"+done+"/move", `{"status":"`+s.statusOf("done")+`"}`)
		s.own.must("DELETE", "/api/tasks/"+gone, "")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
		if _, list := s.ed.call("GET", "/api/reminders", ""); !strings.Contains(string(list), `"items":[]`) {
			t.Errorf("listed: %s", list)
		}
		s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		s.wantTold("done and gone", s.own)
		s.wantTold("hidden", s.ed)
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"team"}`)
		s.atTime("2099-05-01T12:01:00Z").Work(t.Context())
		s.wantTold("let in again, too late", s.ed)
	})
	t.Run("it goes along with a task that is moved, for whoever sees it there", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("moved")
		other := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Other","visibility":"private"}`, "project")
		s.own.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		s.ed.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		there := s.own.post("/api/tasks/"+task+"/transfer", `{"project":"`+other+`"}`, "task")
		if _, list := s.own.call("GET", "/api/reminders?task="+there, ""); !strings.Contains(string(list), there) {
			t.Errorf("it does not wait there: %s", list)
		}
		s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		s.wantTold("moved", s.own, there)
		s.wantTold("hidden from them there", s.ed)
	})
	t.Run("one's own, of what one sees, in the future", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("remember")
		id := s.own.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		for _, c := range []struct {
			who                *someone
			method, path, body string
			status             int
		}{
			{s.out, "POST", "/api/tasks/" + task + "/reminders", `{"at":"2099-05-01T12:00:00Z"}`, 404},
			{s.own, "POST", "/api/tasks/" + task + "/reminders", `{"at":"2020-05-01T12:00:00Z"}`, 422},
			{s.own, "POST", "/api/tasks/" + task + "/reminders", `{"beforeSeconds":60}`, 422},
			{s.own, "POST", "/api/tasks/" + task + "/reminders", `{"beforeSeconds":-1}`, 422},
			{s.own, "POST", "/api/tasks/" + task + "/reminders", `{}`, 422},
			{s.own, "POST", "/api/tasks/" + task + "/reminders", `{"at":"2099-05-01T12:00:00Z","beforeSeconds":60}`, 422},
			{s.ed, "DELETE", "/api/reminders/" + id, "", 404},
			{s.own, "DELETE", "/api/reminders/" + id, "", 204},
			{s.own, "DELETE", "/api/reminders/" + id, "", 404},
		} {
			if w, raw := c.who.call(c.method, c.path, c.body); w.StatusCode != c.status {
				t.Errorf("%s %s: %d %s", c.method, c.body, w.StatusCode, raw)
			}
		}
		s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		s.wantTold("taken back", s.own)
	})
}

// forgetful is a store that notes nothing: as if the power went before.
type forgetful struct{ remind.Store }

func (forgetful) EndReminder(context.Context, string, entry.Instant) error {
	return fault.New(fault.Unavailable, "The power is gone.")
}
