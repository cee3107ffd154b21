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

// LatestComments implements api.Reads; empty for strangers.
func (db *DB) LatestComments(ctx context.Context, actor, task, before string, limit int) (wire.Page[*entry.Comment], error) {
	page, err := db.commentPage(ctx, limit, `SELECT `+commentColumns+` FROM comments c JOIN members m ON m.project = c.project AND m.user = ?1
		WHERE c.task = ?2 AND c.deleted_at IS NULL AND (?3 = '' OR (c.created_at, c.id) < (SELECT b.created_at, b.id FROM comments b
			WHERE b.id = ?3 AND b.task = ?2))
		ORDER BY c.created_at DESC, c.id DESC LIMIT ?4`, actor, task, before, limit+1)
	if err != nil || page.NextCursor == nil {
		return page, err
	}
	above, err := db.answered(ctx, page.Items)
	page.Items = append(page.Items, above...)
	return page, err
}

// answered gives the comments that these answer, all the way up, without these.
func (db *DB) answered(ctx context.Context, below []*entry.Comment) ([]*entry.Comment, error) {
	here := make([]string, len(below))
	for i, c := range below {
		here[i] = c.ID
	}
	ids := asJSON(here)
	above, err := list(ctx, db.read, func(row scanner) (*entry.Comment, error) {
		c, err := scanComment(row)
		return &c.Comment, err
	}, `WITH RECURSIVE above(id) AS (
			SELECT c.parent FROM comments c WHERE c.id IN (SELECT value FROM json_each(?1)) AND c.parent IS NOT NULL
			UNION SELECT c.parent FROM above a JOIN comments c ON c.id = a.id WHERE c.parent IS NOT NULL AND c.deleted_at IS NULL)
		SELECT `+commentColumns+` FROM comments c WHERE c.id IN (SELECT id FROM above) AND c.deleted_at IS NULL
			AND c.id NOT IN (SELECT value FROM json_each(?1)) ORDER BY c.created_at DESC, c.id DESC`, ids)
	return above, fault.Wrap("list what comments answer", err)
}

// Comments lists a task's comments in the order in which they were made, after
// the one of this id; empty for strangers.
func (db *DB) Comments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Comment], error) {
	return db.commentPage(ctx, limit, `SELECT `+commentColumns+` FROM comments c JOIN members m ON m.project = c.project AND m.user = ?1
		WHERE c.task = ?2 AND c.deleted_at IS NULL AND (?3 = '' OR (c.created_at, c.id) > (SELECT b.created_at, b.id FROM comments b
			WHERE b.id = ?3 AND b.task = ?2))
		ORDER BY c.created_at, c.id LIMIT ?4`, actor, task, after, limit+1)
}

// commentPage reads one more than the page holds, to know whether there is more.
func (db *DB) commentPage(ctx context.Context, limit int, query string, args ...any) (wire.Page[*entry.Comment], error) {
	page := wire.Page[*entry.Comment]{Items: []*entry.Comment{}}
	err := db.list(ctx, query, args, func(row scanner) error {
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
