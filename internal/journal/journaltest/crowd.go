package journaltest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// crowd does what people do, at random but from a seed, in all roles.
type crowd struct {
	t     *testing.T
	w     *World
	dice  *rand.Rand
	count int
}

// seed of a random run: SEED, or one that is the same every time.
func seed() uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		return seed
	}
	return 7
}

func newCrowd(t *testing.T, w *World, seed uint64) *crowd {
	return &crowd{t: t, w: w, dice: rand.New(rand.NewPCG(seed, 2))}
}

// act sends one command; refusals are fine, faults of ours are not.
func (c *crowd) act() {
	c.t.Helper()
	var body entry.Body
	c.w.view(c.t, func(s *project.State) { body = c.think(s) })
	roles := []entry.TeamRole{entry.TeamOwner, entry.TeamOwner, entry.TeamAdmin, entry.TeamMember, entry.TeamGuest}
	r := c.w.Submit(c.t, roles[c.dice.IntN(len(roles))], body)
	if k := fault.KindOf(r.Err); r.Err != nil && (k == fault.Internal || k == fault.Unavailable) {
		c.t.Fatalf("%s: %v", body.Kind(), r.Err)
	}
}

func one[T any](c *crowd, records map[string]*T) string {
	ids := make([]string, 0, len(records))
	for id := range records {
		ids = append(ids, id)
	}
	if slices.Sort(ids); len(ids) == 0 {
		return entry.NewID()
	}
	return ids[c.dice.IntN(len(ids))]
}

func (c *crowd) some(ids ...string) []string { return ids[:c.dice.IntN(len(ids)+1)] }

func (c *crowd) think(s *project.State) entry.Body {
	c.count++
	task, status, label, user, comment := one(c, s.Tasks), one(c, s.Statuses), one(c, s.Labels), one(c, s.Members), one(c, s.Comments)
	other := one(c, s.Tasks)
	day := entry.Day(fmt.Sprintf("2026-12-%02d", 1+c.dice.IntN(28)))
	estimate := int64(c.dice.IntN(100)) * 900
	switch c.dice.IntN(30) {
	case 0, 1, 2, 3, 4:
		return &entry.TaskCreate{Title: fmt.Sprint("task ", c.count), Status: status, Labels: c.some(label), Assignees: c.some(user), DueDate: &day}
	case 5, 6, 7:
		return &entry.TaskMove{Task: task, Status: status, Before: &other}
	case 8:
		if t := s.Tasks[other]; t != nil {
			status = t.Status
		}
		return &entry.TaskMove{Task: task, Status: status, After: &other}
	case 9:
		return &entry.TaskUpdate{Task: task, Title: entry.Some("new title"), Description: entry.Some("*new* <text> & \"more\"")}
	case 10:
		return &entry.TaskUpdate{Task: task, AddLabels: c.some(label), RemoveAssignees: c.some(user), Priority: entry.Some(entry.High)}
	case 11:
		return &entry.TaskUpdate{Task: task, Status: entry.Some(status), DueDate: entry.Some[*entry.Day](nil), EstimateSeconds: entry.Some(&estimate)}
	case 12:
		return &entry.TaskUpdate{Task: task, Archived: entry.Some(c.dice.IntN(2) == 0)}
	case 13:
		return &entry.TaskUpdate{Task: task, Parent: entry.Some(&other)}
	case 14:
		if c.dice.IntN(3) == 0 {
			return &entry.TaskDuplicate{Task: task}
		}
		return &entry.TaskDelete{Task: task}
	case 15:
		return &entry.TaskRestore{Task: task}
	case 16, 17:
		return &entry.CommentCreate{Task: task, Body: "a comment"}
	case 18:
		return []entry.Body{&entry.CommentDelete{Comment: comment}, &entry.CommentReact{Comment: comment, Emoji: "👍"}, &entry.CommentUpdate{Comment: comment, Body: "edited"}, &entry.CommentRestore{Comment: comment}}[c.dice.IntN(4)]
	case 19:
		return &entry.LabelCreate{Name: fmt.Sprint("label ", c.count)}
	case 20:
		return []entry.Body{&entry.LabelDelete{Label: label}, &entry.LabelUpdate{Label: label, Color: entry.Some("#123456")}}[c.dice.IntN(2)]
	case 21:
		return &entry.StatusCreate{Name: fmt.Sprint("status ", c.count), Category: entry.Done}
	case 22:
		return []entry.Body{
			&entry.StatusUpdate{Status: status, Name: entry.Some("renamed"), WipLimit: entry.Some(new(int64(5)))},
			&entry.StatusDelete{Status: status, MoveTo: new(one(c, s.Statuses))},
		}[c.dice.IntN(2)]
	case 23:
		return &entry.TaskUpdate{Task: task, AddBlockedBy: c.some(other), AddRelated: c.some(other, task), DuplicateOf: entry.Some(&other)}
	case 24:
		return &entry.TaskUpdate{Task: task, RemoveBlockedBy: c.some(other), Related: entry.Some(c.some(other))}
	case 25:
		return &entry.TaskUpdate{
			Task: task, DueDate: entry.Some(&day), DueTime: entry.Some(&entry.DueTime{Time: "17:00", TimeZone: "Europe/Vienna"}),
			Recurrence: entry.Some(&entry.Recurrence{Every: 1, Unit: entry.Weeks, Weekdays: &[]entry.Weekday{"mon", "thu"}, From: entry.FromDue}),
		}
	case 26, 27:
		return &entry.TaskUpdate{Task: task, Fields: c.values(s)}
	case 28:
		if c.dice.IntN(3) == 0 {
			return c.template(s, label, user)
		}
		if c.dice.IntN(2) == 0 {
			return c.view(s, label)
		}
		return c.field(s)
	default:
		return &entry.MemberSet{User: c.w.People[entry.TeamGuest], Role: entry.Commenter}
	}
}

