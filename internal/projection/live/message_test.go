package live

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
)

// FuzzClientMessage holds that whatever text a client sends is either refused as
// malformed or a frame of a known type that names what it needs, and that it was
// valid JSON then.
func FuzzClientMessage(f *testing.F) {
	for _, text := range []string{
		`{"type":"subscribe","stream":"me","since":"e.1"}`, `{"type":"subscribe","stream":"x","since":null}`, `{"type":"unsubscribe","stream":"x"}`,
		`{"type":"presence","stream":"x","task":null,"activity":"typing"}`, `{"type":"doc:update","task":"x","more":[1,{}]}`, `{"type":1}`, `[]`, `{"type":"subscribe","stream":"\u0000"}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip() // the decoder of frames closes with 1007 before
		}
		m, err := decode([]byte(text))
		if err != nil {
			if !errors.Is(err, malformed) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		var any map[string]any
		if err := json.Unmarshal([]byte(text), &any); err != nil || any["type"] != m.kind {
			t.Fatalf("%q was taken as %s: %v", text, m.kind, err)
		}
		if m.kind == "subscribe" && m.subscribe.Stream == nil || m.kind == "presence" && m.presence.Stream == nil {
			t.Fatalf("%q has no stream", text)
		}
	})
}
