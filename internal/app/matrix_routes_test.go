package app

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tandem/internal/api"
	"tandem/internal/entry"
	"tandem/internal/push/pushtest"
)

var pathName = regexp.MustCompile(`\{(\w+)\}`)

// matrixQueries are what a route must be asked with.
var matrixQueries = map[string]string{"search": "?q=canary", "importBoard": "?format=trello", "deleteStatus": ""}

// body gives a route one that works there; one that is missing fails the test.
func (m *matrix) body(route *api.Route) any {
	ids := m.places[here].ids
	switch route.Name {
	case "createProject":
		return obj{"team": ids["team"], "name": "Another"}
	case "updateProject", "renameTeam", "createTeam", "updateMe":
		return obj{"name": "Renamed"}
	case "createField":
		return obj{"name": "Another", "type": "number"}
	case "createTemplate":
		return obj{"name": "Another", "task": obj{"title": "Bug"}}
	case "createView", "createOwnView":
		return obj{"name": "Another", "layout": "calendar"}
	case "updateView", "updateOwnView", "updateTemplate", "createStatus", "createLabel", "updateStatus", "updateLabel", "updateField":
		return obj{"name": "Renamed"}
	case "setMember":
		return obj{"role": "viewer"}
	case "updateTeamMember":
		return obj{"role": "guest"}
	case "createInvite":
		return obj{"role": "guest"}
	case "createTask", "updateTask":
		return obj{"title": "Another"}
	case "transferTask":
		return obj{"project": ids["other"]}
	case "setLook":
		return obj{"seq": 1}
	case "createReminder":
		return obj{"at": "2099-01-01T00:00:00Z"}
	case "setTaskWatch":
		return obj{"level": "muted"}
	case "setMyNotifications":
		return obj{"mail": "digest", "digestHour": 7, "quiet": obj{"from": "22:00", "to": "07:00"}}
	case "addDevice":
		return pushtest.Start(m.t).Subscription()
	case "setProjectWatch":
		return obj{"level": "mentions"}
	case "readNotifications":
		return obj{"all": true}
	case "updateNotifications":
		return obj{"ids": []string{ids["task"]}, "done": true}
	case "duplicateTask":
		return obj{}
	case "moveTask":
		return obj{"status": ids["status"]}
	case "createComment", "updateComment":
		return obj{"body": "Well said"}
	case "markSeen":
		return obj{"comment": ids["comment"]}
	case "reactToComment":
		return obj{"emoji": "👍"}
	case "runCommands":
		return obj{"commands": []obj{}}
	case "createLink", "updateLink", "openLink", "importBoard":
		return obj{}
	case "createToken":
		return obj{"name": "Script"}
	case "updatePerson":
		return obj{"disabled": true}
	case "register", "login", "changePassword":
		return obj{"password": "x"}
	}
	if route.Body != nil {
		m.t.Fatalf("%s has a body, and no example of it stands here", route.Name)
	}
	return nil
}

// path fills in a route's parameters for a relation.
func (m *matrix) path(route *api.Route, where relation, ids map[string]string) string {
	outer := true
	path := pathName.ReplaceAllStringFunc(route.Path, func(name string) string {
		name = strings.Trim(name, "{}")
		isFirst := outer
		outer = false
		switch {
		case where == mixed && isFirst:
			return m.places[here].ids[name]
		case where == never && (isFirst || name != "user"), ids[name] == "":
			return entry.NewID()
		}
		return ids[name]
	})
	return path + matrixQueries[route.Name]
}

// idsFor gives what a cell is about, made anew where the cell may change it.
func (m *matrix) idsFor(route *api.Route, where relation) map[string]string {
	home := m.places[here]
	other := m.people["dis"].id
	switch where {
	case sibling, foreign:
		return with(m.places[where].ids, "user", other)
	case mixed:
		return with(m.places[sibling].ids, "user", other)
	case never:
		return with(nil, "user", other)
	}
	ids := with(home.ids, "user", other)
	if route.Access.Role == "" || (route.Method == "GET" || route.Name == "markSeen") && where == here {
		return m.inTeam(route, ids)
	}
	if strings.HasSuffix(route.Path, "/projects/{project}") || strings.HasSuffix(route.Path, "/link") || route.Name == "restoreProject" || where == deleted && innermost(route) == "project" {
		ids["project"] = m.id("own", "POST", "/api/projects", obj{"team": ids["team"], "name": "canary-here"}, "project")
		for name, role := range matrixRoles {
			m.must("own", "PUT", "/api/projects/"+ids["project"]+"/members/"+m.people[name].id, obj{"role": role})
		}
	}
	m.things("own", "canary-here", route.Path, ids)
	m.prepare(route, where, ids)
	return ids
}

func with(ids map[string]string, name, id string) map[string]string {
	copied := map[string]string{name: id}
	for k, v := range ids {
		if k != name {
			copied[k] = v
		}
	}
	return copied
}

// inTeam makes what a route about a team may change.
func (m *matrix) inTeam(route *api.Route, ids map[string]string) map[string]string {
	if strings.Contains(route.Path, "{invite}") {
		ids["invite"] = m.id("own", "POST", "/api/teams/"+ids["team"]+"/invites", obj{"role": "guest"}, "invite")
	}
	return ids
}

