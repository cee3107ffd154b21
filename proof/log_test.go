package proof

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/sqlite"
)

// line is one of the log in JSON.
type line struct {
	Msg, Level, Request, Command, Path string
}

// TestLog: every line that belongs to a request bears the id that the answer bore,
// and that of the command; and none holds a password, a cookie or a token.
func TestLog(t *testing.T) {
	p := newProgram(t, "--log-level", "debug", "--log-format", "json")
	project := p.register(t)
	commands := "/api/projects/" + project + "/commands"
	create := func(id string) (*http.Response, error) {
		body := map[string]any{"commands": []map[string]any{{"id": id, "kind": "task.create", "title": "A task"}}}
		return p.call(t.Context(), "POST", commands, body, &struct{}{})
	}
	good, bad := entry.NewID(), entry.NewID()
	answer, err := create(good)
	if err != nil {
		t.Fatal(err)
	}
	p.breakDatabase(t)
	_, _ = create(bad)
	p.kill()
	said := p.said.String()
	lines := linesOf(t, said)
	expectLine(t, lines, line{Msg: "answered", Level: "DEBUG", Request: answer.Header.Get("X-Request-Id"), Command: good, Path: commands})
	if !strings.Contains(said, `"level":"ERROR"`) {
		t.Fatal("the mistake is not told")
	}
	for _, l := range lines {
		if l.Level == "ERROR" && l.Command == bad && l.Request == "" {
			t.Errorf("a line without its request: %+v", l)
		}
		if l.Level == "ERROR" && l.Path == commands && l.Command != bad {
			t.Errorf("a line without its command: %+v", l)
		}
	}
	for _, secret := range []string{"correct horse battery", strings.TrimPrefix(p.token, "Bearer "), "tdm_", "tandem_session"} {
		if strings.Contains(said, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// breakDatabase takes the entries away under the running program.
func (p *program) breakDatabase(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.data, sqlite.File)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`ALTER TABLE entries RENAME TO elsewhere`); err != nil {
		t.Fatal(err)
	}
}

// linesOf reads the objects; the line at start is for people.
func linesOf(t *testing.T, said string) (list []line) {
	t.Helper()
	for text := range strings.Lines(said) {
		var l line
		if !strings.HasPrefix(text, "{") {
			continue
		}
		if err := json.Unmarshal([]byte(text), &l, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		list = append(list, l)
	}
	return list
}

func expectLine(t *testing.T, lines []line, want line) {
	t.Helper()
	for _, l := range lines {
		if l == want {
			return
		}
	}
	t.Errorf("no line %+v among %+v", want, lines)
}
