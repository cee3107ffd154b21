package project

import (
	"maps"
	"slices"

	"tandem/internal/entry"
)

// Rows are full after-images of everything touched since they were last taken;
// empty parts are untouched.
type Rows struct {
	Project     *ProjectRow
	Statuses    []*entry.Status
	Labels      []*entry.Label
	Fields      []*entry.Field
	Templates   []*entry.Template
	Views       []*entry.View
	Members     []*entry.Member
	Tasks       []*Task
	Comments    []*Comment
	Attachments []*Attachment
	Gone        Gone
}

// ProjectRow is the project with what only the server keeps of it.
type ProjectRow struct {
	entry.Project
	DeletedAt *entry.Instant
	Numbers   int64
}

// Gone lists the ids of rows that exist no more.
type Gone struct {
	Statuses, Labels, Fields, Templates, Views, Members []string
}

// touched are the ids of what has changed.
type touched struct {
	project                                                                           bool
	statuses, labels, fields, templates, views, members, tasks, comments, attachments map[string]bool
}

func (t *touched) init() {
	if t.tasks == nil {
		t.statuses, t.labels, t.members = map[string]bool{}, map[string]bool{}, map[string]bool{}
		t.templates, t.views = map[string]bool{}, map[string]bool{}
		t.fields, t.tasks, t.comments, t.attachments = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	}
}

func (t *touched) reset() {
	t.project = false
	clear(t.statuses)
	clear(t.labels)
	clear(t.fields)
	clear(t.templates)
	clear(t.views)
	clear(t.members)
	clear(t.tasks)
	clear(t.comments)
	clear(t.attachments)
}

// Rows gives what has changed since the last call, in the order of ids, and
// begins anew. What was undone since is among it, as it was before.
func (s *State) Rows() Rows {
	var rows Rows
	t := &s.touched
	if t.project && s.Project != nil {
		rows.Project = &ProjectRow{*s.Project, s.DeletedAt, s.Numbers}
	}
	rows.Statuses, rows.Gone.Statuses = split(s.Statuses, t.statuses)
	rows.Labels, rows.Gone.Labels = split(s.Labels, t.labels)
	rows.Fields, rows.Gone.Fields = split(s.Fields, t.fields)
	rows.Templates, rows.Gone.Templates = split(s.Templates, t.templates)
	rows.Views, rows.Gone.Views = split(s.Views, t.views)
	rows.Members, rows.Gone.Members = split(s.Members, t.members)
	rows.Tasks, _ = split(s.Tasks, t.tasks)
	rows.Comments, _ = split(s.Comments, t.comments)
	rows.Attachments, _ = split(s.Attachments, t.attachments)
	t.reset()
	return rows
}

// AllRows gives everything, as if all of it were touched.
func (s *State) AllRows() Rows {
	s.touched.init()
	s.touched.reset()
	s.touched.project = true
	for _, part := range []struct {
		ids  map[string]bool
		have []string
	}{
		{s.touched.statuses, keys(s.Statuses)}, {s.touched.labels, keys(s.Labels)}, {s.touched.fields, keys(s.Fields)}, {s.touched.members, keys(s.Members)},
		{s.touched.templates, keys(s.Templates)}, {s.touched.views, keys(s.Views)},
		{s.touched.tasks, keys(s.Tasks)}, {s.touched.comments, keys(s.Comments)}, {s.touched.attachments, keys(s.Attachments)},
	} {
		for _, id := range part.have {
			part.ids[id] = true
		}
	}
	return s.Rows()
}

func keys[T any](records map[string]*T) []string { return slices.Collect(maps.Keys(records)) }

// split tells the records of the ids that exist from the ids that do not.
func split[T any](records map[string]*T, ids map[string]bool) (have []*T, gone []string) {
	if len(ids) == 0 {
		return nil, nil
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if record := records[id]; record != nil {
			have = append(have, record)
		} else {
			gone = append(gone, id)
		}
	}
	return have, gone
}
