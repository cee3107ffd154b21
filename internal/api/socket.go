package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tandem/internal/auth"
	"tandem/internal/fault"
	"tandem/internal/projection/live"
	"tandem/internal/socket"
)

// SocketOptions are what the socket routes need.
type SocketOptions struct {
	Hub *live.Hub

	// Identify tells who makes the request, as of now; the fault is
	// Unauthenticated where nobody does. It is asked before the upgrade and once
	// more when the hub knows the connection, so that a session which ends in
	// between leaves no socket behind (L4).
	Identify func(r *http.Request) (*auth.Principal, error)

	Origin string // where people come in, beside the address that they asked for
}

// Sockets adds `GET /ws` and `GET /ws/{project}?since=`. What is wrong with a
// request is answered before the upgrade, but a project that is hidden or
// unknown by a close with 4404 after it, since browsers show no status.
func (a *API) Sockets(options SocketOptions) {
	door := &socketDoor{SocketOptions: options, api: a}
	a.mux.Handle("GET /ws", door)
	a.mux.Handle("GET /ws/{project}", door)
}

type socketDoor struct {
	SocketOptions
	api *API
}

func (d *socketDoor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	principal, since, err := d.check(r)
	if err != nil {
		d.api.refuse(w, r, err)
		return
	}
	conn, err := socket.Upgrade(w, r)
	if err != nil {
		return // the connection is gone, and with it whom to tell
	}
	joined, err := d.Hub.Join(conn, personOf(principal), r.PathValue("project"), since)
	if err != nil {
		_, _ = conn.Try(socket.AppendClose(nil, socket.CloseAway, fault.MessageOf(err)))
		conn.Close()
		return
	}
	// The request's own stack and buffers go with this goroutine; a quiet socket
	// keeps only the small one that reads.
	go joined.Serve()
	if again, err := d.Identify(r); err != nil || again.Right() != principal.Right() {
		joined.Close(live.CloseSignedOut, "the session has ended")
	}
}

// personOf is who a socket belongs to: a person, or a visitor under the link's id.
func personOf(p *auth.Principal) live.Person {
	person := live.Person{User: p.User, Session: p.Right()}
	if p.Link != "" {
		person.User, person.Visitor = p.Link, true
	}
	if p.Until != 0 {
		person.Until = p.Until.Time()
	}
	return person
}

// check refuses what must not become a socket.
func (d *socketDoor) check(r *http.Request) (*auth.Principal, *string, error) {
	since, err := socketQuery(r)
	if err != nil {
		return nil, nil, err
	}
	principal, err := d.Identify(r)
	if err != nil {
		return nil, nil, err
	}
	if principal.Token == "" && !d.sameOrigin(r) {
		return nil, nil, fault.New(fault.Forbidden, "Sockets are opened from this site's own pages only.")
	}
	if err := socket.Check(r); err != nil {
		return nil, nil, err
	}
	return principal, since, nil
}

// socketQuery takes `since` and nothing else. A secret in an address would end
// up in logs, so it is refused whatever else is right.
func socketQuery(r *http.Request) (since *string, err error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, fault.New(fault.Invalid, "The query of this address is malformed.")
	}
	var details []fault.Detail
	for name, values := range query {
		if looksSecret(name, values) {
			return nil, fault.New(fault.Malformed, "A token does not belong in an address; send it as Authorization: Bearer.")
		}
		switch {
		case name != "since" || r.PathValue("project") == "":
			details = append(details, fault.Detail{Pointer: name, Detail: "There is no parameter of this name."})
		case len(values) > 1:
			details = append(details, fault.Detail{Pointer: name, Detail: "This parameter stands once."})
		default:
			since = &values[0]
		}
	}
	if details != nil {
		slices.SortFunc(details, func(a, b fault.Detail) int { return strings.Compare(a.Pointer, b.Pointer) })
		return nil, invalid(details)
	}
	return since, nil
}

func looksSecret(name string, values []string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "token") || strings.Contains(name, "secret") || name == "authorization" || name == "session" ||
		slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, "tdm_") })
}

// sameOrigin tells whether a page of this site asks: browsers send Origin with
// every upgrade, and no page can forge it.
func (d *socketDoor) sameOrigin(r *http.Request) bool {
	given := r.Header.Values("Origin")
	if len(given) != 1 {
		return false
	}
	origin, err := url.Parse(given[0])
	if err != nil || origin.Scheme != "http" && origin.Scheme != "https" {
		return false
	}
	return strings.EqualFold(origin.Host, r.Host) || d.Origin != "" && strings.EqualFold(given[0], strings.TrimSuffix(d.Origin, "/"))
}
