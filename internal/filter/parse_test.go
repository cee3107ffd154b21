package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/fault"
	"tandem/internal/filter"
)

const id = `"01900000-0000-7000-8000-000000000001"`

// What makes no sense is refused, with the place.
func TestParse_refused(t *testing.T) {
	deep := strings.Repeat(`{"and":[`, 9) + strings.Repeat(`]}`, 9)
	many := `{"or":[` + strings.Repeat(`{"field":"title","op":"contains","value":"a"},`, 100) + `{"field":"title","op":"contains","value":"a"}]}`
	for _, c := range []struct{ text, place string }{
		{`nonsense`, "/f"},
		{`{}`, "/f"},
		{`[]`, "/f"},
		{`{"and":[],"or":[]}`, "/f"},
		{`{"and":[],"field":"title"}`, "/f"},
		{`{"and":{}}`, "/f/and"},
		{`{"AND":[]}`, "/f/AND"},
		{`{"and":[],"and":[]}`, "/f/and"},
		{`{"or":[{"and":[{"field":"colour","op":"is","value":"red"}]}]}`, "/f/or/0/and/0/field"},
		{`{"op":"is","value":1}`, "/f/field"},
		{`{"field":"status"}`, "/f/op"},
		{`{"field":"status","op":"before","value":"2026-01-01"}`, "/f/op"},
		{`{"field":"status","op":"is"}`, "/f/value"},
		{`{"field":"status","op":"is","value":null}`, "/f/value"},
		{`{"field":"status","op":"is","value":[` + id + `]}`, "/f/value"},
		{`{"field":"status","op":"is","value":"todo"}`, "/f/value"},
		{`{"field":"status","op":"is","value":"me"}`, "/f/value"},
		{`{"field":"status","op":"none","value":` + id + `}`, "/f/value"},
		{`{"field":"status","op":"anyOf","value":[]}`, "/f/value"},
		{`{"field":"status","op":"anyOf","value":[` + id + `,"x"]}`, "/f/value/1"},
		{`{"field":"priority","op":"is","value":"great"}`, "/f/value"},
		{`{"field":"dueDate","op":"is","value":"2026-02-30"}`, "/f/value"},
		{`{"field":"dueDate","op":"before","value":"tomorrow"}`, "/f/value"},
		{`{"field":"dueDate","op":"after","value":"today+12345"}`, "/f/value"},
		{`{"field":"dueDate","op":"within","value":"nextYear"}`, "/f/value"},
		{`{"field":"dueDate","op":"within","value":{"from":"2026-01-01"}}`, "/f/value/to"},
		{`{"field":"dueDate","op":"within","value":{"from":"2026-01-01","to":"2026-01-02","by":1}}`, "/f/value"},
		{`{"field":"estimateSeconds","op":"is","value":"3600"}`, "/f/value"},
		{`{"field":"estimateSeconds","op":"within","value":{"from":1}}`, "/f/value"},
		{`{"field":"title","op":"contains","value":"  "}`, "/f/value"},
		{`{"field":"field:01900000-0000-7000-8000-000000000009","op":"is","value":true}`, "/f/field"},
		{deep, "/f/and/0/and/0/and/0/and/0/and/0/and/0/and/0/and/0"},
		{many, "/f/or/100"},
	} {
		_, err := filter.Parse([]byte(c.text), "/f", nil)
		f := fault.As(err)
		if err == nil || f.Kind != fault.Invalid || len(f.Details) != 1 || f.Details[0].Pointer != c.place {
			t.Errorf("%.80s: %v %+v, want one detail at %s", c.text, err, f.Details, c.place)
		}
	}
}

// All that is wrong is said at once.
func TestParse_several(t *testing.T) {
	_, err := filter.Parse([]byte(`{"and":[{"field":"a","op":"is"},{"field":"dueDate","op":"is","value":"x"}]}`), "", nil)
	if got := fmt.Sprint(fault.As(err).Details); !strings.Contains(got, "/and/0/field") || !strings.Contains(got, "/and/1/value") {
		t.Errorf("details %s", got)
	}
}

func TestParse_custom(t *testing.T) {
	fields := func(id string) (filter.Kind, bool) { return filter.Bool, strings.HasSuffix(id, "1") }
	f, err := filter.Parse([]byte(`{"field":"field:`+strings.Trim(id, `"`)+`","op":"is","value":true}`), "", fields)
	if err != nil || !f.Condition.Is || f.Condition.Field.Custom != strings.Trim(id, `"`) {
		t.Errorf("%+v, %v", f, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"and":[{"field":"dueDate","op":"within","value":"thisWeek"},{"or":[]}]}`)
	f.Add(`{"field":"assignee","op":"anyOf","value":["me"]}`)
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := filter.Parse([]byte(text), "", nil)
		if err != nil && fault.As(err).Kind != fault.Invalid {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil {
			walk(t, parsed)
		}
	})
}

// walk finds that every condition of a parsed filter can be put to somebody.
func walk(t *testing.T, f *filter.Filter) {
	for _, part := range append(f.And, f.Or...) {
		walk(t, &part)
	}
	if c := f.Condition; c != nil && (c.Field.Kind == filter.Day || c.Field.Kind == filter.Instant) {
		span := c.Span(filter.Context{Now: 1_764_000_000_000})
		span.Moments(filter.Context{})
		if c.Op == filter.Is && (span.From == "" || span.From != span.To) {
			t.Fatalf("%+v spans %+v", c, span)
		}
	}
}
