package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/socket/sockettest"
)

// watch opens a socket that is subscribed to the project.
func (p *someone) watch() *sockettest.Client {
	p.s.t.Helper()
	c := p.open("/ws/" + p.s.project)
	expect(p.s.t, c, `"hello"`)
	return c
}

// send sends a frame.
func send(t *testing.T, c *sockettest.Client, format string, args ...any) {
	t.Helper()
	if err := c.Send(fmt.Sprintf(format, args...)); err != nil {
		t.Fatal(err)
	}
}

// docFrame gives the next frame about a text, or the error.
func docFrame(t *testing.T, c *sockettest.Client) string {
	t.Helper()
	for {
		got, err := nextFrame(c)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(got, `{"type":"doc:`) || strings.HasPrefix(got, `{"type":"error"`) {
			return got
		}
	}
}

func expectDoc(t *testing.T, c *sockettest.Client, want ...string) {
	t.Helper()
	for _, text := range want {
		if got := docFrame(t, c); !strings.Contains(got, text) {
			t.Fatalf("got %.300s, want %s", got, text)
		}
	}
}

// describe makes a task with a description.
func (p *someone) describe(text string) string {
	p.s.t.Helper()
	return p.post("/api/projects/"+p.s.project+"/tasks", `{"title":"t","description":`+quoted(text)+`}`, "task")
}

func quoted(text string) string {
	raw, _ := json.Marshal(text)
	return string(raw)
}

