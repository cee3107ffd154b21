package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

var stateWhere = map[wire.ProjectState]string{
	wire.ActiveProjects:   `p.deleted_at IS NULL AND p.archived_at IS NULL`,
	wire.ArchivedProjects: `p.deleted_at IS NULL AND p.archived_at IS NOT NULL`,
	wire.DeletedProjects:  `p.deleted_at >= ? AND m.role = 'admin'`,
}

// TeamProjects gives those of a team's projects that the person can see, the
// newest first; NotFound to who is not in the team.
func (db *DB) TeamProjects(ctx context.Context, actor, team string, state wire.ProjectState, deletedSince entry.Instant) ([]wire.TeamProject, error) {
	if _, err := db.Team(ctx, team, actor); err != nil {
		return nil, err
	}
	args := []any{actor, team}
	if state == wire.DeletedProjects {
		args = append(args, int64(deletedSince))
	}
	all := []wire.TeamProject{}
	err := db.list(ctx, `SELECT `+projectColumns+`, m.role, (SELECT count(*) FROM members c WHERE c.project = p.id) FROM projects p
		JOIN members m ON m.project = p.id AND m.user = ? WHERE p.team = ? AND `+stateWhere[state]+` ORDER BY p.created_at DESC, p.id`,
		args, func(row scanner) (err error) {
			one := wire.TeamProject{Project: &entry.Project{}}
			one.DeletedAt, err = scanProject(with(row, (*string)(&one.Role), &one.Members), one.Project)
			all = append(all, one)
			return err
		})
	return all, fault.Wrap("list projects", err)
}
