package project

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// desk is a project with a person for each role, and a way to give commands.
type desk struct {
	t   *testing.T
	s   *State
	seq int64
	now entry.Instant
	ids int

	pattern *Pattern
}

const owner, admin, member, guest, stranger = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b",
	"00000000-0000-7000-8000-00000000000c", "00000000-0000-7000-8000-00000000000d", "00000000-0000-7000-8000-00000000000e"

var roster = []entry.Seat{
	{User: entry.User{ID: owner}, Role: entry.TeamOwner}, {User: entry.User{ID: admin}, Role: entry.TeamAdmin},
	{User: entry.User{ID: member}, Role: entry.TeamMember}, {User: entry.User{ID: guest}, Role: entry.TeamGuest},
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, s: New(), now: 1_000_000}
	d.must(owner, &entry.ProjectCreate{Project: d.id(), Team: d.id(), Name: "Web", Key: "WEB"})
	return d
}

func (d *desk) id() string {
	d.ids++
	return fmt.Sprintf("10000000-0000-7000-8000-%012d", d.ids)
}

func (d *desk) try(actor string, body entry.Body) ([]entry.Event, error) {
	d.now++
	env := Env{Now: d.now, Random: seeded(uint64(d.now)), NewID: d.id, Roster: roster, Pattern: d.pattern}
	before := len(d.s.AllRows().Tasks)
	events, err := Decide(d.s, env, actor, body)
	if after := len(d.s.AllRows().Tasks); before != after {
		d.t.Errorf("%s: deciding changed the state", body.Kind())
	}
	if err == nil {
		d.seq++
		for i := range events {
			d.s.Apply(Stamp{d.seq, d.now, actor}, &events[i])
		}
	}
	return events, err
}

func (d *desk) must(actor string, body entry.Body) []entry.Event {
	d.t.Helper()
	events, err := d.try(actor, body)
	if err != nil {
		d.t.Fatalf("%s: %v", body.Kind(), err)
	}
	return events
}

func (d *desk) refused(kind fault.Kind, actor string, body entry.Body) *fault.Error {
	d.t.Helper()
	_, err := d.try(actor, body)
	if fault.KindOf(err) != kind || err == nil {
		d.t.Errorf("%s: %v, want %s", body.Kind(), err, kind)
	}
	return fault.As(err)
}

func (d *desk) task(title string, status int) string {
	d.t.Helper()
	events := d.must(owner, &entry.TaskCreate{Title: title, Status: d.status(status)})
	return events[len(events)-1].Task.ID
}

func (d *desk) status(i int) string { return d.s.SortedStatuses()[i].ID }

func (d *desk) order(status int) string {
	var titles []string
	for _, t := range d.s.InStatus(d.status(status)) {
		titles = append(titles, t.Title)
	}
	return strings.Join(titles, " ")
}

