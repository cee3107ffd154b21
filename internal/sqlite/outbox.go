package sqlite

import (
	"context"
	"strings"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/outbox"
	"tandem/internal/words"
)

var _ outbox.Store = (*DB)(nil)

// noteOut notes that a notification goes out: by mail and to devices, as the person
// wants it.
func (tx *writing) noteOut(user string, n *entry.Notification) error {
	return tx.exec(`INSERT INTO outbox (notification, channel, device, user, created_at, batch, parked, tries, next_at, error)
		SELECT ?1, 'mail', '', u.id, ?3, '', 0, 0, 0, '' FROM users u LEFT JOIN notification_settings s ON s.user = u.id
			WHERE ?4 AND u.id = ?2 AND COALESCE(s.mail, 'immediate') <> 'off'
		UNION ALL SELECT ?1, 'push', d.id, d.user, ?3, '', 0, 0, 0, '' FROM push_devices d LEFT JOIN notification_settings s ON s.user = d.user
			WHERE d.user = ?2 AND COALESCE(s.push, 1)`, n.ID, user, int64(n.CreatedAt), tx.db.mail)
}

// OutboxGroups implements outbox.Store.
func (db *DB) OutboxGroups(ctx context.Context) ([]outbox.Group, error) {
	return list(ctx, db.read, func(row scanner) (g outbox.Group, err error) {
		var from, to *string
		err = row.Scan(&g.User, &g.Channel, &g.Device, &g.Batch, &g.Zone, (*int64)(&g.Oldest), (*int64)(&g.Next), &g.Tries,
			&g.Preferences.Mail, &g.Preferences.DigestHour, &g.Preferences.Push, &from, &to)
		g.Preferences.Quiet = quiet(from, to)
		return g, err
	}, `SELECT o.user, o.channel, o.device, o.batch, u.time_zone, MIN(o.created_at), MAX(o.next_at), MAX(o.tries),
			COALESCE(s.mail, ?), COALESCE(s.digest_hour, ?), COALESCE(s.push, ?), s.quiet_from, s.quiet_to
		FROM outbox o JOIN users u ON u.id = o.user LEFT JOIN notification_settings s ON s.user = o.user
		WHERE o.parked = 0 GROUP BY o.user, o.channel, o.device, o.batch ORDER BY MIN(o.created_at)`, usual()...)
}

// usual are the settings that count where a person has chosen none.
func usual() []any {
	p := outbox.Usual()
	return []any{string(p.Mail), p.DigestHour, p.Push}
}

// ofMessage are the rows of a message that is not parked.
const ofMessage = ` WHERE parked = 0 AND user = ? AND channel = ? AND device = ? AND batch = ?`

func message(m *outbox.Message) []any { return []any{m.User, string(m.Channel), m.Device, m.Batch} }

// OutboxClaim implements outbox.Store.
func (db *DB) OutboxClaim(ctx context.Context, m *outbox.Message) error {
	return fault.Wrap("claim message", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE outbox SET batch = ?`+ofMessage, m.Batch, m.User, string(m.Channel), m.Device, "")
	}))
}

// OutboxLetter implements outbox.Store.
func (db *DB) OutboxLetter(ctx context.Context, m *outbox.Message, now entry.Instant) (outbox.Letter, error) {
	l := outbox.Letter{Message: *m}
	err := db.list(ctx, `SELECT me.name, me.email, me.time_zone, COALESCE(d.endpoint, ''), COALESCE(d.p256dh, ''), COALESCE(d.auth, ''),
			n.id, n.reason, COALESCE(a.name, ''), n.task, t.key, t.title, p.name, n.count, COALESCE(substr(c.body, 1, 280), ''), n.created_at`+seenNotifications+`
		JOIN outbox o ON o.notification = n.id JOIN users me ON me.id = n.user AND me.disabled_at IS NULL
		LEFT JOIN push_devices d ON d.id = o.device LEFT JOIN sessions s ON s.id = d.session AND s.created_at > ? AND s.seen_at > ?
		LEFT JOIN users a ON a.id = n.actor LEFT JOIN comments c ON c.id = n.comment AND c.project = t.project AND c.deleted_at IS NULL
		WHERE (o.channel = 'mail' OR s.id IS NOT NULL) AND o.parked = 0 AND o.user = ? AND o.channel = ? AND o.device = ? AND o.batch = ?
			AND n.read_at IS NULL AND `+inInbox+` ORDER BY n.created_at, n.id LIMIT 200`,
		append([]any{int64(now - auth.SessionMs), int64(now - auth.SessionIdleMs)}, message(m)...), func(row scanner) error {
			var i outbox.Item
			err := row.Scan(&l.Name, &l.Address, &l.Zone, &l.Subscription.Endpoint, &l.Subscription.Keys.P256dh, &l.Subscription.Keys.Auth,
				&i.Notification, (*string)(&i.Reason), &i.Actor, &i.Task, &i.Key, &i.Title, &i.Project, &i.Count, &i.Excerpt, (*int64)(&i.At))
			i.Excerpt = words.Plain(i.Excerpt)
			l.Items = append(l.Items, i)
			return err
		})
	return l, fault.Wrap("read what is to be told", err)
}

// OutboxEnd implements outbox.Store.
func (db *DB) OutboxEnd(ctx context.Context, m *outbox.Message) error {
	return fault.Wrap("end message", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM outbox`+ofMessage, message(m)...)
	}))
}

// OutboxFail implements outbox.Store.
func (db *DB) OutboxFail(ctx context.Context, m *outbox.Message, next entry.Instant, why string, parked bool) error {
	return fault.Wrap("note failed message", db.write(ctx, func(tx *writing) error {
		return tx.exec(`UPDATE outbox SET tries = tries + 1, next_at = ?, error = substr(?, 1, 500), parked = ?`+ofMessage,
			append([]any{int64(next), why, parked}, message(m)...)...)
	}))
}

// OutboxList implements outbox.Store.
func (db *DB) OutboxList(ctx context.Context, parked bool) ([]outbox.Waiting, error) {
	return list(ctx, db.read, func(row scanner) (w outbox.Waiting, err error) {
		return w, row.Scan(&w.ID, &w.User, &w.Name, &w.Channel, &w.Agent, &w.Parked, &w.Count, &w.Tries, &w.Error, (*int64)(&w.CreatedAt), (*int64)(&w.NextAt))
	}, `SELECT MIN(o.notification) || iif(o.device = '', '', '.' || o.device), o.user, u.name, o.channel, COALESCE(d.agent, ''), o.parked,
			COUNT(*), MAX(o.tries), MAX(o.error), MIN(o.created_at), MAX(o.next_at)
		FROM outbox o JOIN users u ON u.id = o.user LEFT JOIN push_devices d ON d.id = o.device WHERE o.parked = ?
		GROUP BY o.user, o.channel, o.device, o.batch ORDER BY MIN(o.created_at), 1 LIMIT 1000`, parked)
}

// sameMessage are the rows of the message that one row belongs to, which a message's
// id names by its notification and its device.
const sameMessage = ` WHERE (user, channel, device, batch, parked) =
	(SELECT user, channel, device, batch, parked FROM outbox WHERE notification = ? AND device = ?)`

func (db *DB) changeMessage(ctx context.Context, query, id string) error {
	return fault.Wrap("change outbox", db.once(ctx, func(tx *writing) error {
		notification, device, _ := strings.Cut(id, ".")
		n, err := tx.change(query+sameMessage, notification, device)
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
