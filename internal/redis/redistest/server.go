// Package redistest gives tests a Redis server of their own, which they may kill,
// pause, empty and start again.
package redistest

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Server is a server on a port of its own. It keeps nothing on disk.
type Server struct {
	Address string // redis://127.0.0.1:port/0
	port    string
	args    []string
	child   *exec.Cmd
}

// Start runs a server until the test ends; the test is skipped where none is installed.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("redis-server is not installed")
		}
		t.Skip("no redis-server here: apt install redis-server")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	listener.Close()
	s := &Server{Address: "redis://127.0.0.1:" + port + "/0", port: port, args: args}
	t.Cleanup(s.Kill)
	s.Restart(t)
	return s
}

// Restart starts it on its port, without what it had.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.child = exec.Command("redis-server", append([]string{"--port", s.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"}, s.args...)...)
	s.child.Dir = t.TempDir()
	if err := s.child.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		connection, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			connection.Close()
			return
		}
		if time.Now().After(end) {
			t.Fatal("redis-server does not listen")
		}
	}
}

// Kill ends it as kill -9 does; once more does no harm.
func (s *Server) Kill() {
	if s.child != nil {
		_ = s.child.Process.Kill()
		_ = s.child.Wait()
		s.child = nil
	}
}

// Pause stops it in the middle of everything; its connections stay open.
func (s *Server) Pause() { _ = s.child.Process.Signal(syscall.SIGSTOP) }

// Resume lets it go on.
func (s *Server) Resume() { _ = s.child.Process.Signal(syscall.SIGCONT) }

// Ask gives what redis-cli says.
func (s *Server) Ask(t testing.TB, command ...string) string {
	t.Helper()
	out, err := exec.Command("redis-cli", append([]string{"-p", s.port}, command...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command, err, out)
	}
	return string(out)
}
