package project

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *desk) recurring(every entry.Recurrence, due entry.Day) string {
	d.t.Helper()
	events := d.must(owner, &entry.TaskCreate{
		Title: "again", Status: d.status(2), DueDate: &due, StartDate: new(entry.Day("2026-11-20")), Recurrence: &every,
		DueTime: &entry.DueTime{Time: "17:00", TimeZone: "Europe/Vienna"}, Assignees: []string{member}, Priority: entry.High,
		EstimateSeconds: new(int64(60)), Description: "text",
	})
	return events[0].Task.ID
}

var weekly = entry.Recurrence{Every: 1, Unit: entry.Weeks, From: entry.FromDue}

func TestRecur(t *testing.T) {
	t.Run("completed, it comes again in the same entry", func(t *testing.T) {
		d := newDesk(t)
		id, next := d.recurring(weekly, "2026-11-26"), d.id()
		d.must(owner, &entry.TaskUpdate{Task: id, AddBlockedBy: []string{d.task("b", 0)}})
		events := d.must(admin, &entry.TaskMove{Task: id, Status: d.status(4), Next: next})
		if len(events) != 2 || events[0].Type != entry.TaskCreated || events[1].ID != id {
			t.Fatalf("events: %+v", events)
		}
		got, old := d.s.Tasks[next], d.s.Tasks[id]
		want := old.Task
		want.ID, want.Number, want.Key, want.Status, want.Rank = next, got.Number, "WEB-3", d.status(1), got.Rank
		want.StartDate, want.DueDate, want.Recurrence = new(entry.Day("2026-11-27")), new(entry.Day("2026-12-03")), &weekly
		want.CompletedAt, want.BlockedBy, want.CreatedBy, want.CreatedAt, want.UpdatedAt, want.Seq = nil, []string{}, admin, got.CreatedAt, got.UpdatedAt, got.Seq
		if !reflect.DeepEqual(got.Task, want) || got.Number != 3 || got.UpdatedAt != d.now {
			t.Errorf("got  %+v\nwant %+v", got.Task, want)
		}
		if old.Recurrence != nil || old.CompletedAt == nil {
			t.Errorf("the completed one: %+v", old.Task)
		}
	})
	t.Run("by an update too, with what that changes, and with an id of its own", func(t *testing.T) {
		d := newDesk(t)
		id := d.recurring(weekly, "2026-11-26")
		label := d.must(owner, &entry.LabelCreate{Name: "l"})[0].Label.ID
		events := d.must(owner, &entry.TaskUpdate{Task: id, Status: entry.Some(d.status(4)), Title: entry.Some("new"), AddLabels: []string{label}})
		if next := events[0].Task; next == nil || next.Title != "new" || !slices.Equal(next.Labels, []string{label}) || d.s.Tasks[next.ID] == nil {
			t.Errorf("%+v", events)
		}
	})
	t.Run("only once, and only when it is done", func(t *testing.T) {
		d := newDesk(t)
		cancelled := d.must(owner, &entry.StatusCreate{Name: "No", Category: entry.Cancelled})[0].Status.ID
		done := d.must(owner, &entry.StatusCreate{Name: "Also", Category: entry.Done})[0].Status.ID
		id := d.recurring(weekly, "2026-11-26")
		for _, to := range []string{cancelled, d.status(1), d.status(4), done, d.status(1), d.status(4)} {
			d.must(owner, &entry.TaskMove{Task: id, Status: to})
		}
		if n := len(d.s.Tasks); n != 2 {
			t.Errorf("%d tasks", n)
		}
	})
	t.Run("in the first status that is not finished where none waits", func(t *testing.T) {
		d := newDesk(t)
		id := d.recurring(weekly, "2026-11-26")
		d.must(owner, &entry.StatusDelete{Status: d.status(1)})
		if next := d.must(owner, &entry.TaskMove{Task: id, Status: d.status(3)})[0].Task; next.Status != d.status(0) {
			t.Errorf("in %s", next.Status)
		}
	})
	t.Run("the day is that of who completes it", func(t *testing.T) {
		d := newDesk(t)
		d.s.Members[owner].User.TimeZone = "Europe/Vienna"
		id := d.recurring(entry.Recurrence{Every: 1, Unit: entry.Days, From: entry.FromCompletion}, "2026-11-01")
		d.now = 1795735800000 // 2026-11-26T23:30Z
		if next := d.must(owner, &entry.TaskMove{Task: id, Status: d.status(4)})[0].Task; *next.DueDate != "2026-11-28" {
			t.Errorf("due on %s", *next.DueDate)
		}
	})
	t.Run("an id that is taken is a conflict; the end of the calendar ends it", func(t *testing.T) {
		d := newDesk(t)
		id := d.recurring(weekly, "2026-11-26")
		d.refused(fault.Conflict, owner, &entry.TaskMove{Task: id, Status: d.status(4), Next: id})
		d.refused(fault.Invalid, owner, &entry.TaskMove{Task: id, Status: d.status(4), Next: "x"})
		last := d.recurring(weekly, "9999-12-31")
		if events := d.must(owner, &entry.TaskMove{Task: last, Status: d.status(4)}); len(events) != 1 || d.s.Tasks[last].Recurrence != nil {
			t.Errorf("%+v", events)
		}
	})
	t.Run("time and recurrence go with the due date, and do not come without one", func(t *testing.T) {
		d := newDesk(t)
		id := d.recurring(weekly, "2026-11-26")
		d.must(owner, &entry.TaskUpdate{Task: id, DueDate: entry.Some[*entry.Day](nil)})
		if task := d.s.Tasks[id]; task.DueTime != nil || task.Recurrence != nil {
			t.Errorf("%+v", task.Task)
		}
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: id, Recurrence: entry.Some(&weekly)})
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: id, DueTime: entry.Some(&entry.DueTime{Time: "17:00", TimeZone: "UTC"})})
		d.must(owner, &entry.TaskUpdate{Task: id, DueDate: entry.Some(new(entry.Day("2026-12-01"))), Recurrence: entry.Some(&weekly)})
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: id, DueDate: entry.Some[*entry.Day](nil), Recurrence: entry.Some(&weekly)})
	})
}

