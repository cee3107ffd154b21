package mongo

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

// server is the address of the MongoDB server that the tests use; "" where there is none.
var server string

func TestMain(m *testing.M) {
	if address := os.Getenv(childEnv); address != "" {
		writeUntilKilled(address)
	}
	os.Exit(withServer(m))
}

// withServer uses the server of MONGO_TEST_URI, or else the one in tools/ferret.
func withServer(m *testing.M) int {
	if server = os.Getenv("MONGO_TEST_URI"); server != "" || !hasFerret() {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "ferret")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	f, err := startFerret(dir, "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer f.kill()
	server = f.address
	return m.Run()
}

const ferretProgram = "../../bin/tools/ferret"

func hasFerret() bool {
	_, err := os.Stat(ferretProgram)
	return err == nil
}

// ferret is a running server of tools/ferret.
type ferret struct {
	command *exec.Cmd
	address string
}

func startFerret(dir, listen string) (*ferret, error) {
	f := &ferret{command: exec.Command(ferretProgram, "--data", dir, "--addr", listen)}
	out, err := f.command.StdoutPipe()
	if err == nil {
		err = f.command.Start()
	}
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	f.address = strings.TrimSpace(line)
	return f, err
}

func (f *ferret) kill() {
	f.command.Process.Kill()
	f.command.Wait()
}

// address is that of a new database, which goes with the test.
func address(t *testing.T) string {
	t.Helper()
	if server == "" && os.Getenv("CI") != "" {
		t.Fatal("CI has a MongoDB server; it was not started")
	}
	if server == "" {
		t.Skip("no MongoDB server: build the one of the tests with `make bin/tools/ferret`, or name one in MONGO_TEST_URI")
	}
	return withDatabase(server, "test_"+strings.ReplaceAll(entry.NewID(), "-", "")[16:])
}

// withDatabase puts a database's name into an address.
func withDatabase(server, name string) string {
	host, query, _ := strings.Cut(server, "?")
	return strings.TrimSuffix(host, "/") + "/" + name + "?" + query
}

func openTest(t *testing.T, address string) *DB {
	t.Helper()
	db, err := Open(context.Background(), address, Options{Patience: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func opened(t *testing.T) *journaltest.Opened { return openedAt(t, address(t)) }

func openedAt(t *testing.T, at string) *journaltest.Opened {
	db := openTest(t, at)
	t.Cleanup(func() {
		db := openTest(t, at)
		if err := db.db.Drop(context.Background()); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	t.Cleanup(func() { db.Close() })
	return &journaltest.Opened{
		Store:  db,
		Seat:   func(t *testing.T, team string, seats ...entry.Seat) { seat(t, db, team, seats) },
		Reopen: func(t *testing.T) journal.Store { db.Close(); db = openTest(t, at); return db },
	}
}
