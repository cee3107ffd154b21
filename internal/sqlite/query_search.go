package sqlite

import (
	"context"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// hit is something found, with how well it fits: 0 is best.
type hit struct {
	wire.Found
	score int64
	at    entry.Instant
}

// Search finds projects, tasks and comments that hold every word of the text,
// over all that the person may see and that is not deleted; at most limit of
// them after skipping some. Best first: a task's own key, then names and titles
// that begin with the text, that hold it whole, that hold its words, then
// descriptions, then comments; within these the latest.
func (db *DB) Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error) {
	var hits []hit
	for _, find := range []func(context.Context, string, string, int) ([]hit, error){db.findProjects, db.findTasks, db.findComments} {
		more, err := find(ctx, actor, strings.TrimSpace(text), skip+limit+1)
		if err != nil {
			return wire.Page[wire.Found]{}, fault.Wrap("search", err)
		}
		hits = append(hits, more...)
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		if a.score != b.score {
			return int(a.score - b.score)
		}
		return int(b.at - a.at)
	})
	page := wire.Page[wire.Found]{Items: []wire.Found{}}
	for _, h := range hits[min(skip, len(hits)):min(skip+limit, len(hits))] {
		page.Items = append(page.Items, h.Found)
	}
	if len(hits) > skip+limit {
		page.NextCursor = wire.Cursor(wire.SearchCursor{Skip: skip + limit})
	}
	return page, nil
}

// fit scores a name: 1 begins with the text, 2 holds it, 3 holds its words, 4 does not.
func fit(column, text string) (expression string, args []any) {
	words := &conditions{}
	words.words(column, []string{text})
	return `CASE WHEN ` + column + ` LIKE ? ESCAPE '\' THEN 1 WHEN ` + column + ` LIKE ? ESCAPE '\' THEN 2 WHEN ` + words.text() + ` THEN 3 ELSE 4 END`,
		append([]any{escapeLike(text) + "%", "%" + escapeLike(text) + "%"}, words.args...)
}

func (db *DB) findProjects(ctx context.Context, actor, text string, limit int) (hits []hit, err error) {
	score, args := fit("p.name", text)
	where := &conditions{}
	where.add("p.deleted_at IS NULL")
	where.words("(p.key || char(10) || p.name || char(10) || p.description)", []string{text})
	args = append(append(append(args, actor), where.args...), limit)
	err = db.list(ctx, `SELECT `+projectColumns+`, `+score+` AS score FROM projects p JOIN members m ON m.project = p.id AND m.user = ?
		WHERE `+where.text()+` ORDER BY score, p.created_at DESC LIMIT ?`, args, func(row scanner) error {
		h := hit{Found: wire.Found{Type: wire.FoundProject, Project: &entry.Project{}}}
		_, err := scanProject(with(row, &h.score), h.Project)
		h.at = h.Project.CreatedAt
		hits = append(hits, h)
		return err
	})
	return hits, err
}

func (db *DB) findTasks(ctx context.Context, actor, text string, limit int) (hits []hit, err error) {
	score, args := fit("t.title", text)
	where := &conditions{}
	where.add("t.deleted_at IS NULL AND p.deleted_at IS NULL")
	where.words("(t.title || char(10) || t.description)", []string{text})
	where.parts[1] = "(" + where.parts[1] + " OR t.key = ? COLLATE NOCASE)"
	args = append(append(append(append([]any{text}, args...), actor), where.args...), text)
	err = db.list(ctx, `SELECT `+taskColumns+`, CASE WHEN t.key = ? COLLATE NOCASE THEN 0 ELSE `+score+` END AS score FROM tasks t
		JOIN members m ON m.project = t.project AND m.user = ? JOIN projects p ON p.id = t.project
		WHERE `+where.text()+` ORDER BY score, t.updated_at DESC LIMIT ?`, append(args, limit), func(row scanner) error {
		h := hit{}
		t, err := scanTask(with(row, &h.score))
		if err == nil {
			h.Found, h.at = wire.Found{Type: wire.FoundTask, Task: &t.Task}, t.UpdatedAt
			hits = append(hits, h)
		}
		return err
	})
	return hits, err
}

func (db *DB) findComments(ctx context.Context, actor, text string, limit int) (hits []hit, err error) {
	where := &conditions{}
	where.add("c.deleted_at IS NULL AND t.deleted_at IS NULL AND p.deleted_at IS NULL")
	where.words("c.body", []string{text})
	err = db.list(ctx, `SELECT `+commentColumns+` FROM comments c JOIN members m ON m.project = c.project AND m.user = ?
		JOIN tasks t ON t.id = c.task JOIN projects p ON p.id = c.project
		WHERE `+where.text()+` ORDER BY c.created_at DESC LIMIT ?`, append(append([]any{actor}, where.args...), limit), func(row scanner) error {
		c, err := scanComment(row)
		hits = append(hits, hit{Found: wire.Found{Type: wire.FoundComment, Comment: &c.Comment}, score: 5, at: c.CreatedAt})
		return err
	})
	return hits, err
}