func TestMove(t *testing.T) {
	t.Run("[D2] beside a neighbour", func(t *testing.T) {
		d := newDesk(t)
		a, b, c := d.task("a", 0), d.task("b", 0), d.task("c", 0)
		for _, step := range []struct {
			move entry.TaskMove
			want string
		}{
			{entry.TaskMove{Task: c, Before: &a}, "c a b"},
			{entry.TaskMove{Task: c, After: &a}, "a c b"},
			{entry.TaskMove{Task: a}, "c b a"},
			{entry.TaskMove{Task: b, Before: &b}, "c b a"},
			{entry.TaskMove{Task: a, Before: &c, After: &c}, "c a b"},
		} {
			step.move.Status = d.status(0)
			d.must(owner, &step.move)
			if got := d.order(0); got != step.want {
				t.Errorf("%+v gives %s, want %s", step.move, got, step.want)
			}
		}
	})
	t.Run("[D2] a neighbour that has gone marks its place, or the end", func(t *testing.T) {
		d := newDesk(t)
		a, b, c := d.task("a", 0), d.task("b", 0), d.task("c", 0)
		x := d.task("x", 1)
		d.must(owner, &entry.TaskDelete{Task: b})
		d.must(owner, &entry.TaskMove{Task: x, Status: d.status(0), After: &b})
		if got := d.order(0); got != "a x c" {
			t.Errorf("after a deleted one: %s", got)
		}
		d.must(owner, &entry.TaskMove{Task: c, Status: d.status(1)})
		d.must(owner, &entry.TaskMove{Task: a, Status: d.status(0), Before: &c})
		if got := d.order(0); got != "x a" {
			t.Errorf("before one that has left: %s", got)
		}
	})
	t.Run("[D2] keys stay short wherever people insert", func(t *testing.T) {
		d := newDesk(t)
		a, b := d.task("a", 0), d.task("b", 0)
		for range 3000 {
			d.must(owner, &entry.TaskMove{Task: b, Status: d.status(0), Before: &a})
			a, b = b, a
			d.must(owner, &entry.TaskMove{Task: b, Status: d.status(0), After: &a})
		}
		for _, task := range d.s.Tasks {
			if len(task.Rank) > MaxRank {
				t.Errorf("a key of %d characters", len(task.Rank))
			}
		}
	})
	t.Run("[D2] between equal keys, by new ones", func(t *testing.T) {
		d := newDesk(t)
		var all []string
		for i := range 30 {
			all = append(all, d.task(fmt.Sprintf("%02d", i), 0))
		}
		for _, id := range all { // as two nodes might have made them
			d.s.Apply(Stamp{d.seq, d.now, owner}, &entry.Event{Type: entry.TaskUpdated, ID: id, Set: &entry.Set{Rank: entry.Some("a5")}})
		}
		d.must(owner, &entry.TaskMove{Task: all[29], Status: d.status(0), After: &all[3]})
		if got := d.order(0); !strings.HasPrefix(got, "00 01 02 03 29 04") {
			t.Errorf("order is %s", got)
		}
	})
	t.Run("done is when a task completes", func(t *testing.T) {
		d := newDesk(t)
		a := d.task("a", 0)
		d.must(owner, &entry.TaskMove{Task: a, Status: d.status(4)})
		if done := d.s.Tasks[a].CompletedAt; done == nil || *done != d.now {
			t.Errorf("completed at %v", done)
		}
		d.must(owner, &entry.TaskUpdate{Task: a, Status: entry.Some(d.status(1))})
		if d.s.Tasks[a].CompletedAt != nil {
			t.Error("still completed")
		}
	})
}

