package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

// pastOf names a task and those that it was in other projects, the latest first.
const pastOf = `WITH RECURSIVE past(id, back) AS (SELECT ?2, 0 UNION ALL ` + stepBack + `) SELECT past.back, ` + activityColumns + ` FROM past JOIN activity a ON a.task = past.id JOIN streams s ON s.number = a.stream`

const stepBack = `SELECT t.id, past.back + 1 FROM past JOIN tasks t ON t.moved_to = past.id AND t.moved_to <> '' WHERE past.back < 20`

// CameFrom implements activity.Store.
func (db *DB) CameFrom(ctx context.Context, task string) ([]string, error) {
	return list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`WITH RECURSIVE past(id, back) AS (SELECT ?, 0 UNION ALL `+stepBack+`) SELECT t.project FROM past JOIN tasks t ON t.id = past.id WHERE past.back > 0`, task)
}

const inProject = `SELECT 0, ` + activityColumns + ` FROM streams s JOIN activity a ON a.stream = s.number`

const activityColumns = `s.id, a.seq, a.part, a.at, a.actor, a.kind, a.deed, a.field, a.detail, COALESCE(a.task, ''),
	COALESCE(t.key, ''), CASE WHEN t.deleted_at IS NULL THEN COALESCE(t.title, '') ELSE '' END`

// Activity implements activity.Store. Of a deleted task only that it was deleted
// comes out; a task's past in another project to those who see that one too.
func (db *DB) Activity(ctx context.Context, actor string, f *wire.ActivityFilter) (wire.Page[wire.ActivityItem], error) {
	page := wire.Page[wire.ActivityItem]{Items: []wire.ActivityItem{}}
	query, args := activityQuery(actor, f)
	var last wire.ActivityCursor
	err := db.list(ctx, query, args, func(row scanner) error {
		if len(page.Items) == f.Limit {
			page.NextCursor = wire.Cursor(last)
			return nil
		}
		item, at, err := scanActivity(row)
		page.Items, last = append(page.Items, item), at
		return err
	})
	if err == nil {
		err = db.nameTasks(ctx, actor, page.Items)
	}
	return page, fault.Wrap("list activity", err)
}

func activityQuery(actor string, f *wire.ActivityFilter) (string, []any) {
	from, of := inProject, f.Project
	if f.Task != "" {
		from, of = pastOf, f.Task
	}
	query := from + ` JOIN members m ON m.project = s.id AND m.user = ?1 LEFT JOIN tasks t ON t.id = a.task WHERE `
	args := []any{actor, of}
	var where []string
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if f.Task == "" {
		add(`s.id = ?2`)
		add(`(t.deleted_at IS NULL OR a.kind = 'task' AND a.deed IN ('deleted', 'left'))`)
	} else {
		add(`a.deed <> 'left'`)
	}
	if len(f.Actors) > 0 {
		add(`a.actor IN (`+marks(len(f.Actors))+`)`, anys(f.Actors)...)
	}
	if len(f.Kinds) > 0 {
		add(`a.kind IN (`+marks(len(f.Kinds))+`)`, anys(f.Kinds)...)
	}
	if len(f.Tasks) > 0 {
		add(`a.task IN (`+marks(len(f.Tasks))+`)`, anys(f.Tasks)...)
	}
	if f.But != "" {
		add(`a.actor <> ?`, f.But)
	}
	if f.After > 0 {
		add(`a.seq > ?`, f.After)
	}
	if f.Before > 0 {
		add(`a.seq < ?`, f.Before)
	}
	back := `0`
	if f.Task != "" {
		back = `past.back`
	}
	if c := f.Cursor; c != nil {
		add(`(-`+back+`, a.seq, a.part) < (?, ?, ?)`, -c.Back, c.Seq, c.Part)
	}
	order := ` ORDER BY a.seq DESC, a.part DESC LIMIT ?`
	if f.Task != "" {
		order = ` ORDER BY past.back, a.seq DESC, a.part DESC LIMIT ?`
	}
	return query + strings.Join(where, ` AND `) + order, append(args, f.Limit+1)
}

func scanActivity(row scanner) (item wire.ActivityItem, at wire.ActivityCursor, err error) {
	var detail string
	var task wire.ActivityTask
	err = row.Scan(&at.Back, &item.Project, &at.Seq, &at.Part, (*int64)(&item.At), &item.Actor, (*string)(&item.Kind), (*string)(&item.Deed),
		&item.Field, &detail, &task.ID, &task.Key, &task.Title)
	if err != nil {
		return item, at, err
	}
	item.Seq, item.ID = at.Seq, fmt.Sprintf("%s.%d.%d", item.Project, at.Seq, at.Part)
	if task.ID != "" {
		item.Task = &task
	}
	var d activityDetail
	err = fromJSON(detail, &d)
	item.Thing, item.From, item.To, item.Added, item.Removed = d.Thing, d.From, d.To, d.Added, d.Removed
	return item, at, err
}

// nameTasks fills in what other tasks are called that items name, where the person
// may see them.
func (db *DB) nameTasks(ctx context.Context, actor string, items []wire.ActivityItem) error {
	refs := projection.NamedTasks(items)
	if len(refs) == 0 {
		return nil
	}
	ids := slices.Collect(maps.Keys(refs))
	return db.list(ctx, `SELECT t.id, t.key FROM tasks t JOIN members m ON m.project = t.project AND m.user = ?
		WHERE t.deleted_at IS NULL AND t.id IN (`+marks(len(ids))+`)`, append([]any{actor}, anys(ids)...), func(row scanner) error {
		var id, key string
		err := row.Scan(&id, &key)
		for _, v := range refs[id] {
			v.Text = key
		}
		return err
	})
}

// Writings implements activity.Store.
func (db *DB) Writings(ctx context.Context, in, task string) ([]wire.Writing, error) {
	found, err := list(ctx, db.read, func(row scanner) (w wire.Writing, err error) {
		return w, row.Scan(&w.Seq, (*int64)(&w.At), &w.Actor, &w.Command)
	}, `SELECT a.seq, a.at, a.actor, COALESCE(e.command, '') FROM streams s JOIN activity a ON a.stream = s.number JOIN entries e ON e.stream = a.stream AND e.seq = a.seq
		WHERE s.id = ? AND a.task = ? AND a.kind = 'task' AND (a.field = 'description' OR a.deed IN ('created', 'arrived')) ORDER BY a.seq`, in, task)
	return found, fault.Wrap("list writings", err)
}

// mostCounted is up to where changes are counted: more is many.
const mostCounted = 1000

// ActivitySince implements activity.Store.
func (db *DB) ActivitySince(ctx context.Context, actor, in string, after int64) (changes, tasks int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT COUNT(*), COUNT(DISTINCT task) FROM (SELECT a.task FROM streams s JOIN members m ON m.project = s.id AND m.user = ?1
		JOIN activity a ON a.stream = s.number JOIN tasks t ON t.id = a.task
		WHERE s.id = ?2 AND a.seq > ?3 AND a.actor <> ?1 AND (t.deleted_at IS NULL OR a.kind = 'task' AND a.deed IN ('deleted', 'left')) LIMIT ?4)`,
		actor, in, after, mostCounted).Scan(&changes, &tasks)
	return changes, tasks, fault.Wrap("count activity", translate(err))
}
