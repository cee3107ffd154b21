package doc

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// vector is what @codemirror/state makes of three sets: a and b are for text, c
// for what a leaves.
type vector struct {
	Text, Applied                    string
	A, B, C, Composed, After, Before jsontext.Value
}

// Every vector of the library gives the same here (web/scripts/changesets.mjs).
func TestGolden(t *testing.T) {
	raw, err := os.ReadFile("../../golden/changeset.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(raw, &vectors, json.MatchCaseInsensitiveNames(true)); err != nil || len(vectors) < 100 {
		t.Fatal(len(vectors), err)
	}
	for i, v := range vectors {
		a, b, c := parse(t, v.A), parse(t, v.B), parse(t, v.C)
		expect(t, i, "a, written again", a, v.A)
		after, err := a.Apply(NewText(v.Text))
		if err != nil || after.String() != v.Applied {
			t.Errorf("%d: applied %q %v, want %q", i, after, err, v.Applied)
		}
		composed, err := a.Compose(c)
		expect(t, i, fmt.Sprint("composed ", err), composed, v.Composed)
		mapped, err := a.Map(b, false)
		expect(t, i, fmt.Sprint("mapped ", err), mapped, v.After)
		mapped, err = a.Map(b, true)
		expect(t, i, fmt.Sprint("mapped before ", err), mapped, v.Before)
	}
}

func parse(t *testing.T, text jsontext.Value) Changes {
	t.Helper()
	c, err := Parse(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return c
}

func expect(t *testing.T, i int, what string, got Changes, want jsontext.Value) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil || string(text) != string(want) {
		t.Errorf("%d: %s: %s %v, want %s", i, what, text, err, want)
	}
}

func TestMisfits(t *testing.T) {
	for name, text := range map[string]string{
		"no list": `{}`, "a text": `"x"`, "a negative length": `[-1]`, "a fraction": `[1.5]`, "an empty part": `[[]]`,
		"a line end in a line": `[[0,"a\nb"]]`, "a return": `[[0,"a\rb"]]`, "a NUL": `[[0,"\u0000"]]`, "half a character": `[[0,"\ud83d"]]`,
		"a number as a line": `[[0,1]]`, "huge": `[1e30]`, "not JSON": `[`,
	} {
		if c, err := Parse(jsontext.Value(text)); err == nil {
			t.Errorf("%s: %v", name, c)
		}
	}
	emoji := NewText("a😀b")
	for name, text := range map[string]string{"too long": `[5]`, "too short": `[3]`, "through a character": `[2,[1],1]`, "between its halves": `[2,[0,"x"],2]`} {
		if after, err := parse(t, jsontext.Value(text)).Apply(emoji); err == nil {
			t.Errorf("%s: %q", name, after)
		}
	}
	a, b := parse(t, jsontext.Value(`[3,[0,"x"]]`)), parse(t, jsontext.Value(`[[2]]`))
	if _, err := a.Map(b, false); err == nil {
		t.Error("sets of different texts were mapped")
	}
	if _, err := a.Compose(b); err == nil {
		t.Error("sets that do not follow on were composed")
	}
}

func TestText_line_ends_and_characters(t *testing.T) {
	text := NewText("a\r\nb\rc\nd😀")
	if text.String() != "a\nb\nc\nd😀" || len(text) != 9 || text.Characters() != 8 {
		t.Errorf("%q, %d units, %d characters", text, len(text), text.Characters())
	}
}

var words = []string{"", "a", "\n", "😀", "one two", "- x\n", "ü", "\n\nlast"}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 3000 {
		before, after := NewText(randomText(r)), NewText(randomText(r))
		got, err := Diff(before, after).Apply(before)
		if err != nil || got.String() != after.String() {
			t.Fatalf("%q to %q: %q %v", before, after, got, err)
		}
	}
	small, _ := json.Marshal(Diff(NewText("one\ntwo\nthree\nfour"), NewText("One\ntwo\nthree\nfour!")))
	if string(small) != `[[3,"One"],15,[0,"!"]]` {
		t.Errorf("two small edits: %s", small)
	}
	if !Diff(NewText("x\ny"), NewText("x\ny")).Empty() {
		t.Error("equal texts differ")
	}
}
