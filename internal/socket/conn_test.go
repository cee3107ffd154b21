package socket_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tandem/internal/socket"
	"tandem/internal/socket/sockettest"
)

// serve runs handle on every connection that is upgraded.
func serve(t *testing.T, handle func(*socket.Conn)) (addr string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := socket.Check(r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("X-Frame-Options", "DENY")
		c, err := socket.Upgrade(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		handle(c)
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// echo sends back what comes.
func echo(c *socket.Conn) {
	_ = c.Read(func(op socket.Op, payload []byte) error {
		out := socket.AppendFrame(nil, op, payload)
		for len(out) > 0 {
			n, err := c.Write(out, time.Second)
			if err != nil {
				return err
			}
			out = out[n:]
		}
		return nil
	})
}

func TestUpgrade(t *testing.T) {
	addr := serve(t, echo)
	client, answer, err := sockettest.Dial(addr, "/", nil)
	if err != nil || client == nil {
		t.Fatal(answer, err)
	}
	defer client.Close()
	// The key and its answer are the example of RFC 6455, 1.3.
	if got := answer.Header.Get("Sec-WebSocket-Accept"); got != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" {
		t.Errorf("Sec-WebSocket-Accept %q", got)
	}
	if answer.Header.Get("X-Frame-Options") != "DENY" {
		t.Error("headers set before are not in the answer")
	}
	if answer.Header.Get("Sec-WebSocket-Extensions") != "" {
		t.Error("an extension was agreed on")
	}
	for _, text := range []string{"hello", strings.Repeat("long ", 12_000)} {
		if err := client.Send(text); err != nil {
			t.Fatal(err)
		}
		if got, err := client.Next(5 * time.Second); got != text {
			t.Errorf("sent %d bytes, got %d: %v", len(text), len(got), err)
		}
	}
}

func TestUpgrade_refused(t *testing.T) {
	addr := serve(t, echo)
	for name, header := range map[string]http.Header{
		"no upgrade":    {"Upgrade": {}},
		"another":       {"Upgrade": {"h2c"}},
		"no connection": {"Connection": {"keep-alive"}},
		"version 8":     {"Sec-Websocket-Version": {"8"}},
		"no key":        {"Sec-Websocket-Key": {}},
		"short key":     {"Sec-Websocket-Key": {"YWJj"}},
	} {
		t.Run(name, func(t *testing.T) {
			client, answer, err := sockettest.Dial(addr, "/", header)
			if err != nil || client != nil || answer.StatusCode != 400 {
				t.Errorf("%v %v", answer, err)
			}
		})
	}
}

// TestUpgrade_early: a client may send its first frame together with the request.
func TestUpgrade_early(t *testing.T) {
	conn, err := net.Dial("tcp", serve(t, echo))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	request := "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	if _, err := conn.Write(append([]byte(request), whole(socket.OpText, "early")...)); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(conn)
	if _, err := http.ReadResponse(r, nil); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 7)
	if _, err := io.ReadFull(r, got); err != nil || string(got) != "\x81\x05early" {
		t.Errorf("%q %v", got, err)
	}
}

func TestTry(t *testing.T) {
	frames := bytes.Repeat(socket.AppendFrame(nil, socket.OpText, bytes.Repeat([]byte("x"), 1000)), 1<<14)
	results := make(chan error, 1)
	sent := make(chan int, 1)
	addr := serve(t, func(c *socket.Conn) {
		n := 0
		for n < len(frames) {
			m, err := c.Try(frames[n:])
			if err != nil || m == 0 {
				break
			}
			n += m
		}
		sent <- n
		var err error
		for m := 1; err == nil; n += m {
			m, err = c.Write(frames[n:], 50*time.Millisecond)
		}
		results <- err
		m, err := c.Try(frames[n:]) // the system may have found more room
		if err != nil {
			t.Errorf("a deadline that has passed stays: %v", err)
		}
		n += m
		_ = c.Read(func(socket.Op, []byte) error { return io.EOF })
		for n < len(frames) {
			m, err := c.Write(frames[n:], 5*time.Second)
			if err != nil {
				t.Error(err)
				return
			}
			n += m
		}
	})
	client, _, err := sockettest.Dial(addr, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if n := <-sent; n == 0 || n == len(frames) {
		t.Errorf("without a reader %d of %d bytes were taken", n, len(frames))
	}
	if err := <-results; !errors.Is(err, socket.ErrStalled) {
		t.Errorf("Write to a client that does not read: %v", err)
	}
	if err := client.Send("go on"); err != nil {
		t.Fatal(err)
	}
	for i := range 1 << 14 {
		if text, err := client.Next(5 * time.Second); err != nil || len(text) != 1000 {
			t.Fatalf("frame %d: %d bytes, %v", i, len(text), err)
		}
	}
}

func TestPipe(t *testing.T) { // without a descriptor everything goes through Write and Read
	near, far := net.Pipe()
	c := socket.New(near, nil)
	if n, err := c.Try([]byte("x")); n != 0 || err != nil {
		t.Errorf("Try: %d, %v", n, err)
	}
	if _, err := c.Write([]byte("x"), time.Millisecond); !errors.Is(err, socket.ErrStalled) {
		t.Errorf("Write: %v", err)
	}
	go far.Write(whole(socket.OpText, "hi"))
	err := c.Read(func(_ socket.Op, payload []byte) error {
		if string(payload) != "hi" {
			t.Errorf("%q", payload)
		}
		return io.EOF
	})
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}
