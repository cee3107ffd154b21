package wire

import (
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func TestDecode(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	for name, c := range map[string]struct {
		body    string
		kind    fault.Kind
		pointer string
	}{
		"unknown member":     {`{"title":"a","owner":"b"}`, fault.Invalid, "/owner"},
		"another case":       {`{"Title":"a"}`, fault.Invalid, "/Title"},
		"repeated name":      {`{"title":"a","title":"b"}`, fault.Invalid, "/title"},
		"wrong type":         {`{"title":1}`, fault.Invalid, "/title"},
		"wrong element":      {`{"labels":["a",2]}`, fault.Invalid, "/labels/1"},
		"null in a text":     {`{"title":null}`, fault.Invalid, "/title"},
		"null in an Opt":     {`{"description":null}`, fault.Invalid, "/description"},
		"null as a list":     {`{"labels":null}`, fault.Invalid, "/labels"},
		"null in a list":     {`{"labels":[null]}`, fault.Invalid, "/labels/0"},
		"null for all":       {`null`, fault.Invalid, ""},
		"NUL":                {`{"title":"a\u0000b"}`, fault.Invalid, "/title"},
		"NUL in a name":      {`{"ti\u0000tle":"a"}`, fault.Invalid, "/ti\x00tle"},
		"lone surrogate":     {`{"title":"\ud800"}`, fault.Malformed, "/title"},
		"invalid UTF-8":      {"{\"title\":\"\xff\"}", fault.Malformed, "/title"},
		"second value":       {`{"title":"a"} {}`, fault.Malformed, ""},
		"nothing":            {``, fault.Malformed, ""},
		"half a value":       {`{"title":`, fault.Malformed, "/title"},
		"a list":             {`[]`, fault.Invalid, ""},
		"too deep":           {`{"title":` + deep + `}`, fault.Invalid, "?"},
		"fraction":           {`{"baseSeq":1.5}`, fault.Invalid, "/baseSeq"},
		"number beyond":      {`{"baseSeq":9223372036854775808}`, fault.Invalid, "/baseSeq"},
		"allowed null":       {`{"dueDate":null,"estimateSeconds":null}`, "", ""},
		"escaped, not NUL":   {`{"title":"\\u0000 null"}`, "", ""},
		"brackets in a text": {`{"title":"` + strings.Repeat("[{", MaxDepth) + `"}`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := Decode([]byte(c.body), new(entry.TaskUpdate))
			if c.kind == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			if !fault.Is(err, c.kind) {
				t.Fatalf("got %v, want %s", err, c.kind)
			}
			if details := fault.As(err).Details; name == "too deep" && details[0].Detail != "This is nested too deeply." {
				t.Errorf("refused for something else: %+v", details)
			}
			if details := fault.As(err).Details; c.pointer != "?" && (len(details) != 1 || details[0].Pointer != c.pointer) {
				t.Errorf("points at %+v, want %q", details, c.pointer)
			}
		})
	}
}
