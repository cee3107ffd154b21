package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// WorkOf gives the open tasks that somebody is to do, over all projects that they
// see and that are at work: those that are due first, then the more urgent ones.
func (db *DB) WorkOf(ctx context.Context, actor string) ([]*entry.Task, error) {
	all := []*entry.Task{}
	err := db.list(ctx, `SELECT `+taskColumns+` FROM members m
		JOIN projects p ON p.id = m.project AND p.deleted_at IS NULL AND p.archived_at IS NULL
		JOIN tasks t ON t.project = p.id AND t.deleted_at IS NULL AND t.archived_at IS NULL
		JOIN statuses s ON s.id = t.status AND s.category NOT IN ('done', 'cancelled')
		WHERE m.user = ? AND instr(t.assignees, ?) > 0
		ORDER BY COALESCE(t.due_date, '9999-99-99'), `+priorityLevel+` DESC, t.created_at, t.id`,
		[]any{actor, `"` + actor + `"`}, func(row scanner) error {
			t, err := scanTask(row)
			if err == nil {
				all = append(all, &t.Task)
			}
			return err
		})
	return all, fault.Wrap("list work", err)
}
