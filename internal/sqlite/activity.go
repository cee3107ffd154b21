package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/projection"
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
	ids, err := projection.Touched(entries)
	if err != nil {
		return nil, nil, err
	}
	state, err := db.known(ctx, stream, ids)
	return state, entries, fault.Wrap("read what is known", err)
}

// known reads tasks, comments and files of these ids, and all that a project has few of.
func (db *DB) known(ctx context.Context, stream int64, ids []string) (*project.State, error) {
	var facts []projection.Fact
	read := func(row scanner) error {
		var f projection.Fact
		err := row.Scan(&f.Kind, &f.ID, &f.JSON)
		facts = append(facts, f)
		return err
	}
	err := db.list(ctx, `SELECT kind, id, facts FROM activity_known WHERE stream = ? AND kind IN (`+marks(len(projection.FewKinds))+`)`,
		append([]any{stream}, anys(projection.FewKinds)...), read)
	for ; err == nil && len(ids) > 0; ids = ids[min(len(ids), 500):] {
		part := ids[:min(len(ids), 500)]
		err = db.list(ctx, `SELECT kind, id, facts FROM activity_known WHERE stream = ? AND kind IN ('task', 'comment', 'attachment') AND id IN (`+marks(len(part))+`)`,
			append([]any{stream}, anys(part)...), read)
	}
	if err != nil {
		return nil, err
	}
	return projection.Recall(facts)
}

// SaveActivity implements activity.Store.
func (db *DB) SaveActivity(ctx context.Context, in string, step *projection.Step) error {
	return fault.Wrap("save activity", db.write(ctx, func(tx *writing) error {
		var stream, seq int64
		err := tx.row(`SELECT s.number, COALESCE(i.seq, 0) FROM streams s LEFT JOIN activity_positions i ON i.stream = s.number WHERE s.id = ?`,
			[]any{in}, &stream, &seq)
		if err != nil || seq != step.After {
			return errOtherThanNone(err) // where there is no stream it was deleted for ever meanwhile
		}
		if err := tx.saveItems(stream, step.Items); err != nil {
			return err
		}
		if err := tx.saveKnown(stream, &step.Known); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO activity_positions (stream, seq) VALUES (?1, ?2) ON CONFLICT (stream) DO UPDATE SET seq = ?2`, stream, step.UpTo)
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

// saveKnown keeps what is known of things.
func (tx *writing) saveKnown(stream int64, rows *project.Rows) error {
	facts, err := projection.Facts(rows)
	for i := 0; err == nil && i < len(facts); i++ {
		f := &facts[i]
		if f.JSON == "" {
			err = tx.exec(`DELETE FROM activity_known WHERE stream = ? AND kind = ? AND id = ?`, stream, f.Kind, f.ID)
			continue
		}
		err = tx.exec(`INSERT INTO activity_known (stream, kind, id, facts) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (stream, kind, id) DO UPDATE SET facts = ?4`, stream, f.Kind, f.ID, f.JSON)
	}
	return err
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
