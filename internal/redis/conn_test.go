package redis

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func reads(text string) (any, error) {
	c := &conn{in: bufio.NewReader(strings.NewReader(text))}
	return c.read()
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"+PONG\r\n":        "PONG",
		":-7\r\n":          "-7",
		"$4\r\na\r\nb\r\n": "a\r\nb",
		"$-1\r\n":          "<nil>",
		"*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$0\r\n\r\n": "[message c ]",
	} {
		if got, err := reads(text); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := reads("-NOAUTH no\r\n"); err != refusal("NOAUTH no") {
		t.Error(err)
	}
	for _, text := range []string{"HTTP/1.1 400 Bad Request\r\n", "\n\n", "$x\r\n", "$-2\r\n", "*9999999\r\n", "$99999999999\r\n"} {
		if got, err := reads(text); !errors.Is(err, errProtocol) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "+PO", "$4\r\nab", "*2\r\n:1\r\n"} {
		if got, err := reads(text); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$0\r\n\r\n")
	f.Add("*1\r\n*1\r\n*1\r\n-ERR\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = reads(text) // it ends, and does not panic
	})
}
