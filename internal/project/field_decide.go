package project

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) createField(c *entry.FieldCreate) error {
	f := entry.Field{Name: c.Name, Type: c.Type, Options: d.optionsOf(c.Options), Rank: c.Rank}
	if f.Rank == "" {
		f.Rank = d.lastFieldRank()
	}
	if err := checkField(&f); err != nil {
		return err
	}
	if len(d.Fields) >= MaxFields {
		return fault.New(fault.Conflict, fmt.Sprintf("A project has at most %d fields.", MaxFields))
	}
	var err error
	if f.ID, err = d.id(c.Field, "/id", d.Fields[c.Field] != nil); err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.FieldCreated, Field: &f})
	return nil
}

// optionsOf gives options with ids and colours.
func (d *decision) optionsOf(given []entry.Option) []entry.Option {
	options := make([]entry.Option, 0, len(given))
	for i, o := range given {
		if o.ID == "" {
			o.ID = d.env.NewID()
		}
		if o.Color == "" {
			o.Color = palette[i%len(palette)]
		}
		options = append(options, o)
	}
	return options
}

func (d *decision) lastFieldRank() string {
	last := ""
	if list := d.SortedFields(); len(list) > 0 {
		last = list[len(list)-1].Rank
	}
	return RankBetween(last, "", d.env.Random)
}

func checkField(f *entry.Field) error {
	var check check
	check.line("/name", f.Name, MaxName)
	check.rank("/rank", f.Rank)
	if !f.Type.Valid() {
		check.fail("/type", "This is none of text, number, date, select, checkbox, person.")
	}
	check.options("/options", f)
	return check.done()
}

func (c *check) options(pointer string, f *entry.Field) {
	switch {
	case f.Type != entry.SelectField && len(f.Options) > 0:
		c.fail(pointer, "Only a select has options.")
	case f.Type == entry.SelectField && len(f.Options) == 0:
		c.fail(pointer, "A select has at least one option.")
	case len(f.Options) > MaxOptions:
		c.fail(pointer, fmt.Sprintf("These are more than %d.", MaxOptions))
		return
	}
	seen := map[string]bool{}
	for i, o := range f.Options {
		at := fmt.Sprintf("%s/%d", pointer, i)
		c.line(at+"/name", o.Name, MaxName)
		c.color(at+"/color", o.Color)
		if !entry.ValidID(o.ID) {
			c.fail(at+"/id", "An id is a UUID in lower case.")
		} else if seen[o.ID] {
			c.fail(at+"/id", "This id stands twice.")
		}
		seen[o.ID] = true
	}
}

func (d *decision) updateField(c *entry.FieldUpdate) error {
	old := d.Fields[c.Field]
	if old == nil {
		return notFound("field")
	}
	f, set := *old, &entry.Set{Name: c.Name, Rank: c.Rank}
	if c.Options.Set {
		set.Options = entry.Some(d.optionsOf(c.Options.Value))
	}
	setField(&f, set)
	if err := checkField(&f); err != nil {
		return err
	}
	if set.Empty() {
		return nil
	}
	if c.Options.Set {
		d.clearValues(f.ID, func(value entry.FieldValue) bool { return !d.fits(&f, value) })
	}
	d.emit(entry.Event{Type: entry.FieldUpdated, ID: f.ID, Set: set})
	return nil
}

func (d *decision) deleteField(c *entry.FieldDelete) error {
	if d.Fields[c.Field] == nil {
		return notFound("field")
	}
	d.clearValues(c.Field, func(entry.FieldValue) bool { return true })
	d.emit(entry.Event{Type: entry.FieldDeleted, ID: c.Field})
	return nil
}

// clearValues takes values of a field from all tasks that have one that goes.
func (d *decision) clearValues(field string, goes func(entry.FieldValue) bool) {
	for _, id := range slices.Sorted(maps.Keys(d.Tasks)) {
		t := d.Tasks[id]
		if value, has := t.Fields[field]; has && t.DeletedAt == nil && goes(value) {
			d.emit(entry.Event{Type: entry.TaskUpdated, ID: id, Set: &entry.Set{
				Fields: entry.Some(d.fieldsWith(t.Fields, map[string]entry.FieldValue{field: nil})),
			}})
		}
	}
}

// fieldsWith gives the values after a change of some; nil takes one away.
func (d *decision) fieldsWith(before, changes map[string]entry.FieldValue) map[string]entry.FieldValue {
	after := make(map[string]entry.FieldValue, len(before)+len(changes))
	maps.Copy(after, before)
	for id, value := range changes {
		if after[id] = value; value == nil || value == false {
			delete(after, id)
		}
	}
	return after
}

// checkValues checks that values fit their fields; one that is not the project's
// is not found, as if it did not exist.
func (d *decision) checkValues(values map[string]entry.FieldValue, pointer string) error {
	var check check
	for _, id := range slices.Sorted(maps.Keys(values)) {
		f, value := d.Fields[id], values[id]
		if f == nil {
			return notFound("field")
		}
		if value != nil && !d.fits(f, value) {
			check.fail(pointer+id, wanted[f.Type])
		}
	}
	return check.done()
}

// wanted says what fits each type.
var wanted = map[entry.FieldType]string{
	entry.TextField:     fmt.Sprintf("This is a line of text of at most %d characters.", MaxFieldText),
	entry.NumberField:   "This is a number.",
	entry.DateField:     "A day is written YYYY-MM-DD.",
	entry.SelectField:   "This is none of the field's options.",
	entry.CheckboxField: "This is true or false.",
	entry.PersonField:   "This is nobody with access to the project.",
}

// fits tells whether a task can have this value in a field.
func (d *decision) fits(f *entry.Field, value entry.FieldValue) bool {
	switch v := value.(type) {
	case float64:
		return f.Type == entry.NumberField
	case bool:
		return f.Type == entry.CheckboxField
	case string:
		switch f.Type {
		case entry.TextField:
			var check check
			check.line("", v, MaxFieldText)
			return check.details == nil
		case entry.DateField:
			return entry.Day(v).Valid()
		case entry.SelectField:
			return slices.ContainsFunc(f.Options, func(o entry.Option) bool { return o.ID == v })
		case entry.PersonField:
			return d.Members[v] != nil
		}
	}
	return false
}

// fitting leaves out values of what has gone meanwhile.
func (d *decision) fitting(values map[string]entry.FieldValue) map[string]entry.FieldValue {
	kept := make(map[string]entry.FieldValue, len(values))
	for id, value := range values {
		if f := d.Fields[id]; f != nil && d.fits(f, value) {
			kept[id] = value
		}
	}
	return kept
}

// SortedFields gives the custom fields in their order.
func (s *State) SortedFields() []*entry.Field {
	return slices.SortedFunc(maps.Values(s.Fields), func(a, b *entry.Field) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
	})
}
