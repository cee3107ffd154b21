package app

import (
	"context"
	"strings"
	"testing"
	"time"
)

// Whatever ends a right ends its sockets with 4401, at once, and no other (L4, C9).
func TestSocket_revoked(t *testing.T) {
	const password = "a long enough one 7"
	for name, end := range map[string]func(s *street, other *someone){
		"another session of theirs ends it": func(s *street, other *someone) {
			_, list := other.call("GET", "/api/me/sessions", "")
			for _, part := range strings.Split(string(list), `{"id":"`)[1:] {
				if strings.Contains(part, `"current":false`) {
					other.must("DELETE", "/api/me/sessions/"+part[:36], "")
				}
			}
		},
		"they change their password elsewhere": func(s *street, other *someone) {
			other.must("POST", "/api/me/password", `{"currentPassword":"`+password+`","password":"another long one 8"}`)
		},
		"the operator sets their password": func(s *street, _ *someone) {
			if err := s.auth.ResetPassword(context.Background(), s.ed.id, "another long one 8"); err != nil {
				s.t.Fatal(err)
			}
		},
		"they are disabled": func(s *street, _ *someone) {
			if err := s.auth.SetDisabled(context.Background(), s.ed.id, true); err != nil {
				s.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openStreet(t)
			other := &someone{s: s, id: s.ed.id}
			answer, _ := other.call("POST", "/api/auth/login", `{"email":"ed@example.org","password":"`+password+`"}`)
			for _, c := range answer.Cookies() {
				if c.Name == "tandem_session" {
					other.cookie = c.Name + "=" + c.Value
				}
			}
			watched, everywhere, own := s.ed.open("/ws/"+s.project), s.ed.open("/ws"), s.own.open("/ws/"+s.project)
			expect(t, watched, `{"type":"hello"`)
			expect(t, own, `{"type":"hello"`)
			end(s, other)
			began := time.Now()
			expect(t, watched, "close 4401")
			expect(t, everywhere, "close 4401")
			if took := time.Since(began); took > time.Second {
				t.Errorf("it took %s", took)
			}
			s.own.createTask("After it")
			expect(t, own, `"title":"After it"`)
			if answer, _ := s.ed.call("GET", "/api/me", ""); answer.StatusCode != 401 {
				t.Errorf("it still counts: %s", answer.Status)
			}
		})
	}
}
