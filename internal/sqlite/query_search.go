package sqlite

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// A search looks among the newest of what fits and orders those, so that one
// that fits a hundred thousand texts costs no more than others.
const (
	searchTitles = 400 // with all words in the title
	searchTexts  = 200 // with them anywhere
	searchNear   = 20  // words that a mistyped one may have been meant for
)

// hit is something found, with how well it fits: 0 is best.
type hit struct {
	wire.Found
	score int
	at    entry.Instant
}

// Search finds projects, tasks and comments that hold every word of the text,
// or words that begin so, or, where there is room, that hold it; where nothing
// is found, words that it may be mistyped for. It looks over all that the person may see and that is
// not deleted, and gives at most limit of what it found after skipping some.
// Best first: a task's own key, then names and titles that begin with the
// text, that hold it whole, that hold its words, then descriptions, then
// comments; what was mistyped after all that; within these the latest.
func (db *DB) Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error) {
	page := wire.Page[wire.Found]{Items: []wire.Found{}}
	s := &searching{db: db, ctx: ctx, actor: actor, text: words.Fold(strings.TrimSpace(text))}
	for _, w := range words.Split(text) {
		s.words = append(s.words, term{text: w.Text})
	}
	if err := s.find(skip + limit + 1); err != nil {
		return page, fault.Wrap("search", err)
	}
	slices.SortStableFunc(s.hits, func(a, b hit) int {
		if a.score != b.score {
			return a.score - b.score
		}
		return int(b.at - a.at)
	})
	for _, h := range s.hits[min(skip, len(s.hits)):min(skip+limit, len(s.hits))] {
		page.Items = append(page.Items, h.Found)
	}
	if len(s.hits) > skip+limit {
		page.NextCursor = wire.Cursor(wire.SearchCursor{Skip: skip + limit})
	}
	return page, nil
}

// searching is one search under way.
type searching struct {
	db     *DB
	ctx    context.Context
	actor  string
	text   string          // folded
	words  []term          // of the text
	places []string        // of the projects that the person sees
	seen   map[string]bool // ids among the hits
	hits   []hit
}

// term is a word that is looked for, with those that it may have been meant for.
type term struct {
	text string
	near []string
}

// fits tells whether a folded word is looked for.
func (t *term) fits(word string) bool {
	return strings.HasPrefix(word, t.text) || slices.Contains(t.near, word)
}

func (s *searching) find(most int) error {
	if len(s.words) == 0 {
		return nil
	}
	s.seen = map[string]bool{}
	if err := s.look(); err != nil || len(s.places) == 0 {
		return err
	}
	err := fault.First(s.findKeys(), s.findTexts("title", max(searchTitles, most), 0), s.findTexts("", max(searchTexts, most), 0))
	if err == nil && len(s.hits) < most {
		err = s.findNear(holds, 10)
	}
	if err == nil && len(s.hits) == 0 {
		err = s.findNear(mistyped, 20)
	}
	return err
}

// look finds where the person may look.
func (s *searching) look() error {
	return s.db.list(s.ctx, `SELECT s.number FROM members m JOIN streams s ON s.id = m.project WHERE m.user = ?`, []any{s.actor}, func(row scanner) error {
		var number int64
		err := row.Scan(&number)
		s.places = append(s.places, searchPlace(number))
		return err
	})
}

// findKeys finds the task with this very key, and those whose keys begin so.
func (s *searching) findKeys() error {
	key, number, isKey := taskKey(s.text)
	if !isKey {
		return nil
	}
	where, args := &conditions{}, []any{s.actor}
	parts := []string{}
	for from, width := number, int64(1); from < 1_000_000 && from > 0; from, width = from*10, width*10 {
		parts = append(parts, "t.number BETWEEN ? AND ?")
		where.args = append(where.args, from, from+width-1)
	}
	if len(parts) == 0 {
		return nil
	}
	args = append(append(args, key), where.args...)
	return s.tasks(`p.key = ? AND (`+strings.Join(parts, " OR ")+`) ORDER BY t.number LIMIT 20`, args)
}

// match writes what FTS5 is asked: every term, in a column or anywhere, in one
// of the places. Words are letters and digits, so quoting them is enough.
func (s *searching) match(column string) string {
	var match strings.Builder
	match.WriteString("place: (" + strings.Join(s.places, " OR ") + ")")
	for _, t := range s.words {
		match.WriteString(" AND ")
		if column == "" {
			match.WriteString("{title body}: ")
		} else {
			match.WriteString(column + ": ")
		}
		match.WriteString(`("` + t.text + `"*`)
		for _, near := range t.near {
			match.WriteString(` OR "` + near + `"`)
		}
		match.WriteByte(')')
	}
	return match.String()
}

// findTexts gathers the newest texts that hold every term; penalty goes on top
// of their scores.
func (s *searching) findTexts(column string, most, penalty int) error {
	ids := map[string][]string{}
	err := s.db.list(s.ctx, `SELECT d.kind, d.id FROM search_docs d WHERE d.number IN
		(SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?)`, []any{s.match(column), most}, func(row scanner) error {
		var kind, id string
		err := row.Scan(&kind, &id)
		if !s.seen[id] {
			ids[kind] = append(ids[kind], id)
		}
		return err
	})
	if err != nil {
		return err
	}
	before := len(s.hits)
	err = fault.First(s.projectsOf(ids["project"]), s.tasksOf(ids["task"]), s.commentsOf(ids["comment"]))
	for i := before; i < len(s.hits); i++ {
		s.hits[i].score += penalty
	}
	return err
}

// findNear looks again with words that are near the terms.
func (s *searching) findNear(isNear func(text, word string) bool, penalty int) error {
	found := false
	for i := range s.words {
		near, err := s.db.nearWords(s.ctx, s.words[i].text, isNear)
		if err != nil {
			return err
		}
		s.words[i].near, found = near, found || len(near) > 0
	}
	if !found {
		return nil
	}
	return s.findTexts("", searchTexts, penalty)
}

