// Package socket speaks RFC 6455, the server's half: the upgrade, the frames of
// clients, and writing frames that were put together elsewhere. It is made for
// many quiet connections and for one message to many of them: a connection that
// waits holds no buffer, and bytes framed once may be written to any number of
// connections. It negotiates no extension and no subprotocol, and it knows
// nothing of what the messages say.
package socket

import "encoding/binary"

// Op is the opcode of a frame (RFC 6455, 5.2).
type Op byte

// The opcodes.
const (
	OpContinue Op = 0x0
	OpText     Op = 0x1
	OpBinary   Op = 0x2
	OpClose    Op = 0x8
	OpPing     Op = 0x9
	OpPong     Op = 0xa
)

const (
	finBit     = 0x80
	maskBit    = 0x80
	maxControl = 125 // bytes of payload in a control frame (RFC 6455, 5.5)
)

// AppendHeader appends the header of a whole, unmasked frame with size bytes of
// payload, which is how a server sends.
func AppendHeader(dst []byte, op Op, size int) []byte {
	dst = append(dst, finBit|byte(op))
	switch {
	case size <= maxControl:
		return append(dst, byte(size))
	case size <= 0xffff:
		return binary.BigEndian.AppendUint16(append(dst, 126), uint16(size))
	default:
		return binary.BigEndian.AppendUint64(append(dst, 127), uint64(size))
	}
}

// AppendFrame appends a whole, unmasked frame.
func AppendFrame(dst []byte, op Op, payload []byte) []byte {
	return append(AppendHeader(dst, op, len(payload)), payload...)
}

// AppendClose appends a close frame; the reason is cut to what fits.
func AppendClose(dst []byte, code uint16, reason string) []byte {
	reason = reason[:min(len(reason), maxControl-2)]
	dst = AppendHeader(dst, OpClose, 2+len(reason))
	return append(binary.BigEndian.AppendUint16(dst, code), reason...)
}

// FrameSize gives the length in bytes of the unmasked frame that frames begin
// with, header included. It is for bytes that this package put together: what
// is shorter than it says is a mistake of ours and panics.
func FrameSize(frames []byte) int {
	switch size := int(frames[1]); size {
	case 126:
		return 4 + int(binary.BigEndian.Uint16(frames[2:]))
	case 127:
		return 10 + int(binary.BigEndian.Uint64(frames[2:]))
	default:
		return 2 + size
	}
}
