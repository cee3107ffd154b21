package app

import (
	"io"
	"net/http"
	netmail "net/mail"
	"strings"
	"testing"

	"tandem/internal/config"
	"tandem/internal/mail"
)

const replySecret = "the mail server's secret"

// handIn hands a mail in as the mail server does.
func (s *street) handIn(secret, raw string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "POST", "http://"+s.addr+"/api/mail/replies", strings.NewReader(raw))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "message/rfc822")
	r.Header.Set("Authorization", "Bearer "+secret)
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return w.StatusCode, string(body)
}

func replyFrom(from, to, id, text string) string {
	return "From: " + from + "\r\nTo: " + to + "\r\nMessage-Id: <" + id + "@example.org>\r\nSubject: Re: WEB-1\r\n\r\n" + text
}

func TestAnswers(t *testing.T) {
	replies := func(c *config.Config) { c.MailReply, c.ReplySecret = "reply@example.org", replySecret }
	open := func(t *testing.T) (s *street, task, comment, to string) {
		s, post := withMail(t, replies)
		task = s.own.createTask("Bake")
		comment = s.own.comment(task, `{"body":"@ed which flour?"}`)
		s.sends(soon)
		list := post.letters()
		if len(list) != 1 || !strings.HasPrefix(list[0].plain, mail.Mark) || !strings.Contains(list[0].html, mail.Mark) {
			t.Fatalf("%v", list)
		}
		address, err := netmail.ParseAddress(list[0].header.Get("Reply-To"))
		if err != nil || len(address.Address) > 64+len("@example.org") {
			t.Fatalf("%s: %v", list[0].header.Get("Reply-To"), err)
		}
		return s, task, comment, address.Address
	}
	comments := func(s *street, task string) string {
		_, raw := s.own.call("GET", "/api/tasks/"+task+"/comments", "")
		return string(raw)
	}
	t.Run("an answer is a comment, once, also from a server that writes all in lower case", func(t *testing.T) {
		s, task, comment, to := open(t)
		for range 2 {
			status, body := s.handIn(replySecret, replyFrom("ED@example.org", strings.ToLower(to), "1", "Rye.\r\n\r\nOn Monday own wrote:\r\n> "+mail.Mark+"\r\n> secret"))
			if status != 201 || !strings.Contains(body, `"body":"Rye."`) {
				t.Fatalf("%d %s", status, body)
			}
		}
		got := comments(s, task)
		if strings.Count(got, `"body":"Rye."`) != 1 || !strings.Contains(got, `"author":"`+s.ed.id+`"`) || !strings.Contains(got, `"parent":"`+comment+`"`) {
			t.Errorf("%s", got)
		}
		s.wantHeard("who is answered", s.own, "replied Bake")
	})
	t.Run("what is no answer changes nothing", func(t *testing.T) {
		s, task, _, to := open(t)
		local, domain, _ := strings.Cut(to, "@")
		forged := local[:len(local)-1] + string(rune('0'+(local[len(local)-1]+1)%10)) + "@" + domain
		before := comments(s, task)
		for what, c := range map[string]struct {
			secret, raw string
			status      int
		}{
			"no secret":      {"", replyFrom("ed@example.org", to, "1", "Rye"), 401},
			"a wrong secret": {replySecret + "x", replyFrom("ed@example.org", to, "1", "Rye"), 401},
			"no token":       {replySecret, replyFrom("ed@example.org", "reply@example.org", "1", "Rye"), 404},
			"a forged token": {replySecret, replyFrom("ed@example.org", forged, "1", "Rye"), 404},
			"another domain": {replySecret, replyFrom("ed@example.org", local+"@evil.example", "1", "Rye"), 404},
			"from another":   {replySecret, replyFrom("own@example.org", to, "1", "Rye"), 403},
			"from nobody":    {replySecret, strings.Replace(replyFrom("x", to, "1", "Rye"), "From: x\r\n", "", 1), 403},
			"empty":          {replySecret, replyFrom("ed@example.org", to, "1", "> "+mail.Mark), 422},
			"too long":       {replySecret, replyFrom("ed@example.org", to, "1", strings.Repeat("x", 200_000)), 422},
			"a machine":      {replySecret, "Auto-Submitted: auto-replied\r\n" + replyFrom("ed@example.org", to, "1", "I am away"), 204},
			"no mail":        {replySecret, "hello", 422},
		} {
			if status, body := s.handIn(c.secret, c.raw); status != c.status {
				t.Errorf("%s: %d %s", what, status, body)
			}
		}
		if after := comments(s, task); after != before {
			t.Errorf("%s", after)
		}
	})
	t.Run("rights are those of now", func(t *testing.T) {
		for what, c := range map[string]struct {
			change func(s *street, task string)
			status int
		}{
			"a viewer": {func(s *street, _ string) {
				s.own.must("PUT", "/api/projects/"+s.project+"/members/"+s.ed.id, `{"role":"viewer"}`)
			}, 403},
			"let out":      {func(s *street, _ string) { s.own.must("DELETE", "/api/teams/"+s.team+"/members/"+s.ed.id, "") }, 404},
			"disabled":     {func(s *street, _ string) { s.own.must("PATCH", "/api/people/"+s.ed.id, `{"disabled":true}`) }, 404},
			"task deleted": {func(s *street, task string) { s.own.must("DELETE", "/api/tasks/"+task, "") }, 404},
		} {
			s, task, _, to := open(t)
			c.change(s, task)
			if status, body := s.handIn(replySecret, replyFrom("ed@example.org", to, "1", "Rye")); status != c.status || strings.Contains(body, "Bake") {
				t.Errorf("%s: %d %s", what, status, body)
			}
		}
	})
	t.Run("mail about several tasks has no address for an answer", func(t *testing.T) {
		s, post := withMail(t, replies)
		s.own.comment(s.own.createTask("Bake"), `{"body":"@ed"}`)
		s.own.comment(s.own.createTask("Eat"), `{"body":"@ed"}`)
		s.sends(soon)
		if list := post.letters(); len(list) != 1 || list[0].header.Get("Reply-To") != "" || strings.Contains(list[0].plain, mail.Mark) {
			t.Errorf("%v", list)
		}
	})
	t.Run("without the setting there is no such call", func(t *testing.T) {
		s := openStreet(t)
		if status, _ := s.handIn("", replyFrom("ed@example.org", "x@example.org", "1", "Rye")); status != 404 {
			t.Errorf("%d", status)
		}
	})
}
