package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	netmail "net/mail"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tandem/internal/config"
	"tandem/internal/mail"
	"tandem/internal/outbox"
	"tandem/internal/push/pushtest"
)

// post is a mail server that keeps what it takes.
type post struct {
	mu      sync.Mutex
	refusal error // of recipients
	taken   []taken
}

type taken struct {
	to          string
	header      netmail.Header
	plain, html string
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &postSession{post: p}, nil }

type postSession struct {
	post *post
	to   string
}

func (*postSession) Reset()                               {}
func (*postSession) Logout() error                        { return nil }
func (*postSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	return s.post.refusal
}

func (s *postSession) Data(r io.Reader) error {
	message, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	got := taken{to: s.to, header: message.Header}
	_, with, _ := mime.ParseMediaType(message.Header.Get("Content-Type"))
	parts := multipart.NewReader(message.Body, with["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return err
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			got.html = string(text)
		} else {
			got.plain = string(text)
		}
	}
	s.post.mu.Lock()
	defer s.post.mu.Unlock()
	s.post.taken = append(s.post.taken, got)
	return nil
}

// letters gives what was taken since it was asked last.
func (p *post) letters() []taken {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.taken
	p.taken = nil
	return list
}

// withMail opens a street whose notes go to a mail server by a clock of our own;
// the street's own worker finds nothing old enough meanwhile.
func withMail(t *testing.T, changes ...func(*config.Config)) (*street, *post) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{}
	server := smtp.NewServer(p)
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	s := openStreet(t, append(changes, func(c *config.Config) {
		c.SMTP, c.MailFrom, c.BaseURL = "smtp://"+l.Addr().String()+"?tls=off", "Tandem <tandem@example.org>", "http://tandem.example.org"
	})...)
	return s, p
}

func (s *street) mailer(after time.Duration) *outbox.Service {
	m, err := mail.New(s.settings.SMTP, s.settings.MailFrom, s.settings.BaseURL, s.mailKey, s.replies())
	if err != nil {
		s.t.Fatal(err)
	}
	return s.sendBy(m.Send, after)
}

func (s *street) sendBy(send outbox.Send, after time.Duration) *outbox.Service {
	return outbox.New(s.store, outbox.Options{Send: map[outbox.Channel]outbox.Send{outbox.Mail: send}, Clock: func() time.Time { return time.Now().Add(after) }})
}