func innermost(route *api.Route) string {
	names := pathName.FindAllStringSubmatch(route.Path, -1)
	last := ""
	for _, name := range names {
		if name[1] != "user" {
			last = name[1]
		}
	}
	return last
}

// prepare brings about the state that a cell is about.
func (m *matrix) prepare(route *api.Route, where relation, ids map[string]string) {
	switch route.Name {
	case "removeMember":
		m.must("own", "PUT", "/api/projects/"+ids["project"]+"/members/"+ids["user"], obj{"role": "commenter"})
	case "updateLink", "deleteLink":
		if where == here {
			m.must("own", "PUT", "/api/projects/"+ids["project"]+"/link", obj{})
		}
	case "restoreTask":
		m.must("own", "DELETE", "/api/tasks/"+ids["task"], nil)
	case "restoreComment":
		m.must("own", "DELETE", "/api/comments/"+ids["comment"], nil)
	case "restoreAttachment":
		m.must("own", "DELETE", "/api/attachments/"+ids["attachment"], nil)
	case "restoreProject":
		m.must("own", "DELETE", "/api/projects/"+ids["project"], nil)
	}
	if where == deleted && !strings.HasPrefix(route.Name, "restore") {
		m.delete(innermost(route), ids)
	}
}

func (m *matrix) delete(thing string, ids map[string]string) {
	at := "/api/projects/" + ids["project"]
	switch thing {
	case "project":
		m.must("own", "DELETE", at, nil)
	case "task", "comment", "attachment":
		m.must("own", "DELETE", "/api/"+thing+"s/"+ids[thing], nil)
	case "label", "field", "template", "view", "ownView", "status":
		plural := map[string]string{
			"label": "/labels/", "field": "/fields/", "template": "/templates/", "view": "/views/", "ownView": "/own-views/", "status": "/statuses/",
		}[thing]
		m.must("own", "DELETE", at+plural+ids[thing], nil)
	}
}

// Each role × route × relation.
func TestMatrix_routes(t *testing.T) {
	m, cells := openMatrix(t), 0
	for i, route := range m.app.edge.Routes() {
		if i%routesInWorld() == routesInWorld()-1 {
			cells += m.cells
			m = openMatrix(t)
		}
		t.Run(route.Name, func(t *testing.T) {
			m.t = t
			for _, where := range relations {
				if where == mixed && strings.Count(strings.ReplaceAll(route.Path, "{user}", ""), "{") < 2 {
					continue
				}
				m.row(&route, where)
			}
		})
	}
	m.t = t
	fmt.Printf("matrix: %d cells of routes\n", cells+m.cells)
}

// routesInWorld is after how many routes a new world is made: the stand-in of a
// MongoDB server looks at every document for most questions, so it must not have many.
func routesInWorld() int {
	if os.Getenv("TANDEM_TEST_STORE") == "mongo" {
		return 8
	}
	return 1000
}

// row judges a route and a relation for everybody: first those who are refused,
// then one after the other those who may.
func (m *matrix) row(route *api.Route, where relation) {
	ids := m.idsFor(route, where)
	for _, name := range slices.Sorted(maps.Keys(m.people)) {
		a := m.people[name]
		switch m.expect(route, where, a) {
		case 200:
			m.allowed(route, where, a)
		case skipped:
		default:
			m.denied(route, where, a, ids)
		}
	}
}

// allowed must work, on things of its own.
func (m *matrix) allowed(route *api.Route, where relation, a *asker) {
	if route.Access.Role == "" && route.Access.Team == "" && route.Method != "GET" || skipsSuccess[route.Name] {
		return // those have tests of their own
	}
	ids := m.idsFor(route, where)
	if route.Name == "updateComment" || route.Name == "deleteComment" || route.Name == "restoreComment" {
		ids["comment"] = m.id(a.name, "POST", "/api/tasks/"+ids["task"]+"/comments", obj{"body": "canary-here"}, "comment")
		m.prepare(route, where, ids)
	}
	if route.Name == "deleteAttachment" || route.Name == "restoreAttachment" {
		m.ownAttachment(a, ids)
		m.prepare(route, where, ids)
	}
	if strings.Contains(route.Path, "{ownView}") { // anybody else's is not found: see TestOwnViews
		ids["ownView"] = m.id(a.name, "POST", "/api/projects/"+ids["project"]+"/own-views", obj{"name": "canary-here", "layout": "list"}, "view")
	}
	m.cells++
	cell := fmt.Sprintf("%s %s, %s", a.name, route.Name, where)
	w := m.ask(a, route.Method, m.path(route, where, ids), m.body(route))
	if w.Code >= 300 {
		m.t.Errorf("%s: %d %s", cell, w.Code, w.Body)
	}
	if route.Access != api.Administrator { // to whom the log names all there is
		m.silent(cell, a, w)
	}
}

