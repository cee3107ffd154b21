package mongo

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

// server is the address of the MongoDB server that the tests use; "" where there is none.
var server string

func TestMain(m *testing.M) { os.Exit(withServer(m)) }

// withServer uses the server of MONGO_TEST_URI, or else the one in tools/ferret.
func withServer(m *testing.M) int {
	if server = os.Getenv("MONGO_TEST_URI"); server != "" {
		return m.Run()
	}
	program, err := filepath.Abs("../../bin/tools/ferret")
	if err != nil || exec.Command("test", "-x", program).Run() != nil {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "ferret")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	command := exec.Command(program, "--data", dir)
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		panic(err)
	}
	defer func() { command.Process.Kill(); command.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		panic(fmt.Sprint("the server says nothing: ", err))
	}
	server = strings.TrimSpace(line)
	return m.Run()
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

func opened(t *testing.T) *journaltest.Opened {
	at := address(t)
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
