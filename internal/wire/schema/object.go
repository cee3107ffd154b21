// Package schema makes JSON Schemas (the dialect of OpenAPI 3.1) from the Go
// types that the wire speaks, so that the description cannot differ from what is
// read and written. It reads `json` tags as the JSON package does, and knows the
// few types that write themselves.
package schema

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Object is a JSON object whose members keep their order.
type Object []Member

// Member is one of an object's members.
type Member struct {
	Name  string
	Value any
}

// M is short for a member.
func M(name string, value any) Member { return Member{name, value} }

// MarshalJSONTo writes the members in their order.
func (o Object) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, m := range o {
		if err := enc.WriteToken(jsontext.String(m.Name)); err != nil {
			return err
		}
		if err := json.MarshalEncode(enc, m.Value); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndObject)
}

// Get gives a member's value; nil where there is none.
func (o Object) Get(name string) any {
	for _, m := range o {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}
