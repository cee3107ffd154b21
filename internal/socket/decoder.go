package socket

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Limits of what a client may send.
const (
	MaxMessage   = 256 << 10 // bytes, whole or in fragments
	maxFragments = 64
)

// Close codes of RFC 6455, 7.4.1, that this package uses itself.
const (
	CloseNormal   uint16 = 1000
	CloseAway     uint16 = 1001
	CloseProtocol uint16 = 1002
	CloseText     uint16 = 1007 // text that is not UTF-8
	CloseTooLarge uint16 = 1009
)

// CloseError asks for the connection to be closed with a code, since the client
// broke the protocol or a limit.
type CloseError struct {
	Code   uint16
	Reason string
}

func (e *CloseError) Error() string { return fmt.Sprintf("close %d: %s", e.Code, e.Reason) }

// ErrClosed says that the client has closed in due form.
var ErrClosed = errors.New("socket: closed by the client")

// Decoder takes the bytes that a client sends, cut anywhere, and gives whole
// messages. The zero value is ready. It holds memory only while a frame or a
// message is incomplete, and never more than about twice MaxMessage.
type Decoder struct {
	rest      []byte // the beginning of a frame that has not come whole
	message   []byte // fragments so far
	op        Op     // of the message in fragments; 0: none has begun
	fragments int
}

// Receive gets a message (OpText, OpBinary) or a control frame (OpPing, OpPong).
// The payload is valid during the call only. An error ends the reading.
type Receive func(op Op, payload []byte) error

// Feed takes the next bytes and calls receive for all that they complete; it
// changes them (unmasking in place). A *CloseError tells what the client did wrong.
func (d *Decoder) Feed(chunk []byte, receive Receive) error {
	joined := len(d.rest) > 0
	if joined {
		d.rest = append(d.rest, chunk...)
		chunk = d.rest
	}
	for {
		frame, size, err := cut(chunk)
		if err != nil {
			return err
		}
		if size == 0 {
			break
		}
		chunk = chunk[size:]
		if err := d.take(frame, receive); err != nil {
			return err
		}
	}
	switch {
	case len(chunk) == 0:
		d.rest = nil
	case !joined || len(chunk) < len(d.rest):
		d.rest = append([]byte(nil), chunk...)
	}
	return nil
}

type frame struct {
	fin     bool
	op      Op
	payload []byte
}

// cut gives the frame at the beginning, and its length in bytes; 0 while it is
// incomplete. What is wrong with a header is said before its payload has come.
func cut(in []byte) (f frame, size int, err error) {
	if len(in) < 2 {
		return f, 0, nil
	}
	f.fin, f.op = in[0]&finBit != 0, Op(in[0]&0x0f)
	if in[0]&0x70 != 0 {
		return f, 0, &CloseError{CloseProtocol, "reserved bits are set"}
	}
	if in[1]&maskBit == 0 {
		return f, 0, &CloseError{CloseProtocol, "the frame is not masked"}
	}
	payload, at := uint64(in[1]&^maskBit), 2
	switch {
	case f.op >= OpClose && (payload > maxControl || !f.fin):
		return f, 0, &CloseError{CloseProtocol, "a control frame is too long or in fragments"}
	case payload == 126:
		if len(in) < 4 {
			return f, 0, nil
		}
		payload, at = uint64(binary.BigEndian.Uint16(in[2:])), 4
	case payload == 127:
		if len(in) < 10 {
			return f, 0, nil
		}
		payload, at = binary.BigEndian.Uint64(in[2:]), 10
	}
	if payload > MaxMessage {
		return f, 0, &CloseError{CloseTooLarge, "the frame is too large"}
	}
	size = at + 4 + int(payload)
	if len(in) < size {
		return f, 0, nil
	}
	f.payload = in[at+4 : size]
	unmask(f.payload, [4]byte(in[at:]))
	return f, size, nil
}

func unmask(payload []byte, key [4]byte) {
	word := uint64(binary.LittleEndian.Uint32(key[:]))
	word |= word << 32
	for len(payload) >= 8 {
		binary.LittleEndian.PutUint64(payload, binary.LittleEndian.Uint64(payload)^word)
		payload = payload[8:]
	}
	for i := range payload {
		payload[i] ^= key[i&3]
	}
}

func (d *Decoder) take(f frame, receive Receive) error {
	switch f.op {
	case OpPing, OpPong:
		return receive(f.op, f.payload)
	case OpClose:
		return closed(f.payload)
	case OpText, OpBinary:
		if d.op != 0 {
			return &CloseError{CloseProtocol, "a message began inside another"}
		}
		if f.fin {
			return deliver(f.op, f.payload, receive)
		}
		d.op = f.op
	case OpContinue:
		if d.op == 0 {
			return &CloseError{CloseProtocol, "a continuation of nothing"}
		}
	default:
		return &CloseError{CloseProtocol, "an unknown kind of frame"}
	}
	return d.join(f, receive)
}

func (d *Decoder) join(f frame, receive Receive) error {
	d.fragments++
	if len(d.message)+len(f.payload) > MaxMessage || d.fragments > maxFragments {
		return &CloseError{CloseTooLarge, "the message is too large"}
	}
	d.message = append(d.message, f.payload...)
	if !f.fin {
		return nil
	}
	op, message := d.op, d.message
	d.op, d.message, d.fragments = 0, nil, 0
	return deliver(op, message, receive)
}

func deliver(op Op, payload []byte, receive Receive) error {
	if op == OpText && !utf8.Valid(payload) {
		return &CloseError{CloseText, "the text is not UTF-8"}
	}
	return receive(op, payload)
}

// closed judges a close frame (RFC 6455, 5.5.1 and 7.4).
func closed(payload []byte) error {
	if len(payload) == 0 {
		return ErrClosed
	}
	if len(payload) == 1 || !utf8.Valid(payload[2:]) {
		return &CloseError{CloseProtocol, "a broken close frame"}
	}
	switch code := binary.BigEndian.Uint16(payload); {
	case code < 1000, code >= 1004 && code <= 1006, code >= 1015 && code < 3000, code >= 5000:
		return &CloseError{CloseProtocol, "a close code that may not be sent"}
	}
	return ErrClosed
}
