package entry

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Opt tells a member that was left out from one that was given, null included
// (as Opt[*T]). The zero value is "left out"; fields of this type need the
// `omitzero` option so that they are left out again when written.
type Opt[T any] struct {
	Set   bool
	Value T
}

// Some is a given value.
func Some[T any](value T) Opt[T] { return Opt[T]{Set: true, Value: value} }

// IsZero tells that the member was left out.
func (o Opt[T]) IsZero() bool { return !o.Set }

// MarshalJSONTo writes the value.
func (o Opt[T]) MarshalJSONTo(enc *jsontext.Encoder) error { return json.MarshalEncode(enc, o.Value) }

// UnmarshalJSONFrom reads the value and marks it as given.
func (o *Opt[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	o.Set = true
	return json.UnmarshalDecode(dec, &o.Value)
}