func TestBlock(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.task("a", 0), d.task("b", 0), d.task("c", 0)
	add := func(task string, by ...string) *entry.TaskUpdate {
		return &entry.TaskUpdate{Task: task, AddBlockedBy: by}
	}
	d.must(owner, add(a, b))
	d.must(owner, add(b, c))
	t.Run("[D4] no ring, be it long or through a deleted task", func(t *testing.T) {
		d.refused(fault.Invalid, owner, add(a, a))
		d.refused(fault.Invalid, owner, add(b, a))
		d.refused(fault.Invalid, owner, add(c, a))
		d.refused(fault.Invalid, owner, &entry.TaskUpdate{Task: c, BlockedBy: entry.Some([]string{a})})
		d.must(owner, &entry.TaskDelete{Task: b})
		d.refused(fault.Invalid, owner, add(c, a))
	})
	t.Run("a deleted blocker stays in the list, cannot be added, and comes back with it", func(t *testing.T) {
		d.refused(fault.NotFound, owner, add(c, b))
		d.must(owner, &entry.TaskUpdate{Task: a, BlockedBy: entry.Some([]string{b, c})})
		d.must(owner, &entry.TaskRestore{Task: b})
		if got := d.s.Tasks[b].BlockedBy; !slices.Equal(got, []string{c}) {
			t.Errorf("%v", got)
		}
	})
	t.Run("[J5] additions and removals", func(t *testing.T) {
		d.must(owner, &entry.TaskUpdate{Task: a, RemoveBlockedBy: []string{b, d.id()}})
		d.must(owner, add(a, c))
		if got := d.s.Tasks[a].BlockedBy; !slices.Equal(got, []string{c}) {
			t.Errorf("%v", got)
		}
	})
	t.Run("at most 100", func(t *testing.T) {
		for range MaxLinks - 1 {
			d.must(owner, add(a, d.task("x", 0)))
		}
		d.refused(fault.Invalid, owner, add(a, d.task("x", 0)))
	})
	t.Run("a long chain is no ring", func(t *testing.T) {
		before := d.task("first", 0)
		for range 200 {
			next := d.task("next", 0)
			d.must(owner, add(next, before))
			before = next
		}
	})
}

