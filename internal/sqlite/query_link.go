package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Sees implements journal.Store.
func (db *DB) Sees(ctx context.Context, actor string, tasks []string) (map[string]bool, error) {
	seen := map[string]bool{}
	err := db.list(ctx, `SELECT t.id FROM json_each(?) l JOIN tasks t ON t.id = l.value JOIN members m ON m.project = t.project AND m.user = ?
		JOIN projects p ON p.id = t.project WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL`,
		[]any{asJSON(tasks), actor}, func(row scanner) error {
			var id string
			err := row.Scan(&id)
			seen[id] = true
			return err
		})
	return seen, fault.Wrap("see tasks", err)
}

// mostLinks is how many tasks TaskLinks gives; on the side that does not keep
// them there is no limit.
const mostLinks = 1000

// TaskLinks gives all that a task has to do with others, from both sides, as far
// as the person may see those and they are not deleted.
func (db *DB) TaskLinks(ctx context.Context, actor string, task *entry.Task) ([]wire.TaskLink, error) {
	links := []wire.TaskLink{}
	quoted := `"` + task.ID + `"`
	err := db.list(ctx, `SELECT `+taskColumns+`, l.kind FROM (
			SELECT 'blockedBy' AS kind, value AS id FROM json_each(?)
			UNION SELECT 'blocks', id FROM tasks WHERE project = ? AND blocked_by <> '[]' AND instr(blocked_by, ?) > 0
			UNION SELECT 'related', value FROM json_each(?)
			UNION SELECT 'related', id FROM tasks WHERE related <> '[]' AND instr(related, ?) > 0
			UNION SELECT 'duplicateOf', ?
			UNION SELECT 'duplicatedBy', id FROM tasks WHERE duplicate_of = ?
		) l JOIN tasks t ON t.id = l.id JOIN members m ON m.project = t.project AND m.user = ? JOIN projects p ON p.id = t.project
		WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL ORDER BY l.kind, t.created_at, t.id LIMIT ?`,
		[]any{ids(task.BlockedBy), task.Project, quoted, ids(task.Related), quoted, text(task.DuplicateOf), task.ID, actor, mostLinks},
		func(row scanner) error {
			link := wire.TaskLink{}
			t, err := scanTask(with(row, (*string)(&link.Kind)))
			if err == nil {
				link.Task = &t.Task
				links = append(links, link)
			}
			return err
		})
	return links, fault.Wrap("read links", err)
}