// sends works through the outbox as it would be after a time.
func (s *street) sends(after time.Duration) {
	s.t.Helper()
	s.tellAll()
	if err := s.mailer(after).Work(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *street) waits() outbox.Stats {
	s.t.Helper()
	stats, err := s.store.OutboxStats(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return stats
}

const soon = 3 * time.Minute

func TestMail(t *testing.T) {
	t.Run("a burst is one mail, by task, and once", func(t *testing.T) {
		s, post := withMail(t)
		one, two := s.own.createTask("Bake"), s.own.createTask("Eat")
		s.own.must("PATCH", "/api/tasks/"+one, `{"addAssignees":["`+s.ed.id+`"]}`)
		s.own.comment(one, `{"body":"@ed with **rye**"}`)
		s.own.comment(two, `{"body":"@ed too"}`)
		s.sends(0)
		if list := post.letters(); len(list) != 0 {
			t.Fatalf("sent before the burst was over: %v", list)
		}
		s.sends(soon)
		s.sends(soon)
		list := post.letters()
		if len(list) != 1 {
			t.Fatalf("%d mails", len(list))
		}
		m := list[0]
		if m.to != "ed@example.org" || m.header.Get("Subject") != "3 notifications about 2 tasks" {
			t.Errorf("to %s: %s", m.to, m.header.Get("Subject"))
		}
		for _, want := range []string{"own assigned it to you", "own mentioned you: @ed with rye", "http://tandem.example.org/t/WEB-1", "http://tandem.example.org/t/WEB-2"} {
			if !strings.Contains(m.plain, want) {
				t.Errorf("%q is not in\n%s", want, m.plain)
			}
		}
		if strings.Count(m.plain, "WEB-1 Bake") != 1 || !strings.HasSuffix(m.header.Get("Message-Id"), "@tandem.example.org>") {
			t.Errorf("%s\n%s", m.header.Get("Message-Id"), m.plain)
		}
		if left := s.waits(); left != (outbox.Stats{}) {
			t.Errorf("%+v is left", left)
		}
	})
	t.Run("a digest is one mail at its hour, of all that is unread then", func(t *testing.T) {
		s, post := withMail(t)
		at := time.Now().UTC().Add(2 * time.Hour).Truncate(time.Hour)
		s.ed.must("PATCH", "/api/me", `{"timeZone":"UTC"}`)
		s.ed.must("PUT", "/api/me/notifications", fmt.Sprintf(`{"mail":"digest","digestHour":%d,"quiet":null}`, at.Hour()))
		for _, title := range []string{"Bake", "Eat", "Sleep"} {
			s.own.comment(s.own.createTask(title), `{"body":"@ed `+title+`"}`)
		}
		s.tellAll()
		s.ed.must("POST", "/api/notifications/read", `{"ids":["`+s.ed.inbox("")[2].ID+`"]}`)
		s.sends(time.Until(at.Add(-time.Minute)))
		if list := post.letters(); len(list) != 0 {
			t.Fatalf("before its hour: %v", list)
		}
		for range 2 {
			s.sends(time.Until(at.Add(time.Minute)))
		}
		list := post.letters()
		if len(list) != 1 || list[0].header.Get("Subject") != "Your digest: 2 notifications about 2 tasks" || strings.Contains(list[0].plain, "Bake") ||
			!strings.Contains(list[0].plain, "WEB-2 Eat (Web)\r\n- own mentioned you: @ed Eat\r\nhttp://tandem.example.org/t/WEB-2") || !strings.Contains(list[0].html, "WEB-3 Sleep") {
			t.Errorf("%v", list)
		}
		if left := s.waits(); left != (outbox.Stats{}) {
			t.Errorf("%+v is left", left)
		}
	})
	t.Run("what was read, or may not be seen any more, is not sent", func(t *testing.T) {
		for what, change := range map[string]func(s *street, task string){
			"read":           func(s *street, _ string) { s.ed.must("POST", "/api/notifications/read", `{"all":true}`) },
			"project closed": func(s *street, _ string) { s.own.must("DELETE", "/api/projects/"+s.project, "") },
			"task deleted":   func(s *street, task string) { s.own.must("DELETE", "/api/tasks/"+task, "") },
			"left the team":  func(s *street, _ string) { s.own.must("DELETE", "/api/teams/"+s.team+"/members/"+s.ed.id, "") },
			"disabled":       func(s *street, _ string) { s.own.must("PATCH", "/api/people/"+s.ed.id, `{"disabled":true}`) },
			"no mail wanted": func(s *street, _ string) {
				s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null}`)
			},
		} {
			s, post := withMail(t)
			task := s.own.createTask("Secret")
			s.own.comment(task, `{"body":"@ed"}`)
			s.tellAll()
			if s.waits().Waiting != 1 {
				t.Fatalf("%s: %+v waits before", what, s.waits())
			}
			change(s, task)
			s.sends(soon)
			if list := post.letters(); len(list) != 0 || s.waits() != (outbox.Stats{}) {
				t.Errorf("%s: %d mails, %+v waits", what, len(list), s.waits())
			}
		}
	})
	t.Run("who wants no mail has nothing noted", func(t *testing.T) {
		s, _ := withMail(t)
		s.ed.must("PUT", "/api/me/notifications", `{"mail":"off","digestHour":8,"quiet":null}`)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
		s.tellAll()
		if s.waits().Waiting != 0 {
			t.Errorf("%+v waits", s.waits())
		}
	})
	t.Run("a crash after sending sends the same mail, under the same id", func(t *testing.T) {
		s, post := withMail(t)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
		s.tellAll()
		dead := outbox.New(dies{s.store}, outbox.Options{Send: map[outbox.Channel]outbox.Send{outbox.Mail: func(ctx context.Context, l *outbox.Letter) error {
			m, err := mail.New(s.settings.SMTP, s.settings.MailFrom, s.settings.BaseURL, s.mailKey, s.replies())
			if err != nil {
				return err
			}
			return m.Send(ctx, l)
		}}, Clock: func() time.Time { return time.Now().Add(soon) }})
		if err := dead.Work(t.Context()); err == nil {
			t.Fatal("it has not died")
		}
		s.sends(soon)
		list := post.letters()
		if len(list) != 2 || list[0].header.Get("Message-Id") != list[1].header.Get("Message-Id") {
			t.Errorf("%d mails: %v", len(list), list)
		}
	})
	t.Run("hostile titles and names are text", func(t *testing.T) {
		s, post := withMail(t)
		s.own.must("PATCH", "/api/me", `{"name":"<img src=//evil.example/x>"}`)
		task := s.own.createTask(`<a href=//evil.example>x</a>Bcc: all@evil.example ![](//evil.example/p.png)`)
		s.own.comment(task, `{"body":"@ed <script>alert(1)</script>\r\n\r\n.\r\nQUIT"}`)
		s.sends(soon)
		list := post.letters()
		if len(list) != 1 {
			t.Fatalf("%d mails", len(list))
		}
		m := list[0]
		if bcc := m.header.Get("Bcc"); bcc != "" || m.to != "ed@example.org" {
			t.Errorf("also to %s", bcc)
		}
		for _, bad := range []string{"<script", "<img", `href="//evil`, "<a href=//"} {
			if strings.Contains(m.html, bad) {
				t.Errorf("%q is in\n%s", bad, m.html)
			}
		}
	})
	t.Run("a failure is tried again, at last parked, and for administrators to see", func(t *testing.T) {
		s, post := withMail(t)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
		s.tellAll()
		broken := func(context.Context, *outbox.Letter) error { return errors.New("no line") }
		for i := range 10 {
			if s.waits().Parked != 0 {
				t.Fatalf("parked after %d tries", i)
			}
			if err := s.sendBy(broken, time.Duration(i+1)*4*time.Hour).Work(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.waits(); got.Parked != 1 || got.Waiting != 0 {
			t.Fatalf("%+v", got)
		}
		if w, _ := s.ed.call("GET", "/api/admin/outbox", ""); w.StatusCode != 403 {
			t.Errorf("somebody else: %d", w.StatusCode)
		}
		_, raw := s.own.call("GET", "/api/admin/outbox", "")
		_, rest, _ := strings.Cut(string(raw), `"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		if !strings.Contains(string(raw), `"error":"no line"`) || !strings.Contains(string(raw), `"tries":10`) {
			t.Errorf("%s", raw)
		}
		s.own.must("POST", "/api/admin/outbox/"+id+"/retry", "")
		s.sends(soon)
		if list := post.letters(); len(list) != 1 {
			t.Errorf("%d mails after the retry", len(list))
		}
		if w, _ := s.own.call("DELETE", "/api/admin/outbox/"+id, ""); w.StatusCode != 404 {
			t.Errorf("deleted what is gone: %d", w.StatusCode)
		}
	})
	t.Run("an address that the server refuses is parked at once", func(t *testing.T) {
		s, post := withMail(t)
		post.refusal = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person"}
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
		s.sends(soon)
		if got := s.waits(); got.Parked != 1 {
			t.Errorf("%+v", got)
		}
	})
}

// dies is a store whose server is killed between sending and noting it.
type dies struct{ outbox.Store }

func (dies) OutboxEnd(context.Context, *outbox.Message) error { return errors.New("killed") }

func TestUnsubscribe(t *testing.T) {
	s, post := withMail(t)
	s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
	s.sends(soon)
	list := post.letters()
	if len(list) != 1 || list[0].header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Fatalf("%v", list)
	}
	link := strings.Trim(list[0].header.Get("List-Unsubscribe"), "<>")
	path, ok := strings.CutPrefix(link, "http://tandem.example.org")
	if !ok {
		t.Fatal(link)
	}
	ask := func(method, path string) int {
		request, err := http.NewRequestWithContext(t.Context(), method, "http://"+s.addr+path, bytes.NewReader([]byte("List-Unsubscribe=One-Click")))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	mode := func() outbox.Mode {
		p, err := s.store.Preferences(t.Context(), s.ed.id)
		if err != nil {
			t.Fatal(err)
		}
		return p.Mail
	}
	forged := strings.Replace(path, s.ed.id, s.own.id, 1)
	if got := fmt.Sprintln(ask("GET", path), mode(), ask("POST", forged), ask("POST", path+"x"), mode()); got != "200 immediate 404 404 immediate\n" {
		t.Errorf("before: %s", got)
	}
	if got := fmt.Sprintln(ask("POST", path), mode(), ask("POST", path)); got != "200 off 200\n" {
		t.Errorf("after: %s", got)
	}
}

func TestOutbox_metrics(t *testing.T) {
	s, post := withMail(t)
	figures := func(want ...string) {
		t.Helper()
		got := read(t, "http://"+s.admin.Addr().String()+"/metrics")
		for _, line := range want {
			if !strings.Contains(got, line+"\n") {
				t.Errorf("the figures lack %s", line)
			}
		}
	}
	figures("tandem_outbox_waiting 0", "tandem_outbox_parked 0", "tandem_outbox_oldest_seconds 0")
	s.own.comment(s.own.createTask("Bake"), `{"body":"@ed @out"}`)
	s.tellAll()
	figures("tandem_outbox_waiting 1", "tandem_outbox_parked 0")
	if got := read(t, "http://"+s.admin.Addr().String()+"/metrics"); strings.Contains(got, "tandem_outbox_oldest_seconds 0\n") {
		t.Error("the oldest has no age")
	}
	post.refusal = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such person"}
	s.sends(soon)
	figures("tandem_outbox_waiting 0", "tandem_outbox_parked 1", "tandem_outbox_oldest_seconds 0")
	s.sent(outbox.Mail)
	s.sent(outbox.Push)
	figures(`tandem_outbox_sent_total{channel="mail"} 1`, `tandem_outbox_sent_total{channel="push"} 1`)
}

// What was there before is nothing new: neither people nor their devices hear of it.
func TestOutbox_bulk(t *testing.T) {
	s, service := openStreet(t, func(c *config.Config) {
		c.SMTP, c.MailFrom = "smtp://127.0.0.1:9?tls=off", "tandem@example.org"
	}), pushtest.Start(t)
	s.own.subscribe(service)
	s.ed.subscribe(pushtest.Start(t))
	file, err := os.ReadFile("../trello/testdata/thousand-actions.json")
	if err != nil {
		t.Fatal(err)
	}
	if w, raw := s.own.call("POST", "/api/teams/"+s.team+"/imports?format=trello", string(file)); w.StatusCode != 201 {
		t.Fatalf("%d %s", w.StatusCode, raw)
	}
	s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Begun","starter":"kanban"}`, "project")
	s.tellAll()
	if s.waits() != (outbox.Stats{}) || len(s.own.inbox(""))+len(s.ed.inbox("")) != 0 {
		t.Errorf("%+v waits; %v %v", s.waits(), s.own.inbox(""), s.ed.inbox(""))
	}
}

func TestNotificationPreferences(t *testing.T) {
	s := openStreet(t)
	for body, want := range map[string]string{
		`{"mail":"digest","digestHour":7,"quiet":{"from":"22:00","to":"07:00"}}`: `{"mail":"digest","digestHour":7,"push":true,"dueHour":9,"quiet":{"from":"22:00","to":"07:00"},"sendsMail":false}`,
		`{"mail":"sometimes","digestHour":7,"quiet":null}`:                       `"/mail"`,
		`{"mail":"off","digestHour":24,"quiet":null}`:                            `"/digestHour"`,
		`{"mail":"off","digestHour":7,"quiet":{"from":"25:00","to":"07:00"}}`:    `"/quiet/from"`,
		`{"mail":"off","digestHour":7,"quiet":{"from":"7:00","to":"07:00"}}`:     `"/quiet/from"`,
		`{"mail":"off","digestHour":7,"quiet":{"from":"07:00","to":"07:00"}}`:    `"/quiet/to"`,
	} {
		if _, raw := s.ed.call("PUT", "/api/me/notifications", body); !strings.Contains(string(raw), want) {
			t.Errorf("%s: %s", body, raw)
		}
	}
	if _, raw := s.ed.call("GET", "/api/me/notifications", ""); !strings.Contains(string(raw), `"mail":"digest"`) {
		t.Errorf("%s", raw)
	}
	if _, raw := s.own.call("GET", "/api/me/notifications", ""); !strings.Contains(string(raw), `"mail":"immediate"`) {
		t.Errorf("another's: %s", raw)
	}
}
