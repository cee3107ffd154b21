package socket

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"time"

	"tandem/internal/fault"
)

// handshakeKey is the fixed text of RFC 6455, 1.3.
const handshakeKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

const handshakeTimeout = 5 * time.Second

// maxUnread is how many bytes the system keeps for a client that does not read;
// what waits there can no longer be taken back. The system doubles it.
const maxUnread = 128 << 10

// Check tells whether a request asks for a WebSocket of version 13 in due form;
// the fault is Malformed. Nothing is answered.
func Check(r *http.Request) error {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	switch {
	case r.Method != http.MethodGet || !r.ProtoAtLeast(1, 1),
		!hasToken(r.Header, "Connection", "upgrade"),
		!hasToken(r.Header, "Upgrade", "websocket"):
		return fault.New(fault.Malformed, "This address is for WebSockets: ask for an upgrade.")
	case r.Header.Get("Sec-WebSocket-Version") != "13":
		return fault.New(fault.Malformed, "Only version 13 of WebSocket is spoken here.")
	case err != nil || len(key) != 16:
		return fault.New(fault.Malformed, "Sec-WebSocket-Key must be 16 bytes in base64.")
	}
	return nil
}

// Upgrade answers a request that Check has passed with 101 and takes its
// connection over; headers set on w so far go with the answer. The caller owns
// the connection from then on. After an error nothing more can be answered.
func Upgrade(w http.ResponseWriter, r *http.Request) (*Conn, error) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, fault.Wrap("take the connection over", err)
	}
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + handshakeKey))
	w.Header().Set("Connection", "Upgrade")
	w.Header().Set("Upgrade", "websocket")
	w.Header().Set("Sec-WebSocket-Accept", base64.StdEncoding.EncodeToString(sum[:]))
	if err = conn.SetDeadline(time.Now().Add(handshakeTimeout)); err == nil {
		err = answer(buffered.Writer, w.Header())
	}
	if err == nil {
		err = conn.SetDeadline(time.Time{})
	}
	if err != nil {
		conn.Close()
		return nil, fault.Wrap("answer the upgrade", err)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(maxUnread) // where that fails, the system's own limit counts
	}
	early, _ := buffered.Peek(buffered.Reader.Buffered())
	return New(conn, early), nil
}

func answer(w *bufio.Writer, header http.Header) error {
	if _, err := w.WriteString("HTTP/1.1 101 Switching Protocols\r\n"); err != nil {
		return err
	}
	if err := header.Write(w); err != nil {
		return err
	}
	if _, err := w.WriteString("\r\n"); err != nil {
		return err
	}
	return w.Flush()
}

// hasToken looks for a token in a header that lists tokens, whatever the case.
func hasToken(header http.Header, name, token string) bool {
	for _, line := range header.Values(name) {
		for part := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(part), token) {
				return true
			}
		}
	}
	return false
}
