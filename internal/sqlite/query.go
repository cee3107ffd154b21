package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Every query of what people read joins members on the person who asks: a row
// of a project that they may not see cannot come out, and is not found exactly
// like one that does not exist.

// prepared keeps statements of the readers' pool.
func (db *DB) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := db.queries.Load(query); ok {
		return stmt.(*sql.Stmt), nil
	}
	stmt, err := db.read.PrepareContext(ctx, query)
	if err != nil {
		return nil, translate(err)
	}
	if earlier, loaded := db.queries.LoadOrStore(query, stmt); loaded {
		stmt.Close()
		return earlier.(*sql.Stmt), nil
	}
	return stmt, nil
}

// one reads the row of a query that is asked often; NotFound where there is none.
func (db *DB) one(ctx context.Context, thing, query string, args []any, dest ...any) error {
	stmt, err := db.prepared(ctx, query)
	if err != nil {
		return err
	}
	err = stmt.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "There is no such "+thing+".")
	}
	return fault.Wrap("read "+thing, translate(err))
}

// list reads the rows of a query.
func (db *DB) list(ctx context.Context, query string, args []any, scan func(row scanner) error) error {
	rows, err := db.read.QueryContext(ctx, query, args...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return translate(err)
		}
	}
	return translate(rows.Err())
}

// Role gives the person's role in a project, with the project's id and whether
// it was deleted; NotFound for strangers.
func (db *DB) Role(ctx context.Context, actor, project string) (wire.Seen[entry.Role], error) {
	var role entry.Role
	seen := wire.Seen[entry.Role]{Thing: &role, Project: project}
	err := db.one(ctx, "project", `SELECT m.role, p.deleted_at FROM projects p JOIN members m ON m.project = p.id AND m.user = ?
		WHERE p.id = ?`, []any{actor, project}, (*string)(&role), &seen.DeletedAt)
	return seen, err
}

const projectColumns = `p.id, p.team, p.key, p.name, p.description, p.visibility, p.settings, p.link, p.archived_at, p.created_at, p.deleted_at`

func scanProject(row scanner, p *entry.Project) (deletedAt *entry.Instant, err error) {
	var settings string
	var link sql.NullString
	err = row.Scan(&p.ID, &p.Team, &p.Key, &p.Name, &p.Description, (*string)(&p.Visibility), &settings, &link, &p.ArchivedAt,
		(*int64)(&p.CreatedAt), &deletedAt)
	if err != nil {
		return nil, err
	}
	return deletedAt, fault.First(fromJSON(settings, &p.Settings), readLink(link, p))
}

// linkJSON and readLink keep a project's public link in its row.
func linkJSON(link *entry.Link) any {
	if link == nil {
		return nil
	}
	return asJSON(link)
}

func readLink(text sql.NullString, p *entry.Project) error {
	if !text.Valid {
		return nil
	}
	p.Link = &entry.Link{}
	return fromJSON(text.String, p.Link)
}

// Project gives a project with its statuses; NotFound for strangers.
func (db *DB) Project(ctx context.Context, actor, id string) (wire.Seen[wire.Project], error) {
	p := &wire.Project{Statuses: []*entry.Status{}}
	seen := wire.Seen[wire.Project]{Thing: p, Project: id}
	found := false
	err := db.list(ctx, `SELECT `+projectColumns+` FROM projects p JOIN members m ON m.project = p.id AND m.user = ? WHERE p.id = ?`,
		[]any{actor, id}, func(row scanner) (err error) {
			found = true
			seen.DeletedAt, err = scanProject(row, &p.Project)
			return err
		})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "There is no such project.")
	}
	if err != nil {
		return seen, fault.Wrap("read project", err)
	}
	err = db.statuses(ctx, actor, `s.project = ?`, id, func(_ string, v *entry.Status) { p.Statuses = append(p.Statuses, v) })
	return seen, fault.Wrap("read statuses", err)
}

// statuses gives the statuses that the person can see and that are where says, in board order.
func (db *DB) statuses(ctx context.Context, actor, where string, value any, give func(project string, v *entry.Status)) error {
	return db.list(ctx, `SELECT s.project, s.id, s.name, s.category, s.color, s.wip_limit, s.rank, s.archived_at FROM statuses s
		JOIN members m ON m.project = s.project AND m.user = ? WHERE `+where+` ORDER BY s.rank, s.id`,
		[]any{actor, value}, func(row scanner) error {
			var project string
			var v entry.Status
			err := row.Scan(&project, &v.ID, &v.Name, (*string)(&v.Category), &v.Color, &v.WipLimit, &v.Rank, &v.ArchivedAt)
			give(project, &v)
			return err
		})
}

// Projects lists all that the person can see, the newest first.
func (db *DB) Projects(ctx context.Context, actor string) ([]*wire.Project, error) {
	list, byID := []*wire.Project{}, map[string]*wire.Project{}
	err := db.list(ctx, `SELECT `+projectColumns+` FROM members m JOIN projects p ON p.id = m.project
		WHERE m.user = ? AND p.deleted_at IS NULL ORDER BY p.created_at DESC, p.id`, []any{actor}, func(row scanner) error {
		p := &wire.Project{Statuses: []*entry.Status{}}
		_, err := scanProject(row, &p.Project)
		list, byID[p.ID] = append(list, p), p
		return err
	})
	if err != nil {
		return nil, fault.Wrap("list projects", err)
	}
	err = db.statuses(ctx, actor, `m.user = ?`, actor, func(project string, v *entry.Status) {
		if p := byID[project]; p != nil {
			p.Statuses = append(p.Statuses, v)
		}
	})
	return list, fault.Wrap("list projects", err)
}

// KeyTaken tells whether a project, even a deleted one, has this key (D4).
func (db *DB) KeyTaken(ctx context.Context, key string) (bool, error) {
	var taken bool
	err := db.one(ctx, "key", `SELECT EXISTS (SELECT 1 FROM projects WHERE key = ?)`, []any{key}, &taken)
	return taken, err
}
