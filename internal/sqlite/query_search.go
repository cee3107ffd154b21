package sqlite

import (
	"context"
	"strings"
	"unicode/utf8"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/projection"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// How much is looked at for words near others.
const (
	searchNear  = 20   // words that a mistyped one may have been meant for
	searchParts = 5000 // words that share three letters with it, to choose those from
)

// Search implements search.Store.
func (db *DB) Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error) {
	s := &searching{db: db, actor: actor}
	if err := s.look(ctx); err != nil {
		return wire.Page[wire.Found]{}, fault.Wrap("search", err)
	}
	f, err := projection.Find(ctx, s, text, skip+limit+1)
	if err != nil {
		return wire.Page[wire.Found]{}, fault.Wrap("search", err)
	}
	page, err := f.Page(skip, limit, func(ids map[wire.FoundType][]string) (map[string]wire.Found, error) { return db.whole(ctx, f, ids) })
	return page, fault.Wrap("read what was found", err)
}

// searching is one search under way; it implements projection.Texts.
type searching struct {
	db     *DB
	actor  string
	places []string // of the projects that the person sees
}

// look finds where the person may look.
func (s *searching) look(ctx context.Context) error {
	return s.db.list(ctx, `SELECT s.number FROM members m JOIN streams s ON s.id = m.project WHERE m.user = ?`, []any{s.actor}, func(row scanner) error {
		var number int64
		err := row.Scan(&number)
		s.places = append(s.places, searchPlace(number))
		return err
	})
}

// Keys implements projection.Texts.
func (s *searching) Keys(ctx context.Context, f *projection.Finding, key string, spans [][2]int64) error {
	args, parts := []any{s.actor, key}, []string{}
	for _, span := range spans {
		parts, args = append(parts, "t.number BETWEEN ? AND ?"), append(args, span[0], span[1])
	}
	return s.add(ctx, f, wire.FoundTask, `SELECT t.id, t.key, t.title, t.updated_at FROM projects p CROSS JOIN members m ON m.project = p.id CROSS JOIN tasks t ON t.project = p.id
		WHERE TRUE`+notDeleted+` AND m.user = ? AND p.key = ? AND (`+strings.Join(parts, " OR ")+`) ORDER BY t.number LIMIT 20`, args)
}

// match writes what FTS5 is asked: every term, in a column or anywhere, in one
// of the places. Words are letters and digits, so quoting them is enough.
func (s *searching) match(f *projection.Finding, columns string) string {
	var match strings.Builder
	match.WriteString("place: (" + strings.Join(s.places, " OR ") + ")")
	for _, t := range f.Terms {
		match.WriteString(" AND " + columns + `: ("` + t.Text + `"*`)
		for _, near := range t.Near {
			match.WriteString(` OR "` + near + `"`)
		}
		match.WriteByte(')')
	}
	return match.String()
}

// Titles implements projection.Texts.
func (s *searching) Titles(ctx context.Context, f *projection.Finding, most int) error {
	return s.texts(ctx, f, "title", most)
}

// Anywhere implements projection.Texts.
func (s *searching) Anywhere(ctx context.Context, f *projection.Finding, most int) error {
	return s.texts(ctx, f, "{title body}", most)
}

func (s *searching) texts(ctx context.Context, f *projection.Finding, columns string, most int) error {
	if len(s.places) == 0 {
		return nil
	}
	ids := map[string][]string{}
	err := s.db.list(ctx, `SELECT d.kind, d.id FROM search_docs d WHERE d.number IN
		(SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?)`, []any{s.match(f, columns), most}, func(row scanner) error {
		var kind, id string
		err := row.Scan(&kind, &id)
		if !f.Has(id) {
			ids[kind] = append(ids[kind], id)
		}
		return err
	})
	if err != nil {
		return err
	}
	return fault.First(s.projectsOf(ctx, f, ids["project"]), s.tasksOf(ctx, f, ids["task"]), s.commentsOf(ctx, f, ids["comment"]))
}

