package socket

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Conn is one connection after its upgrade. Read is for one goroutine; Try and
// Write are for one caller at a time, which keeps the frames in order and whole.
type Conn struct {
	conn    net.Conn
	raw     syscall.RawConn // nil where the connection has none: a pipe, TLS
	decoder Decoder
	early   []byte // came together with the request
}

// New takes a connection over on which the upgrade is done; early is what the
// client has sent behind its request, and is copied.
func New(conn net.Conn, early []byte) *Conn {
	c := &Conn{conn: conn}
	if len(early) > 0 {
		c.early = append([]byte(nil), early...)
	}
	if canTry {
		if with, ok := conn.(syscall.Conn); ok {
			c.raw, _ = with.SyscallConn()
		}
	}
	return c
}

// readSize is what one read may take, in bytes. Buffers are lent for the moment
// in which there is something to read, so that waiting costs none.
const readSize = 8 << 10

var buffers = sync.Pool{New: func() any { return new([readSize]byte) }}

// Read gives all that the client sends to receive, until the connection ends,
// which it always tells with an error: ErrClosed after a close frame, io.EOF, a
// *CloseError, what receive returned, or one of the network.
func (c *Conn) Read(receive Receive) error {
	if early := c.early; early != nil {
		c.early = nil
		if err := c.decoder.Feed(early, receive); err != nil {
			return err
		}
	}
	in := intake{conn: c}
	in.ready = in.read
	for {
		buffer, n, err := in.next()
		if err == nil {
			err = c.decoder.Feed(buffer[:n], receive)
		}
		if buffer != nil {
			buffers.Put(buffer)
		}
		if err != nil {
			return err
		}
	}
}

// intake waits for bytes without holding a buffer.
type intake struct {
	conn   *Conn
	ready  func(fd uintptr) bool // read, made once
	buffer *[readSize]byte
	n      int
	err    error
}

func (in *intake) next() (*[readSize]byte, int, error) {
	if in.conn.raw == nil {
		buffer := buffers.Get().(*[readSize]byte)
		n, err := in.conn.conn.Read(buffer[:])
		if n > 0 {
			err = nil
		}
		return buffer, n, err
	}
	in.buffer, in.n, in.err = nil, 0, nil
	if err := in.conn.raw.Read(in.ready); err != nil {
		return nil, 0, err
	}
	if in.err == nil && in.n == 0 {
		in.err = io.EOF
	}
	buffer := in.buffer
	in.buffer = nil
	return buffer, in.n, in.err
}

// read tries once; false makes the runtime wait until the descriptor is readable.
func (in *intake) read(fd uintptr) bool {
	buffer := buffers.Get().(*[readSize]byte)
	in.n, in.err = readNow(fd, buffer[:])
	if errors.Is(in.err, syscall.EAGAIN) {
		buffers.Put(buffer)
		return false
	}
	in.buffer = buffer
	return true
}

// attempt is one write by system call; the closure is made once and lent.
type attempt struct {
	bytes []byte
	wait  bool
	n     int
	err   error
	ready func(fd uintptr) bool
}

var attempts = sync.Pool{New: func() any {
	a := new(attempt)
	a.ready = a.write
	return a
}}

func (a *attempt) write(fd uintptr) bool {
	a.n, a.err = writeNow(fd, a.bytes)
	if errors.Is(a.err, syscall.EAGAIN) {
		a.n, a.err = 0, nil
		return !a.wait
	}
	return true
}

func (c *Conn) attempt(p []byte, wait bool) (int, error) {
	a := attempts.Get().(*attempt)
	a.bytes, a.wait = p, wait
	err := c.raw.Write(a.ready)
	n := 0
	if err == nil {
		n, err = a.n, a.err
	}
	a.bytes, a.n, a.err = nil, 0, nil
	attempts.Put(a)
	return n, err
}

// Try writes at once what the system takes without waiting, which may be nothing.
func (c *Conn) Try(p []byte) (int, error) {
	if c.raw == nil {
		return 0, nil
	}
	return c.attempt(p, false)
}

// ErrStalled says that the client has taken nothing for as long as one waits.
var ErrStalled = errors.New("socket: the client does not read")

// Write waits at most this long until the client takes something, and tells how
// many bytes it took: at least one, or ErrStalled or an error of the network.
func (c *Conn) Write(p []byte, within time.Duration) (n int, err error) {
	if err := c.conn.SetWriteDeadline(time.Now().Add(within)); err != nil {
		return 0, err
	}
	if c.raw == nil {
		n, err = c.conn.Write(p[:min(len(p), readSize)])
	} else {
		n, err = c.attempt(p, true)
	}
	if n > 0 {
		err = nil
	}
	// Try would find an old deadline expired.
	if again := c.conn.SetWriteDeadline(time.Time{}); err == nil {
		err = again
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = ErrStalled
	}
	return n, err
}

// Discard reads and forgets until the connection ends: what a client has sent
// and nobody reads would make the system cut off what was written to it.
func (c *Conn) Discard() {
	buffer := buffers.Get().(*[readSize]byte)
	defer buffers.Put(buffer)
	for {
		if _, err := c.conn.Read(buffer[:]); err != nil {
			return
		}
	}
}

// Linger makes Read and Discard end after this time at the latest.
func (c *Conn) Linger(d time.Duration) { _ = c.conn.SetReadDeadline(time.Now().Add(d)) }

// Close ends the connection at once; Read and Write return.
func (c *Conn) Close() error { return c.conn.Close() }
