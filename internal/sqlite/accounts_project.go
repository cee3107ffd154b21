package sqlite

import (
	"context"

	"tandem/internal/entry"
)

// ProjectsOf gives the projects that a person can see, by name.
func (db *DB) ProjectsOf(ctx context.Context, actor string) ([]*entry.Project, error) {
	return list(ctx, db.read, func(row scanner) (*entry.Project, error) {
		var p entry.Project
		var settings string
		err := row.Scan(&p.ID, &p.Team, &p.Key, &p.Name, &p.Description, (*string)(&p.Visibility), &settings, &p.ArchivedAt, (*int64)(&p.CreatedAt))
		if err != nil {
			return nil, err
		}
		return &p, fromJSON(settings, &p.Settings)
	}, `SELECT p.id, p.team, p.key, p.name, p.description, p.visibility, p.settings, p.archived_at, p.created_at
		FROM members m JOIN projects p ON p.id = m.project WHERE m.user = ? AND p.deleted_at IS NULL ORDER BY p.name COLLATE NOCASE, p.id`, actor)
}
