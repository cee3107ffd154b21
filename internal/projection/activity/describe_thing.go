package activity

import (
	"strconv"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// comment tells that one was written, changed or deleted: reactions are not told.
func (d *describing) comment(verb string, event *entry.Event) {
	id := event.ID
	if event.Comment != nil {
		id = event.Comment.ID
	}
	before := d.state.Comments[id]
	d.apply(event)
	c := d.state.Comments[id]
	if c == nil || verb == "updated" && (event.Set == nil || !event.Set.Body.Set) {
		return
	}
	deed := wire.DeedCreated
	switch {
	case verb == "deleted":
		deed = wire.DeedDeleted
	case verb == "updated":
		deed = wire.DeedUpdated
	case c.CreatedAt < d.entry.At || before != nil && before.DeletedAt == nil:
		return // it came with its task
	}
	item := d.tell(wire.CommentActivity, deed)
	item.Task, item.Thing = &wire.ActivityTask{ID: c.Task}, &wire.ActivityValue{ID: id}
}

// attachment tells that a file was put on a task, or taken off it.
func (d *describing) attachment(verb string, event *entry.Event) {
	id := event.ID
	if event.Attachment != nil {
		id = event.Attachment.ID
	}
	before := d.state.Attachments[id]
	d.apply(event)
	a := d.state.Attachments[id]
	if a == nil || verb == "created" && (a.CreatedAt < d.entry.At && before == nil || before != nil && before.DeletedAt == nil) {
		return // there is none, or it came with its task
	}
	deed := wire.DeedCreated
	switch {
	case verb == "deleted":
		deed = wire.DeedDeleted
	case before != nil:
		deed = wire.DeedRestored
	}
	item := d.tell(wire.AttachmentActivity, deed)
	item.Task, item.Thing = &wire.ActivityTask{ID: a.Task}, &wire.ActivityValue{ID: id, Text: a.Name}
}

func (d *describing) project(verb string, event *entry.Event) {
	before, wasDeleted := d.state.Project, d.state.DeletedAt != nil
	d.apply(event)
	after := d.state.Project
	switch {
	case verb == "deleted":
		d.tell(wire.ProjectActivity, wire.DeedDeleted)
	case verb == "created" && wasDeleted:
		d.tell(wire.ProjectActivity, wire.DeedRestored)
	case before == nil && after != nil:
		d.tell(wire.ProjectActivity, wire.DeedCreated)
	case before != nil && after != nil:
		d.text(wire.ProjectActivity, "name", before.Name, after.Name)
		if before.Description != after.Description {
			d.tell(wire.ProjectActivity, wire.DeedUpdated).Field = "description"
		}
		d.text(wire.ProjectActivity, "visibility", string(before.Visibility), string(after.Visibility))
		d.text(wire.ProjectActivity, "archived", flag(before.ArchivedAt != nil), flag(after.ArchivedAt != nil))
		d.text(wire.ProjectActivity, "link", flag(before.Link != nil), flag(after.Link != nil))
	}
}

// thing tells of what has a name and a few fields.
func (d *describing) thing(kind wire.ActivityKind, verb string, event *entry.Event) {
	id := thingID(event)
	before := d.facts(kind, id)
	d.apply(event)
	after := d.facts(kind, id)
	first := len(d.items)
	switch {
	case before == nil && after == nil:
		return
	case after == nil:
		d.tell(kind, wire.DeedDeleted)
		after = before
	case before == nil:
		d.tell(kind, wire.DeedCreated)
		if role := after["role"]; role != "" {
			d.items[first].To = plain(role)
		}
	case verb == "updated":
		for _, field := range thingFields {
			d.text(kind, field, before[field], after[field])
		}
		if len(d.items) == first && (kind == wire.TemplateActivity || kind == wire.ViewActivity) {
			d.tell(kind, wire.DeedUpdated)
		}
	}
	for i := first; i < len(d.items); i++ {
		d.items[i].Thing = &wire.ActivityValue{ID: id, Text: after["name"] + after["person"]}
	}
}

// thingFields are told in this order.
var thingFields = []string{"name", "category", "color", "wipLimit", "options", "role", "archived"}

func thingID(event *entry.Event) string {
	switch {
	case event.Status != nil:
		return event.Status.ID
	case event.Label != nil:
		return event.Label.ID
	case event.Field != nil:
		return event.Field.ID
	case event.Template != nil:
		return event.Template.ID
	case event.View != nil:
		return event.View.ID
	case event.Member != nil:
		return event.Member.User.ID
	}
	return event.ID
}

// facts are what is told of a thing, nil where there is none.
func (d *describing) facts(kind wire.ActivityKind, id string) map[string]string {
	switch kind {
	case wire.StatusActivity:
		if s := d.state.Statuses[id]; s != nil {
			return map[string]string{
				"name": s.Name, "category": string(s.Category), "color": s.Color, "wipLimit": number(s.WipLimit), "archived": flag(s.ArchivedAt != nil),
			}
		}
	case wire.LabelActivity:
		if l := d.state.Labels[id]; l != nil {
			return map[string]string{"name": l.Name, "color": l.Color}
		}
	case wire.FieldActivity:
		if f := d.state.Fields[id]; f != nil {
			return map[string]string{"name": f.Name, "options": options(f)}
		}
	case wire.MemberActivity:
		if m := d.state.Members[id]; m != nil {
			return map[string]string{"person": m.User.Name, "role": string(m.Role)}
		}
	}
	return d.saved(kind, id)
}

// saved are the facts of templates and views; that something else than the name
// has changed is told without saying what.
func (d *describing) saved(kind wire.ActivityKind, id string) map[string]string {
	switch kind {
	case wire.TemplateActivity:
		if t := d.state.Templates[id]; t != nil {
			return map[string]string{"name": t.Name}
		}
	case wire.ViewActivity:
		if v := d.state.Views[id]; v != nil {
			return map[string]string{"name": v.Name}
		}
	}
	return nil
}

// options of a select, as a list for people.
func options(f *entry.Field) string {
	text := ""
	for i, o := range f.Options {
		if i > 0 {
			text += ", "
		}
		text += o.Name
	}
	if text == "" && len(f.Options) > 0 {
		return strconv.Itoa(len(f.Options))
	}
	return text
}
