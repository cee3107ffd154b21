package sqlite

import (
	"context"
	"maps"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

var _ team.Store = (*DB)(nil)

// staleOf and staleAgain enclose a SELECT of (project, version, actor).
const (
	staleOf    = `INSERT INTO stale_projects (project, version, actor) `
	staleAgain = ` ON CONFLICT (project) DO UPDATE SET version = version + 1, actor = excluded.actor`
)

// CreateTeam implements team.Store.
func (db *DB) CreateTeam(ctx context.Context, t team.Team, maker string) error {
	return fault.Wrap("create team", db.once(ctx, func(tx *writing) error {
		err := tx.exec(`INSERT INTO teams (id, name, created_at) VALUES (?, ?, ?)`, t.ID, t.Name, int64(t.CreatedAt))
		if err != nil {
			return err
		}
		return tx.exec(`INSERT INTO team_members (team, user, role, joined_at) VALUES (?, ?, ?, ?)`,
			t.ID, maker, string(entry.TeamOwner), int64(t.CreatedAt))
	}))
}

const teamQuery = `SELECT t.id, t.name, m.role, t.created_at FROM team_members m JOIN teams t ON t.id = m.team WHERE m.user = ?`

func scanTeam(row scanner) (team.Team, error) {
	var t team.Team
	err := row.Scan(&t.ID, &t.Name, (*string)(&t.Role), (*int64)(&t.CreatedAt))
	return t, missing("team", err)
}

// Teams implements team.Store.
func (db *DB) Teams(ctx context.Context, user string) ([]team.Team, error) {
	return list(ctx, db.read, scanTeam, teamQuery+` ORDER BY t.created_at, t.id`, user)
}

// Team implements team.Store.
func (db *DB) Team(ctx context.Context, id, user string) (team.Team, error) {
	t, err := scanTeam(db.read.QueryRowContext(ctx, teamQuery+` AND t.id = ?`, user, id))
	return t, fault.Wrap("read team", err)
}

// ChangeTeam implements team.Store.
func (db *DB) ChangeTeam(ctx context.Context, id, actor string, change func(*team.House) error) error {
	return fault.Wrap("change team", db.once(ctx, func(tx *writing) error {
		house, err := tx.house(id)
		if err != nil {
			return err
		}
		before, name := maps.Clone(house.Seats), house.Name
		if err := change(&house); err != nil {
			return err
		}
		if err := tx.exec(`UPDATE teams SET name = ?, deleted_at = CASE WHEN ? THEN unixepoch() * 1000 END WHERE id = ?`,
			house.Name, house.Deleted, id); err != nil {
			return err
		}
		if name != house.Name {
			if err := tx.markPeople(id, actor, slices.Collect(maps.Keys(before))); err != nil {
				return err
			}
		}
		return tx.saveSeats(id, actor, before, house.Seats)
	}))
}

func (tx *writing) house(id string) (team.House, error) {
	house := team.House{Seats: map[string]entry.TeamRole{}}
	if err := tx.row(`SELECT name, deleted_at IS NOT NULL FROM teams WHERE id = ?`, []any{id}, &house.Name, &house.Deleted); err != nil {
		return house, missing("team", err)
	}
	rows, err := tx.query(`SELECT user, role FROM team_members WHERE team = ?`, id)
	if err != nil {
		return house, translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		var user, role string
		if err := rows.Scan(&user, &role); err != nil {
			return house, err
		}
		house.Seats[user] = entry.TeamRole(role)
	}
	return house, translate(rows.Err())
}

// saveSeats writes what differs, and marks all whom that concerns.
func (tx *writing) saveSeats(id, actor string, before, after map[string]entry.TeamRole) error {
	if maps.Equal(before, after) {
		return nil
	}
	concerned := maps.Clone(before)
	maps.Copy(concerned, after)
	for user := range concerned {
		if err := tx.saveSeat(id, user, before[user], after[user]); err != nil {
			return err
		}
	}
	return fault.First(
		tx.exec(staleOf+`SELECT id, 1, ? FROM projects WHERE team = ?`+staleAgain, actor, id),
		tx.markPeople(id, actor, slices.Collect(maps.Keys(concerned))),
	)
}

func (tx *writing) saveSeat(id, user string, before, after entry.TeamRole) error {
	if before == after {
		return nil
	}
	if fell(before, after) {
		if err := tx.endInvitesBy(id, user); err != nil {
			return err
		}
	}
	if after == "" {
		return tx.exec(`DELETE FROM team_members WHERE team = ? AND user = ?`, id, user)
	}
	return tx.exec(`INSERT INTO team_members (team, user, role, joined_at) VALUES (?, ?, ?, unixepoch() * 1000)
		ON CONFLICT (team, user) DO UPDATE SET role = excluded.role`, id, user, string(after))
}

// StaleProjects implements team.Store.
func (db *DB) StaleProjects(ctx context.Context) ([]team.Stale, error) {
	return list(ctx, db.read, func(row scanner) (team.Stale, error) {
		var s team.Stale
		err := row.Scan(&s.Project, &s.Version, &s.Actor)
		return s, err
	}, `SELECT project, version, actor FROM stale_projects`)
}

// Settled implements team.Store.
func (db *DB) Settled(ctx context.Context, stale team.Stale) error {
	return fault.Wrap("settle project", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM stale_projects WHERE project = ? AND version = ?`, stale.Project, stale.Version)
	}))
}