func (p *someone) description(task string) string {
	p.s.t.Helper()
	_, body := p.call("GET", "/api/tasks/"+task, "")
	var answer struct {
		Task struct {
			Description string `json:"description"`
		} `json:"task"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		p.s.t.Fatalf("%v %s", err, body)
	}
	return answer.Task.Description
}

// await waits until the journal has a description; the authority tells by no
// frame of its own that it was written.
func (p *someone) await(task, want string) {
	p.s.t.Helper()
	for deadline := time.Now().Add(8 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if got := p.description(task); got == want {
			return
		} else if time.Now().After(deadline) {
			p.s.t.Fatalf("the journal has %q, want %q", got, want)
		}
	}
}

func TestDocuments(t *testing.T) {
	s := openStreet(t)
	t.Run("[E1] what one writes the other gets, and the journal", func(t *testing.T) {
		task := s.own.describe("Hello 😀\r\nworld")
		own, ed := s.own.watch(), s.ed.watch()
		for _, c := range []*sockettest.Client{own, ed} {
			send(t, c, `{"type":"doc:open","task":%q}`, task)
			expectDoc(t, c, `{"type":"doc:open","stream":"`+s.project+`","task":"`+task+`","version":0,"text":"Hello 😀\nworld","updates":[]}`)
		}
		send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[8,[0," dear"],6]}]}`, task)
		for _, c := range []*sockettest.Client{own, ed} {
			expectDoc(t, c, `"version":0,"updates":[{"client":"a","id":1,"user":"`+s.own.id+`","changes":[8,[0," dear"],6]}]`)
		}
		// From an older version: moved over what came since.
		send(t, ed, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"b","id":1,"changes":[14,[0,"!"]]}]}`, task)
		expectDoc(t, own, `"version":1,"updates":[{"client":"b","id":1,"user":"`+s.ed.id+`","changes":[19,[0,"!"]]}]`)
		s.own.await(task, "Hello 😀 dear\nworld!")
		late := s.ed.watch()
		send(t, late, `{"type":"doc:open","task":%q,"version":1}`, task)
		expectDoc(t, late, `"version":2,"text":null,"updates":[{"client":"b"`)
	})
	t.Run("[E3] a REST edit enters as an edit, and nothing typed is lost", func(t *testing.T) {
		task := s.own.describe("one\ntwo\nthree")
		own := s.own.watch()
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"version":0`)
		send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[7,[0," typed"],6]}]}`, task)
		expectDoc(t, own, `"id":1`)
		s.ed.must("PATCH", "/api/tasks/"+task, `{"description":"One\ntwo\nthree."}`)
		expectDoc(t, own, `"client":"journal"`)
		s.own.await(task, "One\ntwo typed\nthree.")
	})
	t.Run("an update that comes twice is applied once", func(t *testing.T) {
		task := s.own.describe("x")
		own := s.own.watch()
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"version":0`)
		for range 2 {
			send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[1,[0,"y"]]}]}`, task)
		}
		send(t, own, `{"type":"doc:update","task":%q,"version":1,"updates":[{"client":"a","id":2,"changes":[2,[0,"z"]]}]}`, task)
		expectDoc(t, own, `"version":0`, `"version":1`)
		s.own.await(task, "xyz")
	})
	t.Run("what does not fit is refused, and the client reloads", func(t *testing.T) {
		task := s.own.describe("😀")
		long := strings.Repeat("x", 49_999)
		for name, c := range map[string]struct{ version, changes, code string }{
			"another length":         {"0", `[5]`, "conflict"},
			"half a character":       {"0", `[1,[1]]`, "conflict"},
			"a version to come":      {"7", `[2,[0,"x"]]`, "conflict"},
			"no changes":             {"0", `{"x":1}`, "conflict"},
			"more than there may be": {"0", `[2,[0,"` + long + `!"]]`, "too_large"},
		} {
			t.Run(name, func(t *testing.T) {
				own := s.own.watch()
				send(t, own, `{"type":"doc:open","task":%q}`, task)
				expectDoc(t, own, `"version":0`)
				send(t, own, `{"type":"doc:update","task":%q,"version":%s,"updates":[{"client":"a","id":1,"changes":%s}]}`, task, c.version, c.changes)
				expectDoc(t, own, `{"type":"doc:close","stream":"`+s.project+`","task":"`+task+`","code":"`+c.code+`"`)
			})
		}
		own := s.own.watch()
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"version":0`)
		send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[2,[0,"%s"]]}]}`, task, long)
		expectDoc(t, own, `"version":0`)
		_ = own.Send(strings.Repeat(" ", 256<<10+1))
		expect(t, own, "close 1009")
	})
	t.Run("a deleted task's text closes, and lives on when it is restored", func(t *testing.T) {
		task := s.own.describe("before")
		own := s.own.watch()
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"version":0`)
		s.ed.must("DELETE", "/api/tasks/"+task, "")
		expectDoc(t, own, `{"type":"doc:close","stream":"`+s.project+`","task":"`+task+`","code":"gone"`)
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"not_found"`)
		s.ed.must("POST", "/api/tasks/"+task+"/restore", "")
		send(t, own, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, own, `"before"`)
	})
	t.Run("carets are seen by the others, and by who comes", func(t *testing.T) {
		task := s.own.describe("text")
		own, ed := s.own.watch(), s.ed.watch()
		for _, c := range []*sockettest.Client{own, ed} {
			send(t, c, `{"type":"doc:open","task":%q}`, task)
			expectDoc(t, c, `"version":0`)
		}
		send(t, own, `{"type":"doc:awareness","task":%q,"anchor":1,"head":3}`, task)
		expectDoc(t, ed, `"user":"`+s.own.id+`","anchor":1,"head":3}`)
		late := s.ed.watch()
		send(t, late, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, late, `"version":0`, `"anchor":1,"head":3}`)
		send(t, own, `{"type":"doc:close","task":%q}`, task)
		expectDoc(t, ed, `"anchor":null,"head":null}`)
	})
}

// What is typed in one go is one version; an older one, set again, comes to whoever
// has the text open as a change, and can be taken back like any other.
func TestDocuments_versions(t *testing.T) {
	s := openStreet(t)
	task := s.own.describe("Begun")
	own := s.own.watch()
	send(t, own, `{"type":"doc:open","task":%q}`, task)
	expectDoc(t, own, `"version":0`)
	text := "Begun"
	for i, word := range []string{" a", " b", " c"} {
		send(t, own, `{"type":"doc:update","task":%q,"version":%d,"updates":[{"client":"a","id":%d,"changes":[%d,[0,%q]]}]}`, task, i, i+1, len(text), word)
		expectDoc(t, own, `"client":"a"`)
		text += word
		s.own.await(task, text)
	}
	versions := func() (seqs []int64) {
		t.Helper()
		var answer struct{ Items []struct{ Seq int64 } }
		if _, body := s.own.call("GET", "/api/tasks/"+task+"/versions", ""); json.Unmarshal(body, &answer, json.MatchCaseInsensitiveNames(true)) != nil {
			t.Fatalf("%s", body)
		}
		for _, v := range answer.Items {
			seqs = append(seqs, v.Seq)
		}
		return seqs
	}
	before := versions()
	if len(before) != 2 {
		t.Fatalf("versions %v, want what it was made with and the burst", before)
	}
	s.own.must("PATCH", "/api/tasks/"+task, `{"description":"Begun"}`)
	expectDoc(t, own, `"client":"journal","id":`)
	if after := versions(); len(after) != 3 || after[1] != before[0] {
		t.Errorf("versions %v after %v", after, before)
	}
	s.own.must("PATCH", "/api/tasks/"+task, `{"description":"Begun a b c"}`)
	expectDoc(t, own, `"changes":[5,[0," a b c"]]`)
}

// [E4] Who may only read receives and cannot send; who is removed receives nothing.
func TestDocuments_rights(t *testing.T) {
	s := openStreet(t)
	task := s.own.describe("canary")
	for _, role := range []string{"viewer", "commenter"} {
		s.own.must("PUT", "/api/projects/"+s.project+"/members/"+s.ed.id, `{"role":"`+role+`"}`)
		own, ed := s.own.watch(), s.ed.watch()
		for _, c := range []*sockettest.Client{own, ed} {
			send(t, c, `{"type":"doc:open","task":%q}`, task)
			expectDoc(t, c, `"doc:open"`)
		}
		send(t, ed, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"b","id":1,"changes":[6,[0,"!"]]}]}`, task)
		expectDoc(t, ed, `{"type":"error","stream":null,"task":"`+task+`","code":"forbidden"`)
		send(t, ed, `{"type":"doc:awareness","task":%q,"anchor":0,"head":0}`, task)
		expectDoc(t, ed, `"forbidden"`)
		send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":%q,"id":1,"changes":[0,[0,"a"],6]}]}`, task, "for "+role)
		expectDoc(t, ed, `"changes":[[0,"a"],6]`)
		send(t, own, `{"type":"doc:update","task":%q,"version":1,"updates":[{"client":%q,"id":2,"changes":[[1],6]}]}`, task, "for "+role)
		expectDoc(t, ed, `"changes":[[1],6]`)
		task = s.own.describe("canary")
	}
	own, many := s.own.watch(), s.ed.open("/ws")
	send(t, many, `{"type":"subscribe","stream":%q}`, s.project)
	expect(t, many, `"hello"`)
	for _, c := range []*sockettest.Client{own, many} {
		send(t, c, `{"type":"doc:open","task":%q}`, task)
		expectDoc(t, c, `"doc:open"`)
	}
	s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
	s.own.must("DELETE", "/api/projects/"+s.project+"/members/"+s.ed.id, "")
	send(t, own, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"a","id":1,"changes":[6,[0,"!"]]}]}`, task)
	expectDoc(t, own, `"id":1`)
	send(t, many, `{"type":"doc:open","task":%q}`, task)
	for {
		got, err := nextFrame(many)
		if err != nil || strings.Contains(got, "canary") || strings.Contains(got, `"changes"`) {
			t.Fatal("[E4] after the removal came ", got, err)
		}
		if strings.Contains(got, `"not_found"`) {
			break
		}
	}
	for _, c := range []*sockettest.Client{s.out.open("/ws"), many} {
		send(t, c, `{"type":"doc:open","task":%q}`, task)
		hidden := docFrame(t, c)
		send(t, c, `{"type":"doc:open","task":%q}`, entry.NewID())
		if never := docFrame(t, c); len(never) != len(hidden) {
			t.Errorf("a hidden task is told from none: %s %s", hidden, never)
		}
		send(t, c, `{"type":"doc:update","task":%q,"version":0,"updates":[]}`, task)
		expectDoc(t, c, `"conflict"`)
	}
}
