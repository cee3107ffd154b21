package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/notice"
	"tandem/internal/watch"
	"tandem/internal/wire"
)

var _ watch.Store = (*DB)(nil)

// NotifyBehind implements notify.Store.
func (db *DB) NotifyBehind(ctx context.Context) ([]journal.Behind, error) {
	return list(ctx, db.read, func(row scanner) (b journal.Behind, err error) { return b, row.Scan(&b.Project, &b.Seq, &b.Head) },
		`SELECT p.id, COALESCE(n.seq, 0), s.head FROM projects p JOIN streams s ON s.id = p.id
		LEFT JOIN notify_positions n ON n.stream = s.number WHERE s.head > COALESCE(n.seq, 0)`)
}

// NotifyAdvance implements notify.Store.
func (db *DB) NotifyAdvance(ctx context.Context, project string, seq int64) error {
	return fault.Wrap("store position", db.write(ctx, func(tx *writing) error {
		var stream int64
		err := tx.row(`SELECT number FROM streams WHERE id = ?`, []any{project}, &stream)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // purged meanwhile
		}
		return fault.First(err, tx.saveNotifyPosition(stream, seq))
	}))
}

func (tx *writing) saveNotifyPosition(stream, seq int64) error {
	return tx.exec(`INSERT INTO notify_positions (stream, seq) VALUES (?1, ?2) ON CONFLICT (stream) DO UPDATE SET seq = max(seq, ?2)`, stream, seq)
}

// EntriesBack implements notify.Store.
func (db *DB) EntriesBack(ctx context.Context, stream, thing string, before int64, limit int) ([]entry.Entry, error) {
	return list(ctx, db.read, func(row scanner) (entry.Entry, error) {
		e := entry.Entry{Stream: stream}
		return e, scanEntry(row, &e)
	}, `SELECT `+entryColumns+` FROM streams s JOIN entries e ON e.stream = s.number AND e.seq < ?
		WHERE s.id = ? AND instr(e.events, ?) > 0 ORDER BY e.seq DESC LIMIT ?`, before, stream, thing, limit)
}

// What is read of the things that entries name. The plus keeps the planner from
// going through the whole project, which it takes for fewer rows than a list.
const (
	noticeNamed = `SELECT id, task, author FROM comments
		WHERE id IN (SELECT value FROM json_each(?2)) AND +project = ?1 AND deleted_at IS NULL`
	noticeTask = `SELECT id, created_by, assignees, iif(instr(description, '@') > 0, description, NULL) FROM tasks
		WHERE id IN (SELECT value FROM json_each(?2)) AND +project = ?1 AND deleted_at IS NULL`
	noticeComment = `SELECT task, author, iif(instr(body, '@') > 0, body, NULL) FROM comments
		WHERE task IN (SELECT value FROM json_each(?2)) AND +project = ?1 AND deleted_at IS NULL`
)

// NotifyContext implements notify.Store.
func (db *DB) NotifyContext(ctx context.Context, project string, facts []notice.Fact) (*notice.Context, error) {
	c := &notice.Context{Tasks: map[string]*notice.Task{}, Comments: map[string]notice.Comment{}}
	tasks, comments := notice.Named(facts)
	err := db.list(ctx, noticeNamed, []any{project, ids(comments)}, func(row scanner) error {
		var id string
		var about notice.Comment
		err := row.Scan(&id, &about.Task, &about.Author)
		c.Comments[id], tasks = about, append(tasks, about.Task)
		return err
	})
	if err == nil {
		err = fault.First(db.noticeTasks(ctx, project, ids(tasks), c), db.noticePeople(ctx, project, ids(tasks), c))
	}
	return c, fault.Wrap("read who is to be told", err)
}

// noticeTasks reads tasks with those whom they concern.
func (db *DB) noticeTasks(ctx context.Context, project, tasks string, c *notice.Context) error {
	err := db.list(ctx, noticeTask, []any{project, tasks}, func(row scanner) error {
		var id, assignees string
		var description *string
		t := &notice.Task{}
		if err := row.Scan(&id, &t.CreatedBy, &assignees, &description); err != nil {
			return err
		}
		if description != nil {
			t.Texts = append(t.Texts, *description)
		}
		c.Tasks[id] = t
		return fromJSON(assignees, &t.Assignees)
	})
	if err != nil {
		return err
	}
	return db.list(ctx, noticeComment, []any{project, tasks}, func(row scanner) error {
		var task, author string
		var body *string
		err := row.Scan(&task, &author, &body)
		if t := c.Tasks[task]; t != nil {
			t.Commenters = append(t.Commenters, author)
			if body != nil {
				t.Texts = append(t.Texts, *body)
			}
		}
		return err
	})
}

