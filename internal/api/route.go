package api

import (
	"net/http"
	"reflect"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// Route is one call of the API, with all that its checks and its description need.
type Route struct {
	Method, Path string // "PATCH", "/api/tasks/{task}"
	Name         string // unique, as a verb and a thing: "updateTask"
	Tag          string // the group in the description: "tasks"
	Summary      string // one sentence
	Access       Access
	Visitors     bool    // of public links may call it too, for the project that theirs leads to
	Query        []Param // that the call takes; all others are 422
	Status       int     // of success; 200 where 0
	Also         []Also  // further answers of success
	MaxBytes     int64   // of the body; 1 MiB where 0
	Once         Once    // how a write outside projects keeps its answer; inside them it is left out
	Plain        bool    // Serve reads the body itself, which may be no JSON

	Body, Answer reflect.Type // nil: none

	// Serve answers the call, or gives a fault and has written nothing.
	Serve func(w http.ResponseWriter, call *Call) error
}

// Also is another answer of success than the usual one.
type Also struct {
	Status int
	What   string
}

// Access says who may make a call. The floors below hold it (project.Access and
// the loaders); this is what the description says and what the checks compare with.
type Access struct {
	who  string         // "" is none, and refused
	Role entry.Role     // the least one, where the call is about a project
	Team entry.TeamRole // the least one, where the call is about a team
}

// The access rules that need no role.
var (
	Anyone   = Access{who: "anyone"}
	SignedIn = Access{who: "signed in"}

	Administrator = Access{who: "administrator"} // of the instance
)

// InProject lets people call who have at least this role in the project.
func InProject(role entry.Role) Access { return Access{who: "project", Role: role} }

// InTeam lets people call who have at least this role in the team.
func InTeam(role entry.TeamRole) Access { return Access{who: "team", Team: role} }

// String names the rule.
func (a Access) String() string {
	switch a.who {
	case "project":
		return string(a.Role) + " of the project"
	case "team":
		return string(a.Team) + " of the team"
	}
	return a.who
}

// Param is a query parameter.
type Param struct {
	Name     string
	Doc      string
	Kind     string   // "id", "day", "instant", "integer", "boolean" or "" for text
	Enum     []string // the only values, where not nil
	Or       string   // a value besides those of the kind
	Repeats  bool     // may stand several times
	Needed   bool
	MaxChars int // 1000 where 0
}

// None is the body or answer of routes that have none.
type None struct{}

// Bind completes a route with a handler for typed JSON. The body is read
// strictly into In; what the handler gives is the answer, with the route's status.
func Bind[In, Out any](route Route, serve func(call *Call, in *In) (*Out, error)) Route {
	route.Body, route.Answer = shapeOf[In](), shapeOf[Out]()
	route.Serve = func(w http.ResponseWriter, call *Call) error {
		in := new(In)
		if err := call.readBody(w, in); err != nil {
			return err
		}
		out, err := serve(call, in)
		if err != nil {
			return err
		}
		return call.answer(w, out)
	}
	return route
}

func shapeOf[T any]() reflect.Type {
	if t := reflect.TypeFor[T](); t != reflect.TypeFor[None]() {
		return t
	}
	return nil
}

// answer writes the route's success.
func (c *Call) answer(w http.ResponseWriter, out any) error {
	status := c.Status
	if status == 0 {
		status = c.route.status()
	}
	if c.route.Answer == nil {
		w.WriteHeader(status)
		return nil
	}
	raw, err := encode(out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // a caller who has left needs no answer
	return nil
}

// appender is a value that writes its own JSON, which is quicker.
type appender interface{ AppendJSON(dst []byte) []byte }

func encode(out any) ([]byte, error) {
	if own, ok := out.(appender); ok {
		return own.AppendJSON(make([]byte, 0, 1024)), nil
	}
	return json.Marshal(out)
}

func (r *Route) status() int {
	if r.Status == 0 {
		return http.StatusOK
	}
	return r.Status
}
