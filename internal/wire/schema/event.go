package schema

import (
	"reflect"
	"strings"

	"tandem/internal/entry"
)

// things are what events are about, with the shape of each and the fields that
// an update may set.
var things = []struct {
	name  string
	shape reflect.Type
	set   string
}{
	{"task", reflect.TypeFor[entry.Task](), "title description status rank assignees labels priority startDate dueDate dueTime recurrence estimateSeconds parent blockedBy related duplicateOf fields completedAt archivedAt commentCount attachmentCount spentSeconds"},
	{"comment", reflect.TypeFor[entry.Comment](), "body editedAt reactions"},
	{"attachment", reflect.TypeFor[entry.Attachment](), ""},
	{"label", reflect.TypeFor[entry.Label](), "name color"},
	{"field", reflect.TypeFor[entry.Field](), "name options rank"},
	{"template", reflect.TypeFor[entry.Template](), "name task"},
	{"view", reflect.TypeFor[entry.View](), "name layout filter group sort"},
	{"status", reflect.TypeFor[entry.Status](), "name category color wipLimit rank archivedAt"},
	{"project", reflect.TypeFor[entry.Project](), "name description visibility link archivedAt"},
	{"member", reflect.TypeFor[entry.Member](), "role ownRole user"},
}

// Events defines Event: one of created, updated and deleted of each thing, and
// those of a person's own stream, told apart by their type.
func (s *Set) Events() Object {
	all := Object{}
	add := func(kind string, members ...Member) {
		properties := append(Object{M("type", Object{M("const", kind)})}, members...)
		required := []string{}
		for _, m := range properties {
			if m.Name != "add" && m.Name != "remove" && m.Name != "movedTo" && m.Name != "all" && !(m.Name == "ids" && kind == entry.NotificationRead) {
				required = append(required, m.Name)
			}
		}
		all = append(all, M(kind, s.Define(eventName(kind), object(properties, required))))
	}
	for _, thing := range things {
		id := M("id", text())
		add(thing.name+":created", M(thing.name, s.Of(thing.shape)))
		if thing.set != "" { // a file never changes
			updated := []Member{id, M("set", s.setOf(thing.name, thing.set))}
			if thing.name == "task" {
				lists := s.Of(reflect.TypeFor[entry.Lists]())
				updated = append(updated, M("add", lists), M("remove", lists))
			}
			add(thing.name+":updated", updated...)
		}
		deleted := []Member{id}
		if thing.name == "task" {
			deleted = append(deleted, M("movedTo", text()))
		}
		add(thing.name+":deleted", deleted...)
	}
	add(entry.ProjectAdded, M("project", s.Of(reflect.TypeFor[entry.Project]())))
	add(entry.ProjectRemoved, M("id", text()))
	add(entry.TeamUpdated, M("id", text()))
	add(entry.TaskSeen, M("id", text()))
	add(entry.NotificationCreated, M("notification", s.Of(reflect.TypeFor[entry.Notification]())))
	add(entry.WatchUpdated, M("id", text()))
	ids := M("ids", Object{M("type", "array"), M("items", text())})
	add(entry.NotificationRead, ids, M("all", Object{M("type", "boolean")}), M("set", s.setOf("notificationRead", "readAt")))
	add(entry.NotificationUpdated, ids, M("set", s.setOf("notification", "readAt doneAt snoozedUntil returnedAt")))
	return s.Define("Event", oneOf("type", all))
}

// setOf defines the fields of an update: all may be left out.
func (s *Set) setOf(thing, names string) Object {
	all := Object{}
	fields := Fields(reflect.TypeFor[entry.Set]())
	for name := range strings.SplitSeq(names, " ") {
		for _, field := range fields {
			if field.Name == name {
				all = append(all, M(name, s.Of(field.Type)))
			}
		}
	}
	return s.Define(strings.ToUpper(thing[:1])+thing[1:]+"Set", object(all, nil))
}

// eventName: "task:created" is TaskCreatedEvent.
func eventName(kind string) string {
	name := ""
	for part := range strings.SplitSeq(kind, ":") {
		name += strings.ToUpper(part[:1]) + part[1:]
	}
	return name + "Event"
}

func object(properties Object, required []string) Object {
	schema := Object{M("type", "object"), M("properties", properties)}
	if len(required) > 0 {
		schema = append(schema, M("required", required))
	}
	return schema
}

// oneOf is a choice told apart by one member; all are references by its values.
func oneOf(by string, all Object) Object {
	refs, mapping := make([]any, len(all)), make(Object, len(all))
	for i, m := range all {
		refs[i], mapping[i] = m.Value, M(m.Name, m.Value.(Object).Get("$ref"))
	}
	return Object{M("oneOf", refs), M("discriminator", Object{M("propertyName", by), M("mapping", mapping)})}
}
