package project

import (
	"maps"
	"slices"
)

// Clone gives a second state with the same records, which never change: it costs
// what a list of them costs. Nothing in it counts as touched.
func (s *State) Clone() *State {
	order := make(map[string][]*Task, len(s.order))
	for status, list := range s.order {
		order[status] = slices.Clone(list)
	}
	return &State{
		Project: s.Project, DeletedAt: s.DeletedAt, Numbers: s.Numbers, order: order,
		Statuses: maps.Clone(s.Statuses), Labels: maps.Clone(s.Labels), Fields: maps.Clone(s.Fields),
		Templates: maps.Clone(s.Templates), Views: maps.Clone(s.Views), Members: maps.Clone(s.Members),
		Tasks: maps.Clone(s.Tasks), Comments: maps.Clone(s.Comments), Attachments: maps.Clone(s.Attachments),
	}
}

// Settle forgets what counts as touched, where nobody asks for Rows.
func (s *State) Settle() { s.touched.reset() }
