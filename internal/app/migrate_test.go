package app

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"tandem/internal/config"
	"tandem/internal/fault"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/sqlite"
)

// What cannot be copied, or not into there, or is not whole, is told in a sentence.
func TestMigrate_refused(t *testing.T) {
	filled := t.TempDir()
	db, err := sqlite.Open(t.Context(), filled, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Secret(t.Context(), "a key"); err != nil {
		t.Fatal(err)
	}
	t.Run("a served source", func(t *testing.T) { migrates(t, filled, t.TempDir(), "A server works on the folder") })
	t.Run("a served target", func(t *testing.T) {
		other := t.TempDir()
		closing, err := sqlite.Open(t.Context(), other, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer closing.Close()
		db.Close()
		migrates(t, filled, other, "A server works on the folder")
	})
	t.Run("no source", func(t *testing.T) { migrates(t, t.TempDir(), filled, "There is no Tandem database") })
	t.Run("the same", func(t *testing.T) { migrates(t, filled, filled, "the same database") })
	t.Run("a file that is not there", func(t *testing.T) { migrates(t, "@"+filepath.Join(filled, "none"), filled, "cannot be read") })
	t.Run("no address", func(t *testing.T) { migrates(t, filled, "mongodb://", "The address of the database cannot be used") })
	done := t.TempDir()
	t.Run("whole", func(t *testing.T) { migrates(t, filled, done, "") })
	t.Run("a target that is not empty", func(t *testing.T) { migrates(t, filled, done, "The target is not empty") })
	half, err := sqlite.Open(t.Context(), done, sqlite.Options{})
	if err == nil {
		err = half.SetCopyOf(t.Context(), "something")
	}
	if err != nil {
		t.Fatal(err)
	}
	half.Close()
	t.Run("half a copy of another", func(t *testing.T) { migrates(t, filled, done, "half-done copy of something else") })
	t.Run("half a copy is not served", func(t *testing.T) {
		settings, err := config.Load([]string{"--data", done, "--addr", "127.0.0.1:0"}, func(string) (string, bool) { return "", false })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := New(t.Context(), settings); err == nil || !strings.Contains(fault.MessageOf(err), "half-done copy") {
			t.Errorf("%v", err)
		}
	})
}

func migrates(t *testing.T, from, to, says string) {
	t.Helper()
	_, err := Migrate(t.Context(), from, to, func(string) {})
	if (err == nil) != (says == "") || err != nil && !strings.Contains(fault.MessageOf(err), says) {
		t.Errorf("%v, want %q", err, says)
	}
}

// A MongoDB database says that a server works on it, while one does.
func TestMigrate_servedServer(t *testing.T) {
	address := mongotest.Address(t)
	settings, err := config.Load([]string{"--data", t.TempDir(), "--addr", "127.0.0.1:0", "--database", address}, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan string), make(chan error)
	go func() { ended <- server.Run(ctx, func(address string) { ready <- address }) }()
	<-ready
	for !strings.Contains(text(Migrate(t.Context(), address, t.TempDir(), func(string) {})), "A server works on") {
		t.Log("not yet signed")
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	server.Close()
	migrates(t, address, t.TempDir(), "")
}

func text(_ any, err error) string {
	if err == nil {
		return ""
	}
	return fault.MessageOf(err)
}
