package live

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/socket"
)

// run is consecutive entries of a stream as frames, encoded once and shared by
// all who get them (L5). Its bytes never change.
type run struct {
	bytes       []byte
	first, last int64 // seq
}

func (r *run) frames() int { return int(r.last - r.first + 1) }

// after gives the frames with a seq above this one.
func (r *run) after(seq int64) run {
	rest := *r
	for rest.first <= seq && rest.first <= rest.last {
		rest.bytes = rest.bytes[socket.FrameSize(rest.bytes):]
		rest.first++
	}
	return rest
}

// encode frames entries for a stream that clients know by name.
func encode(name string, entries []entry.Entry) run {
	size := 0
	for i := range entries {
		size += len(entries[i].Events) + 256
	}
	r := run{bytes: make([]byte, 0, size), first: entries[0].Seq, last: entries[len(entries)-1].Seq}
	var text []byte
	for i := range entries {
		e := entries[i]
		e.Stream = name
		text = e.AppendJSON(text[:0])
		r.bytes = socket.AppendFrame(r.bytes, socket.OpText, text)
	}
	return r
}

func textFrame(text []byte) []byte {
	return socket.AppendFrame(make([]byte, 0, len(text)+4), socket.OpText, text)
}

// begin opens a frame's object with its type and stream; a stream is an id, or
// the client's own words, so it is quoted.
func begin(kind, stream string) []byte {
	text := make([]byte, 0, 192)
	text = append(text, `{"type":"`...)
	text = append(text, kind...)
	text = append(text, `","stream":`...)
	return appendText(text, stream)
}

func appendText(dst []byte, text string) []byte {
	quoted, err := jsontext.AppendQuote(dst, text)
	if err != nil {
		return append(dst, "null"...) // not UTF-8: cannot come through the decoder
	}
	return quoted
}

func helloFrame(stream string, head journal.Head, connection string) []byte {
	text := append(begin("hello", stream), `,"protocol":`...)
	text = strconv.AppendInt(text, protocolVersion, 10)
	text = appendHead(text, head)
	text = append(text, `,"connection":`...)
	return textFrame(append(appendText(text, connection), '}'))
}

func resetFrame(stream string, head journal.Head) []byte {
	return textFrame(append(appendHead(begin("reset", stream), head), '}'))
}

func appendHead(text []byte, head journal.Head) []byte {
	text = append(text, `,"epoch":`...)
	text = appendText(text, head.Epoch)
	text = append(text, `,"seq":`...)
	return strconv.AppendInt(text, head.Seq, 10)
}

func heartbeatFrame(stream string, seq int64) []byte {
	text := append(begin("heartbeat", stream), `,"seq":`...)
	return textFrame(append(strconv.AppendInt(text, seq, 10), '}'))
}

func unsubscribedFrame(stream string, code uint16) []byte {
	text := append(begin("unsubscribed", stream), `,"code":`...)
	return textFrame(append(strconv.AppendUint(text, uint64(code), 10), '}'))
}

func errorFrame(stream, code, detail string) []byte {
	text := begin("error", stream)
	if stream == "" {
		text = []byte(`{"type":"error","stream":null`)
	}
	text = append(text, `,"code":`...)
	text = appendText(text, code)
	text = append(text, `,"detail":`...)
	return textFrame(append(appendText(text, detail), '}'))
}

var pingFrame = socket.AppendFrame(nil, socket.OpPing, nil)
