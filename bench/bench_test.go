//go:build linux

package main

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "-bare" {
		serveBare(os.Args[2])
		return
	}
	os.Exit(m.Run())
}

func TestHammer(t *testing.T) {
	post := func(s *server) hammering {
		return hammering{addr: s.addr, clients: 8, lasts: 200 * time.Millisecond, next: func(into []byte) []byte {
			return fmt.Appendf(into, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 5\r\n\r\nhello", s.addr)
		}}
	}
	got, err := hammer(post(bare(t, "echo:700")))
	if err != nil || got.requests < 100 || got.answer != 700 {
		t.Fatalf("got %d answers of %d bytes, error %v", got.requests, got.answer, err)
	}
	if _, err := hammer(post(bare(t, "broadcast:0"))); err == nil {
		t.Fatal("an answer other than 2xx passed as a success")
	}
}

func TestFanOut(t *testing.T) {
	s := bare(t, "broadcast:330")
	send := func(into []byte, mark string) []byte {
		return fmt.Appendf(into, "POST /send/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n", mark, s.addr)
	}
	upgrade := upgradeRequest(s.addr, "/ws", "")
	got, err := fanOut(s.addr, upgrade, 20, time.Second, send)
	if err != nil || got.missed != 0 || len(got.writes) != changesPerSecond || got.p50 == 0 {
		t.Fatalf("got %+v, error %v", got, err)
	}
	got, err = fanOut(s.addr, upgrade, 20, time.Second, func(into []byte, mark string) []byte {
		if mark == "000007" || mark == "000019" {
			mark = "999999"
		}
		return send(into, mark)
	})
	if err != nil || got.missed != 40 {
		t.Fatalf("two changes that never came to 20 sockets count as %d missed, error %v", got.missed, err)
	}
}

func TestCutFrame(t *testing.T) {
	whole := append([]byte{0x81, 126, 1, 0}, make([]byte, 256)...)
	whole = append(whole, 0x89, 0)
	for cut := range 260 {
		if _, _, _, ok := cutFrame(whole[:cut]); ok {
			t.Fatalf("%d of 260 bytes passed as a whole frame", cut)
		}
	}
	op, payload, rest, ok := cutFrame(whole)
	if !ok || op != 1 || len(payload) != 256 || len(rest) != 2 {
		t.Fatalf("op %d, %d bytes, %d left", op, len(payload), len(rest))
	}
	if op, _, rest, ok := cutFrame(rest); !ok || op != 9 || len(rest) != 0 {
		t.Fatal("the ping behind it was not read")
	}
}

func bare(t *testing.T, what string) *server {
	t.Helper()
	s, err := startBare(what)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	return s
}
