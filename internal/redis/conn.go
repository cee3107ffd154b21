package redis

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"time"
)

// server is where Redis is, and how to get in.
type server struct {
	host, name, password string
	isSecret             bool // with TLS
}

var errAddress = errors.New("not an address such as redis://localhost:6379/0")

// parseAddress reads redis://name:password@host:port/0. The number is accepted and
// means nothing: messages go through all of a server's databases.
func parseAddress(address string) (s server, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" {
		return s, errAddress
	}
	port := u.Port()
	if port == "" {
		port = "6379"
	}
	s = server{host: net.JoinHostPort(u.Hostname(), port), isSecret: u.Scheme == "rediss"}
	if u.User != nil {
		s.name = u.User.Username()
		s.password, _ = u.User.Password()
	}
	return s, nil
}

// conn is one connection. It speaks as much of RESP2 as publish and subscribe need
// (redis.io/docs/latest/develop/reference/protocol-spec): requests are arrays of
// bulk strings, an answer is one of five kinds.
type conn struct {
	net.Conn
	in *bufio.Reader
}

// refusal is what the server says no with: "WRONGPASS …", "NOPERM …".
type refusal string

func (r refusal) Error() string { return string(r) }

// dial connects and signs in.
func dial(ctx context.Context, s server) (*conn, error) {
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	dialer := &net.Dialer{}
	reach := dialer.DialContext
	if s.isSecret {
		reach = (&tls.Dialer{NetDialer: dialer}).DialContext
	}
	raw, err := reach(ctx, "tcp", s.host)
	if err != nil {
		return nil, err
	}
	c := &conn{raw, bufio.NewReader(raw)}
	if err := c.signIn(s); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func (c *conn) signIn(s server) error {
	command := []string{"PING"}
	switch {
	case s.name != "":
		command = []string{"AUTH", s.name, s.password}
	case s.password != "":
		command = []string{"AUTH", s.password}
	}
	_, err := c.ask(command...)
	return err
}

// ask sends a command and gives the answer.
func (c *conn) ask(command ...string) (any, error) {
	if err := c.SetDeadline(time.Now().Add(answerTime)); err != nil {
		return nil, err
	}
	text := fmt.Appendf(nil, "*%d\r\n", len(command))
	for _, part := range command {
		text = fmt.Appendf(text, "$%d\r\n", len(part))
		text = append(append(text, part...), '\r', '\n')
	}
	if _, err := c.Write(text); err != nil {
		return nil, err
	}
	return c.read()
}

var errProtocol = errors.New("this is not Redis")

const (
	maxParts = 1 << 10
	maxBytes = 64 << 20 // of one text
)

// read gives the next answer: a string, an int64, nil or a list of them; an error of
// the server is a refusal.
func (c *conn) read() (any, error) {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	if len(line) < 3 || line[len(line)-2] != '\r' {
		return nil, errProtocol
	}
	kind, rest := line[0], line[1:len(line)-2]
	switch kind {
	case '+':
		return rest, nil
	case '-':
		return nil, refusal(rest)
	}
	n, err := strconv.ParseInt(rest, 10, 64)
	switch {
	case err != nil:
		return nil, errProtocol
	case kind == ':':
		return n, nil
	case n == -1:
		return nil, nil
	case kind == '$' && n >= 0 && n <= maxBytes:
		return c.text(int(n))
	case kind == '*' && n >= 0 && n <= maxParts:
		return c.list(int(n))
	}
	return nil, errProtocol
}

func (c *conn) text(n int) (any, error) {
	raw := make([]byte, n+2)
	if _, err := io.ReadFull(c.in, raw); err != nil {
		return nil, err
	}
	return string(raw[:n]), nil
}

func (c *conn) list(n int) (any, error) {
	list := make([]any, n)
	for i := range list {
		var err error
		if list[i], err = c.read(); err != nil {
			return nil, err
		}
	}
	return list, nil
}
