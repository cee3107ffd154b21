package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Comment gives a comment; NotFound for strangers. DeletedAt is its own, or that
// of its task or project.
func (db *DB) Comment(ctx context.Context, actor, id string) (wire.Seen[entry.Comment], error) {
	seen := wire.Seen[entry.Comment]{}
	row := db.read.QueryRowContext(ctx, `SELECT `+commentColumns+`, c.project, COALESCE(c.deleted_at, t.deleted_at, p.deleted_at) FROM comments c
		JOIN members m ON m.project = c.project AND m.user = ?
		JOIN tasks t ON t.id = c.task AND t.project = c.project
		JOIN projects p ON p.id = c.project
		WHERE c.id = ?`, actor, id)
	c, err := scanComment(with(row, &seen.Project, &seen.DeletedAt))
	if errors.Is(err, sql.ErrNoRows) {
		return seen, fault.New(fault.NotFound, "There is no such comment.")
	}
	seen.Thing = &c.Comment
	return seen, fault.Wrap("read comment", translate(err))
}

// Comments lists a task's comments in the order in which they were made, after
// the one of this id; empty for strangers.
func (db *DB) Comments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Comment], error) {
	page := wire.Page[*entry.Comment]{Items: []*entry.Comment{}}
	err := db.list(ctx, `SELECT `+commentColumns+` FROM comments c JOIN members m ON m.project = c.project AND m.user = ?1
		WHERE c.task = ?2 AND c.deleted_at IS NULL AND (?3 = '' OR (c.created_at, c.id) > (SELECT b.created_at, b.id FROM comments b
			WHERE b.id = ?3 AND b.task = ?2))
		ORDER BY c.created_at, c.id LIMIT ?4`,
		[]any{actor, task, after, limit + 1}, func(row scanner) error {
			if len(page.Items) == limit {
				page.NextCursor = wire.Cursor(wire.AfterCursor{After: page.Items[limit-1].ID})
				return nil
			}
			c, err := scanComment(row)
			page.Items = append(page.Items, &c.Comment)
			return err
		})
	return page, fault.Wrap("list comments", err)
}
