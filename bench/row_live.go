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
	"path/filepath"
	"time"
)

const changesPerSecond = 20

func upgradeRequest(addr, path, token string) string {
	return fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, addr, token)
}

// measureIdle: what a socket costs that only listens.
func measureIdle(r *run) ([]line, error) {
	const sockets = 2000
	s, b, err := r.restarted(100)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	each, err := residentOfSockets(s, upgradeRequest(s.addr, "/ws/"+b.project, b.token), sockets)
	if err != nil {
		return nil, err
	}
	bare, err := startBare("broadcast:300")
	if err != nil {
		return nil, err
	}
	defer bare.stop()
	bareEach, err := residentOfSockets(bare, upgradeRequest(bare.addr, "/ws", ""), sockets)
	if err != nil {
		return nil, err
	}
	return []line{{
		what:    "an idle socket, resident",
		reached: fmt.Sprintf("%.1f KiB", each/1024),
		limit:   fmt.Sprintf("a bare hijacked connection %.1f KiB", bareEach/1024),
		goal:    "12 KiB",
		met:     each <= 12<<10,
	}}, nil
}

// restarted gives a server with a board that has just been started again: making
// the board takes memory (hashing a password alone 19 MiB) that comes back later.
func (r *run) restarted(tasks int) (*server, *board, error) {
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, nil, err
	}
	first, err := r.startProduct(data)
	if err != nil {
		return nil, nil, err
	}
	b, err := makeBoard(first.addr, tasks)
	first.stop()
	if err != nil {
		return nil, nil, err
	}
	s, err := r.startProduct(data)
	if err != nil {
		return nil, nil, err
	}
	s.data, b.addr = data, s.addr
	if _, _, err = b.snapshot(); err != nil { // the project is in memory, as in a used server
		s.stop()
		return nil, nil, err
	}
	return s, b, nil
}

// residentOfSockets gives the bytes that a process grows by for each of count sockets.
func residentOfSockets(s *server, upgrade string, count int) (float64, error) {
	time.Sleep(2 * time.Second)
	before, err := s.resident()
	if err != nil {
		return 0, err
	}
	c, err := gather(s.addr, upgrade, count, 0)
	if err != nil {
		return 0, err
	}
	defer c.close()
	time.Sleep(5 * time.Second)
	after, err := s.resident()
	return float64(after-before) / float64(count), err
}

// measureFanout: 20 changes a second to 1,000 sockets of one board.
func measureFanout(r *run) ([]line, error) {
	return r.measureFanoutTo(1000, 12*time.Millisecond, 30*time.Millisecond)
}

// measureFanout5k: the same to 5,000.
func measureFanout5k(r *run) ([]line, error) {
	return r.measureFanoutTo(5000, 80*time.Millisecond, 170*time.Millisecond)
}

func (r *run) measureFanoutTo(sockets int, p50, p99 time.Duration) ([]line, error) {
	s, err := r.startProduct("")
	if err != nil {
		return nil, err
	}
	b, err := makeBoard(s.addr, 100)
	if err != nil {
		s.stop()
		return nil, err
	}
	change := func(into []byte, mark string) []byte {
		task := b.tasks[int(mark[len(mark)-1]-'0')]
		return b.request(into, "PATCH", "/api/tasks/"+task, fmt.Sprintf(`{"title":"%s"}`, markPrefix+mark))
	}
	alone, err := fanOut(s.addr, "", 0, r.seconds, change)
	if err == nil {
		time.Sleep(time.Second)
	}
	got, crowdErr := fanOut(s.addr, upgradeRequest(s.addr, "/ws/"+b.project, b.token), sockets, 2*r.seconds, change)
	s.stop()
	if err != nil || crowdErr != nil {
		return nil, errors.Join(err, crowdErr)
	}
	bare, err := startBare("broadcast:330")
	if err != nil {
		return nil, err
	}
	defer bare.stop()
	limit, err := fanOut(bare.addr, upgradeRequest(bare.addr, "/ws", ""), sockets, r.seconds, func(into []byte, mark string) []byte {
		return fmt.Appendf(into, "POST /send/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n", mark, bare.addr)
	})
	if err != nil {
		return nil, err
	}
	return []line{{
		what: fmt.Sprintf("fan-out to %s sockets: p50 / p99", thousands(sockets)),
		reached: fmt.Sprintf("%s / %s, %d missed, %.1f changes/s; the writer's own p50 %s (alone %s)", ms(got.p50), ms(got.p99), got.missed,
			got.perSecond, ms(quantile(got.writes, 0.5)), ms(quantile(alone.writes, 0.5))),
		limit: fmt.Sprintf("bare broadcast %s / %s, %d missed", ms(limit.p50), ms(limit.p99), limit.missed),
		goal:  fmt.Sprintf("%s / %s, none missed", ms(p50), ms(p99)),
		met:   got.p50 <= p50 && got.p99 <= p99 && got.missed == 0,
	}}, nil
}

// fanned is what a fan-out came to: from the request's first byte to each socket.
type fanned struct {
	p50, p99  time.Duration
	all       []time.Duration
	missed    int
	perSecond float64
	writes    []time.Duration // until the writer has its answer
}

func fanOut(addr, upgrade string, sockets int, lasts time.Duration, change func([]byte, string) []byte) (fanned, error) {
	return fanAcross(addr, addr, upgrade, sockets, lasts, change)
}

// fanAcross writes to one address and watches at another.
func fanAcross(to, addr, upgrade string, sockets int, lasts time.Duration, change func([]byte, string) []byte) (fanned, error) {
	marks := int(lasts.Seconds() * changesPerSecond)
	c, err := gather(addr, upgrade, sockets, marks)
	if err != nil {
		return fanned{}, err
	}
	defer c.close()
	time.Sleep(time.Second)
	written := make(chan error, 1)
	var writes []time.Duration
	begin := time.Now()
	var wrote time.Duration
	go func() {
		defer c.ended.Store(true)
		var err error
		writes, err = c.write(to, change)
		wrote = time.Since(begin)
		written <- err
	}()
	if err := c.read(time.Second); err != nil {
		return fanned{}, err
	}
	if err := <-written; err != nil {
		return fanned{}, err
	}
	return fanned{
		p50: quantile(c.took, 0.5), p99: quantile(c.took, 0.99), all: c.took, missed: c.missed, writes: writes,
		perSecond: float64(marks) / wrote.Seconds(),
	}, nil
}

// write sends one change every 50 ms, or as soon after as its answer allows.
func (c *crowd) write(addr string, change func([]byte, string) []byte) ([]time.Duration, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	answers := bufio.NewReader(conn)
	tick := time.NewTicker(time.Second / changesPerSecond)
	defer tick.Stop()
	var took []time.Duration
	for i := range c.sentAt {
		request := change(nil, fmt.Sprintf("%0*d", markDigits, i))
		begin := time.Now()
		c.sentAt[i].Store(begin.UnixNano())
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			return nil, err
		}
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode/100 != 2 {
			return nil, fmt.Errorf("a change answered %s: %s", answer.Status, text)
		}
		took = append(took, time.Since(begin))
		<-tick.C
	}
	return took, nil
}
