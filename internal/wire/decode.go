package wire

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire/schema"
)

// MaxDepth is how deep a body may be nested.
const MaxDepth = 100

// Decode reads one JSON value strictly into a pointer: unknown, repeated and
// otherwise cased names, wrong types, null where the shape has none, NUL, lone
// surrogates, invalid UTF-8, a second value and deep nesting are faults with a
// pointer to the place.
func Decode(raw []byte, into any) error {
	if err := Check(raw, reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into, json.RejectUnknownMembers(true)); err != nil {
		return entry.JSONFault(err)
	}
	return nil
}

// Check refuses what a JSON reader lets through: NUL in a text, null where
// the type has none, and nesting beyond MaxDepth.
func Check(raw []byte, t reflect.Type) error {
	if tooDeep(raw) {
		return fault.Field("", "This is nested too deeply.")
	}
	nul, null := bytes.Contains(raw, []byte(`\u0000`)), bytes.Contains(raw, []byte("null"))
	if !nul && !null {
		return nil
	}
	w := walk{dec: jsontext.NewDecoder(bytes.NewReader(raw))}
	if w.value(t); w.err != nil {
		return w.err
	}
	return nil // a syntax error is found again, and told, by the reader
}

// tooDeep counts brackets outside of texts.
func tooDeep(raw []byte) bool {
	if bytes.Count(raw, []byte("["))+bytes.Count(raw, []byte("{")) <= MaxDepth {
		return false
	}
	depth, inText := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\\' && inText:
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '[' || c == '{':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}

// walk goes through a value beside the type that it is to be read into.
type walk struct {
	dec *jsontext.Decoder
	err error
}

// value reads one value; false ends the walk. A nil type takes anything.
func (w *walk) value(t reflect.Type) bool {
	token, err := w.dec.ReadToken()
	if err != nil {
		return false
	}
	switch token.Kind() {
	case 'n':
		if t != nil && !nullable(t) {
			return w.fail("This cannot be null.")
		}
	case '"':
		if strings.IndexByte(token.String(), 0) >= 0 {
			return w.fail("This contains a NUL character.")
		}
	case '{':
		return w.members(given(t))
	case '[':
		return w.elements(given(t))
	}
	return true
}

func (w *walk) members(t reflect.Type) bool {
	for w.dec.PeekKind() == '"' {
		name, err := w.dec.ReadToken()
		if err != nil {
			return false
		}
		if strings.IndexByte(name.String(), 0) >= 0 {
			return w.fail("This contains a NUL character.")
		}
		if !w.value(memberType(t, name.String())) {
			return false
		}
	}
	_, err := w.dec.ReadToken()
	return err == nil
}

func (w *walk) elements(t reflect.Type) bool {
	var element reflect.Type
	if t != nil && t.Kind() == reflect.Slice {
		element = t.Elem()
	}
	for kind := w.dec.PeekKind(); kind != ']' && kind != 0; kind = w.dec.PeekKind() {
		if !w.value(element) {
			return false
		}
	}
	_, err := w.dec.ReadToken()
	return err == nil
}

func (w *walk) fail(detail string) bool {
	w.err = fault.Field(string(w.dec.StackPointer()), detail)
	return false
}

// given is what stands inside an Opt or behind a pointer.
func given(t reflect.Type) reflect.Type {
	for t != nil {
		switch {
		case t == reflect.TypeFor[jsontext.Value](), t == reflect.TypeFor[entry.Filter]():
			return nil
		case schema.IsOpt(t):
			t = t.Field(1).Type
		case t.Kind() == reflect.Pointer:
			t = t.Elem()
		default:
			return t
		}
	}
	return nil
}

func nullable(t reflect.Type) bool {
	if schema.IsOpt(t) {
		t = t.Field(1).Type
	}
	return t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface || t == reflect.TypeFor[jsontext.Value]() || t == reflect.TypeFor[entry.Filter]()
}

// memberType gives the type of a struct's member; nil where it is not known.
func memberType(t reflect.Type, name string) reflect.Type {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	for _, field := range schema.Fields(t) {
		if field.Name == name {
			return field.Type
		}
	}
	return nil
}
