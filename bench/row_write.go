//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

const writers = 64

// measureCreate: tasks created over HTTP by 64 clients.
func measureCreate(r *run) ([]line, error) {
	n := 0
	return r.measureWrites("tasks created, 64 clients", 0, func(b *board, into []byte) []byte {
		n++
		return b.request(into, "POST", "/api/projects/"+b.project+"/tasks", fmt.Sprintf(`{"title":"%s"}`, title(n)))
	})
}

// measureMove: tasks of a board of 1,000 moved beside any other, in any status.
func measureMove(r *run) ([]line, error) {
	random := rand.New(rand.NewPCG(1, 2))
	return r.measureWrites("tasks moved, 64 clients", 1000, func(b *board, into []byte) []byte {
		task, beside := b.tasks[random.IntN(len(b.tasks))], b.tasks[random.IntN(len(b.tasks))]
		status := b.statuses[random.IntN(len(b.statuses))]
		body := fmt.Sprintf(`{"status":"%s","after":"%s"}`, status, beside)
		if task == beside {
			body = fmt.Sprintf(`{"status":"%s"}`, status)
		}
		return b.request(into, "POST", "/api/tasks/"+task+"/move", body)
	})
}

func (r *run) measureWrites(what string, tasks int, next func(*board, []byte) []byte) ([]line, error) {
	disk, err := r.bareDisk()
	if err != nil {
		return nil, err
	}
	s, err := r.startProduct("")
	if err != nil {
		return nil, err
	}
	b, err := makeBoard(s.addr, tasks)
	if err != nil {
		s.stop()
		return nil, err
	}
	size := len(next(b, nil))
	recorded := r.record(s)
	reached, err := hammer(hammering{
		addr: s.addr, clients: writers, warmUp: time.Second, lasts: r.seconds,
		next: func(into []byte) []byte { return next(b, into) },
	})
	recorded()
	s.stop() // before the echo: they share the cores
	if err != nil {
		return nil, err
	}
	echo, err := r.bareEcho(writers, size, reached.answer)
	if err != nil {
		return nil, err
	}
	ratio := reached.perSecond / echo.perSecond
	return []line{{
		what: what,
		reached: fmt.Sprintf("%s = %.2f of echo; p50 %s, p99 %s; no error", rate(reached.perSecond), ratio,
			ms(quantile(reached.took, 0.5)), ms(quantile(reached.took, 0.99))),
		limit: fmt.Sprintf("bare echo %s; bare inserts, 64 a commit, %s; one a commit %s",
			rate(echo.perSecond), rate(disk.batched), rate(disk.single)),
		goal: "8,000/s and 0.18 of echo",
		met:  reached.perSecond >= 8000 && ratio >= 0.18,
	}}, nil
}

// measureSingle: one client, one task after the other.
func measureSingle(r *run) ([]line, error) {
	disk, err := r.bareDisk()
	if err != nil {
		return nil, err
	}
	s, err := r.startProduct("")
	if err != nil {
		return nil, err
	}
	b, err := makeBoard(s.addr, 0)
	if err != nil {
		s.stop()
		return nil, err
	}
	n, size := 0, 0
	recorded := r.record(s)
	reached, err := hammer(hammering{
		addr: s.addr, clients: 1, warmUp: time.Second, lasts: r.seconds,
		next: func(into []byte) []byte {
			n++
			into = b.request(into, "POST", "/api/projects/"+b.project+"/tasks", fmt.Sprintf(`{"title":"%s"}`, title(n)))
			size = len(into)
			return into
		},
	})
	recorded()
	s.stop()
	if err != nil {
		return nil, err
	}
	echo, err := r.bareEcho(1, size, reached.answer)
	if err != nil {
		return nil, err
	}
	p50 := quantile(reached.took, 0.5)
	limit := disk.commit + quantile(echo.took, 0.5)
	return []line{{
		what:    "one client creating, p50",
		reached: fmt.Sprintf("%s = %.1f × the limit; p99 %s", ms(p50), float64(p50)/float64(limit), ms(quantile(reached.took, 0.99))),
		limit:   fmt.Sprintf("bare commit %s + bare echo %s", ms(disk.commit), ms(quantile(echo.took, 0.5))),
		goal:    "0.7 ms",
		met:     p50 <= 700*time.Microsecond,
	}}, nil
}