// template makes, changes or deletes a template.
func (c *crowd) template(s *project.State, label, user string) entry.Body {
	template, task := one(c, s.Templates), entry.TemplateWish{Title: "from <it>", Labels: c.some(label), Assignees: c.some(user), Subtasks: []string{"a", "b"}}
	return []entry.Body{
		&entry.TemplateCreate{Name: fmt.Sprint("template ", c.count), Task: task},
		&entry.TemplateCreate{Name: fmt.Sprint("template ", c.count), Task: task},
		&entry.TemplateUpdate{Template: template, Name: entry.Some("renamed"), Task: entry.Some(task)},
		&entry.TemplateDelete{Template: template},
	}[c.dice.IntN(4)]
}

// view saves, changes or deletes a shared view.
func (c *crowd) view(s *project.State, label string) entry.Body {
	view, filter := one(c, s.Views), entry.Filter(`{ "value": "`+label+`", "op": "is", "field": "label" }`)
	return []entry.Body{
		&entry.ViewCreate{Name: fmt.Sprint("view ", c.count), Layout: entry.List, Filter: filter, Group: new("assignee")},
		&entry.ViewCreate{Name: fmt.Sprint("view ", c.count), Layout: entry.Board},
		&entry.ViewUpdate{View: view, Filter: entry.Some(filter), Sort: entry.Some(new("priority,-dueDate")), Group: entry.Some[*string](nil)},
		&entry.ViewUpdate{View: view, Filter: entry.Some(entry.Filter(nil)), Layout: entry.Some(entry.Calendar)},
		&entry.ViewDelete{View: view},
	}[c.dice.IntN(5)]
}

// field makes, changes or deletes a custom field.
func (c *crowd) field(s *project.State) entry.Body {
	field, option := one(c, s.Fields), entry.Option{ID: entry.NewID(), Name: fmt.Sprint("option ", c.count)}
	kinds := []entry.FieldType{entry.TextField, entry.NumberField, entry.SelectField, entry.PersonField}
	switch create := (entry.FieldCreate{Name: fmt.Sprint("field ", c.count), Type: kinds[c.dice.IntN(4)]}); c.dice.IntN(4) {
	case 0, 1:
		if create.Type == entry.SelectField {
			create.Options = []entry.Option{option, {Name: "another"}}
		}
		return &create
	case 2:
		change := &entry.FieldUpdate{Field: field, Name: entry.Some("renamed")}
		if f := s.Fields[field]; f != nil && f.Type == entry.SelectField {
			change.Options = entry.Some(append(f.Options[1:len(f.Options):len(f.Options)], option))
		}
		return change
	default:
		return &entry.FieldDelete{Field: field}
	}
}

// values gives one to a field, mostly one that fits.
func (c *crowd) values(s *project.State) map[string]entry.FieldValue {
	id := one(c, s.Fields)
	f := s.Fields[id]
	value := entry.FieldValue(float64(c.dice.IntN(9)) / 4)
	switch {
	case f == nil || c.dice.IntN(6) == 0:
		value = nil
	case f.Type == entry.TextField:
		value = "some \"text\" & <more>"
	case f.Type == entry.SelectField:
		value = f.Options[0].ID
	case f.Type == entry.PersonField:
		value = one(c, s.Members)
	}
	return map[string]entry.FieldValue{id: value}
}
