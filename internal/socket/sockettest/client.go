// Package sockettest is a small WebSocket client for tests: it sends whatever it
// is told to, also what no proper client would.
package sockettest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"tandem/internal/socket"
)

// Client is one connection after its upgrade.
type Client struct {
	Conn   net.Conn
	reader *bufio.Reader
}

// Dial opens a socket at http://addr/path. Where the server does not switch
// protocols, the client is nil and the answer tells why.
func Dial(addr, path string, header http.Header) (*Client, *http.Response, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	r, err := http.NewRequest(http.MethodGet, "http://"+addr+path, nil)
	if err != nil {
		return nil, nil, err
	}
	r.Header = http.Header{
		"Connection": {"Upgrade"}, "Upgrade": {"websocket"},
		"Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {"dGhlIHNhbXBsZSBub25jZQ=="},
	}
	for name, values := range header {
		r.Header[name] = values
	}
	if err := r.Write(conn); err != nil {
		return nil, nil, err
	}
	c := &Client{Conn: conn, reader: bufio.NewReader(conn)}
	answer, err := http.ReadResponse(c.reader, r)
	if err != nil {
		conn.Close()
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	if answer.StatusCode != http.StatusSwitchingProtocols {
		return nil, answer, nil
	}
	return c, answer, nil
}

// Frame makes a masked client frame.
func Frame(fin bool, op socket.Op, payload []byte) []byte {
	out := []byte{byte(op), 0x80}
	if fin {
		out[0] |= 0x80
	}
	switch {
	case len(payload) <= 125:
		out[1] |= byte(len(payload))
	case len(payload) <= 0xffff:
		out[1] |= 126
		out = binary.BigEndian.AppendUint16(out, uint16(len(payload)))
	default:
		out[1] |= 127
		out = binary.BigEndian.AppendUint64(out, uint64(len(payload)))
	}
	key := [4]byte{0x1f, 0x2e, 0x3d, 0x4c}
	out = append(out, key[:]...)
	for i, b := range payload {
		out = append(out, b^key[i&3])
	}
	return out
}

// Send writes one text frame.
func (c *Client) Send(text string) error {
	_, err := c.Conn.Write(Frame(true, socket.OpText, []byte(text)))
	return err
}

// Closed is the error of Next after a close frame of the server.
type Closed struct {
	Code   int
	Reason string
}

func (c *Closed) Error() string { return fmt.Sprintf("closed with %d %q", c.Code, c.Reason) }

// ErrMasked says that the server masked a frame, which it must not.
var ErrMasked = errors.New("the server masked a frame")

// Next gives the next text; pings are answered on the way. within is how long
// to wait at most.
func (c *Client) Next(within time.Duration) (string, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(within)); err != nil {
		return "", err
	}
	for {
		op, payload, err := c.frame()
		if err != nil {
			return "", err
		}
		switch op {
		case socket.OpText:
			return string(payload), nil
		case socket.OpPing:
			if _, err := c.Conn.Write(Frame(true, socket.OpPong, payload)); err != nil {
				return "", err
			}
		case socket.OpClose:
			closed := &Closed{Code: 1005}
			if len(payload) >= 2 {
				closed.Code, closed.Reason = int(binary.BigEndian.Uint16(payload)), string(payload[2:])
			}
			_, _ = c.Conn.Write(Frame(true, socket.OpClose, payload))
			return "", closed
		case socket.OpPong:
		default:
			return "", fmt.Errorf("a frame of kind %d", op)
		}
	}
}

func (c *Client) frame() (socket.Op, []byte, error) {
	head := make([]byte, 2, 10)
	if _, err := io.ReadFull(c.reader, head); err != nil {
		return 0, nil, err
	}
	if head[1]&0x80 != 0 {
		return 0, nil, ErrMasked
	}
	if head[0]&0xf0 != 0x80 {
		return 0, nil, fmt.Errorf("a frame that begins with %#x", head[0])
	}
	more := map[byte]int{126: 2, 127: 8}[head[1]]
	head = head[:2+more]
	if _, err := io.ReadFull(c.reader, head[2:]); err != nil {
		return 0, nil, err
	}
	size := uint64(head[1])
	switch more {
	case 2:
		size = uint64(binary.BigEndian.Uint16(head[2:]))
	case 8:
		size = binary.BigEndian.Uint64(head[2:])
	}
	payload := make([]byte, size)
	_, err := io.ReadFull(c.reader, payload)
	return socket.Op(head[0] & 15), payload, err
}

// Close ends the connection without a word.
func (c *Client) Close() { c.Conn.Close() }
