package project

import (
	"reflect"
	"slices"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// transfer moves a task from one desk to another and applies it on both.
func (d *desk) transfer(to *desk, actor string, c *entry.TaskTransfer) ([]entry.Event, error) {
	d.now++
	env := Env{Now: d.now, Random: seeded(uint64(d.now)), NewID: to.id}
	left, entered, err := Transfer(d.s, to.s, env, actor, c)
	for _, side := range []struct {
		desk   *desk
		events []entry.Event
	}{{d, left}, {to, entered}} {
		side.desk.seq++
		for i := range side.events {
			side.desk.s.Apply(Stamp{side.desk.seq, d.now, actor}, &side.events[i])
		}
	}
	return entered, err
}

// twoDesks are two projects of the same people; ids are given from one row.
func twoDesks(t *testing.T) (from, to *desk) {
	from = newDesk(t)
	to = &desk{t: t, s: New(), now: 1_000_000, ids: 5000}
	to.must(owner, &entry.ProjectCreate{Project: to.id(), Team: to.id(), Name: "App", Key: "APP"})
	return from, to
}

func TestTransfer(t *testing.T) {
	t.Run("a task keeps what people did, and gets what belongs to the project anew", func(t *testing.T) {
		d, to := twoDesks(t)
		id := d.recurring(weekly, "2026-11-26")
		bug := d.must(owner, &entry.LabelCreate{Name: "Bug", Color: "#111111"})[0].Label.ID
		new1 := d.must(owner, &entry.LabelCreate{Name: "new", Color: "#222222"})[0].Label.ID
		theirs := to.must(owner, &entry.LabelCreate{Name: "bug"})[0].Label.ID
		to.task("first", 2)
		d.must(member, &entry.TaskUpdate{Task: id, AddLabels: []string{bug, new1}, AddAssignees: []string{admin}})
		first := d.must(member, &entry.CommentCreate{Task: id, Body: "first"})[0].Comment
		d.must(admin, &entry.CommentCreate{Task: id, Body: "answer", Parent: &first.ID})
		d.must(owner, &entry.CommentReact{Comment: first.ID, Emoji: "👍"})
		gone := d.must(member, &entry.CommentCreate{Task: id, Body: "gone"})[0].Comment.ID
		d.must(member, &entry.CommentDelete{Comment: gone})
		to.s.Members[member] = nil
		delete(to.s.Members, member)

		if _, err := d.transfer(to, owner, &entry.TaskTransfer{Task: id, Project: to.s.Project.ID}); err != nil {
			t.Fatal(err)
		}
		old := d.s.Tasks[id]
		if old.DeletedAt == nil || old.MovedTo == "" {
			t.Fatalf("left: %+v", old)
		}
		got := to.s.Tasks[old.MovedTo]
		want := old.Task
		want.ID, want.Project, want.Number, want.Key, want.Status, want.Rank = old.MovedTo, to.s.Project.ID, 2, "APP-2", to.status(2), got.Rank
		want.Labels, want.Assignees, want.Seq, want.UpdatedAt = []string{theirs, got.Labels[1]}, []string{admin}, to.seq, d.now
		if !reflect.DeepEqual(got.Task, want) || to.s.Labels[got.Labels[1]].Color != "#222222" || to.order(2) != "first again" {
			t.Errorf("got  %+v\nwant %+v", got.Task, want)
		}
		comments := to.s.AllRows().Comments
		slices.SortFunc(comments, func(a, b *Comment) int { return int(a.CreatedAt - b.CreatedAt) })
		if len(comments) != 2 || got.CommentCount != 2 || comments[0].Author != member || comments[0].CreatedAt != first.CreatedAt ||
			len(comments[0].Reactions) != 1 || *comments[1].Parent != comments[0].ID || comments[0].ID == first.ID || comments[1].Task != got.ID {
			t.Errorf("comments: %+v %+v", comments[0], comments[1])
		}
	})
	t.Run("with all below, archived ones too, and what they have to do with each other", func(t *testing.T) {
		d, to := twoDesks(t)
		root, aside := d.task("root", 0), d.task("aside", 0)
		child := d.must(owner, &entry.TaskCreate{Title: "child", Parent: &root, BlockedBy: []string{aside}, Related: []string{root, aside}})[0].Task.ID
		deep := d.must(owner, &entry.TaskCreate{Title: "deep", Parent: &child, BlockedBy: []string{child}, DuplicateOf: &root})[0].Task.ID
		d.must(owner, &entry.TaskUpdate{Task: deep, Archived: entry.Some(true)})
		events, err := d.transfer(to, owner, &entry.TaskTransfer{Task: root, Project: to.s.Project.ID, Status: to.status(3)})
		if err != nil || len(events) != 3 || events[2].Task.Title != "root" {
			t.Fatalf("%v %+v", err, events)
		}
		r, c, x := to.s.Tasks[d.s.Tasks[root].MovedTo], to.s.Tasks[d.s.Tasks[child].MovedTo], to.s.Tasks[d.s.Tasks[deep].MovedTo]
		if r.Status != to.status(3) || c.Status != to.status(0) || *c.Parent != r.ID || *x.Parent != c.ID || x.ArchivedAt == nil {
			t.Errorf("%+v\n%+v\n%+v", r.Task, c.Task, x.Task)
		}
		if len(c.BlockedBy) != 0 || !slices.Equal(c.Related, []string{r.ID, aside}) || !slices.Equal(x.BlockedBy, []string{c.ID}) || *x.DuplicateOf != r.ID {
			t.Errorf("links: %+v %+v", c.Task, x.Task)
		}
		if d.s.Tasks[aside].DeletedAt != nil {
			t.Error("another went with it")
		}
	})
	t.Run("a status by its name, else its category, else the first", func(t *testing.T) {
		d, to := twoDesks(t)
		to.must(owner, &entry.StatusUpdate{Status: to.status(2), Name: entry.Some("Other")})
		named := to.must(owner, &entry.StatusCreate{Name: "in testing", Category: entry.Todo})[0].Status.ID
		d.must(owner, &entry.StatusUpdate{Status: d.status(3), Name: entry.Some("In Testing")})
		none := d.must(owner, &entry.StatusCreate{Name: "No", Category: entry.Cancelled})[0].Status.ID
		for i, want := range map[int]string{2: to.status(2), 3: named, 4: to.status(4)} {
			id := d.task("x", i)
			if _, err := d.transfer(to, owner, &entry.TaskTransfer{Task: id, Project: to.s.Project.ID}); err != nil || to.s.Tasks[d.s.Tasks[id].MovedTo].Status != want {
				t.Errorf("%d: %v", i, err)
			}
		}
		id := d.must(owner, &entry.TaskCreate{Title: "no", Status: none})[0].Task.ID
		if _, err := d.transfer(to, owner, &entry.TaskTransfer{Task: id, Project: to.s.Project.ID}); err != nil || to.s.Tasks[d.s.Tasks[id].MovedTo].Status != to.status(0) {
			t.Error("not in the first")
		}
	})
	t.Run("custom fields by name and type", func(t *testing.T) {
		d, to := twoDesks(t)
		field := func(d *desk, name string, kind entry.FieldType, options ...entry.Option) string {
			return d.must(owner, &entry.FieldCreate{Name: name, Type: kind, Options: options})[0].Field.ID
		}
		size := field(d, "Size", entry.SelectField, entry.Option{ID: d.id(), Name: "S"}, entry.Option{ID: d.id(), Name: "XL"})
		cost, other, who := field(d, "Cost", entry.NumberField), field(d, "Other", entry.TextField), field(d, "Who", entry.PersonField)
		theirSize := field(to, "size", entry.SelectField, entry.Option{ID: to.id(), Name: "s"})
		theirCost := field(to, "Cost", entry.NumberField)
		field(to, "Other", entry.NumberField)
		field(to, "Who", entry.PersonField)
		delete(to.s.Members, member)
		moved := func(option int) map[string]entry.FieldValue {
			id := d.must(owner, &entry.TaskCreate{Title: "x", Fields: map[string]entry.FieldValue{
				size: d.s.Fields[size].Options[option].ID, cost: 3.5, other: "text", who: member,
			}})[0].Task.ID
			if _, err := d.transfer(to, owner, &entry.TaskTransfer{Task: id, Project: to.s.Project.ID}); err != nil {
				t.Fatal(err)
			}
			return to.s.Tasks[d.s.Tasks[id].MovedTo].Fields
		}
		if got, want := moved(0), (map[string]entry.FieldValue{theirSize: to.s.Fields[theirSize].Options[0].ID, theirCost: 3.5}); !reflect.DeepEqual(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if got := moved(1); len(got) != 1 {
			t.Errorf("an option that is not there: %v", got)
		}
	})
	t.Run("an editor of both, and only what is there", func(t *testing.T) {
		d, to := twoDesks(t)
		id, goal := d.task("a", 0), to.s.Project.ID
		for actor, want := range map[string]fault.Kind{guest: fault.NotFound, stranger: fault.NotFound} {
			if _, err := d.transfer(to, actor, &entry.TaskTransfer{Task: id, Project: goal}); fault.KindOf(err) != want {
				t.Errorf("%s: %v", actor, err)
			}
		}
		to.must(owner, &entry.MemberSet{User: member, Role: entry.Commenter})
		for name, c := range map[fault.Kind]struct {
			actor string
			entry.TaskTransfer
		}{
			fault.Forbidden: {member, entry.TaskTransfer{Task: id, Project: goal}},
			fault.Invalid:   {owner, entry.TaskTransfer{Task: id, Project: d.s.Project.ID}},
			fault.NotFound:  {owner, entry.TaskTransfer{Task: d.id(), Project: goal}},
		} {
			if _, err := d.transfer(to, c.actor, &c.TaskTransfer); fault.KindOf(err) != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := d.transfer(to, owner, &entry.TaskTransfer{Task: id, Project: goal}); err != nil {
			t.Fatal(err)
		}
		d.refused(fault.Gone, owner, &entry.TaskUpdate{Task: id, Title: entry.Some("x")})
		d.refused(fault.Conflict, owner, &entry.TaskRestore{Task: id})
	})
}
