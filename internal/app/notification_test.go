package app

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/inbox"
	"tandem/internal/journal"
	"tandem/internal/projection/notify"
	"tandem/internal/wire"
)

// tellAll has everybody told of all that has happened. The server does so too, at
// the same time: nothing is told twice for that.
func (s *street) tellAll() {
	s.t.Helper()
	if err := notify.New(s.store, s.writer.TellOnce, s.bus, notify.Options{}).Work(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// inbox lists a person's notifications, newest first.
func (p *someone) inbox(query string) (items []wire.InboxItem) {
	p.s.t.Helper()
	answer, raw := p.call("GET", "/api/notifications"+query, "")
	page := struct {
		Items      []wire.InboxItem `json:"items"`
		NextCursor *string          `json:"nextCursor"`
	}{}
	if err := json.Unmarshal(raw, &page); err != nil || answer.StatusCode != 200 {
		p.s.t.Fatalf("%d %s: %v", answer.StatusCode, raw, err)
	}
	return page.Items
}

// unread is how many tasks of a person's inbox are not read.
func (p *someone) unread() int {
	p.s.t.Helper()
	_, raw := p.call("GET", "/api/me", "")
	me := struct {
		Unread int `json:"unread"`
	}{}
	if err := json.Unmarshal(raw, &me); err != nil {
		p.s.t.Fatal(err)
	}
	return me.Unread
}

// heard gives reasons and titles, the oldest first.
func (p *someone) heard() (list []string) {
	p.s.t.Helper()
	p.s.tellAll()
	items := p.inbox("")
	for _, n := range slices.Backward(items) {
		list = append(list, string(n.Reason)+" "+n.Title)
	}
	return list
}

func (s *street) wantHeard(what string, p *someone, want ...string) {
	s.t.Helper()
	if got := p.heard(); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		s.t.Errorf("%s: heard %q, want %q", what, got, want)
	}
}

func (p *someone) comment(task, body string) string {
	return p.post("/api/tasks/"+task+"/comments", body, "comment")
}

func TestNotifications(t *testing.T) {
	t.Run("mentioned, assigned, answered, commented, moved and due, never by oneself", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("Bake")
		s.own.must("PATCH", "/api/tasks/"+task, `{"addAssignees":["`+s.ed.id+`","`+s.own.id+`"]}`)
		first := s.ed.comment(task, `{"body":"Which flour?"}`)
		s.own.comment(task, `{"body":"Rye","parent":"`+first+`"}`)
		s.own.comment(task, `{"body":"@ED, and **quickly**"}`)
		s.own.must("PATCH", "/api/tasks/"+task, `{"dueDate":"2099-01-01"}`)
		s.wantHeard("ed", s.ed, "assigned Bake", "replied Bake", "mentioned Bake", "dueDate Bake")
		s.wantHeard("own", s.own, "commented Bake")
		if n := s.ed.inbox("")[1]; n.Name != "own" || n.Actor != s.own.id || n.Excerpt == nil || *n.Excerpt != "@ED, and quickly" || n.Count != 1 {
			t.Errorf("%+v", n)
		}
		s.wantHeard("a stranger", s.out)
	})
	t.Run("an edited text tells those who are new in it", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("Bake")
		id := s.own.comment(task, `{"body":"So"}`)
		s.tellAll()
		s.own.must("PATCH", "/api/comments/"+id, `{"body":"So, @ed"}`)
		s.own.must("PATCH", "/api/comments/"+id, `{"body":"So, @ed!"}`)
		s.own.must("PATCH", "/api/tasks/"+task, `{"description":"For @ed"}`)
		s.own.must("PATCH", "/api/tasks/"+task, `{"description":"All for @ed, in code: `+"`@own`"+`"}`)
		s.wantHeard("ed", s.ed, "mentioned Bake", "mentioned Bake")
	})
	t.Run("a whole list of assignees tells those who are new in it", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("Bake")
		for _, list := range []string{s.own.id, s.own.id + `","` + s.ed.id, s.ed.id} {
			s.own.must("PATCH", "/api/tasks/"+task, `{"assignees":["`+list+`"]}`)
		}
		s.wantHeard("ed", s.ed, "assigned Bake")
	})
	t.Run("one action on many tasks is one notification", func(t *testing.T) {
		s := openStreet(t)
		var commands []string
		for range 20 {
			commands = append(commands, `{"id":"`+entry.NewID()+`","kind":"task.create","title":"Many","assignees":["`+s.ed.id+`"]}`)
		}
		s.own.must("POST", "/api/projects/"+s.project+"/commands", `{"atomic":true,"commands":[`+strings.Join(commands, ",")+`]}`)
		s.wantHeard("ed", s.ed, "assigned Many")
		if n := s.ed.inbox("")[0].Count; n != 20 {
			t.Errorf("of %d tasks", n)
		}
	})
	t.Run("[J6] also where it is so large that it takes several entries", func(t *testing.T) {
		s := openStreet(t)
		var commands []string
		for range 60 {
			commands = append(commands, `{"id":"`+entry.NewID()+`","kind":"task.create","title":"Long","description":"`+strings.Repeat("x", 10_000)+`","assignees":["`+s.ed.id+`"]}`)
		}
		s.own.must("POST", "/api/projects/"+s.project+"/commands", `{"atomic":true,"commands":[`+strings.Join(commands, ",")+`]}`)
		s.wantHeard("ed", s.ed, "assigned Long")
		if n := s.ed.inbox("")[0].Count; n != 60 {
			t.Errorf("of %d tasks", n)
		}
	})
	t.Run("who may not see the project hears nothing, and finds nothing of before", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("Bake")
		s.own.comment(task, `{"body":"@ed look"}`)
		s.wantHeard("while they may", s.ed, "mentioned Bake")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
		s.own.comment(task, `{"body":"@ed @out secretly"}`)
		s.wantHeard("after", s.ed)
		s.wantHeard("a stranger", s.out)
		if _, raw := s.ed.call("GET", "/api/me", ""); !strings.Contains(string(raw), `"unread":0`) {
			t.Errorf("still counted: %s", raw)
		}
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"team"}`)
		s.wantHeard("let in again", s.ed, "mentioned Bake")
	})
	t.Run("what is archived or deleted says so, without what was said there, and can be cleared", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.createTask("Bake")
		s.own.comment(task, `{"body":"@ed look"}`)
		s.tellAll()
		s.own.must("PATCH", "/api/tasks/"+task, `{"archived":true}`)
		if n := s.ed.inbox("")[0]; n.ArchivedAt == nil || n.DeletedAt != nil || n.Excerpt == nil {
			t.Errorf("archived: %+v", n)
		}
		s.own.must("DELETE", "/api/tasks/"+task, "")
		n := s.ed.inbox("")[0]
		if n.DeletedAt == nil || n.Excerpt != nil || s.ed.unread() != 1 {
			t.Errorf("deleted: %+v, of %d unread", n, s.ed.unread())
		}
		s.ed.must("POST", "/api/notifications/update", `{"ids":["`+n.ID+`"],"done":true}`)
		if left := s.ed.inbox(""); len(left) != 0 || s.ed.unread() != 0 {
			t.Errorf("left: %+v", left)
		}
	})
	t.Run("what is unread is counted by task, as the inbox shows it", func(t *testing.T) {
		s := openStreet(t)
		first, second := s.own.createTask("Bake"), s.own.createTask("Brew")
		for range 3 {
			s.own.comment(first, `{"body":"@ed look"}`)
		}
		s.own.comment(second, `{"body":"@ed look"}`)
		s.tellAll()
		if n := s.ed.unread(); n != 2 {
			t.Errorf("%d unread", n)
		}
		s.ed.must("POST", "/api/notifications/update", `{"ids":["`+s.ed.inbox("")[1].ID+`"],"read":true}`)
		if n := s.ed.unread(); n != 2 {
			t.Errorf("one of three read: %d unread", n)
		}
	})
	t.Run("a viewer hears too", func(t *testing.T) {
		s := openStreet(t)
		s.own.must("PUT", "/api/projects/"+s.project+"/members/"+s.ed.id, `{"role":"viewer"}`)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed look"}`)
		s.wantHeard("ed", s.ed, "mentioned Bake")
	})
	t.Run("a restored task and one from another project are nothing new", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"Bake","assignees":["`+s.ed.id+`"]}`, "task")
		s.own.comment(task, `{"body":"@ed look"}`)
		s.tellAll()
		time.Sleep(2 * time.Millisecond) // a new thing is known by its moment
		s.own.must("DELETE", "/api/tasks/"+task, "")
		s.own.must("POST", "/api/tasks/"+task+"/restore", "")
		other := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Other"}`, "project")
		there := s.own.post("/api/tasks/"+task+"/transfer", `{"project":"`+other+`"}`, "task")
		s.wantHeard("once, and it goes along", s.ed, "assigned Bake", "mentioned Bake")
		if n := s.ed.inbox("")[0]; n.Task != there || n.Project != other {
			t.Errorf("%+v", n)
		}
	})
	t.Run("an import tells nobody, however much was said in it", func(t *testing.T) {
		s := openStreet(t)
		file, err := os.ReadFile("../trello/testdata/thousand-actions.json")
		if err != nil {
			t.Fatal(err)
		}
		p := s.own.post("/api/teams/"+s.team+"/imports?format=trello", string(file), "project")
		if behind, err := s.store.NotifyBehind(t.Context()); err != nil || slices.ContainsFunc(behind, func(b journal.Behind) bool { return b.Project == p }) {
			t.Errorf("it would be gone through: %v, %v", behind, err)
		}
		s.own.must("PATCH", "/api/projects/"+p, `{"visibility":"team"}`)
		s.ed.must("PUT", "/api/projects/"+p+"/watch", `{"level":"everything"}`)
		s.wantHeard("ed", s.ed)
	})
	t.Run("starters tell nobody", func(t *testing.T) {
		s := openStreet(t)
		p := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Begun","starter":"kanban"}`, "project")
		s.ed.must("PUT", "/api/projects/"+p+"/watch", `{"level":"everything"}`)
		s.wantHeard("ed", s.ed)
		if behind, err := s.store.NotifyBehind(t.Context()); err != nil || slices.ContainsFunc(behind, func(b journal.Behind) bool { return b.Project == p }) {
			t.Errorf("it would be gone through: %v, %v", behind, err)
		}
		s.own.post("/api/projects/"+p+"/tasks", `{"title":"Made after"}`, "task")
		s.wantHeard("ed", s.ed, "created Made after")
	})
	t.Run("after a crash between telling and noting nobody is told again", func(t *testing.T) {
		s := openStreet(t)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed look"}`)
		s.tellAll()
		for range 3 {
			err := notify.New(amnesia{s.store, s.project}, s.writer.TellOnce, s.bus, notify.Options{OnTold: func(r entry.Reason) { t.Errorf("told again: %s", r) }}).Work(t.Context())
			if err != nil {
				t.Fatal(err)
			}
		}
		s.wantHeard("ed", s.ed, "mentioned Bake")
	})
}

