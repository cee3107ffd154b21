package mention

import (
	"os"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
)

func TestHandles_golden(t *testing.T) {
	raw, err := os.ReadFile("../../golden/mention.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name    string   `json:"name"`
		Text    string   `json:"text"`
		Handles []string `json:"handles"`
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			if got := Handles(c.Text); !slices.Equal(got, c.Handles) {
				t.Errorf("%q mentions %q, want %q", c.Text, got, c.Handles)
			}
		})
	}
}

// Whatever stands in a text, it is gone through to its end, and handles are such.
func FuzzHandles(f *testing.F) {
	for _, text := range []string{"@ann", "`@a", "](@b", "<@", "```\n@", "[a]:", "\\", "https://@", "@a/\x80", "日@"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, handle := range Handles(text) {
			if handle == "" || len(handle) > MaxHandle {
				t.Errorf("%q gives %q", text, handle)
			}
		}
	})
}
