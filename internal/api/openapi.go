package api

import (
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/fault"
	"tandem/internal/wire"
	"tandem/internal/wire/schema"
)

type object = schema.Object

var m = schema.M

// Describe adds `GET /api/openapi.json`: OpenAPI 3.1 of all that is registered,
// made from the Go types when first asked for.
func (a *API) Describe() {
	document := sync.OnceValues(func() ([]byte, error) { return OpenAPI(a.Routes()) })
	a.Register(Route{
		Method: "GET", Path: "/api/openapi.json", Name: "getDescription", Tag: "operations", Access: Anyone,
		Summary: "Gives this description.", Answer: reflect.TypeFor[map[string]any](),
		Serve: func(w http.ResponseWriter, _ *Call) error {
			raw, err := document()
			if err != nil {
				return fault.Wrap("describe", err)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(raw) // a caller who has left needs no answer
			return nil
		},
	})
}

// OpenAPI describes routes, and the socket, in OpenAPI 3.1.
func OpenAPI(routes []Route) ([]byte, error) {
	d := &description{set: schema.New()}
	d.set.Enum(reflect.TypeFor[wire.ActivityKind](), wire.ActivityKinds...)
	d.set.Enum(reflect.TypeFor[wire.ActivityDeed](), wire.ActivityDeeds...)
	d.set.Enum(reflect.TypeFor[wire.Outcome](), string(wire.Applied), string(wire.Refused))
	d.set.Enum(reflect.TypeFor[wire.FoundType](), string(wire.FoundProject), string(wire.FoundTask), string(wire.FoundComment))
	d.set.Enum(reflect.TypeFor[wire.LinkKind](), string(wire.Blocks), string(wire.BlockedBy), string(wire.Related),
		string(wire.DuplicateOf), string(wire.DuplicatedBy))
	d.set.Events()
	d.set.Frames()
	d.set.Override(reflect.TypeFor[wire.Command](), d.set.Commands())
	d.set.Override(reflect.TypeFor[wire.Journal](), d.set.Define("Journal", journalSchema))
	d.set.Override(reflect.TypeFor[wire.Snapshot](), d.snapshot())
	d.problem = d.set.Of(reflect.TypeFor[wire.Problem]())
	paths := d.paths(routes)
	return json.Marshal(object{
		m("openapi", "3.1.0"),
		m("info", object{m("title", "Tandem"), m("version", "1"), m("description", about)}),
		m("paths", append(append(paths, d.sockets()...), operations...)),
		m("components", object{m("schemas", d.set.Named()), m("securitySchemes", schemes)}),
	}, jsontext.WithIndent("  "))
}

const about = `Collaborative task management. Bodies are read strictly; refusals are application/problem+json; ` +
	`what one may not see is not found. A write takes an Idempotency-Key and then takes effect once. ` +
	`The schemas Frame and ClientFrame are what goes over the sockets.`

var schemes = object{
	m("session", object{m("type", "apiKey"), m("in", "cookie"), m("name", "tandem_session")}),
	m("token", object{m("type", "http"), m("scheme", "bearer")}),
	m("visitor", object{m("type", "apiKey"), m("in", "cookie"), m("name", "tandem_visitor"), m("description", "Only below /shared: /shared/api/… and /shared/ws/{project}.")}),
}

// description is one in the making.
type description struct {
	set     *schema.Set
	problem object
}

var journalSchema = object{
	m("type", "object"),
	m("properties", object{
		m("epoch", object{m("type", "string")}),
		m("entries", object{m("type", "array"), m("items", object{m("$ref", "#/components/schemas/Entry")})}),
		m("head", object{m("type", "integer")}),
	}),
	m("required", []string{"epoch", "entries", "head"}),
}

// snapshot has tasks without descriptions.
func (d *description) snapshot() object {
	members := d.set.Members(reflect.TypeFor[wire.Snapshot]())
	task := d.set.Define("SnapshotTask", object{
		m("description", "A Task without its description."),
		m("type", "object"),
		m("properties", without(d.taskMembers().Get("properties").(object), "description")),
		m("required", withoutName(d.taskMembers().Get("required").([]string), "description")),
	})
	properties := members.Get("properties").(object)
	properties[len(properties)-1].Value = object{m("type", "array"), m("items", task)}
	return d.set.Define("Snapshot", members)
}

// paths groups the routes by their path, in the order of registration.
func (d *description) paths(routes []Route) object {
	paths := object{}
	at := map[string]int{}
	for i := range routes {
		route := &routes[i]
		operation := m(strings.ToLower(route.Method), d.operation(route))
		if k, known := at[route.Path]; known {
			paths[k].Value = append(paths[k].Value.(object), operation)
			continue
		}
		at[route.Path] = len(paths)
		paths = append(paths, m(route.Path, object{operation}))
	}
	return paths
}

// sockets describes the upgrades, which are no routes.
func (d *description) sockets() object {
	answers := object{
		m("101", object{m("description", "A WebSocket of JSON text frames: Frame to the client, ClientFrame from it.")}),
		m("default", d.refusal()),
	}
	since := queryParam(&Param{Name: "since", Doc: "epoch.seq of the last entry that was seen"})
	return object{
		m("/ws", object{m("get", object{
			m("operationId", "openSocket"), m("tags", []string{"live"}), m("summary", "Opens a socket that subscribes to nothing yet."),
			m("responses", answers),
		})}),
		m("/ws/{project}", object{m("get", object{
			m("operationId", "openProjectSocket"), m("tags", []string{"live"}), m("summary", "Opens a socket that subscribes to a project at once."),
			m("parameters", []any{pathParam("project"), since}), m("responses", answers),
		})}),
	}
}

// operations are what whoever runs the server asks; they are no routes either.
var operations = object{
	m("/healthz", object{m("get", probe("getHealth", "Tells whether the process lives."))}),
	m("/readyz", object{m("get", probe("getReadiness", "Tells whether the server can serve: 200, or 503 while it cannot."))}),
}

func probe(name, summary string) object {
	return object{
		m("operationId", name), m("tags", []string{"operations"}), m("summary", summary), m("security", []any{}),
		m("responses", object{m("200", object{m("description", "Yes.")}), m("503", object{m("description", "No.")})}),
	}
}
