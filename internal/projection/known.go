// Package projection is what projections keep alike in every store: which things
// entries are about, and what was known of them. It is pure, and no store itself.
package projection

import (
	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// Step is how far activity goes at once.
type Step struct {
	After, UpTo int64 // seqs of the entries: after the one, up to the other
	Items       []wire.ActivityItem
	Known       project.Rows // of what was touched, after them
}

// Fact is what is known of a thing, without what people wrote in it.
type Fact struct {
	Kind, ID string
	JSON     string // "" of what exists no more
}

// FewKinds are those of which a project has few: they are read whole.
var FewKinds = []string{"field", "label", "member", "project", "status", "template", "view"}

// Facts takes rows apart.
func Facts(rows *project.Rows) ([]Fact, error) {
	var f facts
	if rows.Project != nil {
		f.add("project", rows.Project.ID, rows.Project)
	}
	for _, t := range rows.Tasks {
		bare := *t
		bare.Description, bare.Changes = "", nil
		f.add("task", t.ID, bare)
	}
	for _, c := range rows.Comments {
		bare := *c
		bare.Body, bare.Reactions = "", nil
		f.add("comment", c.ID, bare)
	}
	addEach(&f, "attachment", rows.Attachments, func(v *project.Attachment) string { return v.ID }, nil)
	addEach(&f, "status", rows.Statuses, func(v *entry.Status) string { return v.ID }, rows.Gone.Statuses)
	addEach(&f, "label", rows.Labels, func(v *entry.Label) string { return v.ID }, rows.Gone.Labels)
	addEach(&f, "field", rows.Fields, func(v *entry.Field) string { return v.ID }, rows.Gone.Fields)
	addEach(&f, "template", rows.Templates, func(v *entry.Template) string { return v.ID }, rows.Gone.Templates)
	addEach(&f, "view", rows.Views, func(v *entry.View) string { return v.ID }, rows.Gone.Views)
	addEach(&f, "member", rows.Members, func(v *entry.Member) string { return v.User.ID }, rows.Gone.Members)
	return f.list, f.err
}

type facts struct {
	list []Fact
	err  error
}

func (f *facts) add(kind, id string, record any) {
	raw, err := json.Marshal(record, json.Deterministic(true))
	if err != nil && f.err == nil {
		f.err = err
	}
	f.list = append(f.list, Fact{kind, id, string(raw)})
}

func addEach[T any](f *facts, kind string, records []*T, id func(*T) string, gone []string) {
	for _, v := range records {
		f.add(kind, id(v), v)
	}
	for _, id := range gone {
		f.list = append(f.list, Fact{Kind: kind, ID: id})
	}
}

// Recall puts facts together again.
func Recall(list []Fact) (*project.State, error) {
	state := project.New()
	var tasks []*project.Task
	for i := range list {
		if err := recall(state, &tasks, &list[i]); err != nil {
			return nil, err
		}
	}
	state.Load(tasks)
	return state, nil
}

func recall(state *project.State, tasks *[]*project.Task, f *Fact) error {
	switch f.Kind {
	case "task":
		t := &project.Task{}
		*tasks = append(*tasks, t)
		return json.Unmarshal([]byte(f.JSON), t)
	case "comment":
		return recallOne(state.Comments, f)
	case "attachment":
		return recallOne(state.Attachments, f)
	case "status":
		return recallOne(state.Statuses, f)
	case "label":
		return recallOne(state.Labels, f)
	case "field":
		return recallOne(state.Fields, f)
	case "template":
		return recallOne(state.Templates, f)
	case "view":
		return recallOne(state.Views, f)
	case "member":
		return recallOne(state.Members, f)
	}
	row := &project.ProjectRow{}
	err := json.Unmarshal([]byte(f.JSON), row)
	state.Project, state.DeletedAt = &row.Project, row.DeletedAt
	return err
}

func recallOne[T any](records map[string]*T, f *Fact) error {
	v := new(T)
	records[f.ID] = v
	return json.Unmarshal([]byte(f.JSON), v)
}
