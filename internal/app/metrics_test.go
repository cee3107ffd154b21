package app

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// figure gives a metric's value as the real handler tells it; "" where it is missing.
func (s *street) figure(series string) string {
	s.t.Helper()
	for line := range strings.Lines(read(s.t, "http://"+s.admin.Addr().String()+"/metrics")) {
		if value, found := strings.CutPrefix(line, series+" "); found {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// becomes waits until a metric has a value.
func (s *street) becomes(series, want string) {
	s.t.Helper()
	got := ""
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if got = s.figure(series); got == want {
			return
		}
	}
	s.t.Errorf("%s is %q, want %s", series, got, want)
}

// What operators ask for is told: of answers, commits, deliveries, sockets and
// what is behind. A route is told by its pattern: an address would be without end.
func TestMetrics(t *testing.T) {
	s := openStreet(t)
	socket := s.own.open("/ws/" + s.project)
	expect(t, socket, `"hello"`)
	s.own.createTask("one")
	expect(t, socket, `"task:created"`)
	task := s.own.createTask("two")
	expect(t, socket, `"task:created"`)
	s.own.must("GET", "/api/tasks/"+task, "")
	s.out.call("GET", "/api/tasks/"+task, "")
	s.out.call("GET", "/nowhere/"+task, "")
	for series, want := range map[string]string{
		`tandem_http_answer_seconds_count{route="GET /api/tasks/{task}",status="2xx"}`: "1",
		`tandem_http_answer_seconds_count{route="GET /api/tasks/{task}",status="4xx"}`: "1",
		`tandem_http_answers_total{status="404"}`:                                      "1",
		`tandem_live_joined_total{how="fresh"}`:                                        "1",
		`tandem_live_joined_total{how="reset"}`:                                        "0",
		`tandem_sockets`:                                                               "1",
		`tandem_sockets_queued_bytes`:                                                  "0",
		`tandem_sockets_queued_bytes_max`:                                              "0",
		`tandem_journal_waiting`:                                                       "0",
		`tandem_live_delivery_seconds_count`:                                           "2",
		`tandem_projection_behind_projects{projection="search"}`:                       "0",
		`tandem_projection_behind_projects{projection="activity"}`:                     "0",
		`tandem_outbox_parked`:                                                         "0",
	} {
		s.becomes(series, want)
	}
	text := read(t, "http://"+s.admin.Addr().String()+"/metrics")
	for _, wanted := range []string{
		`tandem_build_info\{go="go[^"]+",revision="[^"]+",version="[^"]*"\} 1`, `tandem_database_bytes\{file="database"\} [1-9]`,
		`tandem_journal_append_seconds_count [1-9]`, `tandem_journal_submit_seconds_count [1-9]`, `go_goroutines [1-9]`, `process_open_fds [1-9]`,
	} {
		if !regexp.MustCompile(`(?m)^` + wanted).MatchString(text) {
			t.Errorf("no %s", wanted)
		}
	}
	if profile := read(t, "http://"+s.admin.Addr().String()+"/debug/pprof/goroutine?debug=1"); !strings.HasPrefix(profile, "goroutine profile:") {
		t.Errorf("no profile: %.80s", profile)
	}
	if strings.Contains(text, task) || strings.Contains(text, s.project) {
		t.Error("an id is in the metrics: they would grow without end")
	}
}

// A socket's end is told once, with its code.
func TestMetrics_closes(t *testing.T) {
	s := openStreet(t)
	expect(t, s.out.open("/ws/"+s.project), "close 4404")
	lost := s.own.open("/ws/" + s.project)
	expect(t, lost, `"hello"`)
	lost.Close()
	s.becomes(`tandem_sockets_closed_total{code="1006"}`, "1")
	s.becomes(`tandem_sockets_closed_total{code="4404"}`, "1")
	s.becomes(`tandem_sockets`, "0")
}

// Where the database does not answer, what is known without it is told all the same.
func TestMetrics_withoutDatabase(t *testing.T) {
	s := openStreet(t)
	s.store.Close()
	s.becomes("tandem_sockets", "0")
	if got := s.figure("tandem_outbox_waiting"); got != "" {
		t.Errorf("tandem_outbox_waiting is %s though nobody knows", got)
	}
}