// TestNotifications_figures: an operator sees how many were told, by reason, and
// that none waits.
func TestNotifications_figures(t *testing.T) {
	s := openStreet(t)
	task := s.own.createTask("Bake")
	s.own.comment(task, `{"body":"@ed look"}`)
	s.own.must("PATCH", "/api/tasks/"+task, `{"addAssignees":["`+s.ed.id+`"]}`)
	deadline := time.Now().Add(10 * time.Second)
	for len(s.ed.inbox("")) < 2 { // the server tells by itself
		if time.Now().After(deadline) {
			t.Fatal("nobody was told")
		}
		time.Sleep(10 * time.Millisecond)
	}
	figures := read(t, "http://"+s.admin.Addr().String()+"/metrics")
	for _, want := range []string{
		`tandem_notifications_told_total{reason="mentioned"} 1`, `tandem_notifications_told_total{reason="assigned"} 1`, `tandem_notify_behind `,
	} {
		if !strings.Contains(figures, want) {
			t.Errorf("the figures lack %s", want)
		}
	}
}

// amnesia is a store that knows of no position: as if the power went before each.
type amnesia struct {
	notify.Store
	project string
}

func (a amnesia) NotifyBehind(ctx context.Context) ([]journal.Behind, error) {
	_, head, err := a.Entries(ctx, a.project, 0, 1, 1)
	return []journal.Behind{{Project: a.project, Head: head.Seq}}, err
}

