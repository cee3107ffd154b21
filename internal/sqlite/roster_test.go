package sqlite

import (
	"testing"

	"tandem/internal/entry"
)

// seat puts people into a team, as accounts do.
func seat(t *testing.T, db *DB, team string, seats []entry.Seat) {
	t.Helper()
	err := db.write(t.Context(), func(tx *writing) error {
		for _, s := range seats {
			err := tx.exec(`INSERT INTO users (id, email, email_key, name, handle, password, time_zone, locale, admin, created_at) VALUES (?1, ?2, ?2, ?3, ?4, '', 'UTC', 'en', 0, 0)`,
				s.User.ID, s.User.Handle+"@example.org", s.User.Name, s.User.Handle)
			if err != nil {
				return err
			}
			if err := tx.exec(`INSERT INTO team_members (team, user, role, joined_at) VALUES (?, ?, ?, 0)`, team, s.User.ID, string(s.Role)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
