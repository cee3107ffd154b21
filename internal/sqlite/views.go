package sqlite

import (
	"context"
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/view"
)

var _ view.Store = (*DB)(nil)

const viewColumns = `v.id, v.project, v.name, v.layout, v.filter, v.group_by, v.sort_by, v.created_by, v.created_at`

func viewValues(v *entry.View) []any {
	return []any{v.ID, v.Project, v.Name, string(v.Layout), filterText(v.Filter), text(v.Group), text(v.Sort), v.CreatedBy, int64(v.CreatedAt)}
}

// filterText is as it is kept: NULL where all tasks are chosen.
func filterText(filter entry.Filter) any {
	if filter.All() {
		return nil
	}
	return string(filter)
}

func scanView(row scanner) (*entry.View, error) {
	v := &entry.View{}
	var filter *string
	err := row.Scan(&v.ID, &v.Project, &v.Name, (*string)(&v.Layout), &filter, &v.Group, &v.Sort, &v.CreatedBy, (*int64)(&v.CreatedAt))
	if filter != nil {
		v.Filter = entry.Filter(*filter)
	}
	return v, err
}

// saveView writes a view that is shared with its project.
func (tx *writing) saveView(v *entry.View) error {
	return tx.own(`INSERT INTO views (id, project, name, layout, filter, group_by, sort_by, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, layout = excluded.layout, filter = excluded.filter,
			group_by = excluded.group_by, sort_by = excluded.sort_by
		WHERE views.project = excluded.project`, viewValues(v)...)
}

func loadViews(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT `+viewColumns+` FROM views v WHERE v.project = ?`, id, func(row scanner) error {
		v, err := scanView(row)
		state.Views[v.ID] = v
		return err
	})
}

// Views implements api.Reads.
func (db *DB) Views(ctx context.Context, actor, in string) ([]*entry.View, error) {
	return list(ctx, db.read, scanView, `SELECT `+viewColumns+` FROM views v JOIN members m ON m.project = v.project AND m.user = ?
		WHERE v.project = ? ORDER BY v.name, v.id`, actor, in)
}

// AddView implements view.Store.
func (db *DB) AddView(ctx context.Context, v *entry.View) error {
	return fault.Wrap("add view", db.once(ctx, func(tx *writing) error {
		var have int
		if err := tx.row(`SELECT COUNT(*) FROM own_views WHERE created_by = ? AND project = ?`, []any{v.CreatedBy, v.Project}, &have); err != nil {
			return err
		}
		if have >= project.MaxViews {
			return fault.New(fault.Conflict, fmt.Sprintf("You have %d views of your own here already; delete some.", project.MaxViews))
		}
		var shared int
		if err := tx.row(`SELECT COUNT(*) FROM views WHERE id = ?`, []any{v.ID}, &shared); err != nil || shared > 0 {
			return fault.First(err, fault.New(fault.Conflict, "Something with this id exists already."))
		}
		return tx.own(`INSERT INTO own_views (id, project, name, layout, filter, group_by, sort_by, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO NOTHING`, viewValues(v)...)
	}))
}

// OwnViews implements view.Store: what one may not see is left out here.
func (db *DB) OwnViews(ctx context.Context, user, in string) ([]*entry.View, error) {
	return list(ctx, db.read, scanView, `SELECT `+viewColumns+` FROM own_views v
		JOIN members m ON m.project = v.project AND m.user = v.created_by JOIN projects p ON p.id = v.project
		WHERE v.created_by = ? AND v.project = ? AND p.deleted_at IS NULL ORDER BY v.name, v.id`, user, in)
}

// ChangeView implements view.Store.
func (db *DB) ChangeView(ctx context.Context, user, in, id string, set *entry.Set) (v *entry.View, err error) {
	err = db.once(ctx, func(tx *writing) error {
		if v, err = tx.ownView(user, in, id); err != nil {
			return err
		}
		project.SetView(v, set)
		return tx.exec(`UPDATE own_views SET name = ?, layout = ?, filter = ?, group_by = ?, sort_by = ? WHERE id = ?`,
			v.Name, string(v.Layout), filterText(v.Filter), text(v.Group), text(v.Sort), id)
	})
	return v, fault.Wrap("change view", err)
}

func (tx *writing) ownView(user, in, id string) (*entry.View, error) {
	rows, err := tx.query(`SELECT `+viewColumns+` FROM own_views v WHERE v.id = ? AND v.created_by = ? AND v.project = ?`, id, user, in)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, fault.First(translate(rows.Err()), fault.New(fault.NotFound, "There is no such view."))
	}
	v, err := scanView(rows)
	return v, translate(err)
}

// RemoveView implements view.Store.
func (db *DB) RemoveView(ctx context.Context, user, in, id string) error {
	return fault.Wrap("remove view", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`DELETE FROM own_views WHERE id = ? AND created_by = ? AND project = ?`, id, user, in)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "There is no such view.")
		}
		return err
	}))
}
