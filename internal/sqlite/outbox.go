package sqlite

import (
	"context"
	"crypto/rand"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
)

var _ outbox.Store = (*DB)(nil)

// noteMail notes that a notification goes out by mail, unless the person wants none.
func (tx *writing) noteMail(user string, n *entry.Notification) error {
	if !tx.db.mail {
		return nil
	}
	return tx.exec(`INSERT INTO outbox (notification, channel, user, created_at, batch, parked, tries, next_at, error)
		SELECT ?1, 'mail', u.id, ?3, '', 0, 0, 0, '' FROM users u LEFT JOIN notification_settings s ON s.user = u.id
		WHERE u.id = ?2 AND COALESCE(s.mail, 'immediate') <> 'off'`, n.ID, user, int64(n.CreatedAt))
}

// OutboxGroups implements outbox.Store.
func (db *DB) OutboxGroups(ctx context.Context) ([]outbox.Group, error) {
	return list(ctx, db.read, func(row scanner) (g outbox.Group, err error) {
		var from, to *string
		err = row.Scan(&g.User, &g.Zone, &g.Batch, (*int64)(&g.Oldest), (*int64)(&g.Next), &g.Tries,
			(*string)(&g.Preferences.Mail), &g.Preferences.DigestHour, &from, &to)
		g.Preferences.Quiet = quiet(from, to)
		return g, err
	}, `SELECT o.user, u.time_zone, o.batch, MIN(o.created_at), MAX(o.next_at), MAX(o.tries),
			COALESCE(s.mail, ?), COALESCE(s.digest_hour, ?), s.quiet_from, s.quiet_to
		FROM outbox o JOIN users u ON u.id = o.user LEFT JOIN notification_settings s ON s.user = o.user
		WHERE o.parked = 0 GROUP BY o.user, o.batch ORDER BY MIN(o.created_at)`, string(outbox.Usual().Mail), outbox.Usual().DigestHour)
}

func quiet(from, to *string) *outbox.Quiet {
	if from == nil || to == nil {
		return nil
	}
	return &outbox.Quiet{From: *from, To: *to}
}

// OutboxClaim implements outbox.Store.
func (db *DB) OutboxClaim(ctx context.Context, user, batch string) error {
	return fault.Wrap("claim mail", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE outbox SET batch = ? WHERE parked = 0 AND user = ? AND batch = ''`, batch, user)
	}))
}

// OutboxLetter implements outbox.Store.
func (db *DB) OutboxLetter(ctx context.Context, user, batch string) (outbox.Letter, error) {
	l := outbox.Letter{Batch: batch, User: user}
	err := db.list(ctx, `SELECT me.name, me.email, me.time_zone, n.reason, COALESCE(a.name, ''), n.task, t.key, t.title, p.name, n.count,
			COALESCE(substr(c.body, 1, 280), ''), n.created_at`+seenNotifications+`
		JOIN outbox o ON o.notification = n.id AND o.channel = 'mail' JOIN users me ON me.id = n.user AND me.disabled_at IS NULL
		LEFT JOIN users a ON a.id = n.actor LEFT JOIN comments c ON c.id = n.comment AND c.project = t.project AND c.deleted_at IS NULL
		WHERE o.parked = 0 AND o.user = ? AND o.batch = ? AND n.read_at IS NULL AND `+inInbox+` ORDER BY n.created_at, n.id LIMIT 200`,
		[]any{user, batch}, func(row scanner) error {
			var i outbox.Item
			err := row.Scan(&l.Name, &l.Address, &l.Zone, (*string)(&i.Reason), &i.Actor, &i.Task, &i.Key, &i.Title, &i.Project, &i.Count,
				&i.Excerpt, (*int64)(&i.At))
			l.Items = append(l.Items, i)
			return err
		})
	return l, fault.Wrap("read what is to be mailed", err)
}

// OutboxEnd implements outbox.Store.
func (db *DB) OutboxEnd(ctx context.Context, user, batch string) error {
	return fault.Wrap("end mail", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM outbox WHERE parked = 0 AND user = ? AND batch = ?`, user, batch)
	}))
}