// Holding implements projection.Texts.
func (s *searching) Holding(ctx context.Context, text string) ([]string, error) {
	if utf8.RuneCountInString(text) < 3 {
		return nil, nil
	}
	return s.db.someWords(ctx, quoted(text), searchNear, func(word string) bool { return true })
}

// Meant implements projection.Texts.
func (s *searching) Meant(ctx context.Context, text string) ([]string, error) {
	reach := words.Reach(utf8.RuneCountInString(text))
	if reach == 0 {
		return nil, nil
	}
	var isRight bool
	err := s.db.one(ctx, "word", `SELECT EXISTS (SELECT 1 FROM search_words WHERE word BETWEEN ? AND ?)`, []any{text, text + "\U0010ffff"}, &isRight)
	if err != nil || isRight {
		return nil, err
	}
	parts := words.Parts(text, true)
	return s.db.someWords(ctx, quoted(parts...), searchParts, func(word string) bool { return words.Near(text, word, reach) })
}

// quoted writes that one of some texts is asked for.
func quoted(texts ...string) string { return `"` + strings.Join(texts, `" OR "`) + `"` }

// someWords gives a few of the words that have these parts and fit.
func (db *DB) someWords(ctx context.Context, match string, most int, fits func(word string) bool) (some []string, err error) {
	err = db.list(ctx, `SELECT word FROM search_parts WHERE search_parts MATCH ? LIMIT ?`, []any{match, most}, func(row scanner) error {
		var marked string
		err := row.Scan(&marked)
		if word := strings.Trim(marked, "<>"); len(some) < searchNear && fits(word) {
			some = append(some, word)
		}
		return err
	})
	return some, err
}

// notDeleted are the conditions on whatever is found in a project.
const notDeleted = ` AND t.deleted_at IS NULL AND p.deleted_at IS NULL`

// The order of the joins is ours, since a person may be a member of projects
// with very many tasks: from the few that were found to their rights.

func (s *searching) projectsOf(ctx context.Context, f *projection.Finding, ids []string) error {
	return s.hitsOf(ctx, f, wire.FoundProject, `SELECT p.id, '', p.name, p.created_at FROM projects p CROSS JOIN members m ON m.project = p.id AND m.user = ?
		WHERE p.deleted_at IS NULL AND p.id IN `, ids)
}

func (s *searching) tasksOf(ctx context.Context, f *projection.Finding, ids []string) error {
	return s.hitsOf(ctx, f, wire.FoundTask, `SELECT t.id, t.key, t.title, t.updated_at FROM tasks t CROSS JOIN members m ON m.project = t.project AND m.user = ?
		CROSS JOIN projects p ON p.id = t.project WHERE TRUE`+notDeleted+` AND t.id IN `, ids)
}

func (s *searching) commentsOf(ctx context.Context, f *projection.Finding, ids []string) error {
	return s.hitsOf(ctx, f, wire.FoundComment, `SELECT c.id, '', NULL, c.created_at FROM comments c CROSS JOIN members m ON m.project = c.project AND m.user = ?
		CROSS JOIN tasks t ON t.id = c.task CROSS JOIN projects p ON p.id = c.project
		WHERE c.deleted_at IS NULL`+notDeleted+` AND c.id IN `, ids)
}

func (s *searching) hitsOf(ctx context.Context, f *projection.Finding, kind wire.FoundType, query string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.add(ctx, f, kind, query+`(`+marks(len(ids))+`)`, append([]any{s.actor}, anys(ids)...))
}

// add gathers hits.
func (s *searching) add(ctx context.Context, f *projection.Finding, kind wire.FoundType, query string, args []any) error {
	return s.db.list(ctx, query, args, func(row scanner) error {
		var id, key string
		var name *string
		var at entry.Instant
		err := row.Scan(&id, &key, &name, (*int64)(&at))
		if err == nil {
			f.Add(kind, id, key, name, at)
		}
		return err
	})
}
