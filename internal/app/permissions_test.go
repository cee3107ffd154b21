package app

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/team"
)

// What people and the client know of the table of rights; both are made from it.
const (
	rightsRead  = "../../docs/permissions.md"
	rightsTyped = "../../web/src/project/rights.json"
)

var (
	projectRoles = []entry.Role{entry.Visitor, entry.Viewer, entry.Commenter, entry.Editor, entry.Admin}
	teamRoles    = []entry.TeamRole{entry.TeamGuest, entry.TeamMember, entry.TeamAdmin, entry.TeamOwner}
)

// notes say what a role alone does not.
var notes = map[string]string{
	"comment.update": "one's own", "comment.delete": "one's own; admins anyone's", "comment.restore": "one's own; admins anyone's",
	"seat.change": "owners are made and changed by owners only", "seat.remove": "owners by owners only; the last owner stays",
	"team.leave": "oneself; not the last owner", "project.delete": "can be restored for 30 days",
}

// The document and the client's table are those of the rules.
func TestPermissions(t *testing.T) {
	app, err := New(context.Background(), config.Config{Data: t.TempDir(), Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close()
	for file, want := range map[string][]byte{rightsRead: rightsDocument(app), rightsTyped: rightsJSON(t)} {
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(file); err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s is not what the rules say; run make gen (%v)", strings.TrimPrefix(file, "../../"), err)
		}
	}
}

// rightsJSON is {"project": {kind: role}, "team": {action: role}}.
func rightsJSON(t *testing.T) []byte {
	actions := map[string]entry.TeamRole{"project.create": project.Founding}
	for action, right := range team.Access {
		actions[action] = right.Role
	}
	raw, err := json.Marshal(map[string]any{"project": project.Access, "team": actions}, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		t.Fatal(err)
	}
	return append(raw, '\n')
}

const rightsHead = `# Who may do what

Made from the rules themselves (` + "`make gen`" + `): this page, the client's controls, HTTP, commands and sockets ask the same table.
What follows when somebody loses a right stands in [access.md](access.md).

## In a project
The team's owners and admins are admins of all its projects; members are editors of those that are for the team; guests see
only what they were added to. A role given in the project takes the place of what the team gives. A visitor came by a public
link and is no member. Everyone here may read; a visitor reads no comments, and of people only name and picture.

`

func rightsDocument(a *App) []byte {
	var text strings.Builder
	text.WriteString(rightsHead)
	table(&text, projectRoles, slices.Sorted(maps.Keys(project.Access)), func(role entry.Role, kind string) bool { return role.Includes(project.Access[kind]) })
	text.WriteString("\n## In a team\n")
	table(&text, teamRoles, slices.Sorted(maps.Keys(team.Access)), func(role entry.TeamRole, action string) bool { return role.Includes(team.Access[action].Role) })
	fmt.Fprintf(&text, "\nProjects are made by people of the team who are %s or more.\n", project.Founding)
	text.WriteString("\n## The calls of the API\nThe least that each call needs; a command in it may need more.\n\n| call | needs |\n|---|---|\n")
	for _, route := range a.edge.Routes() {
		needs := route.Access.String()
		if route.Visitors && route.Access.Role != "" {
			needs += ", or a visitor"
		}
		fmt.Fprintf(&text, "| `%s %s` | %s |\n", route.Method, route.Path, needs)
	}
	return []byte(text.String())
}

func table[R ~string](text *strings.Builder, roles []R, actions []string, may func(R, string) bool) {
	text.WriteString("| |")
	for _, role := range roles {
		fmt.Fprintf(text, " %s |", role)
	}
	text.WriteString(" |\n|---|" + strings.Repeat(":-:|", len(roles)) + "---|\n")
	for _, action := range actions {
		fmt.Fprintf(text, "| `%s` |", action)
		for _, role := range roles {
			mark := ""
			if may(role, action) {
				mark = "✓"
			}
			fmt.Fprintf(text, " %s |", mark)
		}
		fmt.Fprintf(text, " %s |\n", notes[action])
	}
}
