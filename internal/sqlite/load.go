package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// loader reads rows of a project into a state.
type loader func(context.Context, querier, string, *project.State) error

// Load implements journal.Store: the rows are the state, read in one transaction.
func (db *DB) Load(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream, loadTasks, loadComments, loadAttachments)
}

// Frame implements journal.Store.
func (db *DB) Frame(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream)
}

// Board gives a state with what a board shows: of the tasks only those that are
// neither archived nor deleted, without their descriptions, and no comments. It is
// to be looked at, not decided on. A stream without entries gives an empty state.
func (db *DB) Board(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	return db.load(ctx, stream, loadOpenTasks)
}

func (db *DB) load(ctx context.Context, stream string, contents ...loader) (*project.State, journal.Head, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, journal.Head{}, fault.Wrap("load project", translate(err))
	}
	defer tx.Rollback()
	head, err := readHead(ctx, tx, stream)
	if err != nil {
		return nil, head, fault.Wrap("load project", err)
	}
	state := project.New()
	frame := []loader{loadProject, loadStatuses, loadLabels, loadFields, loadTemplates, loadViews, loadMembers}
	for _, load := range slices.Concat(frame, contents) {
		if err := load(ctx, tx, stream, state); err != nil {
			return nil, head, fault.Wrap("load project", err)
		}
	}
	return state, head, nil
}

func loadProject(ctx context.Context, q querier, id string, state *project.State) error {
	var p entry.Project
	var settings string
	var link sql.NullString
	err := q.QueryRowContext(ctx, `SELECT id, team, key, name, description, visibility, settings, link, archived_at, created_at, deleted_at, numbers
		FROM projects WHERE id = ?`, id).
		Scan(&p.ID, &p.Team, &p.Key, &p.Name, &p.Description, (*string)(&p.Visibility), &settings, &link, &p.ArchivedAt,
			(*int64)(&p.CreatedAt), &state.DeletedAt, &state.Numbers)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return translate(err)
	}
	state.Project = &p
	return fault.First(fromJSON(settings, &p.Settings), readLink(link, &p))
}

// each calls scan for every row.
func each(ctx context.Context, q querier, query string, id string, scan func(row scanner) error) error {
	rows, err := q.QueryContext(ctx, query, id)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return translate(err)
		}
	}
	return translate(rows.Err())
}

func loadStatuses(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT id, name, category, color, wip_limit, rank, archived_at FROM statuses WHERE project = ?`, id, func(row scanner) error {
		var v entry.Status
		err := row.Scan(&v.ID, &v.Name, (*string)(&v.Category), &v.Color, &v.WipLimit, &v.Rank, &v.ArchivedAt)
		state.Statuses[v.ID] = &v
		return err
	})
}

func loadLabels(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT id, name, color FROM labels WHERE project = ?`, id, func(row scanner) error {
		var v entry.Label
		err := row.Scan(&v.ID, &v.Name, &v.Color)
		state.Labels[v.ID] = &v
		return err
	})
}

func loadFields(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT `+fieldColumns+` FROM fields f WHERE f.project = ?`, id, func(row scanner) error {
		v, err := scanField(row)
		state.Fields[v.ID] = v
		return err
	})
}

const fieldColumns = `f.id, f.name, f.type, f.options, f.rank`

func scanField(row scanner) (*entry.Field, error) {
	v := &entry.Field{}
	var options string
	if err := row.Scan(&v.ID, &v.Name, (*string)(&v.Type), &options, &v.Rank); err != nil {
		return v, err
	}
	return v, fromJSON(options, &v.Options)
}

func loadTemplates(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT id, name, task FROM templates WHERE project = ?`, id, func(row scanner) error {
		var v entry.Template
		var task string
		if err := row.Scan(&v.ID, &v.Name, &task); err != nil {
			return err
		}
		state.Templates[v.ID] = &v
		return fromJSON(task, &v.Task)
	})
}

