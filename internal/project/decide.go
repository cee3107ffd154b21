package project

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Env is what a decision needs from outside.
type Env struct {
	Now     entry.Instant
	Random  Random
	NewID   func() string
	Roster  []entry.Seat                // of the project's team; for project and member commands
	Sees    func(task string) bool      // whether the actor may see a task of another project, that is there; nil: none
	Upload  func(id string) *entry.File // the actor's own into this project, once it is whole; nil: there is none
	Pattern *Pattern                    // what a new project begins with; nil: the wish's statuses or the usual five
	Trusted bool                        // the server itself or an import acts: rights are not asked
}

// RestorableMs is how long something deleted can be brought back: 30 days.
const RestorableMs = 30 * 24 * 60 * 60 * 1000

// ErrRole is the answer to members whose role does not reach.
var ErrRole = fault.New(fault.Forbidden, "Your role in this project does not allow this; ask one of its admins.")

// decision is one command being decided.
type decision struct {
	*State
	env    Env
	actor  string
	events []entry.Event
}

// Decide turns a command into events, or refuses it with a fault: NotFound for
// strangers and for things that are not here, Forbidden where the role does not
// reach, Invalid, Conflict, Gone. It changes nothing. No events mean that there
// is nothing to do.
func Decide(s *State, env Env, actor string, body entry.Body) ([]entry.Event, error) {
	d := &decision{State: s, env: env, actor: actor}
	if create, ok := body.(*entry.ProjectCreate); ok {
		if err := d.createProject(create); err != nil {
			return nil, err
		}
		return d.events, nil
	}
	if err := d.allow(body.Kind()); err != nil {
		return nil, err
	}
	if err := d.decide(body); err != nil {
		return nil, err
	}
	return d.events, nil
}

// Allows tells whether somebody may now give commands of a kind; the fault says
// why not, as Decide would.
func (s *State) Allows(actor, kind string) error {
	return (&decision{State: s, actor: actor}).allow(kind)
}

// allow checks the role, and that the project is there to be changed.
func (d *decision) allow(kind string) error {
	role := d.Role(d.actor)
	if d.Project == nil || !d.env.Trusted && role == "" {
		return notFound("project")
	}
	if need, known := Access[kind]; !d.env.Trusted && (!known || !role.Includes(need)) {
		return ErrRole
	}
	if d.DeletedAt != nil && kind != "project.restore" {
		return fault.New(fault.Gone, "This project was deleted; an admin can restore it for 30 days.")
	}
	if d.Project.ArchivedAt != nil && !d.env.Trusted && !whileArchived[kind] {
		return errArchived
	}
	return nil
}

// whileArchived are the kinds that an archived project takes: it is read only,
// but who may read it can still change, and it can be brought back or deleted.
var whileArchived = map[string]bool{
	"project.update": true, // decides itself: with archived only
	"project.delete": true, "project.restore": true, "member.set": true, "member.remove": true, "link.remove": true,
}

var errArchived = fault.New(fault.Conflict, "This project is archived and can only be read; an admin can bring it back.")

func (d *decision) decide(body entry.Body) error {
	switch c := body.(type) {
	case *entry.TaskCreate:
		return d.createTask(c)
	case *entry.TaskUpdate:
		return d.updateTask(c)
	case *entry.TaskMove:
		return d.moveTask(c)
	case *entry.TaskDuplicate:
		return d.duplicateTask(c)
	case *entry.TaskDelete:
		return d.deleteTask(c)
	case *entry.TaskRestore:
		return d.restoreTask(c)
	case *entry.CommentCreate:
		return d.createComment(c)
	case *entry.CommentUpdate:
		return d.updateComment(c)
	case *entry.CommentDelete:
		return d.deleteComment(c)
	case *entry.CommentRestore:
		return d.restoreComment(c)
	case *entry.CommentReact:
		return d.reactToComment(c)
	case *entry.AttachmentCreate:
		return d.createAttachment(c)
	case *entry.AttachmentDelete:
		return d.deleteAttachment(c)
	case *entry.AttachmentRestore:
		return d.restoreAttachment(c)
	case *entry.LabelCreate:
		return d.createLabel(c)
	case *entry.LabelUpdate:
		return d.updateLabel(c)
	case *entry.LabelDelete:
		return d.deleteLabel(c)
	case *entry.FieldCreate:
		return d.createField(c)
	case *entry.FieldUpdate:
		return d.updateField(c)
	case *entry.FieldDelete:
		return d.deleteField(c)
	case *entry.TemplateCreate:
		return d.createTemplate(c)
	case *entry.TemplateUpdate:
		return d.updateTemplate(c)
	case *entry.TemplateDelete:
		return d.deleteTemplate(c)
	case *entry.ViewCreate:
		return d.createView(c)
	case *entry.ViewUpdate:
		return d.updateView(c)
	case *entry.ViewDelete:
		return d.deleteView(c)
	case *entry.StatusCreate:
		return d.createStatus(c)
	case *entry.StatusUpdate:
		return d.updateStatus(c)
	case *entry.StatusDelete:
		return d.deleteStatus(c)
	case *entry.ProjectUpdate:
		return d.updateProject(c)
	case *entry.ProjectDelete:
		return d.deleteProject()
	case *entry.ProjectRestore:
		return d.restoreProject()
	case *entry.MemberSet:
		return d.setMember(c)
	case *entry.MemberRemove:
		return d.removeMember(c)
	case *entry.LinkSet:
		return d.setLink(c)
	case *entry.LinkRemove:
		return d.removeLink()
	case *entry.MemberSync:
		return d.syncMembers(d.Project.Visibility)
	}
	return fault.Field("/kind", "There is no command of this kind.")
}

// emit adds an event.
func (d *decision) emit(event entry.Event) { d.events = append(d.events, event) }

// now gives the moment as a field that may be null.
func (d *decision) now() *entry.Instant {
	now := d.env.Now
	return &now
}

// id gives the chosen id, checked, or a new one.
func (d *decision) id(chosen, pointer string, exists bool) (string, error) {
	switch {
	case chosen == "":
		return d.env.NewID(), nil
	case !entry.ValidID(chosen):
		return "", fault.Field(pointer, "An id is a UUID in lower case.")
	case exists:
		return "", fault.New(fault.Conflict, "Something with this id exists already.")
	}
	return chosen, nil
}

// notFound is the same for what does not exist and what may not be seen.
func notFound(thing string) error {
	return fault.New(fault.NotFound, "There is no such "+thing+".")
}

// restorable tells whether something deleted can still be brought back.
func (d *decision) restorable(deletedAt entry.Instant) bool {
	return d.env.Now-deletedAt <= RestorableMs
}
