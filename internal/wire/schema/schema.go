package schema

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/outbox"
)

// Set gathers the named schemas that a description refers to.
type Set struct {
	named map[string]Object
	types map[string]reflect.Type
	own   map[reflect.Type]Object
}

// New makes an empty set.
func New() *Set {
	return &Set{named: map[string]Object{}, types: map[string]reflect.Type{}, own: map[reflect.Type]Object{}}
}

// Override gives a type that reads or writes itself the schema of that.
func (s *Set) Override(t reflect.Type, schema Object) { s.own[t] = schema }

// Close lets the named struct have no other members than those described, as
// bodies that are read strictly.
func (s *Set) Close(name string) {
	if schema := s.named[name]; schema != nil && schema.Get("additionalProperties") == nil && schema.Get("properties") != nil {
		s.named[name] = append(schema, M("additionalProperties", false))
	}
}

// Named lists the schemas by name, for components/schemas.
func (s *Set) Named() Object {
	var names []string
	for name := range s.named {
		names = append(names, name)
	}
	slices.Sort(names)
	all := Object{}
	for _, name := range names {
		all = append(all, M(name, s.named[name]))
	}
	return all
}

// Define adds a schema of one's own making and gives the reference to it.
func (s *Set) Define(name string, schema Object) Object {
	if _, taken := s.named[name]; taken {
		panic("schema: two are called " + name)
	}
	s.named[name] = schema
	return ref(name)
}

func ref(name string) Object { return Object{M("$ref", "#/components/schemas/"+name)} }

func text(more ...Member) Object { return append(Object{M("type", "string")}, more...) }

var (
	instant  = reflect.TypeFor[entry.Instant]()
	day      = reflect.TypeFor[entry.Day]()
	settings = reflect.TypeFor[entry.Settings]()
	rawValue = reflect.TypeFor[jsontext.Value]()
	value    = reflect.TypeFor[entry.FieldValue]()
	filter   = reflect.TypeFor[entry.Filter]()
)

// enums are the texts of which there are only a few.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[entry.Priority]():     {"none", "low", "medium", "high", "urgent"},
	reflect.TypeFor[entry.Category]():     {"backlog", "todo", "active", "done", "cancelled"},
	reflect.TypeFor[entry.Role]():         {"visitor", "viewer", "commenter", "editor", "admin"},
	reflect.TypeFor[entry.TeamRole]():     {"guest", "member", "admin", "owner"},
	reflect.TypeFor[entry.Visibility]():   {"team", "private"},
	reflect.TypeFor[entry.Reason]():       {"mentioned", "assigned", "replied", "commented", "status", "dueDate", "created", "due", "overdue", "reminder"},
	reflect.TypeFor[entry.ProjectLevel](): {"everything", "concerns", "mentions", "nothing"},
	reflect.TypeFor[entry.TaskLevel]():    {"watching", "muted", "default"},
	reflect.TypeFor[entry.Layout]():       {"board", "list", "calendar"},
	reflect.TypeFor[entry.FieldType]():    {"text", "number", "date", "select", "checkbox", "person"},
	reflect.TypeFor[entry.Unit]():         {"day", "week", "month", "year"},
	reflect.TypeFor[entry.Weekday]():      {"mon", "tue", "wed", "thu", "fri", "sat", "sun"},
	reflect.TypeFor[outbox.Mode]():        {"immediate", "digest", "off"},
	reflect.TypeFor[entry.Origin]():       {"due", "completion"},
}

// Enum tells of another text type which values it has.
func (s *Set) Enum(t reflect.Type, values ...string) {
	s.Define(t.Name(), text(M("enum", values)))
	s.types[t.Name()] = t
}

