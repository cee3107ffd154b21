//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

// How long the past is: tasks made, and entries in all.
const (
	pastTasks   = 5_000
	pastEntries = 100_000
)

// measurePast: the board at a moment of a project of 100,000 entries; cold is the
// first one after a start, which replays all of the journal.
func measurePast(r *run) ([]line, error) {
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(data)
	s, err := r.startProduct(data)
	if err != nil {
		return nil, err
	}
	b, err := makeBoard(s.addr, pastTasks)
	if err == nil {
		err = b.change(pastEntries - pastTasks)
	}
	s.stop()
	if err != nil {
		return nil, err
	}
	if s, err = r.startProduct(data); err != nil {
		return nil, err
	}
	defer s.stop()
	b.addr = s.addr
	cold, size, err := b.fetch(fmt.Sprintf("/past?at=%d", pastEntries))
	if err != nil {
		return nil, err
	}
	var warms []time.Duration
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		warm, _, err := b.fetch(fmt.Sprintf("/past?at=%d", 1+random.IntN(pastEntries)))
		if err != nil {
			return nil, err
		}
		warms = append(warms, warm)
	}
	plain, err := barePlain(size)
	half, most := quantile(warms, 0.5), quantile(warms, 0.95)
	return []line{{
		what:    "board at a moment of 100,000 entries: cold / p50 / p95",
		reached: fmt.Sprintf("%s / %s / %s", ms(cold), ms(half), ms(most)),
		limit:   fmt.Sprintf("a bare answer as large as the last board %s", ms(plain)),
		goal:    "2,000 ms / 100 ms / 200 ms",
		met:     cold <= 2*time.Second && half <= 100*time.Millisecond && most <= 200*time.Millisecond,
	}}, err
}

// change makes so many changes of tasks, one entry each.
func (b *board) change(count int) error {
	for done := 0; done < count; done += 250 {
		var commands []map[string]any
		for n := done; n < done+250; n++ {
			commands = append(commands, map[string]any{
				"id": uuid.Must(uuid.NewV7()).String(), "kind": "task.update", "task": b.tasks[n*7%len(b.tasks)], "title": fmt.Sprintf("%s %d", title(n), n),
			})
		}
		var answer any
		if err := b.call("POST", "/api/projects/"+b.project+"/commands", map[string]any{"commands": commands}, &answer, nil); err != nil {
			return err
		}
	}
	return nil
}
