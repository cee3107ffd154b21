package project

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Access says which role a command needs, one row for each kind. HTTP, commands
// and sockets all ask here; a kind without a row cannot be decided, and a test
// holds that each has one. Reading needs entry.Viewer.
var Access = map[string]entry.Role{
	"task.create":        entry.Editor,
	"task.update":        entry.Editor,
	"task.move":          entry.Editor,
	"task.duplicate":     entry.Editor,
	"task.transfer":      entry.Editor, // in both projects
	"task.delete":        entry.Editor,
	"task.restore":       entry.Editor,
	"comment.create":     entry.Commenter,
	"comment.update":     entry.Commenter, // one's own
	"comment.delete":     entry.Commenter, // one's own; an admin anyone's
	"comment.restore":    entry.Commenter, // one's own; an admin anyone's
	"comment.react":      entry.Commenter,
	"attachment.create":  entry.Commenter, // on an own comment; an editor on tasks
	"attachment.delete":  entry.Commenter, // one's own; an admin anyone's
	"attachment.restore": entry.Commenter, // likewise
	"label.create":       entry.Editor,
	"label.update":       entry.Editor,
	"label.delete":       entry.Editor,
	"field.create":       entry.Admin,
	"field.update":       entry.Admin,
	"field.delete":       entry.Admin,
	"template.create":    entry.Editor,
	"template.update":    entry.Editor,
	"template.delete":    entry.Editor,
	"view.create":        entry.Editor, // shared with the project
	"view.update":        entry.Editor,
	"view.delete":        entry.Editor,
	"status.create":      entry.Admin,
	"status.update":      entry.Admin,
	"status.delete":      entry.Admin,
	"project.update":     entry.Admin,
	"project.delete":     entry.Admin,
	"project.restore":    entry.Admin,
	"member.set":         entry.Admin,
	"member.remove":      entry.Admin,
	"link.set":           entry.Admin,
	"link.remove":        entry.Admin,
}

// Founding is the role in a team that making a project in it needs.
const Founding = entry.TeamMember

// ErrFounding is the answer to those below.
var ErrFounding = fault.New(fault.Forbidden, "Guests do not make projects; ask someone of the team.")

// effective is the role that counts: the team's owners and admins are admins of
// all its projects; otherwise an own role takes the place of what the team
// gives, which is editor to members in a project for the team, else nothing.
func effective(seat entry.TeamRole, own *entry.Role, visibility entry.Visibility) entry.Role {
	switch {
	case seat == entry.TeamOwner || seat == entry.TeamAdmin:
		return entry.Admin
	case own != nil:
		return *own
	case seat == entry.TeamMember && visibility == entry.ForTeam:
		return entry.Editor
	}
	return ""
}
