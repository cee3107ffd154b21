package app

import (
	"strings"
	"testing"
	"time"

	"tandem/internal/socket/sockettest"
)

// expectTold is expect for a person's own stream without notifications, which come when they come.
func expectTold(t *testing.T, client *sockettest.Client, want ...string) {
	t.Helper()
	for _, text := range want {
		got, err := nextFrame(client)
		for err == nil && strings.Contains(got, `"type":"notification:`) {
			got, err = nextFrame(client)
		}
		if err != nil || !strings.Contains(got, text) {
			t.Fatalf("got %.300s, %v, want %s", got, err, text)
		}
	}
}

func TestUnread(t *testing.T) {
	say := func(t *testing.T, p *someone, task, body string) string {
		t.Helper()
		return p.post("/api/tasks/"+task+"/comments", `{"body":"`+body+`"}`, "comment")
	}
	unread := func(p *someone, project string) string {
		_, raw := p.call("GET", "/api/projects/"+project+"/unread", "")
		return string(raw)
	}
	t.Run("what others say of one's own tasks, until one has read it; told to one's other screens alone", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"mine"}`, "task")
		if got := unread(s.own, s.project); strings.Contains(got, task) {
			t.Errorf("nothing was said: %s", got)
		}
		say(t, s.own, task, "by myself")
		if got := unread(s.own, s.project); strings.Contains(got, task) {
			t.Errorf("one's own word counts as unread: %s", got)
		}
		last := say(t, s.ed, task, "by another")
		if got := unread(s.own, s.project); !strings.Contains(got, `{"task":"`+task+`","seen":null}`) {
			t.Errorf("not unread: %s", got)
		}
		mine, theirs := s.own.open("/ws/me"), s.ed.open("/ws/me")
		for range 2 { // again: nothing new, nothing told
			s.own.must("PUT", "/api/tasks/"+task+"/seen", `{"comment":"`+last+`"}`)
		}
		if got := unread(s.own, s.project); strings.Contains(got, task) {
			t.Errorf("read, and still unread: %s", got)
		}
		again := say(t, s.ed, task, "once more")
		if got := unread(s.own, s.project); !strings.Contains(got, `{"task":"`+task+`","seen":"2`) {
			t.Errorf("not unread again: %s", got)
		}
		s.own.must("PUT", "/api/tasks/"+task+"/seen", `{"comment":"`+again+`"}`)
		s.ed.must("PUT", "/api/tasks/"+task+"/seen", `{"comment":"`+again+`"}`)
		seen := `[{"type":"task:seen","id":"` + task + `"}]`
		expectTold(t, mine, `"type":"hello"`, seen, seen)
		expectTold(t, theirs, `"type":"hello"`, seen)
	})
	t.Run("of tasks that one never opened only one's own", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"theirs"}`, "task")
		say(t, s.own, task, "first")
		if got := unread(s.ed, s.project); strings.Contains(got, task) {
			t.Errorf("no concern of theirs: %s", got)
		}
		s.own.must("PATCH", "/api/tasks/"+task, `{"addAssignees":["`+s.ed.id+`"]}`)
		if got := unread(s.ed, s.project); !strings.Contains(got, task) {
			t.Errorf("assigned, and not unread: %s", got)
		}
	})
	t.Run("a mark never goes back, and what makes no sense is refused", func(t *testing.T) {
		s := openStreet(t)
		task := s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"mine"}`, "task")
		first, last := say(t, s.ed, task, "one"), say(t, s.ed, task, "two")
		s.own.must("PUT", "/api/tasks/"+task+"/seen", `{"comment":"`+last+`"}`)
		s.own.must("PUT", "/api/tasks/"+task+"/seen", `{"comment":"`+first+`"}`)
		if got := unread(s.own, s.project); strings.Contains(got, task) {
			t.Errorf("the mark went back: %s", got)
		}
		elsewhere := say(t, s.ed, s.own.post("/api/projects/"+s.project+"/tasks", `{"title":"x"}`, "task"), "x")
		for body, want := range map[string]int{`{"comment":"x"}`: 422, `{}`: 422, `{"comment":"` + elsewhere + `"}`: 404, `{"comment":"` + last + `","at":1}`: 422} {
			if w, raw := s.own.call("PUT", "/api/tasks/"+task+"/seen", body); w.StatusCode != want {
				t.Errorf("%s: %d %s", body, w.StatusCode, raw)
			}
		}
		if w, raw := s.out.call("GET", "/api/projects/"+s.project+"/unread", ""); w.StatusCode != 404 {
			t.Errorf("a stranger: %d %s", w.StatusCode, raw)
		}
	})
}

func TestMentions(t *testing.T) {
	s := openStreet(t)
	hidden := s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Hidden","visibility":"private"}`, "project")
	add := func(project, title, description string) (id, key string) {
		w, raw := s.own.call("POST", "/api/projects/"+project+"/tasks", `{"title":"`+title+`","description":"`+description+`"}`)
		if w.StatusCode != 201 {
			t.Fatalf("%d %s", w.StatusCode, raw)
		}
		text := string(raw)
		return between(text, `"id":"`, `"`), between(text, `"key":"`, `"`)
	}
	target, key := add(s.project, "target", "")
	for range 12 { // so that there is a longer key that begins the same
		add(s.project, "filler", "")
	}
	described, _ := add(s.project, "describes", "see #"+key+".")
	commented, _ := add(s.project, "comments", "")
	comment := s.own.post("/api/tasks/"+commented+"/comments", `{"body":"as in `+key+`"}`, "comment")
	other, _ := add(s.project, "longer key", "see "+key+"0 and X"+key)
	private, _ := add(hidden, "private", "see "+key)
	path := "/api/tasks/" + key + "/mentions"
	ask := func(p *someone) string {
		_, raw := p.call("GET", path, "")
		return string(raw)
	}
	// The index follows the journal.
	for end := time.Now().Add(10 * time.Second); !strings.Contains(ask(s.own), private); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not found: %s", ask(s.own))
		}
	}
	if got := ask(s.own); !strings.Contains(got, described) || strings.Contains(got, other) || strings.Contains(got, `"id":"`+target+`"`) {
		t.Errorf("its owner: %s", got)
	}
	if got := ask(s.ed); !strings.Contains(got, described) || !strings.Contains(got, comment) || strings.Contains(got, private) {
		t.Errorf("who may not see all: %s", got)
	}
	s.own.must("DELETE", "/api/comments/"+comment, "")
	s.own.must("DELETE", "/api/tasks/"+described, "")
	if got := ask(s.ed); strings.Contains(got, described) || strings.Contains(got, comment) {
		t.Errorf("deleted: %s", got)
	}
	if w, _ := s.out.call("GET", path, ""); w.StatusCode != 404 {
		t.Errorf("a stranger: %d", w.StatusCode)
	}
}
