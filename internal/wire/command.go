package wire

import (
	"bytes"
	"reflect"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Command is one wish as it was sent: its id and kind, and the members of its
// body, not yet read.
type Command struct {
	ID, Kind string
	Members  jsontext.Value // an object without id and kind
}

// UnmarshalJSONFrom takes the id and the kind out of the object.
func (c *Command) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	inner := jsontext.NewDecoder(bytes.NewReader(raw))
	if token, err := inner.ReadToken(); err != nil || token.Kind() != '{' {
		return fault.Field(string(dec.StackPointer()), "A command is an object.")
	}
	members := append(make([]byte, 0, len(raw)), '{')
	for inner.PeekKind() == '"' {
		if members, err = c.member(inner, members); err != nil {
			return err
		}
	}
	c.Members = append(members, '}')
	return nil
}

// member takes one member, or adds it to the body's.
func (c *Command) member(dec *jsontext.Decoder, members []byte) ([]byte, error) {
	name, err := dec.ReadValue()
	if err != nil {
		return nil, err
	}
	name = name.Clone()
	value, err := dec.ReadValue()
	if err != nil {
		return nil, err
	}
	switch string(name) {
	case `"id"`:
		c.ID = textOf(value)
		return members, nil
	case `"kind"`:
		c.Kind = textOf(value)
		return members, nil
	}
	if len(members) > 1 {
		members = append(members, ',')
	}
	members = append(append(members, name...), ':')
	return append(members, value...), nil
}

// textOf reads a text; what is none is "", which no command has as id or kind.
func textOf(value jsontext.Value) string {
	text, err := jsontext.AppendUnquote(nil, value)
	if err != nil {
		return ""
	}
	return string(text)
}

// Body reads the members strictly; faults point into the command.
func (c *Command) Body() (entry.Body, error) {
	if empty, known := entry.ClientKinds()[c.Kind]; known {
		if err := Check(c.Members, reflect.TypeOf(empty()).Elem()); err != nil {
			return nil, err
		}
	}
	return entry.DecodeBody(c.Kind, c.Members)
}
