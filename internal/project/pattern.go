package project

import (
	"cmp"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Pattern is what a new project begins with: what another has, or a starter. Its
// ids only tie its parts together, the project gets its own. Its records may
// belong to others and are never changed.
type Pattern struct {
	Settings   entry.Settings
	Visibility entry.Visibility // where the wish names none
	Statuses   []*entry.Status  // in their order; none: the usual five
	Labels     []*entry.Label
	Fields     []*entry.Field
	Templates  []*entry.Template
	Views      []*entry.View // shared ones
	Tasks      []*entry.Task // in the order of their numbers
}

// What a new project can begin with, at most.
const (
	MaxPatternTasks = 5000
	MaxPatternBytes = 16 << 20 // of texts in tasks, and of those in templates
)

// Pattern gives what a project begins with that is made after this one. What else
// a project hands on is added here and in beginning.fill. Members stay, and so
// do archived statuses and what is in them. With tasks come those that are open;
// more than MaxPatternTasks, or MaxPatternBytes of text, are Invalid at /withTasks.
func (s *State) Pattern(withTasks bool) (*Pattern, error) {
	p := &Pattern{
		Settings: s.Project.Settings, Visibility: s.Project.Visibility,
		Statuses: slices.DeleteFunc(s.SortedStatuses(), func(status *entry.Status) bool { return status.ArchivedAt != nil }),
		Labels:   slices.SortedFunc(maps.Values(s.Labels), func(a, b *entry.Label) int { return cmp.Compare(a.ID, b.ID) }),
		Fields:   s.SortedFields(), Templates: s.SortedTemplates(), Views: s.SortedViews(),
	}
	bytes := 0
	for _, t := range p.Templates {
		bytes += len(t.Task.Description)
	}
	if bytes > MaxPatternBytes {
		return nil, fault.Field("/from", "The templates of this project hold more than 16 MiB of text.")
	}
	if !withTasks {
		return p, nil
	}
	p.Tasks = s.openTasks(p.Statuses)
	return p, p.checkTasks()
}

func (p *Pattern) checkTasks() error {
	if len(p.Tasks) > MaxPatternTasks {
		return fault.Field("/withTasks", "This project has more than 5,000 open tasks; make the new one without them.")
	}
	bytes := 0
	for _, t := range p.Tasks {
		bytes += len(t.Title) + len(t.Description)
	}
	if bytes > MaxPatternBytes {
		return fault.Field("/withTasks", "The open tasks of this project hold more than 16 MiB of text; make the new one without them.")
	}
	return nil
}

// openTasks are those of the statuses that are neither finished nor put away.
func (s *State) openTasks(statuses []*entry.Status) []*entry.Task {
	var tasks []*entry.Task
	for _, status := range statuses {
		if status.Category == entry.Done || status.Category == entry.Cancelled {
			continue
		}
		for _, t := range s.InStatus(status.ID) {
			if t.ArchivedAt == nil {
				tasks = append(tasks, &t.Task)
			}
		}
	}
	slices.SortFunc(tasks, func(a, b *entry.Task) int { return cmp.Compare(a.Number, b.Number) })
	return tasks
}
