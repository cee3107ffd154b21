// Package entry has the shapes that everything else speaks: commands, the
// entries of a journal, their events, and the things that events are about. It
// knows how they look as JSON and nothing of rules, storage or people's rights.
package entry

import (
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Entry is an accepted command: never edited, never deleted.
type Entry struct {
	Stream    string         // a project's id, or a person's
	Seq       int64          // 1, 2, 3 … in its stream without a gap (J1)
	At        Instant        // the server's clock, never backwards within a stream; for display only (J9)
	Actor     string         // the person's id
	Command   string         // the command's id; "" where there was none: null on the wire
	Hash      [16]byte       // of actor and command; tells a repeat from another body with the same id (J4)
	Operation string         // shared by the entries of one large operation (J6); "" where it is alone
	ACL       int64          // grows with every change of who may see the stream (J8)
	Events    jsontext.Value // a JSON array of Event, encoded once (L5)
	Grouped   []Grouped      // of an atomic group: its commands after the first; only while it is appended
}

// Grouped is a further command of an atomic group. Its id counts as used like
// that of a command of its own (J4).
type Grouped struct {
	Command string
	Hash    [16]byte
}

// Limits of one entry (J6).
const (
	MaxEvents = 500
	MaxBytes  = 256 << 10
)

// Decode reads the events.
func (e *Entry) Decode() ([]Event, error) {
	var events []Event
	err := json.Unmarshal(e.Events, &events)
	return events, err
}

// AppendJSON appends the entry as it goes over the socket and in the journal's
// list: {"type":"entry","stream","seq","at","actor","command","events"}.
func (e *Entry) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"type":"entry","stream":"`...)
	dst = append(dst, e.Stream...)
	dst = append(dst, `","seq":`...)
	dst = strconv.AppendInt(dst, e.Seq, 10)
	dst = append(dst, `,"at":`...)
	dst = e.At.AppendJSON(dst)
	dst = append(dst, `,"actor":"`...)
	dst = append(dst, e.Actor...)
	dst = append(dst, `","command":`...)
	if e.Command == "" {
		dst = append(dst, "null"...)
	} else {
		dst = append(dst, '"')
		dst = append(dst, e.Command...)
		dst = append(dst, '"')
	}
	dst = append(dst, `,"events":`...)
	dst = append(dst, e.Events...)
	return append(dst, '}')
}
