package project

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) createStatus(wish *entry.StatusCreate) error {
	c := *wish
	if c.Category == "" {
		c.Category = entry.Todo
	}
	if c.Color == "" {
		c.Color = palette[len(d.Statuses)%len(palette)]
	}
	if c.Rank == "" {
		c.Rank = d.lastStatusRank()
	}
	if err := checkStatus(entry.Some(c.Name), entry.Some(c.Category), entry.Some(c.Color), c.WipLimit, entry.Some(c.Rank)); err != nil {
		return err
	}
	if len(d.Statuses) >= MaxStatuses {
		return fault.New(fault.Conflict, "A project has at most 100 statuses.")
	}
	id, err := d.id(c.Status, "/id", d.Statuses[c.Status] != nil)
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.StatusCreated, Status: &entry.Status{
		ID: id, Name: c.Name, Category: c.Category, Color: c.Color, WipLimit: c.WipLimit, Rank: c.Rank,
	}})
	return nil
}

func (d *decision) lastStatusRank() string {
	last := ""
	if list := d.SortedStatuses(); len(list) > 0 {
		last = list[len(list)-1].Rank
	}
	return RankBetween(last, "", d.env.Random)
}

func checkStatus(name entry.Opt[string], category entry.Opt[entry.Category], color entry.Opt[string], limit *int64, rank entry.Opt[string]) error {
	var check check
	if name.Set {
		check.line("/name", name.Value, MaxName)
	}
	if category.Set && !category.Value.Valid() {
		check.fail("/category", "This is none of backlog, todo, active, done, cancelled.")
	}
	if color.Set {
		check.color("/color", color.Value)
	}
	if rank.Set {
		check.rank("/rank", rank.Value)
	}
	check.wipLimit("/wipLimit", limit)
	return check.done()
}

func (d *decision) updateStatus(c *entry.StatusUpdate) error {
	if err := checkStatus(c.Name, c.Category, c.Color, c.WipLimit.Value, c.Rank); err != nil {
		return err
	}
	status := d.Statuses[c.Status]
	if status == nil {
		return notFound("status")
	}
	set := &entry.Set{Name: c.Name, Category: c.Category, Color: c.Color, WipLimit: c.WipLimit, Rank: c.Rank}
	if c.Archived.Set {
		if c.Archived.Value && status.ArchivedAt == nil && d.openStatuses() < 2 {
			return fault.New(fault.Conflict, "The last status of a project stays.")
		}
		set.ArchivedAt = entry.Some(archivedAt(status.ArchivedAt, c.Archived.Value, d.env.Now))
	}
	if !set.Empty() {
		d.emit(entry.Event{Type: entry.StatusUpdated, ID: status.ID, Set: set})
	}
	return nil
}

func (d *decision) openStatuses() int {
	n := 0
	for _, status := range d.Statuses {
		if status.ArchivedAt == nil {
			n++
		}
	}
	return n
}

func (d *decision) deleteStatus(c *entry.StatusDelete) error {
	status := d.Statuses[c.Status]
	if status == nil {
		return notFound("status")
	}
	if status.ArchivedAt == nil && d.openStatuses() < 2 {
		return fault.New(fault.Conflict, "The last status of a project stays.")
	}
	held := d.InStatus(status.ID)
	if len(held) > 0 {
		if err := d.vacate(held, status, c.MoveTo); err != nil {
			return err
		}
	}
	d.emit(entry.Event{Type: entry.StatusDeleted, ID: status.ID})
	return nil
}

// vacate moves all tasks of a status to the end of another.
func (d *decision) vacate(held []*Task, status *entry.Status, moveTo *string) error {
	if moveTo == nil {
		return fault.New(fault.Conflict, "This status holds tasks; say where they go with moveTo.")
	}
	if *moveTo == status.ID {
		return fault.Field("/moveTo", "The tasks need another status to go to.")
	}
	to, err := d.statusFor(*moveTo)
	if err != nil {
		return err
	}
	last := ""
	if there := d.InStatus(to.ID); len(there) > 0 {
		last = there[len(there)-1].Rank
	}
	ranks := RanksBetween(last, "", len(held), d.env.Random)
	for i, t := range held {
		set := &entry.Set{Rank: entry.Some(ranks[i])}
		d.enter(t, to, set)
		d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: set})
	}
	return nil
}
