package sqlite

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// purged are the tables that hold a project's content, by the column of its id.
var purged = []string{"tasks", "comments", "attachments", "uploads", "labels", "fields", "templates", "views", "own_views", "statuses", "members", "links", "looks"}

// PurgeProjects deletes for ever what was deleted, or whose team was, before an
// instant, and can be restored no more: rows, journal and links. Of a project its id and key stay,
// since neither is given twice (D4); people's own streams still say that it was
// there. It gives how many there were.
func (db *DB) PurgeProjects(ctx context.Context, before entry.Instant) (int, error) {
	ids, err := list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT p.id FROM projects p LEFT JOIN teams t ON t.id = p.team WHERE p.name <> '' AND (p.deleted_at < ? OR t.deleted_at < ?)`,
		int64(before), int64(before))
	if err != nil {
		return 0, fault.Wrap("purge projects", err)
	}
	for i, id := range ids {
		if err := db.write(ctx, func(tx *writing) error { return tx.purge(id) }); err != nil {
			return i, fault.Wrap("purge project", err)
		}
	}
	return len(ids), nil
}

func (tx *writing) purge(id string) error {
	if err := tx.exec(`DELETE FROM visits WHERE link IN (SELECT id FROM links WHERE project = ?)`, id); err != nil {
		return err
	}
	if err := fault.First(tx.purgeTexts(id), tx.purgeActivity(id)); err != nil {
		return err
	}
	const tasks = `(SELECT id FROM tasks WHERE project = ?1)`
	if err := fault.First(
		tx.exec(`DELETE FROM seen_comments WHERE task IN `+tasks, id),
		tx.exec(`DELETE FROM notifications WHERE task IN `+tasks, id),
		tx.exec(`DELETE FROM watches WHERE thing = ?1 OR thing IN `+tasks, id),
		tx.exec(`DELETE FROM notify_positions WHERE stream = (SELECT number FROM streams WHERE id = ?)`, id),
	); err != nil {
		return err
	}
	for _, table := range []string{"documents", "document_updates", "document_clients"} {
		if err := tx.exec(`DELETE FROM `+table+` WHERE task IN (SELECT id FROM tasks WHERE project = ?)`, id); err != nil {
			return err
		}
	}
	for _, table := range purged {
		if err := tx.exec(`DELETE FROM `+table+` WHERE project = ?`, id); err != nil {
			return err
		}
	}
	const number = `(SELECT number FROM streams WHERE id = ?)`
	return fault.First(
		tx.exec(`DELETE FROM grouped WHERE stream = `+number, id),
		tx.exec(`DELETE FROM entries WHERE stream = `+number, id),
		tx.exec(`DELETE FROM streams WHERE id = ?`, id),
		tx.exec(`DELETE FROM stale_projects WHERE project = ?`, id),
		tx.exec(`UPDATE projects SET name = '', description = '', settings = '{}', link = NULL WHERE id = ?`, id),
	)
}

// purgeTexts lets nothing of a project be found; the words that its texts had
// stay among those that others may have mistyped.
func (tx *writing) purgeTexts(id string) error {
	return fault.First(
		tx.exec(`DELETE FROM search_text WHERE rowid IN (SELECT number FROM search_docs WHERE project = ?)`, id),
		tx.exec(`DELETE FROM search_docs WHERE project = ?`, id),
		tx.exec(`DELETE FROM search_positions WHERE stream = (SELECT number FROM streams WHERE id = ?)`, id),
	)
}
