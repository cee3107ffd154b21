package project

import (
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// An archived project can be read, shared less, brought back and deleted;
// nothing in it changes.
func TestArchived(t *testing.T) {
	d := newDesk(t)
	task := d.task("A", 0)
	d.must(owner, &entry.MemberSet{User: guest, Role: entry.Editor})
	d.must(owner, &entry.ProjectUpdate{Archived: entry.Some(true)})
	for _, body := range []entry.Body{
		&entry.TaskCreate{Title: "B"}, &entry.TaskUpdate{Task: task, Title: entry.Some("B")}, &entry.TaskDelete{Task: task},
		&entry.CommentCreate{Task: task, Body: "B"}, &entry.LabelCreate{Name: "B"}, &entry.StatusCreate{Name: "B"},
		&entry.ProjectUpdate{Name: entry.Some("B")}, &entry.LinkSet{Link: entry.Link{ID: d.id()}},
	} {
		d.refused(fault.Conflict, owner, body)
	}
	d.refused(fault.Forbidden, guest, &entry.ProjectUpdate{Archived: entry.Some(false)})
	d.must(owner, &entry.MemberRemove{User: guest})
	d.must(owner, &entry.ProjectUpdate{Archived: entry.Some(false), Name: entry.Some("B")})
	d.must(owner, &entry.TaskDelete{Task: task})
	d.must(owner, &entry.ProjectUpdate{Archived: entry.Some(true)})
	d.must(owner, &entry.ProjectDelete{})
}

// What is restored has the people whom its team gives then, and no public link.
func TestRestore(t *testing.T) {
	d := newDesk(t)
	d.must(owner, &entry.LinkSet{Link: entry.Link{ID: d.id()}})
	d.must(owner, &entry.ProjectDelete{})
	if d.s.Project.Link != nil {
		t.Error("a deleted project is public")
	}
	before := roster
	defer func() { roster = before }()
	roster = roster[:2] // the member has left the team meanwhile
	d.must(owner, &entry.ProjectRestore{})
	if d.s.Role(member) != "" || d.s.Role(admin) != entry.Admin || d.s.DeletedAt != nil || d.s.Project.Link != nil {
		t.Errorf("the member is %q, the admin %q", d.s.Role(member), d.s.Role(admin))
	}
}

func TestLink(t *testing.T) {
	d := newDesk(t)
	past, ahead := d.now-1, d.now+1000
	d.refused(fault.NotFound, owner, &entry.LinkRemove{})
	d.refused(fault.Forbidden, member, &entry.LinkSet{Link: entry.Link{ID: "x"}})
	d.refused(fault.NotFound, stranger, &entry.LinkSet{Link: entry.Link{ID: "x"}})
	d.refused(fault.Invalid, owner, &entry.LinkSet{Link: entry.Link{ID: "x", ExpiresAt: &past}})
	d.must(owner, &entry.LinkSet{Link: entry.Link{ID: "one", ExpiresAt: &ahead, CreatedBy: stranger}})
	if link := d.s.Project.Link; link.CreatedBy != owner || link.CreatedAt != d.now {
		t.Errorf("%+v", link)
	}
	d.visitors("one", ahead-1, true)
	d.visitors("one", ahead, false)
	d.must(owner, &entry.LinkSet{Link: entry.Link{ID: "two"}})
	d.visitors("one", d.now, false)
	d.visitors("two", d.now+1e12, true)
	d.visitors("", d.now, false)
	d.refused(fault.NotFound, "two", &entry.TaskCreate{Title: "by a visitor"})
	d.must(owner, &entry.LinkRemove{})
	d.visitors("two", d.now, false)
}

func (d *desk) visitors(link string, now entry.Instant, may bool) {
	d.t.Helper()
	if d.s.Visitor(link, now) != may {
		d.t.Errorf("by %q at %d: %v", link, now, !may)
	}
}

// Nobody is given the role of visitors.
func TestVisitor_notGiven(t *testing.T) {
	d := newDesk(t)
	d.refused(fault.Invalid, owner, &entry.MemberSet{User: guest, Role: entry.Visitor})
}