// OutboxFail implements outbox.Store.
func (db *DB) OutboxFail(ctx context.Context, user, batch string, next entry.Instant, why string, parked bool) error {
	return fault.Wrap("note failed mail", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE outbox SET tries = tries + 1, next_at = ?, error = substr(?, 1, 500), parked = ?
			WHERE parked = 0 AND user = ? AND batch = ?`, int64(next), why, parked, user, batch)
	}))
}

// OutboxList implements outbox.Store.
func (db *DB) OutboxList(ctx context.Context, parked bool) ([]outbox.Waiting, error) {
	return list(ctx, db.read, func(row scanner) (w outbox.Waiting, err error) {
		return w, row.Scan(&w.ID, &w.User, &w.Name, &w.Channel, &w.Parked, &w.Count, &w.Tries, &w.Error, (*int64)(&w.CreatedAt), (*int64)(&w.NextAt))
	}, `SELECT MIN(o.notification), o.user, u.name, o.channel, o.parked, COUNT(*), MAX(o.tries), MAX(o.error), MIN(o.created_at), MAX(o.next_at)
		FROM outbox o JOIN users u ON u.id = o.user WHERE o.parked = ?
		GROUP BY o.user, o.channel, o.batch ORDER BY MIN(o.created_at), 1 LIMIT 1000`, parked)
}

// sameMessage are the rows of the message that one row belongs to.
const sameMessage = ` WHERE (user, channel, batch, parked) = (SELECT user, channel, batch, parked FROM outbox WHERE notification = ?)`

func (db *DB) changeMessage(ctx context.Context, query, id string) error {
	return fault.Wrap("change outbox", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(query+sameMessage, id)
		if err == nil && n == 0 {
			err = fault.New(fault.NotFound, "There is no such message.")
		}
		return err
	}))
}

// OutboxRetry implements outbox.Store.
func (db *DB) OutboxRetry(ctx context.Context, id string) error {
	return db.changeMessage(ctx, `UPDATE outbox SET parked = 0, tries = 0, next_at = 0`, id)
}

// OutboxDelete implements outbox.Store.
func (db *DB) OutboxDelete(ctx context.Context, id string) error {
	return db.changeMessage(ctx, `DELETE FROM outbox`, id)
}

// OutboxStats implements outbox.Store.
func (db *DB) OutboxStats(ctx context.Context) (s outbox.Stats, err error) {
	err = db.one(ctx, "outbox", `SELECT COUNT(*) FILTER (WHERE parked = 0), COUNT(*) FILTER (WHERE parked = 1),
		COALESCE(MIN(created_at) FILTER (WHERE parked = 0), 0) FROM outbox`, nil, &s.Waiting, &s.Parked, (*int64)(&s.Oldest))
	return s, err
}

// Preferences implements outbox.Store.
func (db *DB) Preferences(ctx context.Context, user string) (outbox.Preferences, error) {
	p := outbox.Usual()
	var from, to *string
	err := db.one(ctx, "person", `SELECT COALESCE(s.mail, ?), COALESCE(s.digest_hour, ?), s.quiet_from, s.quiet_to
		FROM users u LEFT JOIN notification_settings s ON s.user = u.id WHERE u.id = ?`,
		[]any{string(p.Mail), p.DigestHour, user}, (*string)(&p.Mail), &p.DigestHour, &from, &to)
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
		return tx.exec(`INSERT INTO notification_settings (user, mail, digest_hour, quiet_from, quiet_to) VALUES (?1, ?2, ?3, ?4, ?5)
			ON CONFLICT (user) DO UPDATE SET mail = ?2, digest_hour = ?3, quiet_from = ?4, quiet_to = ?5`, user, string(p.Mail), p.DigestHour, from, to)
	}))
}

// Secret gives the instance's key of a name, 32 bytes, made when first asked for.
func (db *DB) Secret(ctx context.Context, name string) (key []byte, err error) {
	err = db.write(ctx, func(tx *writing) error {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		return fault.First(
			tx.exec(`INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING`, name, fresh),
			tx.row(`SELECT value FROM secrets WHERE name = ?`, []any{name}, &key),
		)
	})
	return key, fault.Wrap("read key", err)
}
