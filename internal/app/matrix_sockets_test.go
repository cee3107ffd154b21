package app

import (
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