// Of gives the schema of a type: a reference for structs and enums.
func (s *Set) Of(t reflect.Type) Object {
	switch t {
	case instant:
		return text(M("format", "date-time"))
	case day:
		return text(M("format", "date"))
	case rawValue:
		return Object{}
	case value:
		return Object{M("type", []string{"string", "number", "boolean", "null"})}
	case filter:
		return Object{M("type", []string{"object", "null"}), M("additionalProperties", true), M("description", "chooses tasks: docs/filters.md; null: all")}
	case settings:
		return Object{M("type", "object")}
	}
	if own, ok := s.own[t]; ok {
		return own
	}
	if IsOpt(t) {
		return s.Of(t.Field(1).Type)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.pointer(t.Elem())
	case reflect.Slice:
		return Object{M("type", "array"), M("items", s.Of(t.Elem()))}
	case reflect.Map:
		return Object{M("type", "object"), M("additionalProperties", s.Of(t.Elem()))}
	case reflect.Struct:
		return s.structure(t)
	case reflect.String:
		return s.string(t)
	case reflect.Int, reflect.Int64, reflect.Int32:
		return Object{M("type", "integer")}
	case reflect.Bool:
		return Object{M("type", "boolean")}
	case reflect.Float64:
		return Object{M("type", "number")}
	case reflect.Interface:
		return Object{}
	}
	panic("schema: a type that cannot be described: " + t.String())
}

// pointer is null for plain values; pointers to structs only spare copies, and
// those that may be null say so in the tag `null`.
// maybe are the structs whose pointers may be null on the wire; all others are
// pointers only to spare copies.
var maybe = map[reflect.Type]bool{
	reflect.TypeFor[entry.Link](): true, reflect.TypeFor[entry.DueTime](): true, reflect.TypeFor[entry.Recurrence](): true,
	reflect.TypeFor[outbox.Quiet](): true,
}

func (s *Set) pointer(t reflect.Type) Object {
	if t.Kind() == reflect.Struct && !maybe[t] {
		return s.Of(t)
	}
	return Nullable(s.Of(t))
}

// Nullable lets a schema be null too.
func Nullable(schema Object) Object {
	if kind, ok := schema.Get("type").(string); ok && schema.Get("enum") == nil {
		nullable := slices.Clone(schema)
		nullable[slices.IndexFunc(nullable, func(m Member) bool { return m.Name == "type" })].Value = []string{kind, "null"}
		return nullable
	}
	return Object{M("anyOf", []any{schema, Object{M("type", "null")}})}
}

func (s *Set) string(t reflect.Type) Object {
	if t.PkgPath() == "" {
		return text()
	}
	if _, ok := s.types[t.Name()]; ok {
		return ref(t.Name())
	}
	values, ok := enums[t]
	if !ok {
		return text()
	}
	s.Enum(t, values...)
	return ref(t.Name())
}

func (s *Set) structure(t reflect.Type) Object {
	name := Name(t)
	if known, ok := s.types[name]; ok {
		if known != t && !strings.Contains(t.Name(), "[") {
			panic(fmt.Sprintf("schema: %s and %s are both called %s", known, t, name))
		}
		return ref(name)
	}
	s.types[name] = t
	s.named[name] = Object{} // stands here while what is inside may refer to it
	s.named[name] = s.Members(t)
	return ref(name)
}

// Name is what a struct is called in descriptions.
func Name(t reflect.Type) string {
	if t == reflect.TypeFor[entry.Project]() {
		return "BareProject" // as it is in journal and snapshot: its statuses stand beside it
	}
	outer, inner, generic := strings.Cut(t.Name(), "[")
	if !generic {
		return outer
	}
	inner = strings.TrimRight(inner, "]")
	return inner[strings.LastIndexAny(inner, "./*")+1:] + outer
}

// Members is the schema of a struct, spelled out: what is embedded stands with
// the rest, and what is left out when it is zero need not be there.
func (s *Set) Members(t reflect.Type) Object {
	properties, required := Object{}, []string{}
	for _, field := range Fields(t) {
		property := s.Of(field.Type)
		if field.Tag.Get("null") == "true" {
			property = Nullable(property)
		}
		properties = append(properties, M(field.Name, property))
		if !field.Optional {
			required = append(required, field.Name)
		}
	}
	schema := Object{M("type", "object"), M("properties", properties)}
	if len(required) > 0 {
		schema = append(schema, M("required", required))
	}
	return schema
}
