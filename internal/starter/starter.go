// Package starter has what new projects can begin with: statuses, labels, fields
// and some tasks that explain them, for common kinds of work. They are data, in
// the words of the wire; Pattern makes one what the rules of projects begin with.
// Changing one changes no project that began with it.
package starter

import (
	"strconv"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// All gives the starters in the order in which they are offered. They are not to
// be changed.
func All() []wire.Starter { return all }

var all = []wire.Starter{blank, kanban, sprint, bugs, launch, personal}

// Pattern gives what a project begins with that starts so; Invalid at /starter
// where there is none of that id.
func Pattern(id string) (*project.Pattern, error) {
	for i := range all {
		if all[i].ID == id {
			return patternOf(&all[i]), nil
		}
	}
	return nil, fault.Field("/starter", "There is no starter of this name; GET /api/starters lists them.")
}

// patternOf ties the parts together: names stand for ids, which are told apart by
// what they are ids of.
func patternOf(s *wire.Starter) *project.Pattern {
	p := &project.Pattern{}
	ranks := ranksFor(len(s.Statuses))
	for i, status := range s.Statuses {
		p.Statuses = append(p.Statuses, &entry.Status{
			ID: "status " + status.Name, Name: status.Name, Category: status.Category, Color: status.Color, WipLimit: status.WipLimit, Rank: ranks[i],
		})
	}
	for _, label := range s.Labels {
		p.Labels = append(p.Labels, &entry.Label{ID: "label " + label.Name, Name: label.Name, Color: label.Color})
	}
	ranks = ranksFor(len(s.Fields))
	for i, field := range s.Fields {
		made := &entry.Field{ID: "field " + field.Name, Name: field.Name, Type: field.Type, Options: []entry.Option{}, Rank: ranks[i]}
		for _, option := range field.Options {
			made.Options = append(made.Options, entry.Option{ID: made.ID + " " + option.Name, Name: option.Name, Color: option.Color})
		}
		p.Fields = append(p.Fields, made)
	}
	p.Tasks = tasksOf(s.Tasks)
	return p
}

// tasksOf gives the tasks, each followed by its subtasks.
func tasksOf(given []wire.StarterTask) []*entry.Task {
	var tasks []*entry.Task
	for _, t := range given {
		made := &entry.Task{
			ID: "task " + strconv.Itoa(len(tasks)), Title: t.Title, Description: t.Description, Status: "status " + t.Status, Priority: t.Priority,
		}
		for _, label := range t.Labels {
			made.Labels = append(made.Labels, "label "+label)
		}
		tasks = append(tasks, made)
		for _, title := range t.Subtasks {
			tasks = append(tasks, &entry.Task{
				ID: "task " + strconv.Itoa(len(tasks)), Title: title, Status: made.Status, Priority: entry.None, Parent: &made.ID,
			})
		}
	}
	ranks := ranksFor(len(tasks))
	for i := range tasks {
		tasks[i].Rank = ranks[i]
	}
	return tasks
}

// ranksFor gives so many order keys, the same ones each time.
func ranksFor(n int) []string {
	return project.RanksBetween("", "", n, func(int) int { return 0 })
}