func (amnesia) NotifyAdvance(context.Context, string, int64) error { return nil }

func TestWatching(t *testing.T) {
	s := openStreet(t)
	task, other := s.own.createTask("Bake"), s.own.createTask("Brew")
	watch := func(path string) string {
		_, raw := s.ed.call("GET", path+"/watch", "")
		return string(raw)
	}
	at, in := "/api/tasks/"+task, "/api/projects/"+s.project
	if got := watch(at); got != `{"watch":{"level":"default","watching":false}}` {
		t.Error(got)
	}
	if got := watch(in); got != `{"watch":{"level":"concerns"}}` {
		t.Error(got)
	}
	socket := s.ed.open("/ws/me")
	s.ed.must("PUT", at+"/watch", `{"level":"watching"}`)
	expect(t, socket, `"type":"hello"`, `[{"type":"watch:updated","id":"`+task+`"}]`)
	s.own.comment(task, `{"body":"One"}`)
	s.own.comment(other, `{"body":"Not theirs"}`)
	s.wantHeard("a task that they watch", s.ed, "commented Bake")

	s.ed.must("PUT", at+"/watch", `{"level":"muted"}`)
	s.own.comment(task, `{"body":"@ed two"}`)
	s.wantHeard("one that they have muted", s.ed, "commented Bake")

	s.ed.must("PUT", at+"/watch", `{"level":"default"}`)
	s.ed.comment(task, `{"body":"Now it concerns me"}`)
	if got := watch(at); got != `{"watch":{"level":"default","watching":true}}` {
		t.Error(got)
	}
	s.own.comment(task, `{"body":"Three"}`)
	s.wantHeard("one on which they have commented", s.ed, "commented Bake", "commented Bake")

	for level, hears := range map[string]bool{"nothing": false, "mentions": false, "everything": true} {
		s.ed.must("PUT", in+"/watch", `{"level":"`+level+`"}`)
		before := len(s.ed.heard())
		s.own.comment(other, `{"body":"Four"}`)
		if got := len(s.ed.heard()) > before; got != hears {
			t.Errorf("%s: hears %t", level, got)
		}
	}
	for _, c := range []struct {
		who        *someone
		path, body string
		status     int
		says       string
	}{
		{s.out, at + "/watch", `{"level":"watching"}`, 404, ""},
		{s.out, in + "/watch", `{"level":"everything"}`, 404, ""},
		{s.ed, at + "/watch", `{"level":"everything"}`, 422, `"/level"`},
		{s.ed, in + "/watch", `{"level":"watching"}`, 422, `"/level"`},
		{s.ed, in + "/watch", `{"level":"nothing","user":"x"}`, 422, `"/user"`},
	} {
		if w, raw := c.who.call("PUT", c.path, c.body); w.StatusCode != c.status || !strings.Contains(string(raw), c.says) {
			t.Errorf("%s %s: %d %s", c.path, c.body, w.StatusCode, raw)
		}
	}
}

