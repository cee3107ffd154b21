package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inbox"
	"tandem/internal/wire"
	"tandem/internal/words"
)

var _ inbox.Store = (*DB)(nil)

// notices writes what a person's entries say of their notifications, in the
// transaction of the entries, and notes what goes out of the app for them.
func (tx *writing) notices(user string, events []entry.Event) error {
	for i := range events {
		var err error
		switch e := &events[i]; e.Type {
		case entry.NotificationCreated:
			err = fault.First(tx.addNotification(user, e.Notification), tx.noteOut(user, e.Notification))
		case entry.NotificationRead:
			err = tx.readNotifications(user, e)
		case entry.NotificationUpdated:
			err = tx.changeNotifications(user, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *writing) addNotification(user string, n *entry.Notification) error {
	return tx.exec(`INSERT INTO notifications (id, user, reason, actor, task, count, comment, created_at, sort_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)`, n.ID, user, string(n.Reason), n.Actor, n.Task, n.Count, text(n.Comment), int64(n.CreatedAt))
}

func (tx *writing) readNotifications(user string, e *entry.Event) error {
	at := instant(e.Set.ReadAt.Value)
	if e.All {
		return tx.exec(`UPDATE notifications SET read_at = ? WHERE user = ? AND read_at IS NULL`, at, user)
	}
	return tx.exec(readNotifications, at, user, ids(e.IDs))
}

// The plus keeps the planner from going through all that a person was ever told.
const (
	readNotifications = `UPDATE notifications SET read_at = ?1
		WHERE id IN (SELECT value FROM json_each(?3)) AND +user = ?2 AND read_at IS NULL`
	countNotifications = `SELECT COUNT(*) FROM notifications WHERE id IN (SELECT value FROM json_each(?2)) AND +user = ?1`
)

func (tx *writing) changeNotifications(user string, e *entry.Event) error {
	s := e.Set
	return tx.exec(`UPDATE notifications SET read_at = iif(?1, ?2, read_at), done_at = iif(?3, ?4, done_at),
			snoozed_until = iif(?5, ?6, snoozed_until), returned_at = iif(?7, ?8, returned_at), sort_at = iif(?7, ?8, sort_at)
		WHERE +user = ?9 AND id IN (SELECT value FROM json_each(?10))`,
		s.ReadAt.Set, instant(s.ReadAt.Value), s.DoneAt.Set, instant(s.DoneAt.Value), s.SnoozedUntil.Set, instant(s.SnoozedUntil.Value),
		s.ReturnedAt.Set, instant(s.ReturnedAt.Value), user, ids(e.IDs))
}

// Only what is about a task of a project that the person may see now is given, and
// counted. A deleted task keeps its row, which says so, until it is purged; nothing
// goes out of the app for it.
const (
	ownNotifications = ` FROM notifications n JOIN tasks t ON t.id = n.task
		JOIN members m ON m.project = t.project AND m.user = n.user JOIN projects p ON p.id = t.project AND p.deleted_at IS NULL`
	seenNotifications = ownNotifications + ` AND t.deleted_at IS NULL`
	inInbox           = `n.done_at IS NULL AND n.snoozed_until IS NULL`
)

var inboxStates = map[wire.InboxState]string{
	wire.InInbox: inInbox,
	wire.Snoozed: `n.done_at IS NULL AND n.snoozed_until IS NOT NULL`,
	wire.DoneOf:  `n.done_at IS NOT NULL`,
}

// Notifications implements inbox.Store.
func (db *DB) Notifications(ctx context.Context, user string, f wire.InboxFilter) (wire.Page[wire.InboxItem], error) {
	page := wire.Page[wire.InboxItem]{Items: []wire.InboxItem{}}
	where := &conditions{}
	where.add("n.user = ?", user)
	where.add(inboxStates[f.State])
	if f.Unread != nil {
		where.add("(n.read_at IS NULL) = ?", *f.Unread)
	}
	if c := f.Cursor; c != nil {
		where.add("(n.sort_at, n.id) < (?, ?)", int64(c.At), c.ID)
	}
	var last wire.InboxCursor
	err := db.list(ctx, `SELECT n.id, n.reason, n.actor, t.project, n.task, n.count, n.comment, n.created_at, n.read_at, n.done_at,
			n.snoozed_until, n.returned_at, t.key, t.title, t.status, t.archived_at, t.deleted_at, u.name, u.avatar,
			substr(c.body, 1, 280), n.sort_at`+ownNotifications+` LEFT JOIN users u ON u.id = n.actor
		LEFT JOIN comments c ON c.id = n.comment AND c.project = t.project AND c.deleted_at IS NULL AND t.deleted_at IS NULL
		WHERE `+where.text()+` ORDER BY n.sort_at DESC, n.id DESC LIMIT ?`, append(where.args, f.Limit+1), func(row scanner) error {
		if len(page.Items) == f.Limit {
			page.NextCursor = wire.Cursor(last)
			return nil
		}
		n, at, err := scanNotification(row)
		page.Items, last = append(page.Items, n), wire.InboxCursor{At: at, ID: n.ID}
		return err
	})
	return page, fault.Wrap("list notifications", err)
}

func scanNotification(row scanner) (n wire.InboxItem, sortAt entry.Instant, err error) {
	var name *string
	err = row.Scan(&n.ID, (*string)(&n.Reason), &n.Actor, &n.Project, &n.Task, &n.Count, &n.Comment, (*int64)(&n.CreatedAt), &n.ReadAt,
		&n.DoneAt, &n.SnoozedUntil, &n.ReturnedAt, &n.Key, &n.Title, &n.Status, &n.ArchivedAt, &n.DeletedAt, &name, &n.Avatar, &n.Excerpt, (*int64)(&sortAt))
	if name != nil {
		n.Name = *name
	}
	if n.Excerpt != nil {
		*n.Excerpt = words.Plain(*n.Excerpt)
	}
	return n, sortAt, err
}

// UnreadCount implements inbox.Store.
func (db *DB) UnreadCount(ctx context.Context, user string) (count int, err error) {
	err = db.one(ctx, "inbox", `SELECT COUNT(*) FROM (SELECT DISTINCT n.task`+ownNotifications+` WHERE n.user = ? AND n.read_at IS NULL AND `+inInbox+` LIMIT 100)`,
		[]any{user}, &count)
	return count, err
}

// OwnNotifications implements inbox.Store.
func (db *DB) OwnNotifications(ctx context.Context, user string, own []string) (count int, err error) {
	err = db.one(ctx, "inbox", countNotifications, []any{user, ids(own)}, &count)
	return count, err
}

// SnoozedUntil implements inbox.Store.
func (db *DB) SnoozedUntil(ctx context.Context, before entry.Instant) (map[string][]string, error) {
	due := map[string][]string{}
	err := db.list(ctx, `SELECT user, id FROM notifications WHERE snoozed_until <= ? ORDER BY snoozed_until LIMIT ?`,
		[]any{int64(before), inbox.MostIDs}, func(row scanner) error {
			var user, id string
			err := row.Scan(&user, &id)
			due[user] = append(due[user], id)
			return err
		})
	return due, fault.Wrap("look for snoozed notifications", err)
}

// NextSnoozed implements inbox.Store.
func (db *DB) NextSnoozed(ctx context.Context) (at entry.Instant, err error) {
	err = db.one(ctx, "inbox", `SELECT COALESCE(MIN(snoozed_until), 0) FROM notifications WHERE snoozed_until IS NOT NULL`, nil, (*int64)(&at))
	return at, err
}

// PurgeNotifications deletes those that were done before a moment.
func (db *DB) PurgeNotifications(ctx context.Context, before entry.Instant) error {
	return fault.Wrap("purge notifications", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM notifications WHERE done_at < ?`, int64(before))
	}))
}
