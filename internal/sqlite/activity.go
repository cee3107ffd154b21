package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// How much is taken over in one transaction: other writes wait for it.
const (
	activityEntries = 250
	activityBytes   = 2 << 20
)

// ActivityBehind implements activity.Store.
func (db *DB) ActivityBehind(ctx context.Context) ([]string, error) {
	return list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT s.id FROM projects p JOIN streams s ON s.id = p.id LEFT JOIN activity_positions i ON i.stream = s.number
		WHERE i.seq IS NULL OR i.seq < s.head`)
}

// ActivityNext implements activity.Store.
func (db *DB) ActivityNext(ctx context.Context, in string) (*project.State, []entry.Entry, error) {
	var stream, seq, head int64
	err := db.read.QueryRowContext(ctx, `SELECT s.number, s.head, COALESCE(i.seq, 0) FROM streams s
		LEFT JOIN activity_positions i ON i.stream = s.number WHERE s.id = ?`, in).Scan(&stream, &head, &seq)
	if errors.Is(err, sql.ErrNoRows) || err == nil && seq >= head {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fault.Wrap("read activity position", translate(err))
	}
	entries, err := readEntries(ctx, db.read, in, seq, activityEntries, activityBytes)
	if err != nil {
		return nil, nil, fault.Wrap("read entries", err)
	}
	ids, err := touchedIDs(entries)
	if err != nil {
		return nil, nil, err
	}
	state, err := db.known(ctx, stream, ids)
	return state, entries, fault.Wrap("read what is known", err)
}

// touchedIDs are the tasks and comments that entries are about.
func touchedIDs(entries []entry.Entry) ([]string, error) {
	ids := map[string]bool{}
	for i := range entries {
		events, err := entries[i].Decode()
		if err != nil {
			return nil, fault.Wrap("decode entry", err)
		}
		for k := range events {
			switch e := &events[k]; {
			case e.Task != nil:
				ids[e.Task.ID] = true
			case e.Comment != nil:
				ids[e.Comment.ID] = true
			case e.Attachment != nil:
				ids[e.Attachment.ID] = true
			case e.ID != "":
				ids[e.ID] = true
			}
		}
	}
	return keysOf(ids), nil
}

// known reads tasks, comments and files of these ids, and all that a project has few of.
func (db *DB) known(ctx context.Context, stream int64, ids []string) (*project.State, error) {
	state := project.New()
	var tasks []*project.Task
	read := func(row scanner) error {
		var kind, facts string
		if err := row.Scan(&kind, &facts); err != nil {
			return err
		}
		return recall(state, &tasks, kind, facts)
	}
	err := db.list(ctx, `SELECT kind, facts FROM activity_known WHERE stream = ?
		AND kind IN ('field', 'label', 'member', 'project', 'status', 'template', 'view')`, []any{stream}, read)
	for ; err == nil && len(ids) > 0; ids = ids[min(len(ids), 500):] {
		part := ids[:min(len(ids), 500)]
		err = db.list(ctx, `SELECT kind, facts FROM activity_known WHERE stream = ? AND kind IN ('task', 'comment', 'attachment') AND id IN (`+marks(len(part))+`)`,
			append([]any{stream}, anys(part)...), read)
	}
	state.Load(tasks)
	return state, err
}

// recall puts one thing into a state.
func recall(state *project.State, tasks *[]*project.Task, kind, facts string) error {
	switch kind {
	case "task":
		t := &project.Task{}
		*tasks = append(*tasks, t)
		return fromJSON(facts, t)
	case "comment":
		return recallOne(state.Comments, facts, func(c *project.Comment) string { return c.ID })
	case "attachment":
		return recallOne(state.Attachments, facts, func(a *project.Attachment) string { return a.ID })
	case "status":
		return recallOne(state.Statuses, facts, func(v *entry.Status) string { return v.ID })
	case "label":
		return recallOne(state.Labels, facts, func(v *entry.Label) string { return v.ID })
	case "field":
		return recallOne(state.Fields, facts, func(v *entry.Field) string { return v.ID })
	case "template":
		return recallOne(state.Templates, facts, func(v *entry.Template) string { return v.ID })
	case "view":
		return recallOne(state.Views, facts, func(v *entry.View) string { return v.ID })
	case "member":
		return recallOne(state.Members, facts, func(v *entry.Member) string { return v.User.ID })
	}
	row := &project.ProjectRow{}
	err := fromJSON(facts, row)
	state.Project, state.DeletedAt = &row.Project, row.DeletedAt
	return err
}

func recallOne[T any](records map[string]*T, facts string, id func(*T) string) error {
	v := new(T)
	err := fromJSON(facts, v)
	records[id(v)] = v
	return err
}

// SaveActivity implements activity.Store.
func (db *DB) SaveActivity(ctx context.Context, in string, upTo int64, items []wire.ActivityItem, known project.Rows) error {
	return fault.Wrap("save activity", db.write(ctx, func(tx *writing) error {
		var stream int64
		if err := tx.row(`SELECT number FROM streams WHERE id = ?`, []any{in}, &stream); err != nil {
			return errOtherThanNone(err) // it was deleted for ever meanwhile
		}
		if err := tx.saveItems(stream, items); err != nil {
			return err
		}
		if err := tx.saveKnown(stream, &known); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO activity_positions (stream, seq) VALUES (?1, ?2) ON CONFLICT (stream) DO UPDATE SET seq = ?2`, stream, upTo)
	}))
}

