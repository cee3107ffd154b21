package sqlite

import (
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// whole reads the things that were found, in their order. What has gone since is
// left out.
func (s *searching) whole(hits []hit) ([]wire.Found, error) {
	ids, found := map[wire.FoundType][]string{}, map[string]wire.Found{}
	for _, h := range hits {
		ids[h.kind] = append(ids[h.kind], h.id)
	}
	for kind, read := range map[wire.FoundType]func([]string, map[string]wire.Found) error{
		wire.FoundProject: s.wholeProjects, wire.FoundTask: s.wholeTasks, wire.FoundComment: s.wholeComments,
	} {
		if len(ids[kind]) == 0 {
			continue
		}
		if err := read(ids[kind], found); err != nil {
			return nil, err
		}
	}
	items := make([]wire.Found, 0, len(hits))
	for _, h := range hits {
		if item, here := found[h.id]; here {
			items = append(items, item)
		}
	}
	return items, nil
}

func (s *searching) wholeProjects(ids []string, found map[string]wire.Found) error {
	return s.db.list(s.ctx, `SELECT `+projectColumns+` FROM projects p WHERE p.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		p := &entry.Project{}
		_, err := scanProject(row, p)
		found[p.ID] = s.marked(wire.Found{Type: wire.FoundProject, Project: p}, p.Name, p.Description)
		return err
	})
}

func (s *searching) wholeTasks(ids []string, found map[string]wire.Found) error {
	return s.db.list(s.ctx, `SELECT `+taskColumns+` FROM tasks t WHERE t.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		t, err := scanTask(row)
		if err == nil {
			found[t.ID] = s.marked(wire.Found{Type: wire.FoundTask, Task: &t.Task}, t.Title, t.Description)
		}
		return err
	})
}

// wholeComments reads each comment with the task that it is on, without its
// description: that is where it is looked at.
func (s *searching) wholeComments(ids []string, found map[string]wire.Found) error {
	on := map[string][]string{}
	err := s.db.list(s.ctx, `SELECT `+commentColumns+` FROM comments c WHERE c.id IN (`+marks(len(ids))+`)`, anys(ids), func(row scanner) error {
		c, err := scanComment(row)
		if err == nil {
			found[c.ID] = s.marked(wire.Found{Type: wire.FoundComment, Comment: &c.Comment}, "", c.Body)
			on[c.Task] = append(on[c.Task], c.ID)
		}
		return err
	})
	if err != nil || len(on) == 0 {
		return err
	}
	tasks := slices.Collect(maps.Keys(on))
	return s.db.list(s.ctx, `SELECT `+boardColumns+` FROM tasks t WHERE t.id IN (`+marks(len(tasks))+`)`, anys(tasks), func(row scanner) error {
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

// marked says where the words stand: in the name, and where they are not all
// there, in a part of the text below it.
func (s *searching) marked(found wire.Found, name, text string) wire.Found {
	found.Marks = words.Mark(name, s.isHit)
	if s.score(name) > 3 {
		found.Excerpt = words.Mark(text, s.isHit)
	}
	return found
}
