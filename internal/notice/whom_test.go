package notice

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/entry"
)

// Who hears of what: every reason × level × part in the task. In the columns, what
// is said; "-" where nothing is. Of a role it does not depend: who is in the context
// may see the project, be it as a viewer.
const table = `
                        everything concerns  mentions  nothing   watching  muted
stranger   comment      commented  -         -         -         commented -
stranger   reply        commented  -         -         -         commented -
stranger   status       status     -         -         -         status    -
stranger   due          dueDate    -         -         -         dueDate   -
stranger   created      created    -         -         -         -         -
stranger   mention      mentioned  mentioned mentioned -         mentioned -
stranger   assign       assigned   assigned  -         -         assigned  -
maker      comment      commented  commented -         -         commented -
maker      reply        commented  commented -         -         commented -
maker      status       status     status    -         -         status    -
maker      due          dueDate    dueDate   -         -         dueDate   -
maker      mention      mentioned  mentioned mentioned -         mentioned -
assignee   comment      commented  commented -         -         commented -
assignee   status       status     status    -         -         status    -
assignee   due          dueDate    dueDate   -         -         dueDate   -
assignee   created      created    -         -         -         -         -
commenter  comment      commented  commented -         -         commented -
commenter  reply        replied    replied   -         -         replied   -
commenter  status       status     status    -         -         status    -
mentioned  comment      commented  commented -         -         commented -
mentioned  status       status     status    -         -         status    -
mentioned  reply        commented  commented -         -         commented -
actor      comment      -          -         -         -         -         -
actor      mention      -          -         -         -         -         -
actor      assign       -          -         -         -         -         -
actor      status       -          -         -         -         -         -
`

var tableFacts = map[string]Fact{
	"comment": {Reason: entry.Commented, Task: "t", Comment: "new"},
	"reply":   {Reason: entry.Commented, Task: "t", Comment: "new", Parent: "old"},
	"status":  {Reason: entry.StatusSet, Task: "t"},
	"due":     {Reason: entry.DueDateSet, Task: "t"},
	"created": {Reason: entry.Made, Task: "t"},
	"mention": {Task: "t", Handles: []string{"ann"}},
	"assign":  {Task: "t", Assigned: []string{"ann-id"}},
}

func TestWhom_table(t *testing.T) {
	lines := strings.Split(strings.Trim(table, "\n"), "\n")
	levels := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		for i, level := range levels {
			t.Run(fmt.Sprintf("%s, %s, %s", cells[0], cells[1], level), func(t *testing.T) {
				p := Person{ID: "ann-id", Handle: "ann", Level: entry.Concerns}
				if as := entry.TaskLevel(level); as.Valid() {
					p.Tasks = map[string]entry.TaskLevel{"t": as}
				} else {
					p.Level = entry.ProjectLevel(level)
				}
				task := &Task{CreatedBy: "ben-id"}
				old := Comment{Task: "t", Author: "ben-id"}
				actor := "cy-id"
				switch cells[0] {
				case "maker":
					task.CreatedBy = p.ID
				case "assignee":
					task.Assignees = []string{p.ID}
				case "commenter":
					task.Commenters, old.Author = []string{p.ID}, p.ID
				case "mentioned":
					task.Texts = []string{"hello @Ann"}
				case "actor":
					actor = p.ID
				}
				context := &Context{
					People: []Person{p}, Tasks: map[string]*Task{"t": task},
					Comments: map[string]Comment{"old": old, "new": {Task: "t", Author: actor}},
				}
				got := "-"
				for _, told := range Whom(actor, []Fact{tableFacts[cells[1]]}, context) {
					got = string(told.Reason)
				}
				if got != cells[2+i] {
					t.Errorf("hears %s, want %s", got, cells[2+i])
				}
			})
		}
	}
}

func TestWhom(t *testing.T) {
	ann := Person{ID: "ann-id", Handle: "ann", Level: entry.Concerns}
	context := &Context{
		People:   []Person{ann},
		Tasks:    map[string]*Task{"a": {}, "b": {CreatedBy: "ann-id"}, "c": {}},
		Comments: map[string]Comment{"k": {Task: "c"}},
	}
	for _, c := range []struct {
		name  string
		facts []Fact
		want  string
	}{
		{"one action is told once, by its first task and how many there are", []Fact{
			{Task: "c", Assigned: []string{"ann-id"}}, {Task: "a", Assigned: []string{"ann-id"}}, {Task: "a", Reason: entry.DueDateSet},
		}, "[{ann-id assigned c  2}]"},
		{"by the most telling reason", []Fact{
			{Task: "b", Reason: entry.StatusSet}, {Task: "c", Comment: "k", Handles: []string{"ann"}}, {Task: "b", Reason: entry.DueDateSet},
		}, "[{ann-id mentioned c k 2}]"},
		{"the task of a changed comment is known by the comment", []Fact{{Comment: "k", Handles: []string{"ann"}}}, "[{ann-id mentioned c k 1}]"},
		{"of what is deleted by now nothing", []Fact{{Task: "gone", Handles: []string{"ann"}}, {Task: "c", Comment: "gone", Handles: []string{"ann"}}}, "[]"},
		{"others are not meant", []Fact{{Task: "a", Handles: []string{"ben"}, Assigned: []string{"ben-id"}, Reason: entry.StatusSet}}, "[]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := fmt.Sprint(Whom("cy-id", c.facts, context)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	t.Run("who is not in the project hears nothing", func(t *testing.T) {
		facts := []Fact{{Task: "a", Handles: []string{"out"}, Assigned: []string{"out-id"}}}
		if got := Whom("cy-id", facts, context); got != nil {
			t.Errorf("told: %v", got)
		}
	})
}

