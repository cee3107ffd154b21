package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (tx *writing) saveAttachment(in string, a *project.Attachment) error {
	return tx.own(`INSERT INTO attachments (id, project, task, comment, uploader, name, size, mime, sha256, width, height, kind, duration_seconds, created_at, deleted_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET deleted_at = excluded.deleted_at WHERE attachments.project = excluded.project`,
		a.ID, in, a.Task, text(a.Comment), a.Uploader, a.Name, a.Size, a.Mime, a.SHA256, integer(a.Width), integer(a.Height), string(a.Kind),
		integer(a.DurationSeconds), int64(a.CreatedAt), instant(a.DeletedAt))
}

const attachmentColumns = `a.id, a.task, a.comment, a.uploader, a.name, a.size, a.mime, a.sha256, a.width, a.height, a.kind,
	a.duration_seconds, a.created_at, a.deleted_at`

func scanAttachment(row scanner) (*project.Attachment, error) {
	a := &project.Attachment{}
	return a, row.Scan(&a.ID, &a.Task, &a.Comment, &a.Uploader, &a.Name, &a.Size, &a.Mime, &a.SHA256, &a.Width, &a.Height,
		(*string)(&a.Kind), &a.DurationSeconds, (*int64)(&a.CreatedAt), &a.DeletedAt)
}

func loadAttachments(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT `+attachmentColumns+` FROM attachments a WHERE a.project = ?`, id, func(row scanner) error {
		a, err := scanAttachment(row)
		state.Attachments[a.ID] = a
		return err
	})
}

// Attachment gives one; NotFound for strangers. DeletedAt is its own, or that of
// its task or project.
func (db *DB) Attachment(ctx context.Context, actor, id string) (wire.Seen[entry.Attachment], error) {
	seen := wire.Seen[entry.Attachment]{}
	row := db.read.QueryRowContext(ctx, `SELECT `+attachmentColumns+`, a.project, COALESCE(a.deleted_at, t.deleted_at, p.deleted_at) FROM attachments a
		JOIN members m ON m.project = a.project AND m.user = ?
		JOIN tasks t ON t.id = a.task AND t.project = a.project
		JOIN projects p ON p.id = a.project
		WHERE a.id = ?`, actor, id)
	a, err := scanAttachment(with(row, &seen.Project, &seen.DeletedAt))
	if errors.Is(err, sql.ErrNoRows) {
		return seen, fault.New(fault.NotFound, "There is no such attachment.")
	}
	seen.Thing = &a.Attachment
	return seen, fault.Wrap("read attachment", translate(err))
}

// Attachments lists a task's files and those of its comments, the oldest first,
// after the one of this id; empty for strangers.
func (db *DB) Attachments(ctx context.Context, actor, task, after string, limit int) (wire.Page[*entry.Attachment], error) {
	page := wire.Page[*entry.Attachment]{Items: []*entry.Attachment{}}
	err := db.list(ctx, `SELECT `+attachmentColumns+` FROM attachments a JOIN members m ON m.project = a.project AND m.user = ?1
		WHERE a.task = ?2 AND a.deleted_at IS NULL AND (?3 = '' OR (a.created_at, a.id) > (SELECT b.created_at, b.id FROM attachments b
			WHERE b.id = ?3 AND b.task = ?2))
		ORDER BY a.created_at, a.id LIMIT ?4`,
		[]any{actor, task, after, limit + 1}, func(row scanner) error {
			if len(page.Items) == limit {
				page.NextCursor = wire.Cursor(wire.AfterCursor{After: page.Items[limit-1].ID})
				return nil
			}
			a, err := scanAttachment(row)
			page.Items = append(page.Items, &a.Attachment)
			return err
		})
	return page, fault.Wrap("list attachments", err)
}
