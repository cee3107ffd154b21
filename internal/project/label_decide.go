package project

import (
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// palette are the colours that things get in turn when none is chosen.
var palette = []string{"#8a8a93", "#5557d6", "#1d7d3e", "#8f5f00", "#cc272e", "#0f7c8a", "#a3419c", "#5b7a00"}

func (d *decision) createLabel(wish *entry.LabelCreate) error {
	c := *wish
	if c.Color == "" {
		c.Color = palette[len(d.Labels)%len(palette)]
	}
	var check check
	check.line("/name", c.Name, MaxName)
	check.color("/color", c.Color)
	if err := check.done(); err != nil {
		return err
	}
	if len(d.Labels) >= MaxLabelKinds {
		return fault.New(fault.Conflict, "A project has at most 1,000 labels.")
	}
	id, err := d.id(c.Label, "/id", d.Labels[c.Label] != nil)
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.LabelCreated, Label: &entry.Label{ID: id, Name: c.Name, Color: c.Color}})
	return nil
}

func (d *decision) updateLabel(c *entry.LabelUpdate) error {
	var check check
	if c.Name.Set {
		check.line("/name", c.Name.Value, MaxName)
	}
	if c.Color.Set {
		check.color("/color", c.Color.Value)
	}
	if err := check.done(); err != nil {
		return err
	}
	if d.Labels[c.Label] == nil {
		return notFound("label")
	}
	if c.Name.Set || c.Color.Set {
		d.emit(entry.Event{Type: entry.LabelUpdated, ID: c.Label, Set: &entry.Set{Name: c.Name, Color: c.Color}})
	}
	return nil
}

func (d *decision) deleteLabel(c *entry.LabelDelete) error {
	if d.Labels[c.Label] == nil {
		return notFound("label")
	}
	for _, id := range slices.Sorted(maps.Keys(d.Tasks)) {
		if t := d.Tasks[id]; t.DeletedAt == nil && slices.Contains(t.Labels, c.Label) {
			d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Remove: &entry.Lists{Labels: []string{c.Label}}})
		}
	}
	d.emit(entry.Event{Type: entry.LabelDeleted, ID: c.Label})
	return nil
}
