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
	searchTitles = 150  // with all words in the title
	searchTexts  = 100  // with them anywhere
	searchNear   = 20   // words that a mistyped one may have been meant for
	searchParts  = 5000 // words that share three letters with it, to choose those from
)

// hit is something found, with how well it fits: 0 is best.
type hit struct {
	kind  wire.FoundType
	id    string
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
	items, err := s.whole(s.hits[min(skip, len(s.hits)):min(skip+limit, len(s.hits))])
	if err != nil {
		return page, fault.Wrap("read what was found", err)
	}
	page.Items = items
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
		err = s.findNear(s.db.wordsHolding, 10)
	}
	if err == nil && len(s.hits) == 0 {
		err = s.findNear(s.db.wordsMeant, 20)
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
	key, number, isKey := entry.SplitKey(s.text)
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
	return s.tasks(`projects p CROSS JOIN members m ON m.project = p.id CROSS JOIN tasks t ON t.project = p.id`,
		`m.user = ? AND p.key = ? AND (`+strings.Join(parts, " OR ")+`) ORDER BY t.number LIMIT 20`, args)
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

// findNear looks again with words that are near the terms, as nearTo gives them.
func (s *searching) findNear(nearTo func(ctx context.Context, text string) ([]string, error), penalty int) error {
	found := false
	for i := range s.words {
		near, err := nearTo(s.ctx, s.words[i].text)
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

// wordsHolding gives words within which a text stands.
func (db *DB) wordsHolding(ctx context.Context, text string) ([]string, error) {
	if utf8.RuneCountInString(text) < 3 {
		return nil, nil
	}
	return db.someWords(ctx, `"`+text+`"`, searchNear, func(word string) bool { return true })
}

// wordsMeant gives words that a text may be mistyped for, or their beginnings;
// none where it is written right.
func (db *DB) wordsMeant(ctx context.Context, text string) ([]string, error) {
	reach := words.Reach(utf8.RuneCountInString(text))
	if reach == 0 {
		return nil, nil
	}
	var isRight bool
	err := db.one(ctx, "word", `SELECT EXISTS (SELECT 1 FROM search_words WHERE word BETWEEN ? AND ?)`, []any{text, text + "\U0010ffff"}, &isRight)
	if err != nil || isRight {
		return nil, err
	}
	return db.someWords(ctx, strings.Join(partsOf("<"+text+">"), " OR "), searchParts, func(word string) bool { return words.Near(text, word, reach) })
}

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

// notDeleted are the conditions on whatever is found in a project.
const notDeleted = ` AND t.deleted_at IS NULL AND p.deleted_at IS NULL`

// The order of the joins is ours, since a person may be a member of projects
// with very many tasks: from the few that were found to their rights.

func (s *searching) projectsOf(ids []string) error {
	return s.hitsOf(wire.FoundProject, `SELECT p.id, '', p.name, p.created_at FROM projects p CROSS JOIN members m ON m.project = p.id AND m.user = ?
		WHERE p.deleted_at IS NULL AND p.id IN `, ids)
}

func (s *searching) tasksOf(ids []string) error {
	return s.hitsOf(wire.FoundTask, `SELECT t.id, t.key, t.title, t.updated_at FROM tasks t CROSS JOIN members m ON m.project = t.project AND m.user = ?
		CROSS JOIN projects p ON p.id = t.project WHERE TRUE`+notDeleted+` AND t.id IN `, ids)
}

func (s *searching) commentsOf(ids []string) error {
	return s.hitsOf(wire.FoundComment, `SELECT c.id, '', NULL, c.created_at FROM comments c CROSS JOIN members m ON m.project = c.project AND m.user = ?
		CROSS JOIN tasks t ON t.id = c.task CROSS JOIN projects p ON p.id = c.project
		WHERE c.deleted_at IS NULL`+notDeleted+` AND c.id IN `, ids)
}

func (s *searching) hitsOf(kind wire.FoundType, query string, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.add(kind, query+`(`+marks(len(ids))+`)`, append([]any{s.actor}, anys(ids)...))
}

func (s *searching) tasks(from, where string, args []any) error {
	return s.add(wire.FoundTask, `SELECT t.id, t.key, t.title, t.updated_at FROM `+from+` WHERE TRUE`+notDeleted+` AND `+where, args)
}

// add gathers hits, each once.
func (s *searching) add(kind wire.FoundType, query string, args []any) error {
	return s.db.list(s.ctx, query, args, func(row scanner) error {
		h := hit{kind: kind}
		var key string
		var name *string
		if err := row.Scan(&h.id, &key, &name, (*int64)(&h.at)); err != nil || s.seen[h.id] {
			return err
		}
		if h.score = 5; name != nil {
			h.score = s.score(*name)
		}
		if key := strings.ToLower(key); key != "" && strings.HasPrefix(key, s.text) {
			h.score = min(len(key)-len(s.text), 1)
		}
		s.seen[h.id] = true
		s.hits = append(s.hits, h)
		return nil
	})
}
