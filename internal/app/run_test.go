package app

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/internal/config"
	"tandem/internal/sqlite"
)

// A stop tells first that nobody new shall come, lets what is under way finish,
// and is soon done.
func TestRun_stop(t *testing.T) {
	settings := config.Default()
	settings.Addr, settings.AdminAddr, settings.Registration = "127.0.0.1:0", "127.0.0.1:0", config.Open
	keep(t, &settings)
	a, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	slow, release := make(chan struct{}), make(chan struct{})
	serve := a.handler
	a.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(slow)
			<-release
		}
		serve.ServeHTTP(w, r)
	})
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.Run(ctx, func(address string) { ready <- address }) }()
	address := <-ready
	if got := read(t, "http://"+a.admin.Addr().String()+"/metrics"); !strings.Contains(got, "tandem_journal_waiting 0") {
		t.Errorf("no metrics: %.200s", got)
	}
	answered := make(chan int, 1)
	go func() {
		answer, err := http.Get(address + "/slow")
		if err != nil {
			answered <- 0
			return
		}
		answer.Body.Close()
		answered <- answer.StatusCode
	}()
	<-slow
	stop()
	deadline := time.Now().Add(5 * time.Second)
	for !a.health.Stopping() {
		if time.Now().After(deadline) {
			t.Fatal("still ready")
		}
		time.Sleep(time.Millisecond)
	}
	select {
	case err := <-done:
		t.Fatalf("stopped while a request was under way: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if status := <-answered; status == 0 {
		t.Error("the request that was under way got no answer")
	}
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not stop")
	}
}

func read(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A wrong setting ends the start with a sentence that names it, and leaves
// nothing that holds the address or the folder.
func TestNew_wrong(t *testing.T) {
	busy, err := New(t.Context(), config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), BaseURL: "http://127.0.0.1", LogLevel: "info"})
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	newer := t.TempDir()
	if err := os.WriteFile(filepath.Join(newer, sqlite.File), []byte("this is no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*config.Config)
		says   string
	}{
		"a folder that cannot be made": {func(s *config.Config) { s.Data = filepath.Join(file, "data") }, "--data"},
		"a database that is none":      {func(s *config.Config) { s.Data = newer }, ""},
		"an address in use":            {func(s *config.Config) { s.Addr = busy.public.Addr().String() }, "--addr"},
		"operators' address in use":    {func(s *config.Config) { s.AdminAddr = busy.public.Addr().String() }, "--admin-addr"},
	} {
		t.Run(name, func(t *testing.T) {
			settings := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), BaseURL: "http://127.0.0.1", LogLevel: "info"}
			c.change(&settings)
			a, err := New(t.Context(), settings)
			if err == nil {
				a.Close()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %q", err)
			}
		})
	}
}
