//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	nodesSockets = 100
	nodesGoal    = 1.5 // times what it takes on one node
	nodesRounds  = 3   // of each, by turns: what disturbs one disturbs the other
)

// measureNodes: what a change takes to who watches on another node, beside what it
// takes on the same one. Both nodes are processes of this machine, and so is Redis.
func measureNodes(r *run) ([]line, error) {
	redis, stop, err := startRedis()
	if err != nil {
		return nil, err
	}
	defer stop()
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(data)
	here, err := r.startProduct(data, "--redis", redis)
	if err != nil {
		return nil, err
	}
	defer here.stop()
	there, err := r.startProduct(data, "--redis", redis)
	if err != nil {
		return nil, err
	}
	defer there.stop()
	b, err := makeBoard(here.addr, 100)
	if err != nil {
		return nil, err
	}
	same, across, err := r.compareNodes(b, here, there)
	if err != nil {
		return nil, err
	}
	factor := float64(quantile(across.all, 0.99)) / float64(quantile(same.all, 0.99))
	return []line{{
		what:    fmt.Sprintf("a change to %d sockets on another node: p50 / p99", nodesSockets),
		reached: fmt.Sprintf("%s / %s, %d missed; %.2f× of the same node", ms(quantile(across.all, 0.5)), ms(quantile(across.all, 0.99)), across.missed, factor),
		limit:   fmt.Sprintf("on the same node %s / %s", ms(quantile(same.all, 0.5)), ms(quantile(same.all, 0.99))),
		goal:    fmt.Sprintf("p99 at most %.1f× of the same node, none missed", nodesGoal),
		met:     factor <= nodesGoal && across.missed == 0,
	}}, nil
}

func (r *run) compareNodes(b *board, here, there *server) (same, across fanned, err error) {
	change := func(into []byte, mark string) []byte {
		task := b.tasks[int(mark[len(mark)-1]-'0')]
		return b.request(into, "PATCH", "/api/tasks/"+task, fmt.Sprintf(`{"title":"%s"}`, markPrefix+mark))
	}
	for range nodesRounds {
		for at, sum := range map[*server]*fanned{here: &same, there: &across} {
			got, err := fanAcross(here.addr, at.addr, upgradeRequest(at.addr, "/ws/"+b.project, b.token), nodesSockets, r.seconds, change)
			if err != nil {
				return same, across, err
			}
			sum.all, sum.missed = append(sum.all, got.all...), sum.missed+got.missed
		}
	}
	return same, across, nil
}

// startRedis runs a server that keeps nothing.
func startRedis() (address string, stop func(), err error) {
	addr, err := freeAddr()
	if err != nil {
		return "", nil, err
	}
	_, port, _ := net.SplitHostPort(addr)
	server := exec.Command("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	server.Dir, server.SysProcAttr = os.TempDir(), &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := server.Start(); err != nil {
		return "", nil, fmt.Errorf("the row needs redis-server: %w", err)
	}
	stop = func() { _, _ = server.Process.Kill(), server.Wait() }
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
		if connection, err := net.Dial("tcp", addr); err == nil {
			connection.Close()
			return "redis://" + addr, stop, nil
		}
	}
	stop()
	return "", nil, errors.New("redis-server does not listen")
}
