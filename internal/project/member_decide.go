package project

import (
	"maps"
	"reflect"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) setMember(c *entry.MemberSet) error {
	if !c.Role.Given() {
		return fault.Field("/role", "This is none of admin, editor, commenter, viewer.")
	}
	if !slices.ContainsFunc(d.env.Roster, func(seat entry.Seat) bool { return seat.User.ID == c.User }) {
		return fault.Field("/user", "This is nobody of the team.")
	}
	return d.syncMembersWith(d.Project.Visibility, c.User, entry.Some(&c.Role))
}

func (d *decision) removeMember(c *entry.MemberRemove) error {
	m := d.Members[c.User]
	if m == nil {
		return notFound("member")
	}
	if m.OwnRole == nil {
		return fault.New(fault.Conflict, "This person has access through the team; change the team or make the project private.")
	}
	return d.syncMembersWith(d.Project.Visibility, c.User, entry.Some[*entry.Role](nil))
}

// syncMembers makes the members equal to what team, own roles and visibility give.
func (d *decision) syncMembers(visibility entry.Visibility) error {
	return d.syncMembersWith(visibility, "", entry.Opt[*entry.Role]{})
}

// syncMembersWith does so with one person's own role changed.
func (d *decision) syncMembersWith(visibility entry.Visibility, user string, own entry.Opt[*entry.Role]) error {
	want := map[string]*entry.Member{}
	for _, seat := range d.env.Roster {
		m := &entry.Member{User: seat.User}
		if before := d.Members[seat.User.ID]; before != nil {
			m.OwnRole = before.OwnRole
		}
		if seat.User.ID == user && own.Set {
			m.OwnRole = own.Value
		}
		if m.Role = effective(seat.Role, m.OwnRole, visibility); m.Role != "" {
			want[seat.User.ID] = m
		}
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		d.welcome(d.Members[id], want[id])
	}
	for _, id := range slices.Sorted(maps.Keys(d.Members)) {
		if want[id] == nil {
			d.dismiss(id)
		}
	}
	return nil
}

func (d *decision) welcome(before, now *entry.Member) {
	if before == nil {
		d.emit(entry.Event{Type: entry.MemberCreated, Member: now})
		return
	}
	set := entry.Set{}
	if before.Role != now.Role {
		set.Role = entry.Some(now.Role)
	}
	if !reflect.DeepEqual(before.OwnRole, now.OwnRole) {
		set.OwnRole = entry.Some(now.OwnRole)
	}
	if !reflect.DeepEqual(before.User, now.User) {
		set.User = entry.Some(now.User)
	}
	if !set.Empty() {
		d.emit(entry.Event{Type: entry.MemberUpdated, ID: now.User.ID, Set: &set})
	}
}

// dismiss takes someone's access, and their name from the tasks.
func (d *decision) dismiss(user string) {
	for _, id := range slices.Sorted(maps.Keys(d.Tasks)) {
		if t := d.Tasks[id]; t.DeletedAt == nil {
			d.forget(t, user)
		}
	}
	d.emit(entry.Event{Type: entry.MemberDeleted, ID: user})
}

// forget takes someone's name from a task.
func (d *decision) forget(t *Task, user string) {
	event := entry.Event{Type: entry.TaskUpdated, ID: t.ID}
	if slices.Contains(t.Assignees, user) {
		event.Remove = &entry.Lists{Assignees: []string{user}}
	}
	gone := map[string]entry.FieldValue{}
	for id, value := range t.Fields {
		if f := d.Fields[id]; f != nil && f.Type == entry.PersonField && value == user {
			gone[id] = nil
		}
	}
	if len(gone) > 0 {
		event.Set = &entry.Set{Fields: entry.Some(d.fieldsWith(t.Fields, gone))}
	}
	if event.Remove != nil || event.Set != nil {
		d.emit(event)
	}
}
