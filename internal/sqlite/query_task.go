package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/wire"
)

const (
	taskByID  = ` FROM tasks t JOIN members m ON m.project = t.project AND m.user = ? JOIN projects p ON p.id = t.project WHERE t.id = ?`
	taskByKey = ` FROM projects p JOIN members m ON m.project = p.id AND m.user = ? JOIN tasks t ON t.project = p.id WHERE p.key = ? AND t.number = ?`
)

// taskArgs chooses the query for a reference: an id, or a key such as "WEB-12".
func taskArgs(actor, ref string) (from string, args []any) {
	if key, number, ok := entry.SplitKey(ref); ok {
		return taskByKey, []any{actor, key, number}
	}
	return taskByID, []any{actor, ref}
}

// Task gives a task by id or key; NotFound for strangers.
func (db *DB) Task(ctx context.Context, actor, ref string) (wire.Seen[entry.Task], error) {
	from, args := taskArgs(actor, ref)
	stmt, err := db.prepared(ctx, `SELECT `+taskColumns+`, p.deleted_at`+from)
	if err != nil {
		return wire.Seen[entry.Task]{}, err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return wire.Seen[entry.Task]{}, translate(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return wire.Seen[entry.Task]{}, fault.Wrap("read task", translate(err))
		}
		return wire.Seen[entry.Task]{}, fault.New(fault.NotFound, "There is no such task.")
	}
	var projectDeletedAt *entry.Instant
	t, err := scanTask(with(rows, &projectDeletedAt))
	if err != nil {
		return wire.Seen[entry.Task]{}, fault.Wrap("read task", translate(err))
	}
	return seenTask(t, projectDeletedAt), nil
}

func seenTask(t *project.Task, projectDeletedAt *entry.Instant) wire.Seen[entry.Task] {
	seen := wire.Seen[entry.Task]{Thing: &t.Task, Project: t.Project, DeletedAt: t.DeletedAt, MovedTo: t.MovedTo}
	if seen.DeletedAt == nil {
		seen.DeletedAt = projectDeletedAt
	}
	return seen
}

// wider is a row with more columns than a scan function knows of.
type wider struct {
	row  scanner
	more []any
}

func with(row scanner, more ...any) scanner { return wider{row, more} }

func (w wider) Scan(dest ...any) error { return w.row.Scan(append(dest, w.more...)...) }

// sorting is what tasks are sorted by: an expression of one value.
type sorting struct {
	by      string
	integer bool
	down    bool
}

var sortings = map[string]sorting{
	"number":     {by: "t.number", integer: true},
	"-number":    {by: "t.number", integer: true, down: true},
	"createdAt":  {by: "t.created_at", integer: true},
	"-createdAt": {by: "t.created_at", integer: true, down: true},
	"updatedAt":  {by: "t.updated_at", integer: true},
	"-updatedAt": {by: "t.updated_at", integer: true, down: true},
	"dueDate":    {by: "COALESCE(t.due_date, '9999-99-99')"},
	"-dueDate":   {by: "COALESCE(t.due_date, '')", down: true},
	"priority":   {by: priorityLevel, integer: true},
	"-priority":  {by: priorityLevel, integer: true, down: true},
	"title":      {by: "lower(t.title)"},
	"-title":     {by: "lower(t.title)", down: true},
	"rank":       {by: "(SELECT s.rank FROM statuses s WHERE s.id = t.status) || ' ' || t.status || ' ' || t.rank || ' ' || t.id"},
}

const priorityLevel = `CASE t.priority WHEN 'none' THEN 0 WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 ELSE 4 END`

// Tasks lists tasks of a project that are not deleted; empty for strangers.
func (db *DB) Tasks(ctx context.Context, actor string, f wire.TaskFilter) (wire.Page[*entry.Task], error) {
	page := wire.Page[*entry.Task]{Items: []*entry.Task{}}
	context, err := db.filterContext(ctx, actor, &f)
	if err != nil {
		return page, err
	}
	sort := sortings[f.Sort]
	where := taskConditions(&f, context)
	order, after := " ASC", "> ("
	if sort.down {
		order, after = " DESC", "< ("
	}
	if c := f.Cursor; c != nil {
		where.add(`(`+sort.by+`, t.number) `+after+`?, ?)`, sort.value(c), c.Number)
	}
	last := wire.TaskCursor{Sort: f.Sort}
	err = db.list(ctx, `SELECT `+taskColumns+`, `+sort.by+` FROM tasks t JOIN members m ON m.project = t.project AND m.user = ? WHERE `+
		where.text()+` ORDER BY `+sort.by+order+`, t.number`+order+` LIMIT ?`,
		append(append([]any{actor}, where.args...), f.Limit+1), func(row scanner) error {
			if len(page.Items) == f.Limit {
				page.NextCursor = wire.Cursor(last)
				return nil
			}
			t, err := scanTask(with(row, sort.dest(&last)))
			if err == nil {
				last.Number = t.Number
				page.Items = append(page.Items, &t.Task)
			}
			return err
		})
	return page, fault.Wrap("list tasks", err)
}

func (s sorting) value(c *wire.TaskCursor) any {
	if s.integer {
		return c.Int
	}
	return c.Text
}

func (s sorting) dest(c *wire.TaskCursor) any {
	if s.integer {
		return &c.Int
	}
	return &c.Text
}
