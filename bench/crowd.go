//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// markPrefix and six digits mark a change, so that a socket knows which it got
// however the server puts it into frames.
const markPrefix = "mark-"

const markDigits = 6

// crowd is many WebSockets read on one thread, by a reader that knows just enough
// of RFC 6455: frames of a server, unmasked, and pings.
type crowd struct {
	poll    *poller
	members map[int]*member
	sentAt  []atomic.Int64 // of each mark, Unix nanoseconds
	took    []time.Duration
	missed  int
	hellos  int
	ended   atomic.Bool
	last    time.Time // when a mark came; heartbeats come all the time
}

type member struct {
	fd     int
	begun  []byte // a frame that has not come whole
	marked int    // the last mark that came; -1 before the first
}

// gather opens count sockets with this upgrade request, from several addresses.
func gather(addr, upgrade string, count, marks int) (*crowd, error) {
	poll, err := newPoller()
	if err != nil {
		return nil, err
	}
	c := &crowd{poll: poll, members: map[int]*member{}, sentAt: make([]atomic.Int64, marks)}
	for i := range count {
		if err := c.join(addr, upgrade, byte(2+i%8)); err != nil {
			c.close()
			return nil, fmt.Errorf("socket %d: %w", i, err)
		}
	}
	return c, nil
}

func (c *crowd) join(addr, upgrade string, source byte) error {
	fd, err := dial(addr, source)
	if err != nil {
		return err
	}
	m := &member{fd: fd, marked: -1}
	c.members[fd] = m
	if _, err := syscall.Write(fd, []byte(upgrade)); err != nil {
		return err
	}
	var answer []byte
	buffer := make([]byte, 4096)
	for {
		n, err := syscall.Read(fd, buffer)
		if err != nil || n == 0 {
			return fmt.Errorf("upgrade: %w", errors.Join(err, errors.New("closed")))
		}
		answer = append(answer, buffer[:n]...)
		if head := bytes.Index(answer, []byte("\r\n\r\n")); head >= 0 {
			if !bytes.HasPrefix(answer, []byte("HTTP/1.1 101")) {
				return fmt.Errorf("upgrade answered %.300s", answer)
			}
			if err := c.frames(m, answer[head+4:]); err != nil {
				return err
			}
			return errors.Join(syscall.SetNonblock(fd, true), c.poll.add(fd))
		}
	}
}

// read takes what comes until the writer has ended and no mark has come for quiet.
func (c *crowd) read(quiet time.Duration) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	buffer := make([]byte, 256<<10)
	c.last = time.Now()
	for !c.ended.Load() || time.Since(c.last) < quiet {
		err := c.poll.wait(100*time.Millisecond, func(fd int) error {
			n, err := syscall.Read(fd, buffer)
			if errors.Is(err, syscall.EAGAIN) {
				return nil
			}
			if err == nil && n == 0 {
				err = errors.New("a socket was closed by the server")
			}
			if err != nil {
				return err
			}
			return c.frames(c.members[fd], buffer[:n])
		})
		if err != nil {
			return err
		}
	}
	for _, m := range c.members {
		c.missed += c.sent() - 1 - m.marked
	}
	return nil
}

// sent tells how many marks have been sent.
func (c *crowd) sent() int {
	for i := range c.sentAt {
		if c.sentAt[i].Load() == 0 {
			return i
		}
	}
	return len(c.sentAt)
}

// frames reads whole frames and keeps the rest for later.
func (c *crowd) frames(m *member, in []byte) error {
	if len(m.begun) > 0 {
		in = append(m.begun, in...)
	}
	for {
		op, payload, rest, ok := cutFrame(in)
		if !ok {
			break
		}
		if err := c.frame(m, op, payload); err != nil {
			return err
		}
		in = rest
	}
	m.begun = append(m.begun[:0:0], in...)
	return nil
}

func cutFrame(in []byte) (op byte, payload, rest []byte, ok bool) {
	if len(in) < 2 {
		return 0, nil, in, false
	}
	size, at := int(in[1]&127), 2
	switch {
	case size == 126 && len(in) >= 4:
		size, at = int(binary.BigEndian.Uint16(in[2:])), 4
	case size == 127 && len(in) >= 10:
		size, at = int(binary.BigEndian.Uint64(in[2:])), 10
	case size > 125:
		return 0, nil, in, false
	}
	if len(in) < at+size {
		return 0, nil, in, false
	}
	return in[0] & 15, in[at : at+size], in[at+size:], true
}

func (c *crowd) frame(m *member, op byte, payload []byte) error {
	switch op {
	case 8:
		return fmt.Errorf("a socket was closed with %x", payload)
	case 9: // a ping: answered empty and unmasked by zeros
		_, err := syscall.Write(m.fd, []byte{0x8a, 0x80, 0, 0, 0, 0})
		return err
	}
	if bytes.HasPrefix(payload, []byte(`{"type":"hello"`)) {
		c.hellos++
	}
	for {
		at := bytes.Index(payload, []byte(markPrefix))
		if at < 0 || len(payload) < at+len(markPrefix)+markDigits {
			return nil
		}
		payload = payload[at+len(markPrefix):]
		mark, err := strconv.Atoi(string(payload[:markDigits]))
		if err != nil {
			return fmt.Errorf("a broken mark: %.20s", payload)
		}
		c.mark(m, mark)
	}
}

// mark notes that a change has come; one that was skipped counts as missed.
func (c *crowd) mark(m *member, mark int) {
	if mark <= m.marked || mark >= len(c.sentAt) {
		return
	}
	c.missed += mark - m.marked - 1
	m.marked, c.last = mark, time.Now()
	c.took = append(c.took, time.Duration(c.last.UnixNano()-c.sentAt[mark].Load()))
}

func (c *crowd) close() {
	for fd := range c.members {
		syscall.Close(fd)
	}
	c.poll.close()
}
