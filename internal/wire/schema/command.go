package schema

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"tandem/internal/entry"
)

// Commands defines Command: one of all that a client may wish, told apart by its
// kind.
func (s *Set) Commands() Object {
	all := Object{}
	for _, kind := range slices.Sorted(maps.Keys(entry.ClientKinds())) {
		t := reflect.TypeOf(entry.ClientKinds()[kind]()).Elem()
		members := s.Members(t)
		properties := append(Object{M("id", text(M("format", "uuid"))), M("kind", Object{M("const", kind)})}, members.Get("properties").(Object)...)
		required, _ := members.Get("required").([]string)
		schema := object(properties, append([]string{"id", "kind"}, required...))
		all = append(all, M(kind, s.Define(commandName(kind), append(schema, M("additionalProperties", false)))))
	}
	return s.Define("Command", oneOf("kind", all))
}

// commandName: "task.create" is TaskCreateCommand.
func commandName(kind string) string {
	name := ""
	for part := range strings.SplitSeq(kind, ".") {
		name += strings.ToUpper(part[:1]) + part[1:]
	}
	return name + "Command"
}