// ownAttachment is a file on somebody's own comment, where everybody may attach.
func (m *matrix) ownAttachment(a *asker, ids map[string]string) {
	comment := m.id(a.name, "POST", "/api/tasks/"+ids["task"]+"/comments", obj{"body": "canary-here"}, "comment")
	ids["attachment"] = idOf(m.t, m.attach(a.name, ids["task"], "canary-here", "canary-here", "comment", comment).Body.Bytes(), "attachment")
}

// skipsSuccess names what would change the world for the cells after it.
var skipsSuccess = map[string]bool{
	"createUpload": true, "createAttachment": true, "getPreview": true, // they need more than JSON: see TestFiles
	"deleteTeam": true, "removeTeamMember": true, "importBoard": true,
}

// denied must be refused as the table says, leave nothing, and tell nothing.
func (m *matrix) denied(route *api.Route, where relation, a *asker, ids map[string]string) {
	m.cells++
	cell := fmt.Sprintf("%s %s, %s", a.name, route.Name, where)
	path := m.path(route, where, ids)
	w := m.refusal(cell, route.Name == "login", func() *httptest.ResponseRecorder { return m.ask(a, route.Method, path, m.body(route)) })
	m.silent(cell, a, w)
	want := m.expect(route, where, a)
	if a.prefix != "" && want == 401 && strings.Contains(path, "/projects/"+m.places[here].ids["project"]) {
		want = 403 // it is seen, and not theirs to do
	}
	if want != 0 && w.Code != want {
		m.t.Errorf("%s: %d, want %d: %s", cell, w.Code, want, w.Body)
	}
	if w.Code < 400 && want != 0 {
		m.t.Errorf("%s: let in", cell)
	}
	if w.Code == 404 && (where == mixed || where == sibling || where == foreign) {
		m.twins(cell, w, m.ask(a, route.Method, m.twinPath(route, where), m.body(route)))
	}
}

// twinPath names something that never existed, under the same parent where the
// cell has one.
func (m *matrix) twinPath(route *api.Route, where relation) string {
	ids := with(nil, "user", m.people["dis"].id)
	if where == mixed {
		return m.path(route, mixed, ids)
	}
	return m.path(route, never, ids)
}

// expect gives the status that the table of rights gives a cell; 200 for any
// success, 0 where several refusals are right.
func (m *matrix) expect(route *api.Route, where relation, a *asker) int {
	switch {
	case a.cookie == "" || a.name == "dis":
		if route.Access == api.Anyone {
			return 0
		}
		return 401
	case a.prefix != "":
		return m.expectVisitor(route, where)
	case route.Access == api.Anyone:
		return 0
	case route.Access.Role != "":
		return expectProject(route, where, a)
	case route.Access.Team != "":
		return expectTeam(route, where, a)
	case route.Access == api.Administrator:
		return expectAdministrator(where, a)
	case !strings.Contains(route.Path, "{"):
		return expectOwn(route, where)
	}
	return 0
}

// expectAdministrator: root came first. What is asked about is all the same.
func expectAdministrator(where relation, a *asker) int {
	switch {
	case where != here:
		return skipped
	case a.name == "root":
		return 200
	}
	return 403
}

// skipped is a cell that there is not: what anyone signed in may do to themselves.
const skipped = -1

func expectOwn(route *api.Route, where relation) int {
	if route.Method != "GET" || where != here {
		return skipped
	}
	return 200
}

func expectProject(route *api.Route, where relation, a *asker) int {
	home := where
	if where == mixed || where == deleted {
		home = here
	}
	role, named := a.roles[home], pathName.FindAllString(route.Path, -1)
	switch {
	case where == never, role == "":
		return 404
	case !role.Includes(route.Access.Role):
		return 403
	case where == here:
		return 200
	case route.Name == "runCommands":
		return skipped // each command is refused by itself: see the cells of commands
	case where == mixed:
		return 404
	case where == deleted && (route.Name == "restoreComment" || route.Name == "restoreAttachment"):
		return skipped // that is the cell of this project
	case where == deleted && innermost(route) == "project", where == deleted && innermost(route) == "task":
		if strings.HasPrefix(route.Name, "restore") {
			return 200
		}
		return 410
	case where == deleted && len(named) > 0:
		return 0 // 404 or 410 by the kind of thing
	}
	return skipped // there they may: seen in the cells of this project
}

func expectTeam(route *api.Route, where relation, a *asker) int {
	home := where
	if where != here && where != foreign && where != never {
		return skipped // a team has no such relations
	}
	seat := a.seats[home]
	if route.Name == "createProject" {
		seat = a.seats[here]
	}
	switch {
	case route.Name != "createProject" && where == never, seat == "":
		return 404
	case !seat.Includes(route.Access.Team):
		return 403
	case route.Name == "removeTeamMember" && !seat.Includes(entry.TeamAdmin):
		return 403
	case where == here:
		return 200
	}
	return skipped
}

func (m *matrix) expectVisitor(route *api.Route, where relation) int {
	switch {
	case route.Access == api.Anyone && route.Visitors:
		return 0
	case route.Visitors && where == here:
		return 200
	case route.Visitors:
		return 404
	}
	return 401
}