// Tasks of other projects: who may not see one, or cannot any more, gets the same
// as for one that does not exist; what stands there already may stay.
func TestRelate(t *testing.T) {
	d := newDesk(t)
	a, b := d.task("a", 0), d.task("b", 0)
	far, hidden := d.id(), d.id()
	sees := map[string]bool{far: true}
	try := func(body entry.Body) error {
		d.now++
		events, err := Decide(d.s, Env{Now: d.now, Random: seeded(1), NewID: d.id, Sees: func(id string) bool { return sees[id] }}, owner, body)
		for i := range events {
			d.s.Apply(Stamp{d.seq, d.now, owner}, &events[i])
		}
		return err
	}
	for name, c := range map[string]struct {
		body entry.TaskUpdate
		want fault.Kind
	}{
		"here":               {entry.TaskUpdate{AddRelated: []string{b}}, ""},
		"elsewhere":          {entry.TaskUpdate{AddRelated: []string{far}}, ""},
		"hidden":             {entry.TaskUpdate{AddRelated: []string{hidden}}, fault.NotFound},
		"itself":             {entry.TaskUpdate{AddRelated: []string{a}}, fault.Invalid},
		"duplicate":          {entry.TaskUpdate{DuplicateOf: entry.Some(&far)}, ""},
		"hidden duplicate":   {entry.TaskUpdate{DuplicateOf: entry.Some(&hidden)}, fault.NotFound},
		"duplicate of self":  {entry.TaskUpdate{DuplicateOf: entry.Some(&a)}, fault.Invalid},
		"replaced by hidden": {entry.TaskUpdate{Related: entry.Some([]string{hidden})}, fault.NotFound},
		"hidden one removed": {entry.TaskUpdate{RemoveRelated: []string{hidden}}, ""},
	} {
		c.body.Task = a
		if err := try(&c.body); (err == nil) != (c.want == "") || err != nil && fault.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	delete(sees, far)
	if err := try(&entry.TaskUpdate{Task: a, Related: entry.Some([]string{far}), DuplicateOf: entry.Some(&far)}); err != nil {
		t.Errorf("what was there already: %v", err)
	}
	if err := try(&entry.TaskUpdate{Task: b, AddRelated: []string{far}}); !fault.Is(err, fault.NotFound) {
		t.Errorf("hidden meanwhile: %v", err)
	}
	d.must(owner, &entry.TaskDelete{Task: b})
	if err := try(&entry.TaskUpdate{Task: a, Related: entry.Some([]string{b})}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a deleted one: %v", err)
	}
}

func TestFields(t *testing.T) {
	d := newDesk(t)
	small, large := d.id(), d.id()
	fields := map[entry.FieldType]string{}
	for _, kind := range []entry.FieldType{entry.TextField, entry.NumberField, entry.DateField, entry.SelectField, entry.CheckboxField, entry.PersonField} {
		c := &entry.FieldCreate{Name: string(kind), Type: kind}
		if kind == entry.SelectField {
			c.Options = []entry.Option{{ID: small, Name: "S"}, {ID: large, Name: "L", Color: "#102030"}}
		}
		fields[kind] = d.must(owner, c)[0].Field.ID
	}
	id := d.task("a", 0)
	set := func(kind entry.FieldType, value any) *entry.TaskUpdate {
		return &entry.TaskUpdate{Task: id, Fields: map[string]entry.FieldValue{fields[kind]: value}}
	}
	t.Run("in their order, with colours", func(t *testing.T) {
		var names []string
		for _, f := range d.s.SortedFields() {
			names = append(names, f.Name)
		}
		if fmt.Sprint(names) != "[text number date select checkbox person]" || d.s.Fields[fields[entry.SelectField]].Options[0].Color == "" {
			t.Errorf("%v %+v", names, d.s.Fields[fields[entry.SelectField]])
		}
		d.refused(fault.Forbidden, member, &entry.FieldCreate{Name: "x", Type: entry.TextField})
	})
	t.Run("what fits and what does not", func(t *testing.T) {
		long := make([]byte, MaxFieldText+1)
		for i := range long {
			long[i] = 'x'
		}
		for kind, c := range map[entry.FieldType]struct{ good, bad []any }{
			entry.TextField:     {[]any{"a", string(long[1:])}, []any{"", " ", "a\nb", string(long), 1.0, true}},
			entry.NumberField:   {[]any{0.0, -1.5, 1e300}, []any{"1", true, []any{1.0}, map[string]any{}}},
			entry.DateField:     {[]any{"2028-02-29"}, []any{"2027-02-29", "tomorrow", 5.0}},
			entry.SelectField:   {[]any{small, large}, []any{d.id(), "S", 1.0}},
			entry.CheckboxField: {[]any{false, true}, []any{"true", 1.0}},
			entry.PersonField:   {[]any{member, owner}, []any{stranger, true}},
		} {
			for _, value := range c.good {
				d.must(owner, set(kind, value))
			}
			for _, value := range c.bad {
				if f := d.refused(fault.Invalid, owner, set(kind, value)); f == nil || len(f.Details) != 1 || f.Details[0].Pointer != "/fields/"+fields[kind] {
					t.Errorf("%s %v: %+v", kind, value, f)
				}
			}
		}
		d.refused(fault.NotFound, owner, &entry.TaskUpdate{Task: id, Fields: map[string]entry.FieldValue{d.id(): "x"}})
	})
	t.Run("only those named change; null and false take one away", func(t *testing.T) {
		d.must(owner, set(entry.TextField, "text"))
		events := d.must(owner, set(entry.NumberField, nil))
		if got := events[0].Set.Fields.Value; len(got) != 5 || got[fields[entry.TextField]] != "text" {
			t.Errorf("the whole map is told: %v", got)
		}
		d.must(owner, set(entry.CheckboxField, false))
		if _, has := d.s.Tasks[id].Fields[fields[entry.CheckboxField]]; has {
			t.Error("false is kept")
		}
	})
	t.Run("[D1] conflicts are told by field", func(t *testing.T) {
		base := d.seq
		d.must(admin, set(entry.TextField, "theirs"))
		mine := set(entry.NumberField, 1.0)
		mine.BaseSeq = &base
		d.must(owner, mine)
		mine = set(entry.TextField, "mine")
		mine.BaseSeq = &base
		f := d.refused(fault.Conflict, owner, mine)
		if len(f.Conflicts) != 1 || f.Conflicts[0].Field != "fields/"+fields[entry.TextField] || f.Conflicts[0].Theirs != "theirs" {
			t.Errorf("%+v", f)
		}
	})
	t.Run("an option that goes, a person who leaves, a field that is deleted: no task keeps it", func(t *testing.T) {
		d.must(owner, set(entry.SelectField, large))
		d.must(owner, set(entry.PersonField, member))
		d.must(owner, &entry.FieldUpdate{Field: fields[entry.SelectField], Options: entry.Some([]entry.Option{{ID: small, Name: "Small"}})})
		env := Env{Now: d.now, Random: seeded(1), NewID: d.id, Roster: roster[:2], Trusted: true}
		events, err := Decide(d.s, env, owner, &entry.MemberSync{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range events {
			d.s.Apply(Stamp{d.seq, d.now, owner}, &events[i])
		}
		d.must(owner, &entry.FieldDelete{Field: fields[entry.TextField]})
		if got := d.s.Tasks[id].Fields; len(got) != 2 || got[fields[entry.NumberField]] != 1.0 || got[fields[entry.DateField]] == nil {
			t.Errorf("left: %v", got)
		}
	})
	t.Run("a task that comes back has what is still there", func(t *testing.T) {
		d.must(owner, set(entry.SelectField, small))
		d.must(owner, &entry.TaskDelete{Task: id})
		d.must(owner, &entry.FieldDelete{Field: fields[entry.SelectField]})
		d.must(owner, &entry.TaskRestore{Task: id})
		if got := d.s.Tasks[id].Fields; len(got) != 2 {
			t.Errorf("left: %v", got)
		}
	})
	t.Run("a select keeps an option; a type stays", func(t *testing.T) {
		f := d.must(owner, &entry.FieldCreate{Name: "x", Type: entry.SelectField, Options: []entry.Option{{Name: "A"}}})[0].Field
		d.refused(fault.Invalid, owner, &entry.FieldUpdate{Field: f.ID, Options: entry.Some([]entry.Option{})})
		d.refused(fault.Invalid, owner, &entry.FieldUpdate{Field: fields[entry.DateField], Options: entry.Some([]entry.Option{{Name: "A"}})})
		d.refused(fault.NotFound, owner, &entry.FieldUpdate{Field: d.id(), Name: entry.Some("x")})
	})
}
