//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bare things are what a figure is held against: the same Go, the same machine
// and the same load, with nothing of Tandem in between. They run as children of
// this program, so that they share the cores as the product does.

// startBare starts one: "echo:800" answers every request with 800 bytes;
// "broadcast:400" holds sockets and sends each 400 bytes for every request.
func startBare(what string) (*server, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := exec.Command(self, "-bare", what)
	command.Env = append(os.Environ(), "BARE_ADDR="+addr)
	return startServer(addr, "/ready", command)
}

func serveBare(what string) {
	kind, size, _ := strings.Cut(what, ":")
	bytes, _ := strconv.Atoi(size)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	switch kind {
	case "echo":
		mux.Handle("/", echo(bytes))
	case "broadcast":
		b := &broadcast{size: bytes, queue: make(chan string, 4096)}
		mux.HandleFunc("GET /ws", b.join)
		mux.HandleFunc("POST /send/{mark}", func(_ http.ResponseWriter, r *http.Request) { b.queue <- r.PathValue("mark") })
		go b.run()
	}
	fmt.Println(http.ListenAndServe(os.Getenv("BARE_ADDR"), mux))
}

// echo reads a request whole and answers as many bytes as the product does.
func echo(bytes int) http.Handler {
	answer := []byte(strings.Repeat("x", bytes))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Write(answer)
	})
}

// broadcast writes the same bytes to each socket in turn; what came while it was
// writing goes out together, as in any server that does not fall behind for ever.
type broadcast struct {
	size  int
	queue chan string
	mu    sync.Mutex
	all   []net.Conn
}

func (b *broadcast) join(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, conn)
}

func (b *broadcast) run() {
	for mark := range b.queue {
		frames := b.frame(nil, mark)
		for range len(b.queue) {
			frames = b.frame(frames, <-b.queue)
		}
		b.mu.Lock()
		for _, conn := range b.all {
			conn.Write(frames)
		}
		b.mu.Unlock()
	}
}

func (b *broadcast) frame(into []byte, mark string) []byte {
	payload := markPrefix + mark + strings.Repeat("x", max(0, b.size-len(markPrefix)-len(mark)))
	into = append(into, 0x81, 126, byte(len(payload)>>8), byte(len(payload)))
	return append(into, payload...)
}

// bareEcho hammers an echo with requests and answers as large as the product's;
// rows with answers of one size share the measurement.
func (r *run) bareEcho(clients, requestBytes, answerBytes int) (load, error) {
	key := answerBytes/100*1000 + clients
	if l, ok := r.echo[key]; ok {
		return l, nil
	}
	s, err := startBare(fmt.Sprintf("echo:%d", answerBytes))
	if err != nil {
		return load{}, err
	}
	defer s.stop()
	request := fmt.Appendf(nil, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: ", s.addr)
	body := max(1, requestBytes-len(request)-7)
	request = fmt.Appendf(request, "%d\r\n\r\n%s", body, strings.Repeat("x", body))
	l, err := hammer(hammering{
		addr: s.addr, clients: clients, warmUp: time.Second, lasts: r.seconds,
		next: func(into []byte) []byte { return append(into, request...) },
	})
	r.echo[key] = l
	return l, err
}
