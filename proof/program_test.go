package proof

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
)

// program is the real binary, as a child process on a data folder of its own.
type program struct {
	binary string
	addr   string
	data   string
	token  string
	args   []string // further settings
	child  *exec.Cmd
	said   bytes.Buffer
	client http.Client
}

// binary gives the program to start: TANDEM_BINARY, or one built now.
var binary = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("TANDEM_BINARY"); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "tandem-proof-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "tandem")
	out, err := exec.Command("go", "build", "-o", path, "tandem/cmd/tandem").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, err
})

func newProgram(t *testing.T, args ...string) *program {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{binary: path, data: t.TempDir(), args: args}
	p.run(t)
	return p
}

// beside gives a second node over the same data.
func (p *program) beside(t *testing.T) *program {
	t.Helper()
	other := &program{binary: p.binary, data: p.data, token: p.token, args: p.args}
	other.run(t)
	return other
}

// run starts it on an address of its own until the test ends.
func (p *program) run(t *testing.T) {
	t.Helper()
	p.addr = freeAddress(t)
	p.client.Timeout = 20 * time.Second
	t.Cleanup(p.kill)
	p.start(t)
}

func (p *program) start(t *testing.T) {
	t.Helper()
	p.child = exec.Command(p.binary, append([]string{"serve", "--addr", p.addr, "--admin-addr", "", "--data", p.data,
		"--rate-limit", "off", "--registration", "open"}, p.args...)...)
	p.child.Stdout, p.child.Stderr = &p.said, &p.said
	if err := p.child.Start(); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(2 * time.Millisecond) {
		if answer, err := p.client.Get("http://" + p.addr + "/healthz"); err == nil {
			answer.Body.Close()
			return
		}
	}
	t.Fatalf("the program did not start; it said:\n%s", &p.said)
}

// kill ends the process as kill -9 does: without a word of warning.
func (p *program) kill() {
	if p.child != nil && p.child.ProcessState == nil {
		p.child.Process.Kill()
		p.child.Wait()
	}
	p.client.CloseIdleConnections()
}

// call sends one request and reads the answer into out. Any answer but 2xx is an error.
func (p *program) call(ctx context.Context, method, path string, body, out any) (*http.Response, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	if body == nil {
		text = nil
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://"+p.addr+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", p.token)
	answer, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s answered %s: %s", method, path, answer.Status, raw)
	}
	return answer, json.Unmarshal(raw, out, json.MatchCaseInsensitiveNames(true))
}

// register makes an account, a team and a project, and gives the project's id.
func (p *program) register(t *testing.T) (project string) {
	t.Helper()
	var made struct {
		Team    struct{ ID string }
		Project struct{ ID string }
		Secret  string
	}
	account := map[string]string{"email": "ada@example.com", "name": "Ada", "password": "correct horse battery"}
	answer, err := p.call(t.Context(), "POST", "/api/auth/register", account, &struct{}{})
	if err == nil {
		err = p.tokenFrom(t.Context(), answer.Cookies(), &made)
	}
	if err == nil {
		p.token = "Bearer " + made.Secret
		_, err = p.call(t.Context(), "POST", "/api/teams", map[string]string{"name": "Ada's team"}, &made)
	}
	if err == nil {
		_, err = p.call(t.Context(), "POST", "/api/projects", map[string]string{"team": made.Team.ID, "name": "Website"}, &made)
	}
	if err != nil {
		t.Fatal(err)
	}
	return made.Project.ID
}

// tokenFrom asks for an API token with the cookie that registering gave.
func (p *program) tokenFrom(ctx context.Context, cookies []*http.Cookie, out any) error {
	if len(cookies) == 0 {
		return errors.New("registering gave no cookie")
	}
	request, err := http.NewRequestWithContext(ctx, "POST", "http://"+p.addr+"/api/tokens", bytes.NewReader([]byte(`{"name":"proof"}`)))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.AddCookie(cookies[0])
	answer, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	return json.UnmarshalRead(answer.Body, out, json.MatchCaseInsensitiveNames(true))
}
