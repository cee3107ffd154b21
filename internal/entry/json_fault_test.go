package entry

import (
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/fault"
)

// Who has written JSON by hand is told what is the matter with it.
func TestJSONFault(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": [1, 2`:   "The JSON ends too early: a quote, a brace or a bracket is missing.",
		`{"a": nope}`:   `This is not valid JSON: invalid character 'o' in literal null (expecting 'u').`,
		`{"a":1,"a":2}`: "This name stands twice.",
	} {
		var into any
		f := fault.As(JSONFault(json.Unmarshal([]byte(text), &into)))
		if len(f.Details) != 1 || f.Details[0].Detail != want {
			t.Errorf("%s: %+v", text, f.Details)
		}
	}
}
