package app

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What was deleted can be restored for thirty days; then nothing of it is left
// but its key, which nobody gets again.
func TestPurge(t *testing.T) {
	m := openMatrix(t)
	project := m.id("own", "POST", "/api/projects", obj{"team": m.places[here].ids["team"], "name": "Doomed", "key": "GONE"}, "project")
	ids := map[string]string{"project": project}
	m.things("own", "secret-words", "{label}{status}{task}{comment}", ids)
	m.must("own", "PUT", "/api/projects/"+project+"/link", obj{})
	m.must("own", "DELETE", "/api/projects/"+project, nil)
	m.app.purgeOnce(t.Context(), time.Now().Add(30*24*time.Hour-time.Minute))
	if m.holds("secret-words") == 0 || m.ask(m.people["own"], "GET", "/api/projects/"+project, nil).Code != 410 {
		t.Fatal("it went too early")
	}
	m.app.purgeOnce(t.Context(), time.Now().Add(30*24*time.Hour+time.Minute))
	if n := m.holds("secret-words"); n != 0 {
		t.Errorf("%d tables still hold it", n)
	}
	for _, path := range []string{"/api/projects/" + project, "/api/tasks/" + ids["task"], "/api/projects/" + project + "/journal"} {
		m.wantStatus(path, m.ask(m.people["own"], "GET", path, nil), 404)
	}
	again := m.ask(m.people["own"], "POST", "/api/projects", obj{"team": m.places[here].ids["team"], "name": "x", "key": "GONE"})
	m.wantStatus("its key again", again, 409)
	m.wantStatus("its id again", m.ask(m.people["own"], "POST", "/api/projects", obj{"team": m.places[here].ids["team"], "name": "x", "id": project}), 409)
	m.must("own", "GET", "/api/tasks/"+m.places[here].ids["task"], nil)
	if m.holds("canary-here") == 0 {
		t.Error("others went with it")
	}
	// So do the projects of a team that was deleted.
	m.must("out", "DELETE", "/api/teams/"+m.places[foreign].ids["team"], nil)
	at := time.Now()
	m.app.purgeOnce(t.Context(), at.Add(30*24*time.Hour-time.Minute))
	if !m.keeps("tasks", "canary-foreign") {
		t.Error("the team's projects went too early")
	}
	m.app.purgeOnce(t.Context(), at.Add(30*24*time.Hour+time.Minute))
	if m.keeps("tasks", "canary-foreign") || !m.keeps("tasks", "canary-here") {
		t.Error("the projects of a deleted team stay, or others went")
	}
}

// keeps tells whether a table has a row with a text.
func (m *matrix) keeps(table, text string) bool {
	return slices.ContainsFunc(m.watch.rows(table), func(row string) bool { return strings.Contains(row, text) })
}

// holds counts the tables in which a text stands.
func (m *matrix) holds(text string) (count int) {
	for _, name := range m.watch.tables() {
		if name != "audit" && m.keeps(name, text) {
			count++
		}
	}
	return count
}
