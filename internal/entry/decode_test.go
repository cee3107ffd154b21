package entry

import (
	"cmp"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/fault"
)

func TestDecodeBody(t *testing.T) {
	cases := []struct{ thing, kind, members, pointer string }{
		{"all that is needed", "task.create", `{"title":"A"}`, ""},
		{"null where null has a meaning", "task.update", `{"task":"t","dueDate":null}`, ""},
		{"an unknown kind", "task.fly", `{}`, "/kind"},
		{"an unknown member", "task.create", `{"title":"A","colour":1}`, "/colour"},
		{"a name in another case", "task.create", `{"Title":"A"}`, "/Title"},
		{"a name twice", "task.create", `{"title":"A","title":"B"}`, "/title"},
		{"a wrong type", "task.create", `{"title":1}`, "/title"},
		{"a wrong type, deep inside", "task.create", `{"title":"A","labels":["x",{}]}`, "/labels/1"},
		{"a lone surrogate", "task.create", `{"title":"\ud800"}`, "malformed"},
		{"something behind it", "task.create", `{"title":"A"} {}`, "malformed"},
	}
	for _, c := range cases {
		t.Run(c.thing, func(t *testing.T) {
			_, err := DecodeBody(c.kind, jsontext.Value(c.members))
			if got := pointerOf(err); got != c.pointer {
				t.Fatalf("points at %q instead of %q: %v", got, c.pointer, err)
			}
		})
	}
}

func pointerOf(err error) string {
	switch {
	case err == nil:
		return ""
	case fault.Is(err, fault.Malformed):
		return "malformed"
	case !fault.Is(err, fault.Invalid) || len(fault.As(err).Details) != 1:
		return "not a fault that a client may see"
	}
	return cmp.Or(fault.As(err).Details[0].Pointer, "the whole")
}

// Whatever is sent is refused as the client's mistake, or can be written and read
// again to the same fingerprint, on which "the same command twice" rests (J4).
func FuzzDecodeBody(f *testing.F) {
	f.Add("task.create", []byte(`{"title":"A","labels":["x"],"dueDate":"2026-01-31","estimateSeconds":60}`))
	f.Add("task.update", []byte(`{"task":"t","dueDate":null,"addLabels":["x"],"baseSeq":3}`))
	f.Add("task.move", []byte(`{"task":"t","status":"s","before":null}`))
	f.Add("comment.create", []byte(`{"task":"t","body":"\u00e9\ud83d\ude00"}`))
	f.Add("status.update", []byte(`{"status":"s","wipLimit":null,"archived":true}`))
	f.Fuzz(func(t *testing.T, kind string, members []byte) {
		body, err := DecodeBody(kind, members)
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Malformed) {
				t.Fatalf("not the client's mistake: %v", err)
			}
			return
		}
		written, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeBody(kind, written)
		if err != nil {
			t.Fatalf("%s was written as %s, which is refused: %v", members, written, err)
		}
		if Fingerprint("a", body) != Fingerprint("a", again) {
			t.Fatalf("%s and %s have two fingerprints", members, written)
		}
	})
}
