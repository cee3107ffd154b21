package projection

import (
	"context"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// A search looks among the newest of what fits and orders those, so that one
// that fits a hundred thousand texts costs no more than others.
const (
	searchTitles = 150 // with all words in the title
	searchTexts  = 100 // with them anywhere
)

// Texts is where a search looks: among what one person sees and is not deleted.
type Texts interface {
	// Keys adds tasks by their key, and those whose numbers begin so: at most 20.
	Keys(ctx context.Context, f *Finding, key string, spans [][2]int64) error
	// Titles and Bodies add the newest texts that hold a beginning of each term, or
	// one of its near words: in the title, or anywhere.
	Titles(ctx context.Context, f *Finding, most int) error
	Anywhere(ctx context.Context, f *Finding, most int) error
	// Holding gives a few words within which a text stands.
	Holding(ctx context.Context, text string) ([]string, error)
	// Meant gives a few words that a text may be mistyped for; none where it is right.
	Meant(ctx context.Context, text string) ([]string, error)
}

// Hit is something found, with how well it fits: 0 is best.
type Hit struct {
	Kind  wire.FoundType
	ID    string
	score int
	at    entry.Instant
}

// Finding is one search under way.
type Finding struct {
	words.Wanted
	Hits    []Hit
	seen    map[string]bool // ids among the hits
	penalty int             // on top of all scores
}

// Find finds what holds every word of a text, or words that begin so, or, where
// there is room for most, that hold it; where nothing is found, words that it may be
// mistyped for. Best first: a task's own key, then names and titles that begin with
// the text, that hold it whole, that hold its words, then descriptions, then
// comments; what was mistyped after all that; within these the latest.
func Find(ctx context.Context, in Texts, text string, most int) (*Finding, error) {
	f := &Finding{Wanted: words.Want(text), seen: map[string]bool{}}
	if len(f.Terms) == 0 {
		return f, nil
	}
	err := f.keys(ctx, in)
	if err == nil {
		err = fault.First(in.Titles(ctx, f, max(searchTitles, most)), in.Anywhere(ctx, f, max(searchTexts, most)))
	}
	if err == nil && len(f.Hits) < most {
		err = f.near(ctx, in, in.Holding, 10)
	}
	if err == nil && len(f.Hits) == 0 {
		err = f.near(ctx, in, in.Meant, 20)
	}
	slices.SortStableFunc(f.Hits, func(a, b Hit) int {
		if a.score != b.score {
			return a.score - b.score
		}
		return int(b.at - a.at)
	})
	return f, err
}

// Seek begins to look for one phrase, in other texts than that of a thing.
func Seek(phrase, but string) *Finding {
	return &Finding{Wanted: words.Wanted{Terms: []words.Term{{Text: phrase}}}, seen: map[string]bool{but: true}}
}

// Latest orders hits by time.
func (f *Finding) Latest() {
	slices.SortStableFunc(f.Hits, func(a, b Hit) int { return int(b.at - a.at) })
}

func (f *Finding) keys(ctx context.Context, in Texts) error {
	key, number, isKey := entry.SplitKey(f.Text)
	if !isKey {
		return nil
	}
	var spans [][2]int64
	for from, width := number, int64(1); from < 1_000_000 && from > 0; from, width = from*10, width*10 {
		spans = append(spans, [2]int64{from, from + width - 1})
	}
	if spans == nil {
		return nil
	}
	return in.Keys(ctx, f, key, spans)
}

// near looks again with words that are near the terms.
func (f *Finding) near(ctx context.Context, in Texts, nearTo func(context.Context, string) ([]string, error), penalty int) error {
	found := false
	for i := range f.Terms {
		near, err := nearTo(ctx, f.Terms[i].Text)
		if err != nil {
			return err
		}
		f.Terms[i].Near, found = near, found || len(near) > 0
	}
	if !found {
		return nil
	}
	f.penalty = penalty
	return in.Anywhere(ctx, f, searchTexts)
}

// Has tells whether something is among the hits.
func (f *Finding) Has(id string) bool { return f.seen[id] }

// Add adds a hit, once: a task has a key, a comment no name.
func (f *Finding) Add(kind wire.FoundType, id, key string, name *string, at entry.Instant) {
	if f.seen[id] {
		return
	}
	h := Hit{Kind: kind, ID: id, at: at, score: 5}
	if name != nil {
		h.score = f.Score(*name)
	}
	if key := strings.ToLower(key); key != "" && strings.HasPrefix(key, f.Text) {
		h.score = min(len(key)-len(f.Text), 1)
	}
	h.score += f.penalty
	f.seen[id] = true
	f.Hits = append(f.Hits, h)
}

// Marked says where the words stand: in the name, and where they are not all
// there, in a part of the text below it.
func (f *Finding) Marked(found wire.Found, name, text string) wire.Found {
	found.Marks = words.Mark(name, f.IsHit)
	if f.Score(name) > 3 {
		found.Excerpt = words.Mark(text, f.IsHit)
	}
	return found
}

// Page gives a part of the hits as they are read by whole, in their order. What has
// gone since is left out.
func (f *Finding) Page(skip, limit int, whole func(map[wire.FoundType][]string) (map[string]wire.Found, error)) (wire.Page[wire.Found], error) {
	page := wire.Page[wire.Found]{Items: []wire.Found{}}
	part, ids := f.Hits[min(skip, len(f.Hits)):min(skip+limit, len(f.Hits))], map[wire.FoundType][]string{}
	for _, h := range part {
		ids[h.Kind] = append(ids[h.Kind], h.ID)
	}
	found, err := whole(ids)
	for _, h := range part {
		if item, here := found[h.ID]; here {
			page.Items = append(page.Items, item)
		}
	}
	if len(f.Hits) > skip+limit {
		page.NextCursor = wire.Cursor(wire.SearchCursor{Skip: skip + limit})
	}
	return page, err
}
