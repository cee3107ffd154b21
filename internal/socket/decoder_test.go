package socket_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tandem/internal/socket"
	"tandem/internal/socket/sockettest"
)

// whole, part and last are client frames.
func whole(op socket.Op, text string) []byte { return sockettest.Frame(true, op, []byte(text)) }
func part(op socket.Op, text string) []byte  { return sockettest.Frame(false, op, []byte(text)) }

// read feeds input in pieces of a size and tells what came out, and the end.
func read(input []byte, piece int) (got []string, err error) {
	var d socket.Decoder
	input = bytes.Clone(input)
	for len(input) > 0 && err == nil {
		n := min(piece, len(input))
		err = d.Feed(bytes.Clone(input[:n]), func(op socket.Op, payload []byte) error {
			got = append(got, fmt.Sprintf("%d %.40s (%d)", op, payload, len(payload)))
			return nil
		})
		input = input[n:]
	}
	return got, err
}

func codeOf(err error) uint16 {
	if broken, ok := errors.AsType[*socket.CloseError](err); ok {
		return broken.Code
	}
	if errors.Is(err, socket.ErrClosed) {
		return socket.CloseNormal
	}
	return 0
}

func TestDecoder(t *testing.T) {
	big := strings.Repeat("x", socket.MaxMessage)
	for name, c := range map[string]struct {
		in   [][]byte
		want string
		code uint16
	}{
		"messages":             {[][]byte{whole(1, "a"), whole(2, "bc"), whole(1, "")}, "[1 a (1) 2 bc (2) 1  (0)]", 0},
		"lengths in 16 bits":   {[][]byte{whole(1, big[:126]), whole(1, big[:65535])}, fmt.Sprintf("[1 %.40s (126) 1 %.40s (65535)]", big, big), 0},
		"the largest message":  {[][]byte{whole(1, big)}, fmt.Sprintf("[1 %.40s (262144)]", big), 0},
		"fragments":            {[][]byte{part(1, "a"), part(0, "b"), whole(9, "ping"), whole(0, "c"), whole(1, "d")}, "[9 ping (4) 1 abc (3) 1 d (1)]", 0},
		"UTF-8 over fragments": {[][]byte{part(1, "\xc3"), whole(0, "\xa4")}, "[1 ä (2)]", 0},
		"pong":                 {[][]byte{whole(10, "x")}, "[10 x (1)]", 0},
		"close without code":   {[][]byte{whole(1, "a"), whole(8, ""), whole(1, "b")}, "[1 a (1)]", 1000},
		"close with code":      {[][]byte{whole(8, "\x0f\xa0bye")}, "[]", 1000},

		"close with half a code":    {[][]byte{whole(8, "\x03")}, "[]", 1002},
		"close with 1005":           {[][]byte{whole(8, "\x03\xed")}, "[]", 1002},
		"close with 999":            {[][]byte{whole(8, "\x03\xe7")}, "[]", 1002},
		"close reason not UTF-8":    {[][]byte{whole(8, "\x03\xe8\xff")}, "[]", 1002},
		"not masked":                {[][]byte{{0x81, 1, 'a'}}, "[]", 1002},
		"reserved bit":              {[][]byte{{0xc1, 0x81, 0, 0, 0, 0, 'a'}}, "[]", 1002},
		"unknown kind":              {[][]byte{whole(3, "")}, "[]", 1002},
		"unknown control":           {[][]byte{whole(11, "")}, "[]", 1002},
		"continuation of nothing":   {[][]byte{whole(0, "a")}, "[]", 1002},
		"message in a message":      {[][]byte{part(1, "a"), whole(1, "b")}, "[]", 1002},
		"control in fragments":      {[][]byte{part(9, "a")}, "[]", 1002},
		"control too long":          {[][]byte{whole(9, big[:126])}, "[]", 1002},
		"text not UTF-8":            {[][]byte{whole(1, "\xff")}, "[]", 1007},
		"binary not UTF-8 is right": {[][]byte{whole(2, "\xff")}, "[2 \xff (1)]", 0},
		"frame too large":           {[][]byte{whole(1, big+"x")}, "[]", 1009},
		"10 MiB, header alone":      {[][]byte{{0x81, 0xff, 0, 0, 0, 0, 0, 0xa0, 0, 0}}, "[]", 1009},
		"length of 64 bits":         {[][]byte{{0x81, 0xff, 255, 255, 255, 255, 255, 255, 255, 255}}, "[]", 1009},
		"fragments too large":       {[][]byte{part(1, big), whole(0, "x")}, "[]", 1009},
		"fragments without end":     {[][]byte{part(1, ""), bytes.Repeat(part(0, ""), 1000)}, "[]", 1009},
	} {
		input := bytes.Join(c.in, nil)
		for _, piece := range []int{1, 3, 4096, len(input)} {
			t.Run(fmt.Sprintf("[RFC 6455] %s, %d bytes at once", name, piece), func(t *testing.T) {
				got, err := read(input, piece)
				if fmt.Sprint(got) != c.want || codeOf(err) != c.code {
					t.Errorf("got %v, %v; want %s, %d", got, err, c.want, c.code)
				}
			})
		}
	}
}

func TestAppendFrame(t *testing.T) {
	for _, size := range []int{0, 1, 125, 126, 65535, 65536, 300_000} {
		frame := socket.AppendFrame(nil, socket.OpText, make([]byte, size))
		if got := socket.FrameSize(append(frame, "more"...)); got != len(frame) {
			t.Errorf("a frame of %d bytes: FrameSize %d, is %d", size, got, len(frame))
		}
	}
	if got := socket.AppendClose(nil, 4408, strings.Repeat("x", 200)); len(got) != 127 {
		t.Errorf("a close frame with a long reason has %d bytes", len(got))
	}
}

// FuzzClientFrame holds that no bytes of a client make the decoder panic, that
// what it gives does not depend on how they were cut, and that it stays in bounds.
func FuzzClientFrame(f *testing.F) {
	f.Add(whole(1, `{"type":"subscribe","stream":"me"}`), byte(1))
	f.Add(bytes.Join([][]byte{part(1, "a"), whole(9, "p"), whole(0, "b"), whole(8, "\x03\xe8")}, nil), byte(3))
	f.Add([]byte{0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0}, byte(2))
	f.Add([]byte{0xc1, 0x80}, byte(1))
	f.Fuzz(func(t *testing.T, input []byte, piece byte) {
		atOnce, err := read(input, max(1, len(input)))
		inPieces, other := read(input, int(piece)+1)
		if fmt.Sprint(atOnce) != fmt.Sprint(inPieces) || codeOf(err) != codeOf(other) {
			t.Fatalf("at once: %v, %v; in pieces of %d: %v, %v", atOnce, err, int(piece)+1, inPieces, other)
		}
	})
}