// memory is what the journal said before.
type memory struct {
	text  string
	to    []string
	asked int
}

func (m *memory) Text(string) (string, error)        { m.asked++; return m.text, nil }
func (m *memory) Assignees(string) ([]string, error) { m.asked++; return m.to, nil }

func TestFacts(t *testing.T) {
	const at = `"2026-11-26T10:00:00.000Z"`
	now := entry.Instant(1795687200000)
	for _, c := range []struct {
		name, events string
		before       memory
		want         string
		asked        int
	}{
		{"a new task", `{"type":"task:created","task":{"id":"t","description":"@ann","assignees":["x"],"createdAt":` + at + `}}`, memory{}, "[{created t   [ann] [x]}]", 0},
		{"one that is restored or comes from elsewhere", `{"type":"task:created","task":{"id":"t","description":"@ann","assignees":["x"],"createdAt":"2026-11-25T10:00:00.000Z"}}`, memory{}, "[]", 0},
		{"a comment", `{"type":"comment:created","comment":{"id":"c","task":"t","body":"@ann","parent":"p","createdAt":` + at + `}}`, memory{}, "[{commented t c p [ann] []}]", 0},
		{"one that comes from elsewhere", `{"type":"comment:created","comment":{"id":"c","task":"t","body":"@ann","createdAt":"2026-11-25T10:00:00.000Z"}}`, memory{}, "[]", 0},
		{"a changed comment tells of new mentions only", `{"type":"comment:updated","id":"c","set":{"body":"@ann @ben"}}`, memory{text: "@ann"}, "[{  c  [ben] []}]", 1},
		{"a changed comment without new ones", `{"type":"comment:updated","id":"c","set":{"body":"@ann!"}}`, memory{text: "@ann"}, "[]", 1},
		{"without mentions the past is not asked", `{"type":"comment:updated","id":"c","set":{"body":"so"}},{"type":"task:updated","id":"t","set":{"description":"so"}}`, memory{}, "[]", 0},
		{"a reaction", `{"type":"comment:updated","id":"c","set":{"reactions":[]}}`, memory{}, "[]", 0},
		{"a changed description", `{"type":"task:updated","id":"t","set":{"description":"@ann @ben"}}`, memory{text: "@ben"}, "[{ t   [ann] []}]", 1},
		{"assigned besides others", `{"type":"task:updated","id":"t","add":{"assignees":["x"]}}`, memory{}, "[{ t   [] [x]}]", 0},
		{"assigned by a whole list", `{"type":"task:updated","id":"t","set":{"assignees":["x","y"]}}`, memory{to: []string{"y"}}, "[{ t   [] [x]}]", 1},
		{"assigned no more", `{"type":"task:updated","id":"t","remove":{"assignees":["x"]}}`, memory{}, "[]", 0},
		{"moved", `{"type":"task:updated","id":"t","set":{"status":"s","rank":"r"}}`, memory{}, "[{status t   [] []}]", 0},
		{"moved within its status", `{"type":"task:updated","id":"t","set":{"rank":"r"}}`, memory{}, "[]", 0},
		{"due", `{"type":"task:updated","id":"t","set":{"dueDate":null}}`, memory{}, "[{dueDate t   [] []}]", 0},
		{"other things", `{"type":"label:created","label":{"id":"l"}},{"type":"task:deleted","id":"t"},{"type":"member:deleted","id":"x"}`, memory{}, "[]", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts, err := Facts(&entry.Entry{At: now, Events: []byte("[" + c.events + "]")}, &c.before)
			if got := fmt.Sprint(facts); err != nil || got != c.want || c.before.asked != c.asked {
				t.Errorf("%s, want %s; asked %d times, want %d (%v)", got, c.want, c.before.asked, c.asked, err)
			}
		})
	}
}

func TestID(t *testing.T) {
	one := ID("s", 12, "p")
	if !entry.ValidID(one) || one != ID("s", 12, "p") || one == ID("s", 1, "2p") || one == ID("s", 12, "q") || one == ID("s", 13, "p") {
		t.Errorf("%s", one)
	}
}
