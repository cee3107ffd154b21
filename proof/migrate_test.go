package proof

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"tandem/internal/mongo/mongotest"
	"tandem/internal/sqlite"
)

// TestMigrate_kill: a copy is killed again and again, into a folder and into a
// MongoDB database. It goes on each time, and in the end is what one is that nobody
// disturbed; the source is the same, byte for byte.
func TestMigrate_kill(t *testing.T) {
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	source := t.TempDir()
	if out, err := exec.Command(program, "demo", "--data", source, "--tasks", "20").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before := contentOf(t, source)
	began := time.Now()
	want, out := digestOf(migrated(program, source, t.TempDir()))
	if want == "" {
		t.Fatal(out)
	}
	whole := time.Since(began)
	for name, to := range map[string]string{"a folder": t.TempDir(), "a server": mongotest.Address(t)} {
		t.Run(name, func(t *testing.T) {
			killed := 0
			for least := whole / 10; ; least = least * 3 / 2 {
				command := migrated(program, source, to)
				kill := time.AfterFunc(least+rand.N(least), func() { _ = command.Process.Kill() }) // it may have ended
				got, out := digestOf(command)
				kill.Stop()
				if got == want {
					break
				}
				if got != "" || command.ProcessState.Exited() {
					t.Fatalf("after %d kills: %q\n%s", killed, got, out)
				}
				killed++
			}
			t.Logf("killed %d times", killed)
			if killed == 0 {
				t.Error("it was never killed")
			}
		})
	}
	if contentOf(t, source) != before {
		t.Error("the source has changed")
	}
}

func migrated(program, from, to string) *exec.Cmd {
	return exec.Command(program, "migrate", "--from", from, "--to", to)
}

var saidDigest = regexp.MustCompile(`the digest ([0-9a-f]{64})`)

// digestOf runs a copy and gives the digest that it tells; "" where it does not end well.
func digestOf(command *exec.Cmd) (digest, out string) {
	said, _ := command.CombinedOutput() // how it ended shows in what it says
	if found := saidDigest.FindSubmatch(said); found != nil {
		return string(found[1]), ""
	}
	return "", string(said)
}

func contentOf(t *testing.T, dir string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(raw))
}
