package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Roster implements journal.Store.
func (db *DB) Roster(ctx context.Context, team string) ([]entry.Seat, error) {
	var list []entry.Seat
	err := each(ctx, db.read, `SELECT u.id, u.name, u.handle, u.email, u.avatar, u.time_zone, u.locale, m.role
		FROM team_members m JOIN users u ON u.id = m.user WHERE m.team = ? ORDER BY u.id`, team, func(row scanner) error {
		var seat entry.Seat
		err := row.Scan(&seat.User.ID, &seat.User.Name, &seat.User.Handle, &seat.User.Email, &seat.User.Avatar,
			&seat.User.TimeZone, &seat.User.Locale, (*string)(&seat.Role))
		list = append(list, seat)
		return err
	})
	return list, fault.Wrap("read team", err)
}
