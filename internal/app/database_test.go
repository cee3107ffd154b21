package app

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/internal/config"
	"tandem/internal/fault"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/s3/s3test"
	"tandem/internal/sqlite"
)

// A database server that is named wrong, or that is not there, ends the start with a
// sentence that says so and tells no secret.
func TestNew_noServer(t *testing.T) {
	for name, c := range map[string]struct{ address, says string }{
		"no MongoDB":   {"mongodb://", "mongodb://host:27017/name"},
		"wrong option": {"mongodb://u:secret@127.0.0.1/tandem?w=many&tls=perhaps", "mongodb://host:27017/name"},
		"nobody there": {"mongodb://u:secret@127.0.0.1:1/tandem?serverSelectionTimeoutMS=100", "The database does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := New(t.Context(), config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), BaseURL: "http://127.0.0.1", LogLevel: "info", Database: c.address})
			if err == nil {
				a.Close()
				t.Fatal("it started")
			}
			if says := fault.MessageOf(err); !strings.Contains(says, c.says) || strings.Contains(says, "secret") || strings.Contains(says, "\n") {
				t.Errorf("it says %q", says)
			}
		})
	}
}

// A folder with the files of one database is refused to another: there they would count
// as left over, and be removed. To the same one, moved to a server, it is not.
func TestNew_othersFolder(t *testing.T) {
	for name, first := range map[string]func(*config.Config){
		"of an embedded database": func(s *config.Config) { s.Database = "" },
		"of another server's":     func(s *config.Config) { s.Database = mongotest.Address(t) },
		"from before it was noted": func(s *config.Config) {
			s.Database = ""
			startedOn(t, *s)
			if err := os.Remove(filepath.Join(s.Data, instanceFile)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			settings := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), BaseURL: "http://127.0.0.1", LogLevel: "error"}
			first(&settings)
			if _, err := os.Stat(filepath.Join(settings.Data, sqlite.File)); err != nil {
				startedOn(t, settings)
				startedOn(t, settings)
			}
			settings.Database = mongotest.Address(t)
			a, err := New(t.Context(), settings)
			if err == nil {
				a.Close()
			}
			if !errors.Is(err, errOtherFolder) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

// So is a bucket with the files of another database; a folder of its own in it is not,
// and neither is the bucket to the same database when it comes back.
func TestNew_othersBucket(t *testing.T) {
	bucket := s3test.Address(t)
	own := config.Config{Addr: "127.0.0.1:0", Data: t.TempDir(), BaseURL: "http://127.0.0.1", LogLevel: "error", Files: bucket}
	startedOn(t, own)
	startedOn(t, own)
	other := own
	other.Data = t.TempDir()
	a, err := New(t.Context(), other)
	if err == nil {
		a.Close()
	}
	if !errors.Is(err, errOtherBucket) {
		t.Errorf("it says %v", err)
	}
	other.Files = strings.Replace(bucket, "?", "/other?", 1)
	startedOn(t, other)
}

func startedOn(t *testing.T, settings config.Config) {
	t.Helper()
	a, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
}

// While the database server is away the server lives, is not ready, and refuses with
// 503 and when to come again; once it is back all goes on, signed in as before.
func TestServe_databaseAway(t *testing.T) {
	program, dir := mongotest.Program(t), t.TempDir()
	server, err := mongotest.Start(program, "--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Kill() })
	v := serving(t, func(settings *config.Config) {
		openTo(settings)
		settings.Database = mongotest.In(server.Address, "away") + "serverSelectionTimeoutMS=300"
	}).register("ann")
	server.Kill()
	probe := &visitor{t, v.address, http.DefaultClient, v.server}
	if answer, text := probe.get("/readyz"); answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, `"database"`) {
		t.Errorf("it counts as ready: %d %s", answer.StatusCode, text)
	}
	for path, word := range map[string]string{"/api/me": "does not answer", "/api/projects": "does not answer"} {
		if answer, text := v.get(path); answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, word) || answer.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %v %s", path, answer.StatusCode, answer.Header, text)
		}
	}
	if answer, text := probe.get("/healthz"); answer.StatusCode != http.StatusOK {
		t.Errorf("it counts as dead: %s", text)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(server.Address, "mongodb://"), "/")
	if server, err = mongotest.Start(program, "--data", dir, "--addr", host); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for status := 0; status != http.StatusOK; time.Sleep(100 * time.Millisecond) {
		answer, text := v.get("/api/me")
		if status = answer.StatusCode; time.Now().After(deadline) {
			t.Fatalf("it does not come back: %d %s", status, text)
		}
	}
}

// get asks and gives the answer with its text.
func (v *visitor) get(path string) (*http.Response, string) {
	v.t.Helper()
	answer, err := v.client.Get(v.address + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer, string(text)
}
