//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a child process that listens on addr: the product, or a bare thing.
type server struct {
	addr    string
	admin   string        // empty: none
	started time.Duration // from the start of the process to its first answer
	process *exec.Cmd
	data    string // removed when it stops; empty for a bare thing
}

// startProduct starts the real binary on a data folder (empty: a new one that is
// removed afterwards), with further settings, and waits for its first answer.
func (r *run) startProduct(data string, more ...string) (*server, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	temp := ""
	if data == "" {
		// Beside the binary, so on a real disk: /tmp may be memory, where fsync is free.
		if data, err = os.MkdirTemp(filepath.Dir(r.binary), "bench-"); err != nil {
			return nil, err
		}
		temp = data
	}
	admin := ""
	if r.profile != "" {
		if admin, err = freeAddr(); err != nil {
			return nil, err
		}
	}
	s, err := startServer(addr, "/healthz", exec.Command(r.binary, append([]string{"serve", "--addr", addr, "--admin-addr", admin,
		"--data", data, "--rate-limit", "off", "--registration", "open"}, more...)...))
	if err != nil {
		os.RemoveAll(temp)
		return nil, err
	}
	s.data, s.admin = temp, admin
	return s, nil
}

func startServer(addr, ready string, command *exec.Cmd) (*server, error) {
	log, err := os.CreateTemp("", "bench-*.log")
	if err != nil {
		return nil, err
	}
	defer os.Remove(log.Name())
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	begin := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{addr: addr, process: command}
	for time.Since(begin) < 20*time.Second {
		if answers(addr, ready) {
			s.started = time.Since(begin)
			return s, nil
		}
		time.Sleep(time.Millisecond)
	}
	s.stop()
	said, _ := os.ReadFile(log.Name())
	return nil, fmt.Errorf("%s did not answer within 20 s; it said: %s", command.Path, said)
}

func answers(addr, path string) bool {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return false
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, addr)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err == nil && answer.StatusCode == http.StatusOK
}

// stop ends the process, kindly first, and removes its temporary data.
func (s *server) stop() {
	s.process.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { s.process.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		s.process.Process.Kill()
		<-done
	}
	if s.data != "" {
		os.RemoveAll(s.data)
	}
}

// resident gives the bytes of memory that the process holds now.
func (s *server) resident() (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	for l := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(l, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.Fields(value)[0])
			return kib << 10, err
		}
	}
	return 0, errors.New("no VmRSS in /proc")
}

// record keeps the CPU profile of the next few seconds, if one is wanted.
func (r *run) record(s *server) (wait func()) {
	if r.profile == "" {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		answer, err := http.Get(fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", s.admin, int(r.seconds.Seconds())))
		if err != nil {
			fmt.Fprintln(os.Stderr, "profile:", err)
			return
		}
		defer answer.Body.Close()
		if file, err := os.Create(r.profile); err == nil {
			defer file.Close()
			io.Copy(file, answer.Body)
		}
	}()
	return func() { <-done }
}

func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
