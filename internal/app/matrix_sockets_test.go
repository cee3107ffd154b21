package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/socket/sockettest"
)

// Each role × stream, by the address and by a wish.
func TestMatrix_sockets(t *testing.T) {
	m := openMatrix(t)
	server := httptest.NewServer(m.app.handler)
	defer server.Close()
	gone := m.id("own", "POST", "/api/projects", obj{"team": m.places[here].ids["team"], "name": "canary-here"}, "project")
	m.must("own", "DELETE", "/api/projects/"+gone, nil)
	streams := map[string]relation{
		m.places[here].ids["project"]: here, m.places[sibling].ids["project"]: sibling, m.places[foreign].ids["project"]: foreign,
		gone: deleted, entry.NewID(): never, m.people["own"].id: never, m.places[here].ids["team"]: never, m.places[here].ids["task"]: never,
		m.places[here].ids["project"] + "," + m.places[foreign].ids["project"]: never, "*": never, strings.ToUpper(m.places[here].ids["project"]): never,
	}
	for _, name := range slices.Sorted(maps.Keys(m.people)) {
		for stream, where := range streams {
			m.socket(server.Listener.Addr().String(), m.people[name], stream, where)
		}
	}
	fmt.Printf("matrix: %d cells of sockets\n", m.cells)
}

func (m *matrix) socket(addr string, a *asker, stream string, where relation) {
	m.cells++
	cell := fmt.Sprintf("%s watches %s (%s)", a.name, stream, where)
	headers := http.Header{"Cookie": {a.cookie}, "Origin": {"http://" + addr}}
	client, answer, err := sockettest.Dial(addr, a.prefix+"/ws/"+stream, headers)
	if a.cookie == "" || a.name == "dis" {
		if client != nil || answer == nil || answer.StatusCode != 401 {
			m.t.Errorf("%s: %v %v", cell, answer, err)
		}
		return
	}
	if client == nil {
		m.t.Errorf("%s: %v %v", cell, answer, err)
		return
	}
	defer client.Close()
	m.judge(cell, client, where != deleted && a.roles[where] != "", "close 4404")
	several, _, err := sockettest.Dial(addr, a.prefix+"/ws", headers)
	if err != nil || several == nil {
		m.t.Errorf("%s: %v", cell, err)
		return
	}
	defer several.Close()
	_ = several.Send(`{"type":"subscribe","stream":"` + stream + `"}`)
	m.judge(cell+", by a wish", several, where != deleted && a.roles[where] != "", `"code":4404`)
}

// judge reads the first frame: a greeting for who may watch, else the refusal.
func (m *matrix) judge(cell string, client *sockettest.Client, may bool, refusal string) {
	m.t.Helper()
	got, err := nextFrame(client)
	if closed, ok := errors.AsType[*sockettest.Closed](err); ok {
		got = fmt.Sprintf("close %d", closed.Code)
	} else if err != nil {
		got = err.Error()
	}
	if may != strings.HasPrefix(got, `{"type":"hello"`) || !may && !strings.Contains(got, refusal) {
		m.t.Errorf("%s: %.200s", cell, got)
	}
}

// Each role × the task of each place: who may read its description gets the text,
// who may edit is taken at their word, nobody else learns that there is one (E4).
func TestMatrix_documents(t *testing.T) {
	m := openMatrix(t)
	server := httptest.NewServer(m.app.handler)
	defer server.Close()
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); m.app.descriptions.Run(ctx) }()
	defer func() { stop(); <-stopped }()
	for _, name := range slices.Sorted(maps.Keys(m.people)) {
		a := m.people[name]
		if a.cookie == "" || a.name == "dis" {
			continue // no socket: TestMatrix_sockets
		}
		for _, where := range []relation{here, sibling, foreign} {
			m.document(server.Listener.Addr().String(), a, where)
		}
	}
	fmt.Printf("matrix: %d cells of documents\n", m.cells)
}

func (m *matrix) document(addr string, a *asker, where relation) {
	m.cells++
	task, project, role := m.places[where].ids["task"], m.places[where].ids["project"], a.roles[where]
	cell := fmt.Sprintf("%s (%s) writes in %s", a.name, role, where)
	client, _, err := sockettest.Dial(addr, a.prefix+"/ws", http.Header{"Cookie": {a.cookie}, "Origin": {"http://" + addr}})
	if err != nil || client == nil {
		m.t.Errorf("%s: %v", cell, err)
		return
	}
	defer client.Close()
	send(m.t, client, `{"type":"subscribe","stream":%q}`, project)
	if _, err := nextFrame(client); err != nil {
		m.t.Errorf("%s: %v", cell, err)
		return
	}
	send(m.t, client, `{"type":"doc:open","task":%q}`, task)
	reads, edits := role.Includes(entry.Viewer), role.Includes(entry.Editor)
	want := map[bool]string{true: `{"type":"doc:open"`, false: `"code":"`}[reads]
	if got := docFrame(m.t, client); !strings.Contains(got, want) || !reads && strings.Contains(got, "text") {
		m.t.Errorf("%s: opened: %.200s", cell, got)
	}
	// Changes that fit no text: refused as such where one may write, and before where not.
	send(m.t, client, `{"type":"doc:update","task":%q,"version":0,"updates":[{"client":"m","id":1,"changes":[9999]}]}`, task)
	want = map[bool]string{true: `{"type":"doc:close"`, false: `{"type":"error"`}[edits]
	if got := docFrame(m.t, client); !strings.HasPrefix(got, want) {
		m.t.Errorf("%s: wrote: %.200s", cell, got)
	}
}
