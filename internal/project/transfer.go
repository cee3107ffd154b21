package project

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// transfer is a task on its way to another project, with all that is below it.
type transfer struct {
	from   *State
	to     *decision
	tree   []*Task
	ids    map[string]string // that the tasks get, by those that they had
	labels map[string]string // likewise
	files  map[string]string // likewise, that are there
	ranks  map[string]string // the last in each status
}

// Transfer decides a move between projects: the events for the one that is left
// and for the one that is entered. It is asked with both states at head, and takes
// effect in both or in none.
func Transfer(from, to *State, env Env, actor string, c *entry.TaskTransfer) (left, entered []entry.Event, err error) {
	source := &decision{State: from, env: env, actor: actor}
	if err := source.allow(c.Kind()); err != nil {
		return nil, nil, err
	}
	root, err := source.task(c.Task)
	if err != nil {
		return nil, nil, err
	}
	if c.Project == from.Project.ID {
		return nil, nil, fault.Field("/project", "The task is in this project already.")
	}
	target := &decision{State: to, env: env, actor: actor}
	if err := target.allow(c.Kind()); err != nil {
		return nil, nil, err
	}
	m := &transfer{from: from, to: target, ids: map[string]string{}, labels: map[string]string{}, files: map[string]string{}, ranks: map[string]string{}}
	if m.tree, err = from.tree(root, true); err != nil {
		return nil, nil, err
	}
	if err := m.enter(c.Status); err != nil {
		return nil, nil, err
	}
	for _, t := range slices.Backward(m.tree) {
		source.emit(entry.Event{Type: entry.TaskDeleted, ID: t.ID, MovedTo: m.ids[t.ID]})
	}
	return source.events, target.events, nil
}

// enter makes everything in the new project; the task itself is told after those
// below it, and comments after all.
func (m *transfer) enter(status string) error {
	for _, t := range m.tree {
		m.ids[t.ID] = m.to.env.NewID()
	}
	m.mapLabels()
	files := m.mapFiles()
	made := make([]*entry.Task, len(m.tree))
	for i, t := range m.tree {
		goal, err := m.statusOf(t, status)
		if err != nil {
			return err
		}
		made[i], status = m.taskOf(t, goal, m.to.Numbers+1+int64(i)), ""
	}
	made[0].Parent = nil
	for _, t := range slices.Backward(made) {
		m.to.emit(entry.Event{Type: entry.TaskCreated, Task: t})
	}
	m.attach(files, m.comments())
	return nil
}

// mapLabels finds labels of the same names, and makes those that are missing, as
// far as the project can have more.
func (m *transfer) mapLabels() {
	byName := map[string]string{}
	for _, l := range m.to.Labels {
		byName[strings.ToLower(l.Name)] = l.ID
	}
	for _, t := range m.tree {
		for _, id := range t.Labels {
			l := m.from.Labels[id]
			if l == nil || m.labels[id] != "" {
				continue
			}
			name := strings.ToLower(l.Name)
			if byName[name] == "" && len(byName) < MaxLabelKinds {
				byName[name] = m.to.env.NewID()
				m.to.emit(entry.Event{Type: entry.LabelCreated, Label: &entry.Label{ID: byName[name], Name: l.Name, Color: l.Color}})
			}
			m.labels[id] = byName[name]
		}
	}
}

// statusOf gives the chosen status, else one of the same name, else of the same
// category, else the first.
func (m *transfer) statusOf(t *Task, chosen string) (*entry.Status, error) {
	was := m.from.Statuses[t.Status]
	if chosen != "" || was == nil {
		return m.to.statusFor(chosen)
	}
	var alike *entry.Status
	for _, status := range m.to.SortedStatuses() {
		switch {
		case status.ArchivedAt != nil:
		case strings.EqualFold(status.Name, was.Name):
			return status, nil
		case alike == nil && status.Category == was.Category:
			alike = status
		}
	}
	if alike != nil {
		return alike, nil
	}
	return m.to.statusFor("")
}

// rankIn gives places at the end of a status, one after the other.
func (m *transfer) rankIn(status string) string {
	last, known := m.ranks[status]
	if list := m.to.InStatus(status); !known && len(list) > 0 {
		last = list[len(list)-1].Rank
	}
	m.ranks[status] = RankBetween(last, "", m.to.env.Random)
	return m.ranks[status]
}