func loadMembers(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT role, own_role, profile FROM members WHERE project = ?`, id, func(row scanner) error {
		var v entry.Member
		var profile string
		if err := row.Scan((*string)(&v.Role), &v.OwnRole, &profile); err != nil {
			return err
		}
		err := fromJSON(profile, &v.User)
		state.Members[v.User.ID] = &v
		return err
	})
}

const taskColumns = `t.id, t.project, t.number, t.key, t.title, t.description, t.status, t.rank, t.assignees, t.labels, t.priority,
	t.start_date, t.due_date, t.due_time, t.recurrence, t.estimate_seconds, t.parent,
	t.blocked_by, t.related, t.duplicate_of, t.fields, t.created_by, t.created_at, t.updated_at, t.completed_at, t.archived_at,
	t.deleted_at, t.comment_count, t.attachment_count, t.spent_seconds, t.seq, t.changes, t.moved_to`

// boardColumns leaves out what boards do not show.
var boardColumns = strings.NewReplacer("t.description", "''", "t.changes", "NULL").Replace(taskColumns)

func loadTasks(ctx context.Context, q querier, id string, state *project.State) error {
	return loadTasksBy(ctx, q, `SELECT `+taskColumns+` FROM tasks t WHERE t.project = ?`, id, state)
}

func loadOpenTasks(ctx context.Context, q querier, id string, state *project.State) error {
	return loadTasksBy(ctx, q, `SELECT `+boardColumns+` FROM tasks t WHERE t.project = ? AND t.archived_at IS NULL AND t.deleted_at IS NULL`, id, state)
}

func loadTasksBy(ctx context.Context, q querier, query, id string, state *project.State) error {
	var list []*project.Task
	err := each(ctx, q, query, id, func(row scanner) error {
		t, err := scanTask(row)
		list = append(list, t)
		return err
	})
	state.Load(list)
	return err
}

func scanTask(row scanner) (*project.Task, error) {
	t := &project.Task{}
	var assignees, labels, blockedBy, related, fields string
	var dueTime, recurrence, changes *string
	err := row.Scan(&t.ID, &t.Project, &t.Number, &t.Key, &t.Title, &t.Description, &t.Status, &t.Rank, &assignees, &labels,
		(*string)(&t.Priority), &t.StartDate, &t.DueDate, &dueTime, &recurrence, &t.EstimateSeconds, &t.Parent,
		&blockedBy, &related, &t.DuplicateOf, &fields, &t.CreatedBy, (*int64)(&t.CreatedAt),
		(*int64)(&t.UpdatedAt), &t.CompletedAt, &t.ArchivedAt, &t.DeletedAt, &t.CommentCount, &t.AttachmentCount, &t.SpentSeconds,
		&t.Seq, &changes, &t.MovedTo)
	if err != nil {
		return nil, err
	}
	for _, list := range []struct {
		into *[]string
		text string
	}{{&t.Assignees, assignees}, {&t.Labels, labels}, {&t.BlockedBy, blockedBy}, {&t.Related, related}} {
		if *list.into, err = scanIDs(list.text); err != nil {
			return nil, err
		}
	}
	return t, fault.First(
		scanJSON(dueTime, &t.DueTime), scanJSON(recurrence, &t.Recurrence), scanJSON(changes, &t.Changes), scanFields(fields, &t.Fields),
	)
}

// scanJSON leaves what is null as it is.
func scanJSON[T any](text *string, into *T) error {
	if text == nil {
		return nil
	}
	return fromJSON(*text, into)
}

func scanFields(text string, into *map[string]entry.FieldValue) error {
	*into = map[string]entry.FieldValue{}
	if text == "{}" {
		return nil
	}
	return fromJSON(text, into)
}

// scanIDs reads what ids wrote: a board of 10,000 tasks has 20,000 such lists,
// and a JSON reader takes a sixth of its loading for them.
func scanIDs(text string) ([]string, error) {
	if text == "[]" {
		return []string{}, nil
	}
	inner, begins := strings.CutPrefix(text, `["`)
	inner, ends := strings.CutSuffix(inner, `"]`)
	if !begins || !ends {
		return nil, fmt.Errorf("sqlite: no list of ids: %q", text)
	}
	return strings.Split(inner, `","`), nil
}

func loadComments(ctx context.Context, q querier, id string, state *project.State) error {
	return each(ctx, q, `SELECT `+commentColumns+` FROM comments c WHERE c.project = ?`, id, func(row scanner) error {
		c, err := scanComment(row)
		state.Comments[c.ID] = c
		return err
	})
}

const commentColumns = `c.id, c.task, c.author, c.body, c.parent, c.reactions, c.created_at, c.edited_at, c.deleted_at`

func scanComment(row scanner) (*project.Comment, error) {
	c := &project.Comment{}
	var reactions string
	err := row.Scan(&c.ID, &c.Task, &c.Author, &c.Body, &c.Parent, &reactions, (*int64)(&c.CreatedAt), &c.EditedAt, &c.DeletedAt)
	if err != nil {
		return c, err
	}
	return c, fromJSON(reactions, &c.Reactions)
}
