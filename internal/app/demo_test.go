package app

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/outbox"
	"tandem/internal/projection/notify"
	"tandem/internal/wire"
)

// serving runs a server on a free port until the test ends.
func serving(t *testing.T, change func(*config.Config)) *visitor {
	t.Helper()
	settings := config.Default()
	settings.Addr, settings.AdminAddr = "127.0.0.1:0", ""
	keep(t, &settings)
	change(&settings)
	server, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, stopped := make(chan string, 1), make(chan error, 1)
	go func() { stopped <- server.Run(ctx, func(address string) { ready <- address }) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	jar, _ := cookiejar.New(nil)
	return &visitor{t, <-ready, &http.Client{Jar: jar, Timeout: 30 * time.Second}, server}
}

// visitor is a browser without a screen.
type visitor struct {
	t       *testing.T
	address string
	client  *http.Client
	server  *App
}

func (v *visitor) ask(method, path string, body []byte, into any) (status int) {
	v.t.Helper()
	request, err := http.NewRequest(method, v.address+path, bytes.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	answer, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			v.t.Fatalf("%s %s: %d %s", method, path, answer.StatusCode, text)
		}
	}
	return answer.StatusCode
}

type started struct {
	User    entry.User    `json:"user"`
	Project *wire.Project `json:"project"`
}

// TestDemo: a first visitor is in a living project after one request, and nobody
// else can do the same.
func TestDemo(t *testing.T) {
	v := serving(t, func(c *config.Config) { c.OfferDemo = true })
	var demo started
	if status := v.ask("POST", "/api/demo", nil, &demo); status != http.StatusCreated {
		t.Fatalf("status %d", status)
	}
	var board struct {
		Tasks   []entry.Task   `json:"tasks"`
		Members []entry.Member `json:"members"`
	}
	if status := v.ask("GET", "/api/projects/"+demo.Project.ID+"/snapshot", nil, &board); status != http.StatusOK || len(board.Tasks) < 60 || len(board.Members) != 4 {
		t.Errorf("status %d, %d tasks, %d members", status, len(board.Tasks), len(board.Members))
	}
	if status := v.ask("POST", "/api/demo", nil, nil); status != http.StatusNotFound {
		t.Errorf("a second demo: status %d, want 404", status)
	}
}

// Nobody is told of what a demo holds, and no mail goes to the people in it.
func TestDemo_quiet(t *testing.T) {
	v := serving(t, func(c *config.Config) {
		c.OfferDemo, c.SMTP, c.MailFrom = true, "smtp://127.0.0.1:9?tls=off", "tandem@example.org"
	})
	if status := v.ask("POST", "/api/demo", nil, nil); status != http.StatusCreated {
		t.Fatalf("status %d", status)
	}
	a := v.server
	if err := notify.New(a.store, a.writer.TellOnce, a.bus, notify.Options{}).Work(t.Context()); err != nil {
		t.Fatal(err)
	}
	if stats, err := a.store.OutboxStats(t.Context()); err != nil || stats != (outbox.Stats{}) {
		t.Errorf("%+v %v", stats, err)
	}
	var me struct {
		Unread int `json:"unread"`
	}
	if v.ask("GET", "/api/me", nil, &me); me.Unread != 0 {
		t.Errorf("%d unread", me.Unread)
	}
}

func TestDemo_notOffered(t *testing.T) {
	v := serving(t, func(c *config.Config) {})
	if status := v.ask("POST", "/api/demo", nil, nil); status != http.StatusNotFound {
		t.Errorf("status %d, want 404", status)
	}
	var instance struct {
		NeedsFirstAccount bool `json:"needsFirstAccount"`
	}
	if v.ask("GET", "/api/instance", nil, &instance); !instance.NeedsFirstAccount {
		t.Error("a refused demo has left people behind")
	}
}

// TestImport: a board goes in as a file and comes out on the board, with its
// history in the journal.
func TestImport(t *testing.T) {
	v := serving(t, func(c *config.Config) { c.OfferDemo = true })
	var demo started
	v.ask("POST", "/api/demo", nil, &demo)
	file, err := os.ReadFile("../trello/testdata/thousand-actions.json")
	if err != nil {
		t.Fatal(err)
	}
	var brought wire.Imported
	if status := v.ask("POST", "/api/teams/"+demo.Project.Team+"/imports?format=trello", file, &brought); status != http.StatusCreated {
		t.Fatalf("status %d", status)
	}
	var journal struct {
		Entries []struct {
			Seq int64         `json:"seq"`
			At  entry.Instant `json:"at"`
		} `json:"entries"`
		Head int64 `json:"head"`
	}
	v.ask("GET", "/api/projects/"+brought.Project.ID+"/journal?after=0&limit=500", nil, &journal)
	if n := len(journal.Entries); n < 500 || journal.Head < 900 || journal.Entries[0].At != brought.Project.CreatedAt {
		t.Errorf("%d entries of %d, the first at %s; the project is of %s", n, journal.Head, journal.Entries[0].At, brought.Project.CreatedAt)
	}
	if status := v.ask("POST", "/api/teams/"+demo.Project.Team+"/imports?format=trello", file, &brought); status != http.StatusOK {
		t.Errorf("the same file again: status %d, want 200", status)
	}
}