func (m *transfer) taskOf(t *Task, status *entry.Status, number int64) *entry.Task {
	to := t.Task
	to.ID, to.Project, to.Number, to.Key = m.ids[t.ID], m.to.Project.ID, number, fmt.Sprintf("%s-%d", m.to.Project.Key, number)
	to.Status, to.Rank = status.ID, m.rankIn(status.ID)
	to.Labels, to.Assignees, to.Fields = m.mapped(t.Labels, m.labels, false), existing(t.Assignees, m.to.Members), m.values(t.Fields)
	to.BlockedBy, to.Related = m.mapped(t.BlockedBy, m.ids, false), m.mapped(t.Related, m.ids, true)
	if t.DuplicateOf != nil {
		to.DuplicateOf = new(cmp.Or(m.ids[*t.DuplicateOf], *t.DuplicateOf))
	}
	to.Description = renamed(t.Description, m.files)
	if t.Parent != nil {
		to.Parent = new(m.ids[*t.Parent])
	}
	if status.Category != entry.Done {
		to.CompletedAt = nil
	} else if to.CompletedAt == nil {
		to.CompletedAt = m.to.now()
	}
	return &to
}

// mapped gives the new ids; those without one are left out, or kept as they are.
func (m *transfer) mapped(list []string, ids map[string]string, keep bool) []string {
	after := make([]string, 0, len(list))
	for _, id := range list {
		switch to := ids[id]; {
		case to != "" && !slices.Contains(after, to):
			after = append(after, to)
		case to == "" && keep:
			after = append(after, id)
		}
	}
	return after
}

// values keeps those of fields of the same name and type, with options of the same name.
func (m *transfer) values(values map[string]entry.FieldValue) map[string]entry.FieldValue {
	kept := map[string]entry.FieldValue{}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		f := m.from.Fields[id]
		for _, g := range m.to.SortedFields() {
			if f == nil || g.Type != f.Type || !strings.EqualFold(g.Name, f.Name) {
				continue
			}
			if value := optionIn(f, g, values[id]); m.to.fits(g, value) {
				kept[g.ID] = value
			}
			break
		}
	}
	return kept
}

// optionIn gives a select's value in another: the option of the same name.
func optionIn(f, g *entry.Field, value entry.FieldValue) entry.FieldValue {
	if f.Type != entry.SelectField {
		return value
	}
	for _, o := range f.Options {
		for _, p := range g.Options {
			if o.ID == value && strings.EqualFold(o.Name, p.Name) {
				return p.ID
			}
		}
	}
	return nil
}

// comments go with their authors, times and reactions, oldest first. It gives the
// ids that they get.
func (m *transfer) comments() map[string]string {
	var list []*Comment
	for _, c := range m.from.Comments {
		if m.ids[c.Task] != "" && c.DeletedAt == nil {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *Comment) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	ids := map[string]string{}
	for _, c := range list {
		ids[c.ID] = m.to.env.NewID()
	}
	for _, c := range list {
		to := c.Comment
		to.ID, to.Task, to.Parent, to.Body = ids[c.ID], m.ids[c.Task], nil, renamed(c.Body, m.files)
		if c.Parent != nil && ids[*c.Parent] != "" {
			to.Parent = new(ids[*c.Parent])
		}
		m.to.emit(entry.Event{Type: entry.CommentCreated, Comment: &to})
	}
	return ids
}

// mapFiles gives the files of the tasks, which get new ids.
func (m *transfer) mapFiles() []*Attachment {
	list := m.from.attachmentsWhere(func(a *Attachment) bool { return a.DeletedAt == nil && m.ids[a.Task] != "" })
	for _, a := range list {
		m.files[a.ID] = m.to.env.NewID()
	}
	return list
}

// attach lets the files follow; their bytes stay where they are.
func (m *transfer) attach(list []*Attachment, comments map[string]string) {
	for _, a := range list {
		to := a.Attachment
		to.ID, to.Task = m.files[a.ID], m.ids[a.Task]
		if a.Comment != nil {
			to.Comment = new(comments[*a.Comment])
		}
		m.to.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &to})
	}
}
