package project

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func TestView(t *testing.T) {
	d := newDesk(t)
	cost := d.must(owner, &entry.FieldCreate{Name: "Cost", Type: entry.NumberField})[0].Field.ID
	mine := entry.Filter(`{ "value": "me", "field": "assignee", "op": "is" }`)
	made := d.must(member, &entry.ViewCreate{
		Name: "Mine", Layout: entry.List, Filter: mine, Group: new("priority"), Sort: new("-dueDate,field:" + cost),
	})[0].View
	want := entry.View{
		ID: made.ID, Project: d.s.Project.ID, Name: "Mine", Layout: entry.List, Filter: entry.Filter(`{"field":"assignee","op":"is","value":"me"}`),
		Group: new("priority"), Sort: new("-dueDate,field:" + cost), CreatedBy: member, CreatedAt: made.CreatedAt,
	}
	if got := d.s.Views[made.ID]; !reflect.DeepEqual(*got, want) || made.CreatedAt == 0 {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	d.must(member, &entry.ViewUpdate{View: made.ID, Filter: entry.Some(entry.Filter(nil)), Group: entry.Some[*string](nil)})
	want.Filter, want.Group = entry.Filter(nil), nil
	if got := d.s.Views[made.ID]; !reflect.DeepEqual(*got, want) {
		t.Errorf("emptied: got  %+v\nwant %+v", *got, want)
	}
	if events := d.must(member, &entry.ViewUpdate{View: made.ID}); len(events) != 0 {
		t.Errorf("nothing named: %+v", events)
	}
	d.must(owner, &entry.FieldDelete{Field: cost})
	d.must(owner, &entry.ViewUpdate{View: made.ID, Name: entry.Some("Still there")})
	d.must(owner, &entry.ViewDelete{View: made.ID})
	d.refused(fault.NotFound, owner, &entry.ViewDelete{View: made.ID})
	d.refused(fault.NotFound, owner, &entry.ViewUpdate{View: made.ID})
}

// What makes no sense is refused with its place, all of it at once.
func TestView_invalid(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		wish     entry.ViewCreate
		pointers []string
	}{
		"no name, no layout": {entry.ViewCreate{}, []string{"/name", "/layout"}},
		"a long name":        {entry.ViewCreate{Name: strings.Repeat("x", 81), Layout: entry.Board}, []string{"/name"}},
		"a field in a filter": {
			entry.ViewCreate{Name: "x", Layout: entry.List, Filter: entry.Filter(`{"and":[{"field":"x","op":"is","value":1}]}`)},
			[]string{"/filter/and/0/field"},
		},
		"no filter at all": {entry.ViewCreate{Name: "x", Layout: entry.List, Filter: entry.Filter(`[1]`)}, []string{"/filter"}},
		"a filter too long": {
			entry.ViewCreate{Name: "x", Layout: entry.List, Filter: entry.Filter(`{"field":"title","op":"contains","value":"` + strings.Repeat(" ", MaxViewFilter) + `x"}`)},
			[]string{"/filter"},
		},
		"a group and a column": {entry.ViewCreate{Name: "x", Layout: entry.List, Group: new("title"), Sort: new("title,-x")}, []string{"/group", "/sort"}},
		"a field that is not there": {
			entry.ViewCreate{Name: "x", Layout: entry.List, Group: new("field:" + d.id()), Sort: new("field:x")}, []string{"/group", "/sort"},
		},
		"an empty sort": {entry.ViewCreate{Name: "x", Layout: entry.List, Sort: new("")}, []string{"/sort"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := d.refused(fault.Invalid, owner, &c.wish)
			var pointers []string
			for _, detail := range f.Details {
				pointers = append(pointers, detail.Pointer)
			}
			if fmt.Sprint(pointers) != fmt.Sprint(c.pointers) {
				t.Errorf("refused at %v, want %v", pointers, c.pointers)
			}
		})
	}
	for range MaxViews {
		d.must(owner, &entry.ViewCreate{Name: "one more", Layout: entry.Board})
	}
	d.refused(fault.Conflict, owner, &entry.ViewCreate{Name: "too many", Layout: entry.Board})
}

// [visitors] Filters name people: no view goes out by a public link.
func TestView_public(t *testing.T) {
	d := newDesk(t)
	events := d.must(owner, &entry.ViewCreate{Name: "Mine", Layout: entry.List})
	events = append(events, entry.Event{Type: entry.ViewUpdated, ID: "x", Set: &entry.Set{Name: entry.Some("y")}}, entry.Event{Type: entry.ViewDeleted, ID: "x"})
	if shown := Public(events); len(shown) != 0 {
		t.Errorf("visitors see %+v", shown)
	}
}