func TestInbox(t *testing.T) {
	fill := func(t *testing.T) (s *street, ids []string) {
		s = openStreet(t)
		for _, title := range []string{"One", "Two", "Three"} {
			s.own.comment(s.own.createTask(title), `{"body":"@ed look"}`)
		}
		s.tellAll()
		for _, n := range s.ed.inbox("") {
			ids = append(ids, n.ID)
		}
		if len(ids) != 3 {
			t.Fatalf("heard of %d", len(ids))
		}
		return s, ids
	}
	titles := func(p *someone, query string) (list []string) {
		for _, n := range p.inbox(query) {
			list = append(list, n.Title)
		}
		return list
	}
	want := func(t *testing.T, p *someone, query string, want ...string) {
		t.Helper()
		if got := titles(p, query); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	update := func(p *someone, body string, ids ...string) {
		p.s.t.Helper()
		p.must("POST", "/api/notifications/update", `{"ids":["`+strings.Join(ids, `","`)+`"],`+body+`}`)
	}
	t.Run("read, unread, done, and each taken back; told to other devices", func(t *testing.T) {
		s, ids := fill(t)
		socket := s.ed.open("/ws/me")
		want(t, s.ed, "?unread=true", "Three", "Two", "One")
		s.ed.must("POST", "/api/notifications/read", `{"ids":["`+ids[0]+`"]}`)
		want(t, s.ed, "?unread=true", "Two", "One")
		want(t, s.ed, "?unread=false", "Three")
		update(s.ed, `"read":false`, ids[0])
		want(t, s.ed, "?unread=true", "Three", "Two", "One")
		update(s.ed, `"done":true`, ids[0], ids[2])
		want(t, s.ed, "", "Two")
		want(t, s.ed, "?state=done", "Three", "One")
		update(s.ed, `"done":false`, ids[2])
		want(t, s.ed, "", "Two", "One")
		s.ed.must("POST", "/api/notifications/read", `{"all":true}`)
		want(t, s.ed, "?unread=true")
		expect(t, socket, `"type":"hello"`, `"type":"notification:read","set":{"readAt":`, `"type":"notification:updated","set":{"readAt":null},"ids":["`+ids[0]+`"]`,
			`"doneAt":"`, `"doneAt":null`, `"type":"notification:read","set":{"readAt":`)
	})
	t.Run("what is put off comes back at its moment, unread and on top", func(t *testing.T) {
		s, ids := fill(t)
		update(s.ed, `"snoozedUntil":"2027-05-01T12:00:00Z"`, ids[2])
		want(t, s.ed, "", "Three", "Two")
		want(t, s.ed, "?state=snoozed", "One")
		at := func(moment string) *inbox.Service {
			now, _ := time.Parse(time.RFC3339, moment)
			return inbox.New(s.store, s.writer.Tell, func() time.Time { return now })
		}
		if wait := at("2027-05-01T11:59:30Z").Work(t.Context()); wait != 30*time.Second {
			t.Errorf("it waits %s", wait)
		}
		want(t, s.ed, "", "Three", "Two")
		at("2027-05-01T12:00:00Z").Work(t.Context())
		want(t, s.ed, "?unread=true", "One", "Three", "Two")
		want(t, s.ed, "?state=snoozed")
		if n := s.ed.inbox("")[0]; n.ReturnedAt == nil || n.SnoozedUntil != nil {
			t.Errorf("%+v", n)
		}
		update(s.ed, `"snoozedUntil":"2027-05-01T12:00:00Z"`, ids[1])
		update(s.ed, `"done":true`, ids[1])
		at("2027-05-01T12:00:01Z").Work(t.Context())
		want(t, s.ed, "?state=done", "Two")
	})
	t.Run("in pages", func(t *testing.T) {
		s, _ := fill(t)
		_, raw := s.ed.call("GET", "/api/notifications?limit=2", "")
		cursor := string(raw)[strings.Index(string(raw), `"nextCursor":"`)+14:]
		want(t, s.ed, "?limit=2", "Three", "Two")
		want(t, s.ed, "?limit=2&cursor="+cursor[:strings.Index(cursor, `"`)], "One")
	})
	t.Run("of another person or malformed it is refused whole", func(t *testing.T) {
		s, ids := fill(t)
		for _, c := range []struct {
			who        *someone
			path, body string
			status     int
			says       string
		}{
			{s.own, "read", `{"ids":["` + ids[0] + `"]}`, 404, ""},
			{s.own, "update", `{"ids":["` + ids[0] + `"],"done":true}`, 404, ""},
			{s.ed, "update", `{"ids":["` + ids[0] + `","` + entry.NewID() + `"],"done":true}`, 404, ""},
			{s.ed, "read", `{}`, 422, `"/ids"`},
			{s.ed, "read", `{"ids":["` + ids[0] + `"],"all":true}`, 422, `"/ids"`},
			{s.ed, "update", `{"ids":[],"done":true}`, 422, `"/ids"`},
			{s.ed, "update", `{"ids":["x"],"done":true}`, 422, `"/ids/0"`},
			{s.ed, "update", `{"ids":["` + ids[0] + `","` + ids[0] + `"],"done":true}`, 422, `"/ids/1"`},
			{s.ed, "update", `{"ids":["` + ids[0] + `"],"snoozedUntil":"2020-01-01T00:00:00Z"}`, 422, `"/snoozedUntil"`},
			{s.ed, "update", `{"ids":["` + ids[0] + `"],"snoozedUntil":"2027-05-01T12:00:00Z","done":true}`, 422, `"/done"`},
		} {
			if w, raw := c.who.call("POST", "/api/notifications/"+c.path, c.body); w.StatusCode != c.status || !strings.Contains(string(raw), c.says) {
				t.Errorf("%s %s: %d %s", c.path, c.body, w.StatusCode, raw)
			}
		}
		want(t, s.ed, "?unread=true", "Three", "Two", "One")
	})
	t.Run("what is done is kept for 90 days", func(t *testing.T) {
		s, ids := fill(t)
		update(s.ed, `"done":true`, ids...)
		s.purgeOnce(t.Context(), time.Now().Add(89*24*time.Hour))
		want(t, s.ed, "?state=done", "Three", "Two", "One")
		s.purgeOnce(t.Context(), time.Now().Add(91*24*time.Hour))
		want(t, s.ed, "?state=done")
	})
	t.Run("reminders are there as well", func(t *testing.T) {
		s := openStreet(t)
		task := s.ed.createTask("Remember")
		s.ed.remind(task, `{"at":"2099-05-01T12:00:00Z"}`)
		s.atTime("2099-05-01T12:00:00Z").Work(t.Context())
		s.wantHeard("ed", s.ed, "reminder Remember")
	})
}
