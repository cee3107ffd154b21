package sqlite

import (
	"context"
	"fmt"
	"slices"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// mostMentions is how many Mentions gives; mentionTexts is among how many of the
// newest texts that hold a key's two words it looks.
const (
	mostMentions = 100
	mentionTexts = 500
)

// Mentions gives where a task's key stands in a text, the latest first, as far as
// the person may see it now and it is not deleted. Candidates come from the search
// index, so what was said a moment ago may not be among them yet.
func (db *DB) Mentions(ctx context.Context, actor string, task *entry.Task) ([]wire.Mention, error) {
	s := &searching{db: db, ctx: ctx, actor: actor, seen: map[string]bool{task.ID: true}}
	mentions, err := s.mentions(task)
	return mentions, fault.Wrap("look for mentions", err)
}

func (s *searching) mentions(task *entry.Task) ([]wire.Mention, error) {
	mentions := []wire.Mention{}
	if err := s.look(); err != nil || len(s.places) == 0 {
		return mentions, err
	}
	project, number, _ := entry.SplitKey(task.Key)
	s.words = []term{{text: fmt.Sprintf("%s %d", words.Fold(project), number)}} // a phrase: one after the other
	if err := s.findTexts("", mentionTexts, 0); err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.hits, func(a, b hit) int { return int(b.at - a.at) })
	found, err := s.whole(s.hits)
	if err != nil {
		return nil, err
	}
	names := words.NamesKey(task.Key)
	for _, f := range found {
		mention := wire.Mention{Task: f.Task, Comment: f.Comment}
		if len(mentions) < mostMentions && mention.Task.ID != task.ID && names.MatchString(textOf(&mention)) {
			mention.Task.Description = ""
			mentions = append(mentions, mention)
		}
	}
	return mentions, nil
}

func textOf(m *wire.Mention) string {
	if m.Comment != nil {
		return m.Comment.Body
	}
	return m.Task.Title + "\n" + m.Task.Description
}