func TestUpdate(t *testing.T) {
	t.Run("[D1] a field that someone else changed since is a conflict", func(t *testing.T) {
		d := newDesk(t)
		a := d.task("a", 0)
		base := d.seq
		d.must(member, &entry.TaskUpdate{Task: a, Title: entry.Some("theirs")})
		err := d.refused(fault.Conflict, owner, &entry.TaskUpdate{Task: a, Title: entry.Some("mine"), BaseSeq: &base})
		if len(err.Conflicts) != 1 || err.Conflicts[0].Theirs != "theirs" || err.Conflicts[0].Field != "title" {
			t.Errorf("conflicts: %+v", err.Conflicts)
		}
		d.must(owner, &entry.TaskUpdate{Task: a, Priority: entry.Some(entry.High), BaseSeq: &base})
		d.must(member, &entry.TaskUpdate{Task: a, Title: entry.Some("mine again"), BaseSeq: &base})
		d.must(owner, &entry.TaskUpdate{Task: a, Title: entry.Some("later")})
	})
	t.Run("[J5] two people who add labels both succeed", func(t *testing.T) {
		d := newDesk(t)
		a := d.task("a", 0)
		one := d.must(owner, &entry.LabelCreate{Name: "one"})[0].Label.ID
		two := d.must(owner, &entry.LabelCreate{Name: "two"})[0].Label.ID
		base := d.seq
		d.must(owner, &entry.TaskUpdate{Task: a, AddLabels: []string{one}, BaseSeq: &base})
		d.must(member, &entry.TaskUpdate{Task: a, AddLabels: []string{two}, BaseSeq: &base})
		if got := d.s.Tasks[a].Labels; !slices.Equal(got, []string{one, two}) {
			t.Errorf("labels %v", got)
		}
		d.must(owner, &entry.LabelDelete{Label: one})
		if got := d.s.Tasks[a].Labels; !slices.Equal(got, []string{two}) {
			t.Errorf("labels %v", got)
		}
	})
	t.Run("[D3] delete beats update, and can be taken back for 30 days", func(t *testing.T) {
		d := newDesk(t)
		a := d.task("a", 0)
		d.refused(fault.Conflict, owner, &entry.TaskRestore{Task: a})
		d.must(owner, &entry.TaskDelete{Task: a})
		d.refused(fault.Gone, owner, &entry.TaskUpdate{Task: a, Title: entry.Some("x")})
		d.refused(fault.Gone, owner, &entry.TaskDelete{Task: a})
		d.must(owner, &entry.TaskRestore{Task: a})
		d.must(owner, &entry.TaskDelete{Task: a})
		d.now += RestorableMs + 1
		d.refused(fault.NotFound, owner, &entry.TaskRestore{Task: a})
		d.refused(fault.NotFound, owner, &entry.TaskUpdate{Task: a, Title: entry.Some("x")})
	})
	t.Run("[D4] no rings and no towers among parents", func(t *testing.T) {
		d := newDesk(t)
		a, b := d.task("a", 0), d.task("b", 0)
		d.must(owner, &entry.TaskUpdate{Task: b, Parent: entry.Some(&a)})
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: a, Parent: entry.Some(&b)})
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: a, Parent: entry.Some(&a)})
		up := b
		for range MaxDepth - 2 {
			up = d.must(owner, &entry.TaskCreate{Title: "deeper", Parent: new(up)})[0].Task.ID
		}
		d.must(owner, &entry.TaskCreate{Title: "deepest", Parent: &up})
	})
	t.Run("[D4] numbers are never reused", func(t *testing.T) {
		d := newDesk(t)
		d.task("a", 0)
		d.must(owner, &entry.TaskDelete{Task: d.task("b", 0)})
		if key := d.s.Tasks[d.task("c", 0)].Key; key != "WEB-3" {
			t.Errorf("key %s", key)
		}
	})
	t.Run("unarchived is told whole", func(t *testing.T) {
		d := newDesk(t)
		a := d.task("a", 0)
		d.must(owner, &entry.TaskUpdate{Task: a, Archived: entry.Some(true)})
		events := d.must(owner, &entry.TaskUpdate{Task: a, Archived: entry.Some(false), Title: entry.Some("b")})
		if e := events[0]; e.Type != entry.TaskCreated || e.Task.Title != "b" || e.Task.ArchivedAt != nil {
			t.Errorf("%+v", e)
		}
	})
}

