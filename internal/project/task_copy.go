package project

import (
	"fmt"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// MaxTree is how many tasks are copied or moved together, with all that is below.
const MaxTree = 1000

// duplicateTask makes copies of a task and all below it. The task's own copy is
// told last, since it is what the command is about.
func (d *decision) duplicateTask(c *entry.TaskDuplicate) error {
	root, err := d.task(c.Task)
	if err != nil {
		return err
	}
	tree, err := d.tree(root, false)
	if err != nil {
		return err
	}
	ids, err := d.copyIDs(tree, c.Copies)
	if err != nil {
		return err
	}
	files := d.attachmentsWhere(func(a *Attachment) bool { return a.DeletedAt == nil && a.Comment == nil && ids[a.Task] != "" })
	fileIDs, counts := map[string]string{}, map[string]int64{}
	for _, a := range files {
		fileIDs[a.ID] = d.env.NewID()
		counts[a.Task]++
	}
	copies := make([]*entry.Task, len(tree))
	for i, t := range tree {
		copies[i] = d.copyOf(t, ids, d.Numbers+1+int64(i))
		copies[i].Description, copies[i].AttachmentCount = renamed(t.Description, fileIDs), counts[t.ID]
	}
	for _, t := range slices.Backward(copies) {
		d.emit(entry.Event{Type: entry.TaskCreated, Task: t})
	}
	for _, a := range files {
		to := a.Attachment
		to.ID, to.Task, to.Uploader, to.CreatedAt = fileIDs[a.ID], ids[a.Task], d.actor, d.env.Now
		d.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &to})
	}
	return nil
}

// tree gives a task and all below it that are there, archived ones too if wanted:
// parents first, in the order of their numbers.
func (s *State) tree(root *Task, archived bool) ([]*Task, error) {
	below := map[string][]*Task{}
	for _, t := range s.Tasks {
		if t.Parent != nil && t.DeletedAt == nil && (archived || t.ArchivedAt == nil) {
			below[*t.Parent] = append(below[*t.Parent], t)
		}
	}
	tree := []*Task{root}
	for i := 0; i < len(tree); i++ {
		if len(tree) > MaxTree {
			return nil, fault.New(fault.Conflict, fmt.Sprintf("More than %d tasks are below this one.", MaxTree))
		}
		children := below[tree[i].ID]
		slices.SortFunc(children, func(a, b *Task) int { return int(a.Number - b.Number) })
		tree = append(tree, children...)
	}
	return tree, nil
}

// copyIDs gives each task of a tree an id for its copy, the chosen one where there is one.
func (d *decision) copyIDs(tree []*Task, chosen map[string]string) (map[string]string, error) {
	ids, used := make(map[string]string, len(tree)), map[string]bool{}
	for _, t := range tree {
		id, err := d.id(chosen[t.ID], "/copies/"+t.ID, d.Tasks[chosen[t.ID]] != nil)
		if err == nil && used[id] {
			err = fault.Field("/copies/"+t.ID, "This id stands twice.")
		}
		if err != nil {
			return nil, err
		}
		ids[t.ID], used[id] = id, true
	}
	return ids, nil
}

// copyOf gives a task's copy, right below it.
func (d *decision) copyOf(t *Task, ids map[string]string, number int64) *entry.Task {
	id := ids[t.ID]
	c := &entry.Task{
		ID: id, Project: d.Project.ID, Number: number, Key: fmt.Sprintf("%s-%d", d.Project.Key, number),
		Title: t.Title, Description: t.Description, Status: t.Status, Rank: d.place(id, t.Status, nil, &t.ID),
		Assignees: t.Assignees, Labels: t.Labels, Priority: t.Priority, StartDate: t.StartDate, DueDate: t.DueDate,
		DueTime: t.DueTime, Recurrence: t.Recurrence, EstimateSeconds: t.EstimateSeconds, Parent: t.Parent,
		BlockedBy: []string{}, Related: []string{}, Fields: maps.Clone(t.Fields),
		CreatedBy: d.actor, CreatedAt: d.env.Now, UpdatedAt: d.env.Now,
	}
	if t.Parent != nil && ids[*t.Parent] != "" {
		c.Parent = new(ids[*t.Parent])
	}
	if status := d.Statuses[t.Status]; status != nil && status.Category == entry.Done {
		c.CompletedAt = d.now()
	}
	return c
}