// noticePeople reads everybody who may see the project, and what they want to hear.
func (db *DB) noticePeople(ctx context.Context, project, tasks string, c *notice.Context) error {
	at := map[string]int{}
	err := db.list(ctx, `SELECT u.id, u.handle, COALESCE(w.level, 'concerns') FROM members m JOIN users u ON u.id = m.user AND u.disabled_at IS NULL
		JOIN projects p ON p.id = m.project AND p.deleted_at IS NULL LEFT JOIN watches w ON w.user = m.user AND w.thing = m.project
		WHERE m.project = ? ORDER BY u.id`, []any{project}, func(row scanner) error {
		var p notice.Person
		err := row.Scan(&p.ID, &p.Handle, (*string)(&p.Level))
		at[p.ID] = len(c.People)
		c.People = append(c.People, p)
		return err
	})
	if err != nil {
		return err
	}
	return db.list(ctx, `SELECT user, thing, level FROM watches WHERE thing IN (SELECT value FROM json_each(?))`, []any{tasks}, func(row scanner) error {
		var user, task, level string
		err := row.Scan(&user, &task, &level)
		if i, here := at[user]; here {
			if c.People[i].Tasks == nil {
				c.People[i].Tasks = map[string]entry.TaskLevel{}
			}
			c.People[i].Tasks[task] = entry.TaskLevel(level)
		}
		return err
	})
}

// TaskWatch implements watch.Store.
func (db *DB) TaskWatch(ctx context.Context, user, task string) (wire.TaskWatch, error) {
	found := wire.TaskWatch{Level: entry.AsInProject}
	var project, handle string
	var level entry.ProjectLevel
	err := db.one(ctx, "task", `SELECT t.project, u.handle, COALESCE(own.level, 'default'), COALESCE(w.level, 'concerns')
		FROM tasks t JOIN members m ON m.project = t.project AND m.user = ?1 JOIN users u ON u.id = m.user
		LEFT JOIN watches own ON own.user = m.user AND own.thing = t.id LEFT JOIN watches w ON w.user = m.user AND w.thing = t.project
		WHERE t.id = ?2`, []any{user, task}, &project, &handle, (*string)(&found.Level), (*string)(&level))
	if err != nil {
		return found, err
	}
	c := &notice.Context{Tasks: map[string]*notice.Task{}}
	if err := db.noticeTasks(ctx, project, ids([]string{task}), c); err != nil {
		return found, fault.Wrap("read whom a task concerns", err)
	}
	concerned := c.Tasks[task] != nil && c.Tasks[task].Concerns(user, handle)
	found.Watching = found.Level == entry.Watching ||
		found.Level == entry.AsInProject && (level == entry.Everything || level == entry.Concerns && concerned)
	return found, nil
}

// ProjectWatch implements watch.Store.
func (db *DB) ProjectWatch(ctx context.Context, user, project string) (level entry.ProjectLevel, err error) {
	err = db.one(ctx, "project", `SELECT COALESCE(w.level, 'concerns') FROM members m LEFT JOIN watches w ON w.user = m.user AND w.thing = m.project
		WHERE m.user = ? AND m.project = ?`, []any{user, project}, (*string)(&level))
	return level, err
}

// SetWatch implements watch.Store.
func (db *DB) SetWatch(ctx context.Context, user, thing, level string) error {
	return fault.Wrap("set watch", db.once(ctx, func(tx *writing) error {
		if level == "" {
			return tx.exec(`DELETE FROM watches WHERE user = ? AND thing = ?`, user, thing)
		}
		return tx.exec(`INSERT INTO watches (user, thing, level) VALUES (?1, ?2, ?3) ON CONFLICT (user, thing) DO UPDATE SET level = ?3`, user, thing, level)
	}))
}
