package sqlite

import (
	"context"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

// whole reads the things that were found.
func (db *DB) whole(ctx context.Context, f *projection.Finding, ids map[wire.FoundType][]string) (map[string]wire.Found, error) {
	found := map[string]wire.Found{}
	for kind, read := range map[wire.FoundType]func(context.Context, *projection.Finding, []string, map[string]wire.Found) error{
		wire.FoundProject: db.wholeProjects, wire.FoundTask: db.wholeTasks, wire.FoundComment: db.wholeComments,
	} {
		if len(ids[kind]) == 0 {
			continue
		}
		if err := read(ctx, f, ids[kind], found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (db *DB) wholeProjects(ctx context.Context, f *projection.Finding, ids []string, found map[string]wire.Found) error {
	return db.list(ctx, `SELECT `+projectColumns+` FROM projects p WHERE p.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		p := &entry.Project{}
		_, err := scanProject(row, p)
		found[p.ID] = f.Marked(wire.Found{Type: wire.FoundProject, Project: p}, p.Name, p.Description)
		return err
	})
}

func (db *DB) wholeTasks(ctx context.Context, f *projection.Finding, ids []string, found map[string]wire.Found) error {
	return db.list(ctx, `SELECT `+taskColumns+` FROM tasks t WHERE t.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		t, err := scanTask(row)
		if err == nil {
			found[t.ID] = f.Marked(wire.Found{Type: wire.FoundTask, Task: &t.Task}, t.Title, t.Description)
		}
		return err
	})
}

// wholeComments reads each comment with the task that it is on, without its
// description: that is where it is looked at.
func (db *DB) wholeComments(ctx context.Context, f *projection.Finding, ids []string, found map[string]wire.Found) error {
	on := map[string][]string{}
	err := db.list(ctx, `SELECT `+commentColumns+` FROM comments c WHERE c.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		c, err := scanComment(row)
		if err == nil {
			found[c.ID] = f.Marked(wire.Found{Type: wire.FoundComment, Comment: &c.Comment}, "", c.Body)
			on[c.Task] = append(on[c.Task], c.ID)
		}
		return err
	})
	if err != nil || len(on) == 0 {
		return err
	}
	tasks := slices.Collect(maps.Keys(on))
	return db.list(ctx, `SELECT `+boardColumns+` FROM tasks t WHERE t.id IN (`+marks(len(tasks))+`)`, anys(tasks), func(row scanner) error {
		t, err := scanTask(row)
		if err != nil {
			return err
		}
		for _, id := range on[t.ID] {
			item := found[id]
			item.Task = &t.Task
			found[id] = item
		}
		return nil
	})
}
