package schema

import (
	"reflect"
	"strings"
)

// Field is a member of a struct as JSON has it.
type Field struct {
	Name     string // in JSON
	Type     reflect.Type
	Tag      reflect.StructTag
	Optional bool
}

// Fields lists a struct's members in their order, those of embedded structs
// too. A member of the type `absent` takes away one of the same name.
func Fields(t reflect.Type) []Field {
	var fields []Field
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() || f.Type.Name() == "absent" {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch name {
		case "-":
			continue
		case "":
			name = f.Name
		}
		fields = append(fields, Field{
			Name: name, Type: f.Type, Tag: f.Tag,
			Optional: strings.Contains(options, "omitzero") || strings.Contains(options, "omitempty"),
		})
	}
	return fields
}

// IsOpt tells whether a type is an entry.Opt.
func IsOpt(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.PkgPath() == "tandem/internal/entry" && strings.HasPrefix(t.Name(), "Opt[")
}
