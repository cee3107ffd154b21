package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/words"
)

// How much is taken over in one transaction: other writes wait for it.
const (
	searchEntries = 500
	searchDocs    = 200
)

// SearchBehind lists the projects whose texts cannot all be found yet: those
// that the person sees, or all where actor is "".
func (db *DB) SearchBehind(ctx context.Context, actor string) ([]string, error) {
	query, args := `SELECT s.id FROM projects p JOIN streams s ON s.id = p.id`, []any(nil)
	if actor != "" {
		query, args = `SELECT s.id FROM members m JOIN streams s ON s.id = m.project`, []any{actor}
	}
	query += ` LEFT JOIN search_positions i ON i.stream = s.number WHERE (i.seq IS NULL OR i.seq < s.head OR i.filling IS NOT NULL)`
	if actor != "" {
		query += ` AND m.user = ?`
	}
	behind := []string{}
	err := db.list(ctx, query, args, func(row scanner) error {
		var id string
		err := row.Scan(&id)
		behind = append(behind, id)
		return err
	})
	return behind, fault.Wrap("look how far search is", err)
}

// doc is a text to be found: the thing's row as it is now.
type doc struct {
	kind, id, title, body string
	gone                  bool // it can be found no more
}

// searchPosition is how far a project's texts were taken over.
type searchPosition struct {
	stream, seq int64
	filling     *string
}

// SearchAdvance takes over some more of a project's texts and tells whether
// there is more. Rows and position are one transaction. It is for one goroutine
// at a time.
func (db *DB) SearchAdvance(ctx context.Context, project string) (more bool, err error) {
	at, head, err := db.searchPosition(ctx, project)
	if errors.Is(err, sql.ErrNoRows) || err == nil && at.filling == nil && at.seq >= head {
		return false, nil
	}
	if err != nil {
		return false, fault.Wrap("read search position", translate(err))
	}
	var docs []doc
	next := at
	if at.seq == 0 || at.filling != nil {
		docs, err = db.fill(ctx, project, &next, head)
	} else {
		docs, err = db.follow(ctx, project, &next)
	}
	if err != nil {
		return false, fault.Wrap("read texts", err)
	}
	err = db.write(ctx, func(tx *writing) error { return tx.saveDocs(project, docs, next) })
	return next.filling != nil || next.seq < head, fault.Wrap("write texts", err)
}

func (db *DB) searchPosition(ctx context.Context, project string) (at searchPosition, head int64, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT s.number, s.head, COALESCE(i.seq, 0), i.filling FROM streams s
		LEFT JOIN search_positions i ON i.stream = s.number WHERE s.id = ?`, project).Scan(&at.stream, &head, &at.seq, &at.filling)
	return at, head, err
}

// fill takes over what is there already, in the order of ids. What changes
// meanwhile comes later than the seq at which it began, and is followed then.
func (db *DB) fill(ctx context.Context, project string, next *searchPosition, head int64) ([]doc, error) {
	after := ""
	if next.filling != nil {
		after = *next.filling
	} else {
		next.seq = head
	}
	ids, err := list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM tasks WHERE project = ? AND id > ? ORDER BY id LIMIT ?`, project, after, searchDocs)
	if err != nil {
		return nil, err
	}
	next.filling = nil
	if len(ids) == searchDocs {
		next.filling = &ids[len(ids)-1]
	}
	docs, err := db.docsOf(ctx, docsOfTasks, ids)
	if err != nil {
		return nil, err
	}
	comments, err := db.docsOf(ctx, docsOfComments+` WHERE c.task IN `, ids)
	if after == "" && err == nil {
		var own []doc
		own, err = db.docsOf(ctx, docsOfProjects, []string{project})
		docs = append(docs, own...)
	}
	return append(docs, comments...), err
}

// follow takes over what the next entries have touched.
func (db *DB) follow(ctx context.Context, project string, next *searchPosition) (docs []doc, err error) {
	entries, err := readEntries(ctx, db.read, project, next.seq, searchEntries, 4<<20)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 {
		next.seq = entries[len(entries)-1].Seq
	}
	touched, err := projection.TouchedTexts(entries)
	if err != nil {
		return nil, err
	}
	var own []string
	if touched.Project {
		own = []string{project}
	}
	for _, part := range []struct {
		query string
		ids   []string
	}{{docsOfProjects, own}, {docsOfTasks, touched.Tasks}, {docsOfComments + ` WHERE c.id IN `, touched.Comments}} {
		more, err := db.docsOf(ctx, part.query, part.ids)
		if err != nil {
			return nil, err
		}
		docs = append(docs, more...)
	}
	return docs, nil
}

// A project that was deleted keeps its texts: it can be restored, and until then
// its row is not given to anybody.
const (
	docsOfProjects = `SELECT 'project', p.id, p.name || ' ' || p.key, p.description, 0 FROM projects p WHERE p.id IN `
	docsOfTasks    = `SELECT 'task', t.id, t.title, t.description, t.deleted_at IS NOT NULL FROM tasks t WHERE t.id IN `
	docsOfComments = `SELECT 'comment', c.id, '', c.body, c.deleted_at IS NOT NULL FROM comments c`
)

func (db *DB) docsOf(ctx context.Context, query string, ids []string) ([]doc, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return list(ctx, db.read, func(row scanner) (d doc, err error) {
		return d, row.Scan(&d.kind, &d.id, &d.title, &d.body, &d.gone)
	}, query+"("+marks(len(ids))+")", anys(ids)...)
}

func (tx *writing) saveDocs(project string, docs []doc, at searchPosition) error {
	place := searchPlace(at.stream)
	for i := range docs {
		if err := tx.saveDoc(project, place, &docs[i]); err != nil {
			return err
		}
	}
	return tx.exec(`INSERT INTO search_positions (stream, seq, filling) VALUES (?1, ?2, ?3)
		ON CONFLICT (stream) DO UPDATE SET seq = ?2, filling = ?3`, at.stream, at.seq, at.filling)
}

// searchPlace is the word by which a project's texts are told from others.
func searchPlace(stream int64) string { return "p" + strconv.FormatInt(stream, 10) }

func (tx *writing) saveDoc(project, place string, d *doc) error {
	var number int64
	err := tx.row(`DELETE FROM search_docs WHERE id = ? RETURNING number`, []any{d.id}, &number)
	if err == nil {
		err = tx.exec(`DELETE FROM search_text WHERE rowid = ?`, number)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) || d.gone {
		return errOtherThanNone(err)
	}
	if err := tx.row(`INSERT INTO search_docs (kind, id, project) VALUES (?, ?, ?) RETURNING number`, []any{d.kind, d.id, project}, &number); err != nil {
		return err
	}
	title, body := words.FoldedWords(d.title), words.FoldedWords(d.body)
	if err := tx.saveWords(title, body); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO search_text (rowid, place, title, body) VALUES (?, ?, ?, ?)`, number, place, strings.Join(title, " "), strings.Join(body, " "))
}

func errOtherThanNone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// saveWords remembers words, each once and for ever.
func (tx *writing) saveWords(lists ...[]string) error {
	for _, word := range words.Worth(lists...) {
		n, err := tx.change(`INSERT INTO search_words (word) VALUES (?) ON CONFLICT DO NOTHING`, word)
		if err == nil && n > 0 {
			err = tx.exec(`INSERT INTO search_parts (word) VALUES (?)`, "<"+word+">")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
