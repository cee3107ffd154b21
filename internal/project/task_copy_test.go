package project

import (
	"reflect"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func TestDuplicate(t *testing.T) {
	t.Run("right below, with all but what has happened to it", func(t *testing.T) {
		d := newDesk(t)
		id, last, chosen := d.recurring(weekly, "2026-11-26"), d.task("last", 2), d.id()
		d.must(owner, &entry.CommentCreate{Task: id, Body: "hello"})
		d.must(owner, &entry.TaskUpdate{Task: id, AddBlockedBy: []string{last}, AddRelated: []string{last}})
		d.must(admin, &entry.TaskDuplicate{Task: id, Copies: map[string]string{id: chosen}})
		got, want := d.s.Tasks[chosen].Task, d.s.Tasks[id].Task
		want.ID, want.Number, want.Key, want.Rank, want.BlockedBy, want.Related = chosen, 3, "WEB-3", got.Rank, []string{}, []string{}
		want.CommentCount, want.CreatedBy, want.CreatedAt, want.UpdatedAt, want.Seq = 0, admin, d.now, d.now, 0
		got.Seq = 0
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
		if order := d.order(2); order != "again again last" || d.s.InStatus(d.status(2))[1].ID != chosen {
			t.Errorf("in the order %s", order)
		}
	})
	t.Run("with all that is below and there, the copy itself told last", func(t *testing.T) {
		d := newDesk(t)
		root := d.task("root", 0)
		under := func(title, parent string) string {
			return d.must(owner, &entry.TaskCreate{Title: title, Status: d.status(1), Parent: &parent})[0].Task.ID
		}
		a, gone, old := under("a", root), under("gone", root), under("old", root)
		under("lost with it", gone)
		deep := under("deep", a)
		d.must(owner, &entry.TaskDelete{Task: gone})
		d.must(owner, &entry.TaskUpdate{Task: old, Archived: entry.Some(true)})
		events := d.must(owner, &entry.TaskDuplicate{Task: root, Copies: map[string]string{deep: d.id()}})
		if len(events) != 3 {
			t.Fatalf("%d copies", len(events))
		}
		copied := events[2].Task
		if copied.Title != "root" || copied.Number != 7 || copied.Parent != nil {
			t.Errorf("told last: %+v", copied)
		}
		if x, y := events[1].Task, events[0].Task; *x.Parent != copied.ID || *y.Parent != x.ID || x.Title != "a" || y.Title != "deep" || y.Number != 9 {
			t.Errorf("%+v %+v", x, y)
		}
	})
	t.Run("a copy of what is done is done now", func(t *testing.T) {
		d := newDesk(t)
		id := d.task("done", 4)
		if made := d.must(owner, &entry.TaskDuplicate{Task: id})[0].Task; made.CompletedAt == nil || *made.CompletedAt != d.now {
			t.Errorf("completed %v", made.CompletedAt)
		}
	})
	t.Run("ids are good, new, and not the same", func(t *testing.T) {
		d := newDesk(t)
		id := d.task("a", 0)
		child := d.must(owner, &entry.TaskCreate{Title: "b", Parent: &id})[0].Task.ID
		same := d.id()
		d.refused(fault.Conflict, owner, &entry.TaskDuplicate{Task: id, Copies: map[string]string{id: child}})
		d.refused(fault.Invalid, owner, &entry.TaskDuplicate{Task: id, Copies: map[string]string{id: "x"}})
		d.refused(fault.Invalid, owner, &entry.TaskDuplicate{Task: id, Copies: map[string]string{id: same, child: same}})
		d.refused(fault.NotFound, owner, &entry.TaskDuplicate{Task: d.id()})
		d.must(owner, &entry.TaskDelete{Task: id})
		d.refused(fault.Gone, owner, &entry.TaskDuplicate{Task: id})
	})
}
