package project

import (
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func TestDecide_commentRestore(t *testing.T) {
	d := newDesk(t)
	task := d.task("A", 0)
	first := d.must(member, &entry.CommentCreate{Task: task, Body: "first"})[0].Comment
	d.must(admin, &entry.CommentReact{Comment: first.ID, Emoji: "👍"})
	d.refused(fault.Conflict, member, &entry.CommentRestore{Comment: first.ID})
	d.must(member, &entry.CommentDelete{Comment: first.ID})
	d.refused(fault.NotFound, member, &entry.CommentRestore{Comment: d.id()})
	d.refused(fault.Forbidden, bystander(d), &entry.CommentRestore{Comment: first.ID})

	events := d.must(member, &entry.CommentRestore{Comment: first.ID})
	back := d.s.Comments[first.ID]
	if len(events) != 2 || back.DeletedAt != nil || back.Body != "first" || len(back.Reactions) != 1 || d.s.Tasks[task].CommentCount != 1 {
		t.Errorf("not as it was: %+v, %d counted", back, d.s.Tasks[task].CommentCount)
	}
	d.must(admin, &entry.CommentDelete{Comment: first.ID})
	d.must(admin, &entry.CommentRestore{Comment: first.ID})

	d.must(member, &entry.CommentDelete{Comment: first.ID})
	d.must(owner, &entry.TaskDelete{Task: task})
	d.refused(fault.Gone, member, &entry.CommentRestore{Comment: first.ID})
	d.must(owner, &entry.TaskRestore{Task: task})
	d.now += RestorableMs
	d.refused(fault.NotFound, member, &entry.CommentRestore{Comment: first.ID})
}

// bystander is somebody who may comment, and neither wrote it nor is an admin.
func bystander(d *desk) string {
	d.must(owner, &entry.MemberSet{User: guest, Role: entry.Commenter})
	return guest
}
