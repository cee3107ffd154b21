package projection

import (
	"maps"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Touched gives the tasks, comments and files that entries are about.
func Touched(entries []entry.Entry) ([]string, error) {
	ids := map[string]bool{}
	err := eachEvent(entries, func(e *entry.Event) {
		if id := idOf(e); id != "" {
			ids[id] = true
		}
	})
	return slices.Collect(maps.Keys(ids)), err
}

func eachEvent(entries []entry.Entry, do func(*entry.Event)) error {
	for i := range entries {
		events, err := entries[i].Decode()
		if err != nil {
			return fault.Wrap("decode entry", err)
		}
		for k := range events {
			do(&events[k])
		}
	}
	return nil
}

func idOf(e *entry.Event) string {
	switch {
	case e.Task != nil:
		return e.Task.ID
	case e.Comment != nil:
		return e.Comment.ID
	case e.Attachment != nil:
		return e.Attachment.ID
	}
	return e.ID
}

// Changed are the things whose texts entries have changed: most entries change none.
type Changed struct {
	Project         bool
	Tasks, Comments []string // ids
}

// TouchedTexts gives them.
func TouchedTexts(entries []entry.Entry) (t Changed, err error) {
	touched := map[string]map[string]bool{"task": {}, "comment": {}, "project": {}}
	err = eachEvent(entries, func(e *entry.Event) {
		kind, verb, _ := strings.Cut(e.Type, ":")
		if ids := touched[kind]; ids != nil && (verb != "updated" || setsText(e.Set)) {
			ids[idOf(e)] = true
		}
	})
	t.Project = len(touched["project"]) > 0
	t.Tasks, t.Comments = slices.Collect(maps.Keys(touched["task"])), slices.Collect(maps.Keys(touched["comment"]))
	return t, err
}

func setsText(s *entry.Set) bool {
	return s != nil && (s.Title.Set || s.Description.Set || s.Name.Set || s.Body.Set)
}

// NamedTasks gives the values of items that name other tasks, by their ids.
func NamedTasks(items []wire.ActivityItem) map[string][]*wire.ActivityValue {
	named := map[string][]*wire.ActivityValue{}
	note := func(v *wire.ActivityValue) {
		if v != nil && v.ID != "" {
			named[v.ID] = append(named[v.ID], v)
		}
	}
	for i := range items {
		item := &items[i]
		switch item.Field {
		case "parent", "duplicateOf":
			note(item.From)
			note(item.To)
		case "blockedBy", "related":
			for k := range item.Added {
				note(&item.Added[k])
			}
			for k := range item.Removed {
				note(&item.Removed[k])
			}
		}
	}
	return named
}