// holds tells whether a text stands within a word.
func holds(text, word string) bool { return strings.Contains(word, text) }

// mistyped tells whether a text may be meant for a word, or for its beginning.
func mistyped(text, word string) bool {
	reach := words.Reach(utf8.RuneCountInString(text))
	return reach > 0 && (words.Near(text, word, reach) || nearPrefix([]rune(text), word, reach))
}

// nearWords gives words that share parts with a text and are near it.
func (db *DB) nearWords(ctx context.Context, text string, isNear func(text, word string) bool) (near []string, err error) {
	if utf8.RuneCountInString(text) < 3 {
		return nil, nil
	}
	// What shares most parts of three letters comes first: few words are left to compare.
	parts := strings.Join(partsOf("<"+text+">"), " OR ")
	err = db.list(ctx, `SELECT word FROM search_parts WHERE search_parts MATCH ? ORDER BY rank LIMIT 200`, []any{parts}, func(row scanner) error {
		var marked string
		err := row.Scan(&marked)
		if word := strings.Trim(marked, "<>"); len(near) < searchNear && isNear(text, word) {
			near = append(near, word)
		}
		return err
	})
	return near, err
}

// nearPrefix tells whether a word begins with something near the letters, so
// that mistakes are forgiven before the word is written to its end.
func nearPrefix(letters []rune, word string, reach int) bool {
	all := []rune(word)
	for n := max(len(letters)-reach, 1); n <= min(len(letters)+reach, len(all)); n++ {
		if words.Near(string(letters), string(all[:n]), reach) {
			return true
		}
	}
	return false
}

func partsOf(marked string) []string {
	letters := []rune(marked)
	parts := []string{}
	for i := 0; i+3 <= len(letters); i++ {
		parts = append(parts, `"`+string(letters[i:i+3])+`"`)
	}
	return parts
}

// score tells how well a name fits: 1 begins with the text, 2 holds it, 3 holds
// its words, 4 does not.
func (s *searching) score(name string) int {
	folded := words.Fold(name)
	switch {
	case strings.HasPrefix(folded, s.text):
		return 1
	case strings.Contains(folded, s.text):
		return 2
	}
	list := words.Split(name)
	for _, t := range s.words {
		if !slices.ContainsFunc(list, func(w words.Word) bool { return t.fits(w.Text) }) {
			return 4
		}
	}
	return 3
}

func (s *searching) isHit(word string) bool {
	return slices.ContainsFunc(s.words, func(t term) bool { return t.fits(word) })
}

// marked says where the words stand: in the name, and where they are not all
// there, in a part of the text below it.
func (s *searching) marked(found *wire.Found, name, text string, score int) {
	found.Marks = words.Mark(name, s.isHit)
	if score > 3 {
		found.Excerpt = words.Mark(text, s.isHit)
	}
}

func (s *searching) projectsOf(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.db.list(s.ctx, `SELECT `+projectColumns+` FROM projects p JOIN members m ON m.project = p.id AND m.user = ?
		WHERE p.deleted_at IS NULL AND p.id IN (`+marks(len(ids))+`)`, append([]any{s.actor}, anys(ids)...), func(row scanner) error {
		h := hit{Found: wire.Found{Type: wire.FoundProject, Project: &entry.Project{}}}
		if _, err := scanProject(row, h.Project); err != nil {
			return err
		}
		h.at, h.score = h.Project.CreatedAt, s.score(h.Project.Name)
		s.marked(&h.Found, h.Project.Name, h.Project.Description, h.score)
		s.add(h.Project.ID, h)
		return nil
	})
}

func (s *searching) add(id string, h hit) {
	s.seen[id] = true
	s.hits = append(s.hits, h)
}

func (s *searching) tasksOf(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.tasks(`t.id IN (`+marks(len(ids))+`)`, append([]any{s.actor}, anys(ids)...))
}

// tasks adds those of a condition.
func (s *searching) tasks(where string, args []any) error {
	return s.db.list(s.ctx, `SELECT `+taskColumns+` FROM tasks t JOIN members m ON m.project = t.project AND m.user = ?
		JOIN projects p ON p.id = t.project WHERE t.deleted_at IS NULL AND p.deleted_at IS NULL AND `+where, args, func(row scanner) error {
		t, err := scanTask(row)
		if err != nil {
			return err
		}
		h := hit{Found: wire.Found{Type: wire.FoundTask, Task: &t.Task}, at: t.UpdatedAt, score: s.score(t.Title)}
		if key := strings.ToLower(t.Key); strings.HasPrefix(key, s.text) {
			h.score = min(len(key)-len(s.text), 1)
		}
		s.marked(&h.Found, t.Title, t.Description, h.score)
		s.add(t.ID, h)
		return nil
	})
}

func (s *searching) commentsOf(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.db.list(s.ctx, `SELECT `+commentColumns+` FROM comments c JOIN members m ON m.project = c.project AND m.user = ?
		JOIN tasks t ON t.id = c.task JOIN projects p ON p.id = c.project
		WHERE c.deleted_at IS NULL AND t.deleted_at IS NULL AND p.deleted_at IS NULL AND c.id IN (`+marks(len(ids))+`)`,
		append([]any{s.actor}, anys(ids)...), func(row scanner) error {
			c, err := scanComment(row)
			if err != nil {
				return err
			}
			h := hit{Found: wire.Found{Type: wire.FoundComment, Comment: &c.Comment}, score: 5, at: c.CreatedAt}
			s.marked(&h.Found, "", c.Body, h.score)
			s.add(c.ID, h)
			return nil
		})
}