// TestAccess tries every kind in every role: strangers find nothing, a role
// below the table's is forbidden, one at or above it is never refused for it.
func TestAccess(t *testing.T) {
	for kind, body := range entry.ClientKinds() {
		need, ruled := Access[kind]
		if !ruled {
			t.Errorf("%s has no rule", kind)
		}
		for _, role := range []entry.Role{"", entry.Viewer, entry.Commenter, entry.Editor, entry.Admin} {
			d := newDesk(t)
			if role != "" {
				d.must(owner, &entry.MemberSet{User: guest, Role: role})
			}
			_, err := Decide(d.s, Env{Now: d.now, Random: seeded(1), NewID: d.id, Roster: roster}, guest, body())
			forbidden := fault.Is(err, fault.Forbidden)
			switch {
			case role == "" && !fault.Is(err, fault.NotFound):
				t.Errorf("%s by a stranger: %v", kind, err)
			case role != "" && forbidden == role.Includes(need):
				t.Errorf("%s by a %s: %v", kind, role, err)
			}
		}
	}
	d := newDesk(t)
	if _, err := Decide(d.s, Env{Now: d.now}, owner, &entry.MemberSync{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a person sends member.sync: %v", err)
	}
	for seat, want := range map[string]fault.Kind{guest: fault.Forbidden, stranger: fault.NotFound} {
		_, err := Decide(New(), Env{Roster: roster, NewID: d.id, Random: seeded(1)}, seat, &entry.ProjectCreate{Project: d.id(), Team: d.id(), Name: "x", Key: "XX"})
		if !fault.Is(err, want) {
			t.Errorf("project.create: %v, want %s", err, want)
		}
	}
}

func TestMembers(t *testing.T) {
	d := newDesk(t)
	for user, want := range map[string]entry.Role{owner: entry.Admin, admin: entry.Admin, member: entry.Editor, guest: "", stranger: ""} {
		if got := d.s.Role(user); got != want {
			t.Errorf("%s is %q, want %q", user, got, want)
		}
	}
	a := d.task("a", 0)
	d.must(owner, &entry.TaskUpdate{Task: a, AddAssignees: []string{member}})
	d.must(owner, &entry.MemberSet{User: owner, Role: entry.Viewer})
	d.must(owner, &entry.MemberSet{User: guest, Role: entry.Viewer})
	d.must(owner, &entry.ProjectUpdate{Visibility: entry.Some(entry.Private)})
	for user, want := range map[string]entry.Role{owner: entry.Admin, member: "", guest: entry.Viewer} {
		if got := d.s.Role(user); got != want {
			t.Errorf("in a private project %s is %q, want %q", user, got, want)
		}
	}
	if len(d.s.Tasks[a].Assignees) != 0 {
		t.Error("someone without access is still assigned")
	}
	d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: a, AddAssignees: []string{member}})
	d.refused(fault.Invalid, owner, &entry.MemberSet{User: stranger, Role: entry.Viewer})
}

func TestUndo(t *testing.T) {
	d := newDesk(t)
	a := d.task("a", 0)
	d.task("b", 0)
	before := text(t, golden(d.s))
	mark := d.s.Try()
	d.must(owner, &entry.TaskMove{Task: a, Status: d.status(0)})
	d.must(owner, &entry.TaskDelete{Task: a})
	d.must(owner, &entry.LabelCreate{Name: "x"})
	d.must(owner, &entry.StatusDelete{Status: d.status(1)})
	d.must(owner, &entry.MemberSet{User: guest, Role: entry.Viewer})
	d.must(owner, &entry.ProjectUpdate{Name: entry.Some("x")})
	d.task("c", 0)
	d.s.Undo(mark)
	if after := text(t, golden(d.s)); after != before || d.order(0) != "a b" || d.s.Numbers != 2 {
		t.Errorf("undone to\n%s\nnot to\n%s (order %s)", after, before, d.order(0))
	}
}

// A command that changes while it is decided has another fingerprint when it is
// repeated, and the repetition is refused.
func TestDecide_leavesTheCommand(t *testing.T) {
	d := newDesk(t)
	for _, body := range []entry.Body{
		&entry.TaskCreate{Title: "a"}, &entry.StatusCreate{Name: "a"}, &entry.LabelCreate{Name: "a"},
	} {
		before := entry.Fingerprint(owner, body)
		d.must(owner, body)
		if entry.Fingerprint(owner, body) != before {
			t.Errorf("%s was changed: %+v", body.Kind(), body)
		}
	}
	create := &entry.ProjectCreate{Project: d.id(), Team: d.id(), Name: "a", Key: "AA"}
	before := entry.Fingerprint(owner, create)
	if _, err := Decide(New(), Env{Random: seeded(1), NewID: d.id, Roster: roster}, owner, create); err != nil {
		t.Fatal(err)
	}
	if entry.Fingerprint(owner, create) != before {
		t.Errorf("project.create was changed: %+v", create)
	}
}
