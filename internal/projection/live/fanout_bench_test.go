package live

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"tandem/internal/socket"
)

// sockets opens connected pairs on loopback; the far ends are read and forgotten.
func sockets(tb testing.TB, count int) (near []net.Conn) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	for range count {
		far, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			tb.Fatal(err)
		}
		conn, err := l.Accept()
		if err != nil {
			tb.Fatal(err)
		}
		go io.Copy(io.Discard, far)
		tb.Cleanup(func() { conn.Close(); far.Close() })
		near = append(near, conn)
	}
	return near
}

const benchSockets = 1000

// BenchmarkFanOut is one entry to all subscribers of a project, from the append
// to the last write; BenchmarkBare is the same bytes in a plain loop.
func BenchmarkFanOut(b *testing.B) {
	m := newMemory()
	m.project("p", "ann")
	m.append("p", "first")
	h := New(Options{Source: m, Access: m, Bus: m.bus, Unlimited: true})
	var conns []*Conn
	for _, conn := range sockets(b, benchSockets) {
		c, err := h.Join(socket.New(conn, nil), Person{User: "ann"}, "p", nil)
		if err != nil {
			b.Fatal(err)
		}
		go c.Serve()
		conns = append(conns, c)
	}
	for !allLive(conns, 1) {
		time.Sleep(time.Millisecond)
	}
	b.ReportAllocs()
	for b.Loop() {
		seq := m.append("p", strings.Repeat("x", 250))
		for !allLive(conns[:1], seq) || !h.quiet("p", seq) {
			time.Sleep(20 * time.Microsecond)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchSockets, "ns/socket")
}

// quiet tells whether the pump has delivered up to a seq and stopped.
func (h *Hub) quiet(stream string, seq int64) bool {
	s := h.stream(stream, false)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.head.Seq >= seq && !s.pumping
}

func allLive(conns []*Conn, seq int64) bool {
	for _, c := range conns {
		c.mu.Lock()
		reached := len(c.subs) == 1 && c.subs[0].state == live && c.subs[0].cursor >= seq
		c.mu.Unlock()
		if !reached {
			return false
		}
	}
	return true
}

func BenchmarkBare(b *testing.B) {
	conns := sockets(b, benchSockets)
	frame := socket.AppendFrame(nil, socket.OpText, fmt.Append(nil, strings.Repeat("x", 400)))
	for b.Loop() {
		for _, conn := range conns {
			if _, err := conn.Write(frame); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchSockets, "ns/socket")
}
