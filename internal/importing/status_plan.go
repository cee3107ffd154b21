package importing

import (
	"slices"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// addStatuses makes the columns, and those that the board lacks: a place for
// what is complete where something is, and an open one.
func (p *plan) addStatuses() {
	categories := categorise(p.board.Statuses)
	for i, status := range p.board.Statuses {
		if p.statuses[status.ID] == nil {
			p.statuses[status.ID] = p.addStatus(status, categories[i])
		}
	}
	if p.needsDone() && p.doneStatus() == nil {
		p.addStatus(Status{ID: "made:done", Name: "Done"}, entry.Done)
	}
	if !slices.ContainsFunc(p.order, func(c *column) bool { return !c.archived }) || p.needsOpen() && p.openStatus() == nil {
		made := p.addStatus(Status{ID: "made:todo", Name: "To do"}, entry.Todo)
		p.order = slices.Insert(p.order[:len(p.order)-1], 0, made) // it comes first
	}
	p.report.Created.Statuses = len(p.order)
}

// statusColors are those of the statuses that a project starts with.
var statusColors = map[entry.Category]string{
	entry.Backlog: "#8a8a93", entry.Todo: "#54545c", entry.Active: "#8f5f00", entry.Done: "#1d7d3e", entry.Cancelled: "#8a8a93",
}

func (p *plan) addStatus(status Status, category entry.Category) *column {
	c := &column{id: p.id(p.start, "status", status.ID), category: category, archived: status.Archived}
	c.create = entry.StatusCreate{Status: c.id, Name: line(status.Name, project.MaxName, "Untitled"), Category: category, Color: statusColors[category]}
	if limit := status.WipLimit; limit != nil && *limit > 0 && *limit <= maxWipLimit {
		c.create.WipLimit = limit
	}
	p.order = append(p.order, c)
	return c
}

// needsDone tells whether something is complete without standing in a done status.
func (p *plan) needsDone() bool {
	return slices.ContainsFunc(p.board.Tasks, func(t Task) bool {
		c := p.statuses[t.Status]
		return t.Done && (c == nil || c.category != entry.Done)
	})
}

// needsOpen tells whether something incomplete has no place.
func (p *plan) needsOpen() bool {
	return slices.ContainsFunc(p.board.Tasks, func(t Task) bool { return p.statuses[t.Status] == nil })
}

// doneStatus is where complete things go: the last open column for them.
func (p *plan) doneStatus() *column {
	for _, c := range slices.Backward(p.order) {
		if c.category == entry.Done && !c.archived {
			return c
		}
	}
	return nil
}

// openStatus is where incomplete things without a place go: the first open
// column of what is to do, or else of the backlog, or else of what is being done.
func (p *plan) openStatus() *column {
	for _, category := range []entry.Category{entry.Todo, entry.Backlog, entry.Active} {
		for _, c := range p.order {
			if c.category == category && !c.archived {
				return c
			}
		}
	}
	return nil
}
