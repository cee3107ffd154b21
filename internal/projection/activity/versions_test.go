package activity

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// What is typed in one go is one version; whatever comes by a command of its own is
// one, and ends the one before it.
func TestGroup(t *testing.T) {
	by := func(command string) func(seq, seconds int64, actor string) wire.Writing {
		return func(seq, seconds int64, actor string) wire.Writing {
			return wire.Writing{Seq: seq, At: entry.Instant(seconds * 1000), Actor: actor, Command: command}
		}
	}
	typed, sent := by("01234567-89ab-8def-8123-456789abcdef"), by("01234567-89ab-7def-8123-456789abcdef")
	type list = []wire.Writing
	for name, c := range map[string]struct {
		writings list
		want     string
	}{
		"none":                                 {nil, ""},
		"as it was made":                       {list{sent(1, 0, "a")}, "1 a"},
		"a burst by one person is one":         {list{sent(1, 0, "a"), typed(2, 5, "a"), typed(4, 20, "a"), typed(9, 300, "a")}, "1 a|9 a"},
		"a rest begins another":                {list{typed(2, 0, "a"), typed(3, 301, "a")}, "2 a|3 a"},
		"those who type together share one":    {list{typed(2, 0, "a"), typed(3, 10, "b"), typed(4, 20, "a")}, "4 a+b"},
		"who comes after has one of their own": {list{typed(2, 0, "a"), typed(3, 31, "b")}, "2 a|3 b"},
		"a command stands alone":               {list{typed(2, 0, "a"), sent(3, 1, "a"), typed(4, 2, "a"), sent(5, 3, "a"), sent(6, 4, "a")}, "2 a|3 a|4 a|5 a|6 a"},
		"nobody types for ever": {list{typed(2, 0, "a"), typed(3, 250, "a"), typed(4, 500, "a"), typed(5, 750, "a"), typed(6, 1000, "a")},
			"5 a|6 a"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range group(c.writings) {
				got = append(got, fmt.Sprint(v.Seq, " ", strings.Join(v.Actors, "+")))
			}
			if text := strings.Join(got, "|"); text != c.want {
				t.Errorf("got %s, want %s", text, c.want)
			}
		})
	}
}
