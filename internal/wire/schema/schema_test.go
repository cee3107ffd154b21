package schema

import (
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

type absent struct{}

type inner struct {
	Thing string            `json:"thing"`
	Due   *entry.Day        `json:"due,omitzero"`
	Mood  entry.Opt[*int64] `json:"mood,omitzero"`
}

type outer struct {
	ID string `json:"id"`
	inner
	Thing  absent         `json:"thing,omitzero"`
	Rank   entry.Priority `json:"rank"`
	Maybe  *other         `json:"maybe" null:"true"`
	Others []*other       `json:"others"`
	At     entry.Instant  `json:"at"`
}

type other struct {
	Up *outer `json:"up"`
}

// A struct is described as it is read and written: embedded members stand with
// the rest, hidden ones not at all, and what may be left out or null says so.
func TestSet(t *testing.T) {
	s := New()
	if got := written(t, s.Of(reflect.TypeFor[outer]())); got != `{"$ref":"#/components/schemas/outer"}` {
		t.Errorf("a reference: %s", got)
	}
	want := `{"type":"object","properties":{"id":{"type":"string"},"due":{"type":["string","null"],"format":"date"},` +
		`"mood":{"type":["integer","null"]},"rank":{"$ref":"#/components/schemas/Priority"},` +
		`"maybe":{"anyOf":[{"$ref":"#/components/schemas/other"},{"type":"null"}]},` +
		`"others":{"type":"array","items":{"$ref":"#/components/schemas/other"}},"at":{"type":"string","format":"date-time"}},` +
		`"required":["id","rank","maybe","others","at"]}`
	if got := written(t, s.named["outer"]); got != want {
		t.Errorf("described as\n%s, want\n%s", got, want)
	}
	if got := written(t, s.named["other"].Get("properties")); got != `{"up":{"$ref":"#/components/schemas/outer"}}` {
		t.Errorf("back again: %s", got)
	}
}

// Two types of one name would overwrite each other.
func TestSet_names(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it was taken")
		}
	}()
	s := New()
	s.Of(reflect.TypeFor[entry.Task]())
	s.Define("Task", Object{})
}

func written(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
