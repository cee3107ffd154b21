package sqlite

import (
	"context"

	"tandem/internal/fault"
	"tandem/internal/outbox"
)

// Preferences implements outbox.Store.
func (db *DB) Preferences(ctx context.Context, user string) (outbox.Preferences, error) {
	var p outbox.Preferences
	var from, to *string
	err := db.one(ctx, "person", `SELECT COALESCE(s.mail, ?), COALESCE(s.digest_hour, ?), COALESCE(s.push, ?), iif(s.user IS NULL, ?, s.due_hour), s.quiet_from, s.quiet_to
		FROM users u LEFT JOIN notification_settings s ON s.user = u.id WHERE u.id = ?`,
		append(usual(), *outbox.Usual().DueHour, user), &p.Mail, &p.DigestHour, &p.Push, &p.DueHour, &from, &to)
	p.Quiet = quiet(from, to)
	return p, err
}

// SetPreferences implements outbox.Store.
func (db *DB) SetPreferences(ctx context.Context, user string, p outbox.Preferences) error {
	var from, to any
	if p.Quiet != nil {
		from, to = p.Quiet.From, p.Quiet.To
	}
	return fault.Wrap("set preferences", db.once(ctx, func(tx *writing) error {
		return tx.exec(`INSERT INTO notification_settings (user, mail, digest_hour, push, due_hour, quiet_from, quiet_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (user) DO UPDATE SET mail = ?2, digest_hour = ?3, push = ?4, due_hour = ?5, quiet_from = ?6, quiet_to = ?7`,
			user, string(p.Mail), p.DigestHour, p.Push, integer(p.DueHour), from, to)
	}))
}

func quiet(from, to *string) *outbox.Quiet {
	if from == nil || to == nil {
		return nil
	}
	return &outbox.Quiet{From: *from, To: *to}
}
