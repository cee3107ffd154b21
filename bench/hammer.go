//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// load is what hammering came to.
type load struct {
	requests  int
	perSecond float64
	took      []time.Duration // of each request, from the first byte sent to the last received
	answer    int             // bytes of the last answer's body
}

// hammering says how to hammer. Each client has one connection and sends its
// next request when the answer to the last has come.
type hammering struct {
	addr    string
	clients int
	warmUp  time.Duration
	lasts   time.Duration
	next    func(into []byte) []byte // appends one whole request
}

// client is one connection of a hammering.
type client struct {
	fd   int
	in   []byte // of the answer so far
	out  []byte
	sent time.Time
}

// hammer runs a load on one thread. Any answer but 2xx ends it with an error.
func hammer(h hammering) (load, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	poll, err := newPoller()
	if err != nil {
		return load{}, err
	}
	defer poll.close()
	clients := map[int]*client{}
	defer func() {
		for fd := range clients {
			syscall.Close(fd)
		}
	}()
	for range h.clients {
		fd, err := dial(h.addr, 1)
		if err != nil {
			return load{}, err
		}
		clients[fd] = &client{fd: fd}
		if err := errors.Join(syscall.SetNonblock(fd, true), poll.add(fd)); err != nil {
			return load{}, err
		}
	}
	return h.drive(poll, clients)
}

func (h hammering) drive(poll *poller, clients map[int]*client) (load, error) {
	var result load
	begin := time.Now()
	measured, end := begin.Add(h.warmUp), begin.Add(h.warmUp+h.lasts)
	for _, c := range clients {
		if err := c.send(h.next); err != nil {
			return result, err
		}
	}
	buffer := make([]byte, 64<<10)
	waiting := len(clients)
	for waiting > 0 {
		if time.Since(end) > 30*time.Second {
			return result, fmt.Errorf("%d answers did not come within 30 s", waiting)
		}
		err := poll.wait(time.Second, func(fd int) error {
			c := clients[fd]
			body, done, err := c.read(buffer)
			if err != nil || !done {
				return err
			}
			now := time.Now()
			if now.After(measured) && now.Before(end) {
				result.took = append(result.took, now.Sub(c.sent))
				result.answer = body
			}
			if now.After(end) {
				waiting--
				return nil
			}
			return c.send(h.next)
		})
		if err != nil {
			return result, err
		}
	}
	result.requests = len(result.took)
	result.perSecond = float64(result.requests) / h.lasts.Seconds()
	return result, nil
}

func (c *client) send(next func([]byte) []byte) error {
	c.out = next(c.out[:0])
	c.in = c.in[:0]
	c.sent = time.Now()
	n, err := syscall.Write(c.fd, c.out)
	if err == nil && n < len(c.out) {
		err = errors.New("the socket took only a part")
	}
	if err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// read takes what has come and tells the size of the body once the answer is whole.
func (c *client) read(buffer []byte) (body int, done bool, err error) {
	n, err := syscall.Read(c.fd, buffer)
	if errors.Is(err, syscall.EAGAIN) {
		return 0, false, nil
	}
	if err == nil && n == 0 {
		err = errors.New("closed by the server")
	}
	if err != nil {
		return 0, false, fmt.Errorf("receive: %w", err)
	}
	c.in = append(c.in, buffer[:n]...)
	return parseAnswer(c.in)
}

// parseAnswer reads an HTTP/1.1 answer with a Content-Length or in chunks.
func parseAnswer(in []byte) (body int, done bool, err error) {
	head := bytes.Index(in, []byte("\r\n\r\n"))
	if head < 0 {
		return 0, false, nil
	}
	rest := in[head+4:]
	if length, ok := header(in[:head], "Content-Length: "); ok {
		body, err = strconv.Atoi(length)
		done = err == nil && len(rest) >= body
	} else if _, chunked := header(in[:head], "Transfer-Encoding: "); chunked {
		body, done = len(rest), bytes.HasSuffix(rest, []byte("0\r\n\r\n"))
	} else {
		done = true // 204 and the like
	}
	if done && in[9] != '2' {
		err = fmt.Errorf("answered %.400s", in)
	}
	return body, done, err
}

func header(head []byte, name string) (string, bool) {
	_, after, ok := bytes.Cut(head, []byte("\r\n"+name))
	if !ok {
		return "", false
	}
	value, _, _ := bytes.Cut(after, []byte("\r\n"))
	return string(value), true
}
