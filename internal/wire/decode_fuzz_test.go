package wire

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Whatever is sent as a body is refused as the client's mistake, or is JSON of
// modest depth without NUL that reads the same after being written.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"title":"A","labels":["x"],"dueDate":"2026-01-31","estimateSeconds":60}`))
	f.Add([]byte(`{"title":"A\u0000","labels":null}`))
	f.Add([]byte(`{"title":"A","dueDate":null} {}`))
	f.Add(bytes.Repeat([]byte(`[`), MaxDepth+1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var body entry.TaskCreate
		if err := Decode(raw, &body); err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Malformed) {
				t.Fatalf("not the client's mistake: %v", err)
			}
			return
		}
		if !jsontext.Value(raw).IsValid() {
			t.Fatalf("%q was taken, and is no JSON", raw)
		}
		written, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(written, []byte(`\u0000`)) {
			t.Fatalf("a NUL came in by %q", raw)
		}
		var again entry.TaskCreate
		if err := Decode(written, &again); err != nil {
			t.Fatalf("%q was written as %s, which is refused: %v", raw, written, err)
		}
	})
}
