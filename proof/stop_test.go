package proof

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/socket/sockettest"
)

// TestStop: SIGTERM while eight clients write, one listens and a request is still
// arriving. The program counts as not ready, sends the listener away with the time
// over which to come back (L7), answers what is under way, and ends well within
// 20 s. What it has acknowledged is in the journal.
func TestStop(t *testing.T) {
	admin := freeAddress(t)
	p := newProgram(t, "--admin-addr", admin)
	l := &ledger{program: p, project: p.register(t), acknowledged: map[string]int64{}, seqs: map[string]int64{}}
	listener := p.listen(t, l.project)
	slow := p.beginRequest(t, l.project)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for l.create(t, entry.NewID()) == nil {
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	began := time.Now()
	p.signal(t)
	awaitStatus(t, "http://"+admin+"/readyz", http.StatusServiceUnavailable)
	if code, reason := goodbye(listener); code != 1001 || !strings.HasPrefix(reason, "goaway spread=") {
		t.Errorf("[L7] the listener was told %d %q", code, reason)
	}
	if status := slow.finish(t); status != http.StatusCreated {
		t.Errorf("the request that was under way was answered %d", status)
	}
	if err := p.child.Wait(); err != nil {
		t.Errorf("it ended with %v; it said:\n%s", err, &p.said)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	clients.Wait()
	p.start(t)
	l.read(t)
	l.expectAcknowledged(t)
	t.Logf("%d acknowledged, stopped after %v", len(l.acknowledged), time.Since(began))
	p.kill()
	db, err := p.folder(t)
	verify(t, db, err, l.project)
}

// TestStop_twice: a second SIGTERM ends the program at once, though a request is
// still arriving.
func TestStop_twice(t *testing.T) {
	admin := freeAddress(t)
	p := newProgram(t, "--admin-addr", admin)
	p.beginRequest(t, p.register(t))
	p.signal(t)
	awaitStatus(t, "http://"+admin+"/readyz", http.StatusServiceUnavailable)
	p.signal(t)
	ended := make(chan error, 1)
	go func() { ended <- p.child.Wait() }()
	select {
	case err := <-ended:
		if killed, ok := errors.AsType[*exec.ExitError](err); !ok || killed.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(10 * time.Second): // the first one alone would let the request take 15 s
		t.Error("it goes on")
	}
}

// TestHealth: the program asks its own server; containers have nothing else to ask with.
func TestHealth(t *testing.T) {
	p := newProgram(t)
	_, port, _ := net.SplitHostPort(p.addr)
	ask := func() error { return exec.Command(p.binary, "health", "--addr", "0.0.0.0:"+port).Run() }
	if err := ask(); err != nil {
		t.Errorf("healthy, and yet %v", err)
	}
	p.kill()
	if ask() == nil {
		t.Error("nothing runs, and yet it is healthy")
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func (p *program) signal(t *testing.T) {
	t.Helper()
	if err := p.child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// listen opens a socket and waits until it is live.
func (p *program) listen(t *testing.T, project string) *sockettest.Client {
	t.Helper()
	client, answer, err := sockettest.Dial(p.addr, "/ws/"+project, http.Header{"Authorization": {p.token}})
	if err != nil || client == nil {
		t.Fatal(answer, err)
	}
	t.Cleanup(client.Close)
	if first, err := client.Next(10 * time.Second); err != nil || !strings.Contains(first, `"hello"`) {
		t.Fatal(first, err)
	}
	return client
}

// goodbye reads until the close frame.
func goodbye(client *sockettest.Client) (code int, reason string) {
	for {
		_, err := client.Next(10 * time.Second)
		if closed, ok := errors.AsType[*sockettest.Closed](err); ok {
			return closed.Code, closed.Reason
		}
		if err != nil {
			return 0, err.Error()
		}
	}
}

// halfRequest is one whose body has not arrived whole.
type halfRequest struct {
	conn net.Conn
	rest string
}

// beginRequest sends all of a request but the end of its body.
func (p *program) beginRequest(t *testing.T, project string) *halfRequest {
	t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	body := `{"title":"Slow"}`
	fmt.Fprintf(conn, "POST /api/projects/%s/tasks HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		project, p.addr, p.token, len(body))
	line, err := bufio.NewReader(conn).ReadString('\n') // 100: the server reads the body
	if err != nil || !strings.Contains(line, "100") {
		t.Fatal(line, err)
	}
	if _, err := io.WriteString(conn, body[:4]); err != nil {
		t.Fatal(err)
	}
	return &halfRequest{conn, body[4:]}
}

func (r *halfRequest) finish(t *testing.T) (status int) {
	t.Helper()
	if _, err := io.WriteString(r.conn, r.rest); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(r.conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

// awaitStatus asks until the answer has a status.
func awaitStatus(t *testing.T, url string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
			if answer.StatusCode == status {
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("%s never answers %d", url, status)
}
