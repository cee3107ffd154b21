package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// dueClock has people told of what is due as time goes on. It keeps the position for
// itself: the street's own service lives in another century.
type dueClock struct {
	due.Store
	s    *street
	at   entry.Instant
	dies bool // the power goes before the position is stored
}

func (c *dueClock) DuePosition(context.Context) (entry.Instant, error) { return c.at, nil }
func (c *dueClock) DueAdvance(_ context.Context, at entry.Instant) error {
	if c.dies {
		return errors.New("the power is gone")
	}
	c.at = at
	return nil
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// until lets time go on, to a moment at which a new service, as after a restart, looks.
func (c *dueClock) until(text string) time.Duration {
	c.s.t.Helper()
	now := moment(c.s.t, text)
	return due.New(c, c.s.writer.TellOnce, nil, func() time.Time { return now }).Work(c.s.t.Context())
}

func openDue(t *testing.T) (*street, *dueClock) {
	s := openStreet(t)
	for _, p := range []*someone{s.own, s.ed} {
		p.must("PATCH", "/api/me", `{"timeZone":"Europe/Berlin"}`)
	}
	return s, &dueClock{Store: s.store, s: s, at: entry.At(moment(t, "2099-05-01T12:00:00Z"))}
}

// dueFor makes a task of one's own that another is to do.
func (s *street) dueFor(p *someone, title, day string) string {
	return s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"`+title+`","dueDate":"`+day+`","assignees":["`+p.id+`"]}`, "task")
}

func TestDue(t *testing.T) {
	t.Run("on its day at nine, and once when it is overdue, to those who watch it", func(t *testing.T) {
		s, clock := openDue(t)
		s.dueFor(s.ed, "Bake", "2099-05-02")
		s.wantHeard("before", s.ed, "assigned Bake")
		if wait := clock.until("2099-05-02T06:59:00Z"); wait != time.Minute {
			t.Errorf("it waits %s", wait)
		}
		s.wantHeard("before nine in Berlin", s.ed, "assigned Bake")
		for range 2 {
			clock.until("2099-05-02T07:00:00Z")
		}
		s.wantHeard("at nine", s.ed, "assigned Bake", "due Bake")
		s.wantHeard("who made it", s.own, "due Bake")
		s.wantHeard("a stranger", s.out)
		clock.until("2099-05-03T06:45:00Z")
		s.wantHeard("the same once only", s.ed, "assigned Bake", "due Bake")
		clock.until("2099-05-03T07:00:00Z")
		clock.until("2099-05-04T07:00:00Z")
		s.wantHeard("the day after", s.ed, "assigned Bake", "due Bake", "overdue Bake")
	})
	t.Run("each at their own hour, where they are; or never", func(t *testing.T) {
		s, clock := openDue(t)
		s.ed.must("PATCH", "/api/me", `{"timeZone":"America/New_York"}`)
		s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null,"dueHour":6}`)
		s.own.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null,"dueHour":null}`)
		s.dueFor(s.ed, "Bake", "2099-05-02")
		clock.until("2099-05-02T09:59:00Z")
		s.wantHeard("before six in New York", s.ed, "assigned Bake")
		clock.until("2099-05-02T10:00:00Z")
		clock.until("2099-05-09T10:00:00Z")
		s.wantHeard("never", s.own)
		s.wantHeard("at six", s.ed, "assigned Bake", "due Bake", "overdue Bake")
	})
	t.Run("a crash between telling and noting it tells nobody twice", func(t *testing.T) {
		s, clock := openDue(t)
		s.dueFor(s.ed, "Bake", "2099-05-02")
		clock.dies = true
		clock.until("2099-05-02T07:00:00Z")
		clock.dies = false
		clock.until("2099-05-02T08:00:00Z")
		s.wantHeard("ed", s.ed, "assigned Bake", "due Bake")
		if want := entry.At(moment(t, "2099-05-02T08:00:00Z")); clock.at != want {
			t.Errorf("it goes no further than %s", clock.at)
		}
	})
	t.Run("what passed while the server was down is made up for", func(t *testing.T) {
		s, clock := openDue(t)
		s.dueFor(s.ed, "Then", "2099-05-03")
		s.dueFor(s.ed, "Now", "2099-05-06")
		clock.until("2099-05-06T10:00:00Z")
		heard := s.ed.heard()
		slices.Sort(heard) // of one moment, they have no order
		if want := "[assigned Now assigned Then due Now overdue Then]"; fmt.Sprint(heard) != want {
			t.Errorf("ed heard %s, want %s", heard, want)
		}
	})
	t.Run("a date that is moved moves it; one set too late says nothing", func(t *testing.T) {
		s, clock := openDue(t)
		task := s.dueFor(s.ed, "Bake", "2099-05-02")
		s.own.must("PATCH", "/api/tasks/"+task, `{"dueDate":"2099-05-03"}`)
		clock.until("2099-05-02T07:00:00Z")
		late := s.dueFor(s.ed, "Late", "2099-05-02")
		clock.until("2099-05-02T08:00:00Z")
		s.wantHeard("not yet", s.ed, "assigned Bake", "dueDate Bake", "assigned Late")
		s.own.must("DELETE", "/api/tasks/"+late, "")
		clock.until("2099-05-03T07:00:00Z")
		s.wantHeard("then", s.ed, "assigned Bake", "dueDate Bake", "assigned Late", "due Bake")
	})
	t.Run("not of what is done, archived, deleted, closed, muted or hidden by then", func(t *testing.T) {
		s, clock := openDue(t)
		done, put, gone, muted := s.dueFor(s.ed, "Done", "2099-05-02"), s.dueFor(s.ed, "Put", "2099-05-02"), s.dueFor(s.ed, "Gone", "2099-05-02"), s.dueFor(s.ed, "Muted", "2099-05-02")
		s.own.must("POST", "/api/tasks/"+done+"/move", `{"status":"`+s.statusOf("done")+`"}`)
		s.own.must("PATCH", "/api/tasks/"+put, `{"archived":true}`)
		s.own.must("DELETE", "/api/tasks/"+gone, "")
		s.ed.must("PUT", "/api/tasks/"+muted+"/watch", `{"level":"muted"}`)
		s.own.must("PUT", "/api/tasks/"+muted+"/watch", `{"level":"muted"}`)
		clock.until("2099-05-02T07:00:00Z")
		s.wantHeard("own", s.own)
		s.dueFor(s.ed, "Hidden", "2099-05-03")
		s.tellAll()
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
		clock.until("2099-05-03T07:00:00Z")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"team","archived":true}`)
		clock.until("2099-05-04T07:00:00Z")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"archived":false}`)
		for _, n := range s.ed.inbox("") {
			if n.Reason != entry.Assigned && n.Reason != entry.StatusSet {
				t.Errorf("ed heard %s %s", n.Reason, n.Title)
			}
		}
		s.wantHeard("own, of what they see", s.own, "due Hidden")
	})
	t.Run("the stored position", func(t *testing.T) {
		s := openStreet(t)
		service := func(at time.Time) *due.Service {
			return due.New(s.store, s.writer.TellOnce, nil, func() time.Time { return at })
		}
		was, err := s.store.DuePosition(t.Context())
		if now := entry.At(time.Now()); err != nil || was > now || was < now-60_000 {
			t.Fatalf("at first %s: %v", was, err)
		}
		later := was.Time().Add(time.Hour)
		service(later).Work(t.Context())
		service(later.Add(-time.Minute)).Work(t.Context())
		if at, _ := s.store.DuePosition(t.Context()); at != entry.At(later) {
			t.Errorf("a clock put back by a minute: %s, want %s", at, entry.At(later))
		}
		service(later.Add(-48 * time.Hour)).Work(t.Context())
		if at, _ := s.store.DuePosition(t.Context()); at != entry.At(later.Add(-48*time.Hour)) {
			t.Errorf("a clock that was two days ahead: %s", at)
		}
	})
	t.Run("it goes out by mail and to devices, as they prefer", func(t *testing.T) {
		s, post := withMail(t)
		clock := &dueClock{Store: s.store, s: s, at: entry.At(moment(t, "2099-05-01T12:00:00Z"))}
		s.dueFor(s.ed, "Bake", "2099-05-02")
		s.sends(soon)
		post.letters()
		clock.until("2099-05-02T23:00:00Z")
		s.sends(80 * 365 * 24 * time.Hour)
		if list := post.letters(); len(list) != 2 || list[0].header.Get("Subject") != "WEB-1 Bake: It is due today" {
			t.Errorf("%v", list)
		}
	})
	t.Run("bad hours", func(t *testing.T) {
		s := openStreet(t)
		for _, hour := range []string{"24", "-1"} {
			if w, raw := s.ed.call("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null,"dueHour":`+hour+`}`); w.StatusCode != 422 {
				t.Errorf("%s: %s", hour, raw)
			}
		}
		s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null,"dueHour":17}`)
		s.ed.must("PUT", "/api/me/notifications", `{"mail":"digest","digestHour":8,"quiet":null}`)
		if p, err := s.store.Preferences(t.Context(), s.ed.id); err != nil || p.DueHour == nil || *p.DueHour != 17 || fault.Is(err, fault.NotFound) {
			t.Errorf("what is left out does not stay: %+v", p)
		}
	})
}
