package project

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/filter"
)

func (d *decision) createView(c *entry.ViewCreate) error {
	v, err := NewView(c, d.kindOf)
	if err != nil {
		return err
	}
	if len(d.Views) >= MaxViews {
		return fault.New(fault.Conflict, fmt.Sprintf("A project has at most %d shared views.", MaxViews))
	}
	if v.ID, err = d.id(c.View, "/id", d.Views[c.View] != nil); err != nil {
		return err
	}
	v.Project, v.CreatedBy, v.CreatedAt = d.Project.ID, d.actor, d.env.Now
	d.emit(entry.Event{Type: entry.ViewCreated, View: v})
	return nil
}

func (d *decision) updateView(c *entry.ViewUpdate) error {
	if d.Views[c.View] == nil {
		return notFound("view")
	}
	set, err := ViewSet(c, d.kindOf)
	if err == nil && !set.Empty() {
		d.emit(entry.Event{Type: entry.ViewUpdated, ID: c.View, Set: set})
	}
	return err
}

func (d *decision) deleteView(c *entry.ViewDelete) error {
	if d.Views[c.View] == nil {
		return notFound("view")
	}
	d.emit(entry.Event{Type: entry.ViewDeleted, ID: c.View})
	return nil
}

// kindOf implements filter.Fields.
func (d *decision) kindOf(field string) (filter.Kind, bool) {
	f := d.Fields[field]
	if f == nil {
		return "", false
	}
	return filter.KindOf(f.Type), true
}

// NewView gives the view that somebody wishes to save, checked, without id,
// project, maker and moment. It serves shared and own views alike.
func NewView(c *entry.ViewCreate, fields filter.Fields) (*entry.View, error) {
	set, err := ViewSet(&entry.ViewUpdate{
		Name: entry.Some(c.Name), Layout: entry.Some(c.Layout), Filter: entry.Some(c.Filter),
		Group: entry.Some(c.Group), Sort: entry.Some(c.Sort),
	}, fields)
	if err != nil {
		return nil, err
	}
	v := &entry.View{}
	SetView(v, set)
	return v, nil
}

// ViewSet checks the named members of a view and gives them as they are kept: what
// makes no sense is Invalid, with its place. What is not named is not looked at, so
// a view whose field has gone can still be renamed.
func ViewSet(c *entry.ViewUpdate, fields filter.Fields) (*entry.Set, error) {
	var check check
	if c.Name.Set {
		check.line("/name", c.Name.Value, MaxViewName)
	}
	if c.Layout.Set && !c.Layout.Value.Valid() {
		check.fail("/layout", "This is none of board, list, calendar.")
	}
	if c.Group.Set && c.Group.Value != nil && !isColumn(*c.Group.Value, viewGroups, fields) {
		check.fail("/group", "This is none of "+strings.Join(viewGroups, ", ")+" and field:<id>.")
	}
	if c.Sort.Set && c.Sort.Value != nil {
		check.sort("/sort", *c.Sort.Value, fields)
	}
	set := &entry.Set{Name: c.Name, Layout: c.Layout, Group: c.Group, Sort: c.Sort}
	if c.Filter.Set {
		set.Filter = entry.Some(check.filter("/filter", c.Filter.Value, fields))
	}
	return set, check.done()
}

// viewGroups and viewSorts are what tasks can be grouped and sorted by, beside custom fields.
var (
	viewGroups = strings.Fields("status assignee priority label due none")
	viewSorts  = strings.Fields("key title status priority assignees labels dueDate startDate estimateSeconds spentSeconds createdAt updatedAt completedAt")
)

func isColumn(name string, names []string, fields filter.Fields) bool {
	if id, custom := strings.CutPrefix(name, "field:"); custom {
		_, known := fields(id)
		return known
	}
	return slices.Contains(names, name)
}

func (c *check) sort(pointer, sort string, fields filter.Fields) {
	columns := strings.Split(sort, ",")
	if len(columns) > len(viewSorts) {
		c.fail(pointer, fmt.Sprintf("These are more than %d columns.", len(viewSorts)))
		return
	}
	known := func(column string) bool { return isColumn(strings.TrimPrefix(column, "-"), viewSorts, fields) }
	if slices.ContainsFunc(columns, func(column string) bool { return !known(column) }) {
		c.fail(pointer, "This is a list, such as priority,-dueDate, of "+strings.Join(viewSorts, ", ")+" and field:<id>.")
	}
}

// filter gives a filter in the one form in which it is kept, so that rows and
// journal are the same to the byte (J10).
func (c *check) filter(pointer string, text entry.Filter, fields filter.Fields) entry.Filter {
	if text.All() {
		return nil
	}
	if len(text) > MaxViewFilter {
		c.fail(pointer, fmt.Sprintf("This is longer than %d bytes.", MaxViewFilter))
		return nil
	}
	if _, err := filter.Parse(text, pointer, fields); err != nil {
		c.details = append(c.details, fault.As(err).Details...)
		return nil
	}
	kept := jsontext.Value(text).Clone()
	if kept.Canonicalize() != nil {
		c.fail(pointer, "This filter cannot be used.")
	}
	return entry.Filter(kept)
}

// SortedViews gives the shared views by name.
func (s *State) SortedViews() []*entry.View {
	return slices.SortedFunc(maps.Values(s.Views), func(a, b *entry.View) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}
