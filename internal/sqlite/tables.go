package sqlite

import (
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// saveRows writes full after-images. An id that stands in another project is a
// conflict, never overwritten (D4).
func (tx *writing) saveRows(id string, rows *project.Rows) error {
	if rows.Project != nil {
		if err := tx.saveProject(rows.Project); err != nil {
			return err
		}
	}
	if err := saveAll(rows.Statuses, func(v *entry.Status) error { return tx.saveStatus(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Labels, func(v *entry.Label) error { return tx.saveLabel(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Fields, func(v *entry.Field) error { return tx.saveField(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Templates, func(v *entry.Template) error { return tx.saveTemplate(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Views, tx.saveView); err != nil {
		return err
	}
	if err := saveAll(rows.Members, func(v *entry.Member) error { return tx.saveMember(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Tasks, tx.saveTask); err != nil {
		return err
	}
	if err := saveAll(rows.Comments, func(v *project.Comment) error { return tx.saveComment(id, v) }); err != nil {
		return err
	}
	if err := saveAll(rows.Attachments, func(v *project.Attachment) error { return tx.saveAttachment(id, v) }); err != nil {
		return err
	}
	return tx.removeRows(id, &rows.Gone)
}

func saveAll[T any](list []*T, save func(*T) error) error {
	for _, v := range list {
		if err := save(v); err != nil {
			return err
		}
	}
	return nil
}

// own runs an upsert that must have written its row.
func (tx *writing) own(query string, args ...any) error {
	n, err := tx.change(query, args...)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "Something with this id exists already.")
	}
	return err
}

func (tx *writing) saveProject(p *project.ProjectRow) error {
	return tx.own(`INSERT INTO projects (id, team, key, name, description, visibility, settings, link, archived_at, created_at, deleted_at, numbers)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, visibility = excluded.visibility,
			settings = excluded.settings, link = excluded.link, archived_at = excluded.archived_at, deleted_at = excluded.deleted_at, numbers = excluded.numbers`,
		p.ID, p.Team, p.Key, p.Name, p.Description, string(p.Visibility), asJSON(p.Settings), linkJSON(p.Link), instant(p.ArchivedAt), int64(p.CreatedAt),
		instant(p.DeletedAt), p.Numbers)
}

func (tx *writing) saveStatus(in string, v *entry.Status) error {
	return tx.own(`INSERT INTO statuses (id, project, name, category, color, wip_limit, rank, archived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, category = excluded.category, color = excluded.color,
			wip_limit = excluded.wip_limit, rank = excluded.rank, archived_at = excluded.archived_at
		WHERE statuses.project = excluded.project`,
		v.ID, in, v.Name, string(v.Category), v.Color, integer(v.WipLimit), v.Rank, instant(v.ArchivedAt))
}

func (tx *writing) saveLabel(in string, v *entry.Label) error {
	return tx.own(`INSERT INTO labels (id, project, name, color) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, color = excluded.color WHERE labels.project = excluded.project`,
		v.ID, in, v.Name, v.Color)
}

func (tx *writing) saveField(in string, v *entry.Field) error {
	return tx.own(`INSERT INTO fields (id, project, name, type, options, rank) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, options = excluded.options, rank = excluded.rank
		WHERE fields.project = excluded.project`,
		v.ID, in, v.Name, string(v.Type), asJSON(v.Options), v.Rank)
}

func (tx *writing) saveTemplate(in string, v *entry.Template) error {
	return tx.own(`INSERT INTO templates (id, project, name, task) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, task = excluded.task WHERE templates.project = excluded.project`,
		v.ID, in, v.Name, asJSON(v.Task))
}

func (tx *writing) saveMember(in string, v *entry.Member) error {
	return tx.own(`INSERT INTO members (project, user, role, own_role, profile) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (project, user) DO UPDATE SET role = excluded.role, own_role = excluded.own_role, profile = excluded.profile`,
		in, v.User.ID, string(v.Role), text(v.OwnRole), asJSON(v.User))
}

func (tx *writing) saveTask(t *project.Task) error {
	err := tx.own(`INSERT INTO tasks (id, project, number, key, title, description, status, rank, assignees, labels, priority, start_date, due_date,
			due_time, recurrence, estimate_seconds, parent, blocked_by, related, duplicate_of, fields, created_by, created_at, updated_at, completed_at, archived_at, deleted_at, comment_count,
			attachment_count, spent_seconds, seq, changes, moved_to)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description, status = excluded.status,
			rank = excluded.rank, assignees = excluded.assignees, labels = excluded.labels, priority = excluded.priority,
			start_date = excluded.start_date, due_date = excluded.due_date, due_time = excluded.due_time,
			recurrence = excluded.recurrence, blocked_by = excluded.blocked_by, related = excluded.related,
			duplicate_of = excluded.duplicate_of, fields = excluded.fields, estimate_seconds = excluded.estimate_seconds,
			parent = excluded.parent, updated_at = excluded.updated_at, completed_at = excluded.completed_at,
			archived_at = excluded.archived_at, deleted_at = excluded.deleted_at, comment_count = excluded.comment_count,
			attachment_count = excluded.attachment_count, spent_seconds = excluded.spent_seconds, seq = excluded.seq,
			changes = excluded.changes, moved_to = excluded.moved_to
		WHERE tasks.project = excluded.project`,
		t.ID, t.Project, t.Number, t.Key, t.Title, t.Description, t.Status, t.Rank, ids(t.Assignees), ids(t.Labels), string(t.Priority),
		text(t.StartDate), text(t.DueDate), orNullJSON(t.DueTime), orNullJSON(t.Recurrence), integer(t.EstimateSeconds), text(t.Parent),
		ids(t.BlockedBy), ids(t.Related), text(t.DuplicateOf), fieldsJSON(t.Fields), t.CreatedBy, int64(t.CreatedAt), int64(t.UpdatedAt),
		instant(t.CompletedAt), instant(t.ArchivedAt), instant(t.DeletedAt), t.CommentCount, t.AttachmentCount, t.SpentSeconds, t.Seq,
		changes(t.Changes), t.MovedTo)
	if err == nil && t.MovedTo != "" {
		err = tx.followTask(t.ID, t.MovedTo)
	}
	return err
}

func (tx *writing) saveComment(in string, c *project.Comment) error {
	return tx.own(`INSERT INTO comments (id, project, task, author, body, parent, reactions, created_at, edited_at, deleted_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, reactions = excluded.reactions, edited_at = excluded.edited_at,
			deleted_at = excluded.deleted_at
		WHERE comments.project = excluded.project`,
		c.ID, in, c.Task, c.Author, c.Body, text(c.Parent), asJSON(c.Reactions), int64(c.CreatedAt), instant(c.EditedAt), instant(c.DeletedAt))
}

func (tx *writing) removeRows(in string, gone *project.Gone) error {
	for _, id := range gone.Statuses {
		if err := tx.exec(`DELETE FROM statuses WHERE id = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	for _, id := range gone.Labels {
		if err := tx.exec(`DELETE FROM labels WHERE id = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	for _, id := range gone.Fields {
		if err := tx.exec(`DELETE FROM fields WHERE id = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	for _, id := range gone.Templates {
		if err := tx.exec(`DELETE FROM templates WHERE id = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	for _, id := range gone.Views {
		if err := tx.exec(`DELETE FROM views WHERE id = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	for _, id := range gone.Members {
		if err := tx.exec(`DELETE FROM members WHERE user = ? AND project = ?`, id, in); err != nil {
			return err
		}
	}
	return nil
}

// The columns that may be null.

func instant(i *entry.Instant) any {
	if i == nil {
		return nil
	}
	return int64(*i)
}

func integer[T int | int64](n *T) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

func text[T ~string](s *T) any {
	if s == nil {
		return nil
	}
	return string(*s)
}

// ids writes a list of ids, or days, which need no escaping.
func ids[T ~string](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	out := make([]byte, 0, len(list)*39+1)
	for i, id := range list {
		out = append(out, "[,"[min(i, 1)], '"')
		out = append(out, id...)
		out = append(out, '"')
	}
	return string(append(out, ']'))
}

// orNullJSON writes what may be null.
func orNullJSON[T any](v *T) any {
	if v == nil {
		return nil
	}
	return asJSON(v)
}

// fieldsJSON writes custom values, always in the same order.
func fieldsJSON(m map[string]entry.FieldValue) string {
	if len(m) == 0 {
		return "{}"
	}
	return asJSON(m)
}

func changes(m map[string]project.Change) any {
	if len(m) == 0 {
		return nil
	}
	return asJSON(m)
}
