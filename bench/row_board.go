//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// measureBoard: a board of 10,000 tasks in one request; cold is the first one
// after the start of a server, with nothing in its memory.
func measureBoard(r *run) ([]line, error) {
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(data)
	s, err := r.startProduct(data)
	if err != nil {
		return nil, err
	}
	b, err := makeBoard(s.addr, 10_000)
	s.stop()
	if err != nil {
		return nil, err
	}
	var colds, warms []time.Duration
	size := 0
	for range 3 {
		if s, err = r.startProduct(data); err != nil {
			return nil, err
		}
		b.addr = s.addr
		cold, n, err := b.snapshot()
		for range 20 {
			warm, _, again := b.snapshot()
			warms = append(warms, warm)
			if again != nil {
				err = again
			}
		}
		s.stop()
		if err != nil {
			return nil, err
		}
		colds, size = append(colds, cold), n
	}
	plain, err := barePlain(size)
	if err != nil {
		return nil, err
	}
	warm, cold := quantile(warms, 0.5), quantile(colds, 0.5)
	return []line{{
		what:    "board of 10,000 tasks: warm / cold / size",
		reached: fmt.Sprintf("%s / %s / %d KB", ms(warm), ms(cold), size/1000),
		limit:   fmt.Sprintf("a bare answer of that size %s", ms(plain)),
		goal:    "10 ms / 250 ms / 600 KB",
		met:     warm <= 10*time.Millisecond && cold <= 250*time.Millisecond && size <= 600_000,
	}}, nil
}

// barePlain: how long the same bytes take from a bare server to the same client.
func barePlain(size int) (time.Duration, error) {
	bare, err := startBare(fmt.Sprintf("echo:%d", size))
	if err != nil {
		return 0, err
	}
	defer bare.stop()
	b := &board{addr: bare.addr}
	var took []time.Duration
	for range 20 {
		one, _, err := b.snapshot()
		if err != nil {
			return 0, err
		}
		took = append(took, one)
	}
	return quantile(took, 0.5), nil
}
