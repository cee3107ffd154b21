package api

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"tandem/internal/entry"
	"tandem/internal/wire/schema"
)

// operation describes one route.
func (d *description) operation(route *Route) object {
	operation := object{
		m("operationId", route.Name), m("summary", route.Summary), m("tags", []string{route.Tag}), m("x-access", route.Access.String()),
	}
	operation = append(operation, m("security", securityOf(route)))
	if parameters := parametersOf(route); len(parameters) > 0 {
		operation = append(operation, m("parameters", parameters))
	}
	if body := d.body(route); body != nil {
		operation = append(operation, m("requestBody", body))
	}
	return append(operation, m("responses", d.responses(route)))
}

// securityOf names the rights by which a route may be called.
func securityOf(route *Route) []any {
	if route.Access == Anyone {
		return []any{}
	}
	rights := []any{object{m("session", []string{})}, object{m("token", []string{})}}
	if route.Visitors {
		rights = append(rights, object{m("visitor", []string{})})
	}
	return rights
}

func (d *description) body(route *Route) object {
	if route.Body == nil {
		return nil
	}
	content := d.set.Of(route.Body)
	d.set.Close(schema.Name(route.Body))
	return object{m("required", true), m("content", object{m("application/json", object{m("schema", content)})})}
}

func (d *description) responses(route *Route) object {
	success := object{m("description", "Done.")}
	if route.Answer != nil {
		success = append(success, m("content", object{m("application/json", object{m("schema", d.set.Of(route.Answer))})}))
	}
	answers := object{m(strconv.Itoa(route.status()), success)}
	for _, also := range route.Also {
		other := object{m("description", also.What)}
		if route.Answer != nil && also.Status < 300 {
			other = append(other, success[1])
		}
		answers = append(answers, m(strconv.Itoa(also.Status), other))
	}
	return append(answers, m("default", d.refusal()))
}

func (d *description) refusal() object {
	return object{
		m("description", "Refused; nothing of it took effect."),
		m("content", object{m("application/problem+json", object{m("schema", d.problem)})}),
	}
}

var pathNames = regexp.MustCompile(`\{(\w+)\}`)

func parametersOf(route *Route) []any {
	var list []any
	for _, match := range pathNames.FindAllStringSubmatch(route.Path, -1) {
		list = append(list, pathParam(match[1]))
	}
	for i := range route.Query {
		list = append(list, queryParam(&route.Query[i]))
	}
	if route.Method != http.MethodGet {
		list = append(list, object{
			m("name", "Idempotency-Key"), m("in", "header"), m("description", "the command id: sent again, it takes effect once"),
			m("schema", object{m("type", "string"), m("format", "uuid")}),
		})
	}
	return list
}

func pathParam(name string) object {
	about := "an id"
	if name == "task" {
		about = "an id, or a key such as WEB-12"
	}
	return object{
		m("name", name), m("in", "path"), m("required", true), m("description", about), m("schema", object{m("type", "string")}),
	}
}

func queryParam(p *Param) object {
	shape := object{m("type", "string")}
	switch {
	case p.Enum != nil:
		shape = append(shape, m("enum", p.Enum))
	case p.Kind == "integer" || p.Kind == "boolean":
		shape = object{m("type", p.Kind)}
	case p.Kind == "day":
		shape = append(shape, m("format", "date"))
	case p.Kind == "instant":
		shape = append(shape, m("format", "date-time"))
	}
	if p.Repeats {
		shape = object{m("type", "array"), m("items", shape)}
	}
	described := object{m("name", p.Name), m("in", "query"), m("schema", shape)}
	if p.Doc != "" {
		described = append(described, m("description", p.Doc))
	}
	if p.Needed {
		described = append(described, m("required", true))
	}
	return described
}

func (d *description) taskMembers() object { return d.set.Members(reflect.TypeFor[entry.Task]()) }

func without(properties object, name string) object {
	return slices.DeleteFunc(slices.Clone(properties), func(member schema.Member) bool { return member.Name == name })
}

func withoutName(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(other string) bool { return other == name })
}