// activityDetail is what of an item nothing is looked for by.
type activityDetail struct {
	Thing   *wire.ActivityValue  `json:"thing,omitzero"`
	From    *wire.ActivityValue  `json:"from,omitzero"`
	To      *wire.ActivityValue  `json:"to,omitzero"`
	Added   []wire.ActivityValue `json:"added,omitzero"`
	Removed []wire.ActivityValue `json:"removed,omitzero"`
}

func (tx *writing) saveItems(stream int64, items []wire.ActivityItem) error {
	var seq, part int64
	for i := range items {
		item := &items[i]
		if part++; item.Seq != seq {
			seq, part = item.Seq, 1
		}
		var task any
		if item.Task != nil {
			task = item.Task.ID
		}
		detail := asJSON(activityDetail{item.Thing, item.From, item.To, item.Added, item.Removed})
		if err := tx.exec(`INSERT INTO activity (stream, seq, part, at, actor, kind, deed, task, field, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			stream, seq, part, int64(item.At), item.Actor, string(item.Kind), string(item.Deed), task, item.Field, detail); err != nil {
			return err
		}
	}
	return nil
}

// saveKnown keeps what is known of things, without what people wrote in them.
func (tx *writing) saveKnown(stream int64, rows *project.Rows) (err error) {
	save := func(kind, id string, facts any) {
		if err == nil {
			err = tx.exec(`INSERT INTO activity_known (stream, kind, id, facts) VALUES (?1, ?2, ?3, ?4)
				ON CONFLICT (stream, kind, id) DO UPDATE SET facts = ?4`, stream, kind, id, asJSON(facts))
		}
	}
	if rows.Project != nil {
		save("project", rows.Project.ID, rows.Project)
	}
	for _, t := range rows.Tasks {
		bare := *t
		bare.Description, bare.Changes = "", nil
		save("task", t.ID, bare)
	}
	for _, c := range rows.Comments {
		bare := *c
		bare.Body, bare.Reactions = "", nil
		save("comment", c.ID, bare)
	}
	saveEach(rows.Attachments, "attachment", func(v *project.Attachment) string { return v.ID }, save)
	saveEach(rows.Statuses, "status", func(v *entry.Status) string { return v.ID }, save)
	saveEach(rows.Labels, "label", func(v *entry.Label) string { return v.ID }, save)
	saveEach(rows.Fields, "field", func(v *entry.Field) string { return v.ID }, save)
	saveEach(rows.Templates, "template", func(v *entry.Template) string { return v.ID }, save)
	saveEach(rows.Views, "view", func(v *entry.View) string { return v.ID }, save)
	saveEach(rows.Members, "member", func(v *entry.Member) string { return v.User.ID }, save)
	for kind, ids := range map[string][]string{
		"status": rows.Gone.Statuses, "label": rows.Gone.Labels, "field": rows.Gone.Fields,
		"template": rows.Gone.Templates, "view": rows.Gone.Views, "member": rows.Gone.Members,
	} {
		for _, id := range ids {
			if err == nil {
				err = tx.exec(`DELETE FROM activity_known WHERE stream = ? AND kind = ? AND id = ?`, stream, kind, id)
			}
		}
	}
	return err
}

func saveEach[T any](records []*T, kind string, id func(*T) string, save func(kind, id string, facts any)) {
	for _, v := range records {
		save(kind, id(v), v)
	}
}

// purgeActivity forgets all of a project.
func (tx *writing) purgeActivity(id string) error {
	const number = `(SELECT number FROM streams WHERE id = ?)`
	return fault.First(
		tx.exec(`DELETE FROM activity WHERE stream = `+number, id),
		tx.exec(`DELETE FROM activity_known WHERE stream = `+number, id),
		tx.exec(`DELETE FROM activity_positions WHERE stream = `+number, id),
	)
}

// Marks gives about so many entries of a journal, evenly spread, with their times:
// the last one always.
func (db *DB) Marks(ctx context.Context, stream string, head journal.Head, count int64) ([]wire.Mark, error) {
	each := max(1, head.Seq/count)
	return list(ctx, db.read, func(row scanner) (m wire.Mark, err error) { return m, row.Scan(&m.Seq, (*int64)(&m.At)) },
		`WITH RECURSIVE marks(seq) AS (SELECT 1 UNION ALL SELECT min(seq + ?1, ?2) FROM marks WHERE seq < ?2)
		SELECT e.seq, e.at FROM marks JOIN streams s ON s.id = ?3 JOIN entries e ON e.stream = s.number AND e.seq = marks.seq`, each, head.Seq, stream)
}

// GoneTasks gives the tasks of a project that nobody may see any more, as they
// were at any time: those deleted before an instant, and those in other projects.
func (db *DB) GoneTasks(ctx context.Context, in string, before entry.Instant) ([]string, error) {
	return list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM tasks WHERE project = ? AND deleted_at IS NOT NULL AND (deleted_at < ? OR moved_to <> '')`, in, int64(before))
}
