package activity

import (
	"slices"
	"strconv"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// Describe applies an entry to what is known of the things that it touches, and
// tells what happened, in order: one item for each field that is another one
// afterwards. What nobody did on purpose (ranks, counts, when a task was done) and
// what was written (descriptions, comments) is not told.
func Describe(state *project.State, e *entry.Entry) ([]wire.ActivityItem, error) {
	events, err := e.Decode()
	if err != nil {
		return nil, err
	}
	d := &describing{state: state, entry: e}
	for i := range events {
		d.event(&events[i])
	}
	return d.items, nil
}

type describing struct {
	state *project.State
	entry *entry.Entry
	items []wire.ActivityItem
}

func (d *describing) apply(event *entry.Event) {
	d.state.Apply(project.Stamp{Seq: d.entry.Seq, At: d.entry.At, Actor: d.entry.Actor}, event)
}

func (d *describing) event(event *entry.Event) {
	kind, verb, _ := strings.Cut(event.Type, ":")
	switch wire.ActivityKind(kind) {
	case wire.TaskActivity:
		d.task(verb, event)
	case wire.CommentActivity:
		d.comment(verb, event)
	case wire.AttachmentActivity:
		d.attachment(verb, event)
	case wire.ProjectActivity:
		d.project(verb, event)
	default:
		d.thing(wire.ActivityKind(kind), verb, event)
	}
}

// tell adds an item; it gives it back to be filled in.
func (d *describing) tell(kind wire.ActivityKind, deed wire.ActivityDeed) *wire.ActivityItem {
	d.items = append(d.items, wire.ActivityItem{
		Seq: d.entry.Seq, At: d.entry.At, Actor: d.entry.Actor, Kind: kind, Deed: deed, Project: d.entry.Stream,
	})
	return &d.items[len(d.items)-1]
}

func (d *describing) task(verb string, event *entry.Event) {
	id := event.ID
	if event.Task != nil {
		id = event.Task.ID
	}
	before := d.state.Tasks[id]
	d.apply(event)
	after := d.state.Tasks[id]
	if after == nil {
		return
	}
	item := wire.ActivityTask{ID: id}
	first := len(d.items)
	switch {
	case verb == "deleted":
		deed := wire.DeedDeleted
		if after.MovedTo != "" {
			deed = wire.DeedLeft
		}
		d.tell(wire.TaskActivity, deed)
	case before == nil && after.CreatedAt < d.entry.At:
		d.tell(wire.TaskActivity, wire.DeedArrived)
	case before == nil:
		d.tell(wire.TaskActivity, wire.DeedCreated)
	case before.DeletedAt != nil:
		d.tell(wire.TaskActivity, wire.DeedRestored)
	default:
		d.changes(before, after, event)
	}
	for i := first; i < len(d.items); i++ {
		d.items[i].Task = &item
	}
}

// changes tells which fields of a task are others.
func (d *describing) changes(before, after *project.Task, event *entry.Event) {
	d.text(wire.TaskActivity, "title", before.Title, after.Title)
	if event.Set != nil && event.Set.Description.Set {
		d.tell(wire.TaskActivity, wire.DeedUpdated).Field = "description"
	}
	d.value("status", d.status(before.Status), d.status(after.Status))
	d.text(wire.TaskActivity, "priority", string(before.Priority), string(after.Priority))
	d.list("assignees", before.Assignees, after.Assignees, d.person)
	d.list("labels", before.Labels, after.Labels, d.label)
	d.text(wire.TaskActivity, "startDate", day(before.StartDate), day(after.StartDate))
	d.text(wire.TaskActivity, "dueDate", due(&before.Task), due(&after.Task))
	d.text(wire.TaskActivity, "recurrence", recurrence(before.Recurrence), recurrence(after.Recurrence))
	d.text(wire.TaskActivity, "estimate", number(before.EstimateSeconds), number(after.EstimateSeconds))
	d.value("parent", other(before.Parent), other(after.Parent))
	d.list("blockedBy", before.BlockedBy, after.BlockedBy, ref)
	d.list("related", before.Related, after.Related, ref)
	d.value("duplicateOf", other(before.DuplicateOf), other(after.DuplicateOf))
	d.custom(before.Fields, after.Fields)
	d.text(wire.TaskActivity, "archived", flag(before.ArchivedAt != nil), flag(after.ArchivedAt != nil))
}

// text tells of a field whose value is its own name.
func (d *describing) text(kind wire.ActivityKind, field, before, after string) {
	if before != after {
		item := d.tell(kind, wire.DeedUpdated)
		item.Field, item.From, item.To = field, plain(before), plain(after)
	}
}

func plain(text string) *wire.ActivityValue {
	if text == "" {
		return nil
	}
	return &wire.ActivityValue{Text: text}
}

// value tells of a field that names something.
func (d *describing) value(field string, before, after *wire.ActivityValue) {
	if idOf(before) != idOf(after) {
		item := d.tell(wire.TaskActivity, wire.DeedUpdated)
		item.Field, item.From, item.To = field, before, after
	}
}

func idOf(v *wire.ActivityValue) string {
	if v == nil {
		return ""
	}
	return v.ID
}

// list tells what a list has gained and lost.
func (d *describing) list(field string, before, after []string, name func(id string) wire.ActivityValue) {
	var added, removed []wire.ActivityValue
	for _, id := range after {
		if !slices.Contains(before, id) {
			added = append(added, name(id))
		}
	}
	for _, id := range before {
		if !slices.Contains(after, id) {
			removed = append(removed, name(id))
		}
	}
	if added != nil || removed != nil {
		item := d.tell(wire.TaskActivity, wire.DeedUpdated)
		item.Field, item.Added, item.Removed = field, added, removed
	}
}

func (d *describing) custom(before, after map[string]entry.FieldValue) {
	ids := map[string]bool{}
	for id := range before {
		ids[id] = true
	}
	for id := range after {
		ids[id] = true
	}
	for _, id := range sorted(ids) {
		from, to := d.fieldValue(id, before[id]), d.fieldValue(id, after[id])
		if (from == nil) == (to == nil) && (from == nil || *from == *to) {
			continue
		}
		item := d.tell(wire.TaskActivity, wire.DeedUpdated)
		item.Field, item.From, item.To = "field:"+id, from, to
		item.Thing = &wire.ActivityValue{ID: id}
		if f := d.state.Fields[id]; f != nil {
			item.Thing.Text = f.Name
		}
	}
}

// fieldValue is what stands in a custom field, nil where nothing does.
func (d *describing) fieldValue(id string, value entry.FieldValue) *wire.ActivityValue {
	switch v := value.(type) {
	case bool:
		return plain(flag(v))
	case float64:
		return plain(strconv.FormatFloat(v, 'f', -1, 64))
	case string:
		return d.fieldText(d.state.Fields[id], v)
	}
	return nil
}

func (d *describing) fieldText(f *entry.Field, text string) *wire.ActivityValue {
	if f != nil && f.Type == entry.PersonField {
		v := d.person(text)
		return &v
	}
	if f != nil && f.Type == entry.SelectField {
		for _, o := range f.Options {
			if o.ID == text {
				return &wire.ActivityValue{ID: o.ID, Text: o.Name}
			}
		}
		return &wire.ActivityValue{ID: text}
	}
	return plain(text)
}

func sorted(ids map[string]bool) []string {
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

func (d *describing) status(id string) *wire.ActivityValue {
	v := &wire.ActivityValue{ID: id}
	if s := d.state.Statuses[id]; s != nil {
		v.Text = s.Name
	}
	return v
}

func (d *describing) person(id string) wire.ActivityValue {
	v := wire.ActivityValue{ID: id}
	if m := d.state.Members[id]; m != nil {
		v.Text = m.User.Name
	}
	return v
}

func (d *describing) label(id string) wire.ActivityValue {
	v := wire.ActivityValue{ID: id}
	if l := d.state.Labels[id]; l != nil {
		v.Text = l.Name
	}
	return v
}

// ref is another task: what it is called depends on who reads.
func ref(id string) wire.ActivityValue { return wire.ActivityValue{ID: id} }

func other(id *string) *wire.ActivityValue {
	if id == nil {
		return nil
	}
	return &wire.ActivityValue{ID: *id}
}

func day(d *entry.Day) string {
	if d == nil {
		return ""
	}
	return string(*d)
}

// due is the day, and the time where there is one: "2026-12-12 17:00".
func due(t *entry.Task) string {
	text := day(t.DueDate)
	if text != "" && t.DueTime != nil {
		text += " " + t.DueTime.Time
	}
	return text
}

// recurrence is what it counts: "1 week".
func recurrence(r *entry.Recurrence) string {
	if r == nil {
		return ""
	}
	return strconv.FormatInt(r.Every, 10) + " " + string(r.Unit)
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

func flag(is bool) string {
	if is {
		return "true"
	}
	return ""
}
