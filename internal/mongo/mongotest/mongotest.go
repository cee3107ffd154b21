// Package mongotest gives tests a MongoDB server: that of MONGO_TEST_URI, or else
// the one in tools/ferret, which speaks the protocol.
package mongotest

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"tandem/internal/entry"
)

// Address is that of a new database for a test.
func Address(t *testing.T) string {
	t.Helper()
	at := In(server(t), "test_"+strings.ReplaceAll(entry.NewID(), "-", "")[16:])
	if os.Getenv("MONGO_TEST_URI") == "" {
		at += "timeoutMS=120000" // what stands in for a server is slow where other tests run beside
	}
	return at
}

// In puts a database's name into a server's address.
func In(server, name string) string {
	host, query, _ := strings.Cut(server, "?")
	return strings.TrimSuffix(host, "/") + "/" + name + "?" + query
}

func server(t *testing.T) string {
	t.Helper()
	if uri := os.Getenv("MONGO_TEST_URI"); uri != "" {
		return uri
	}
	program := Program(t)
	shared.once.Do(func() { shared.server, shared.err = Start(program) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.server.Address
}

// Program is the path of the server in tools/ferret, for tests that end it.
func Program(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		program := filepath.Join(dir, "bin", "tools", "ferret")
		if _, err := os.Stat(program); err == nil {
			return program
		}
		dir = filepath.Dir(dir)
	}
	if os.Getenv("CI") != "" {
		t.Fatal("bin/tools/ferret was not built")
	}
	t.Skip("no MongoDB server: build the one for tests with `make bin/tools/ferret`, or name one in MONGO_TEST_URI")
	return ""
}

// shared is one server for all tests of a program; it ends when the program does.
// It is kept: what nobody holds any more is closed, and with its input it would end.
var shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Server is a running server of tools/ferret.
type Server struct {
	Address string
	command *exec.Cmd
	input   io.Closer // closing it ends the server, gently
}

// Start runs the program with arguments until it listens.
func Start(program string, args ...string) (*Server, error) {
	s := &Server{command: exec.Command(program, args...)}
	input, err := s.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.input = input
	out, err := s.command.StdoutPipe()
	if err == nil {
		err = s.command.Start()
	}
	if err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.Address = strings.TrimSpace(line)
	return s, err
}

// Kill ends it as a crash would.
func (s *Server) Kill() {
	_ = s.command.Process.Kill() // it may have ended already
	_ = s.command.Wait()
}
