package sqlite

import (
	"context"
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/projection"
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
	mentions, err := db.mentions(ctx, actor, task)
	return mentions, fault.Wrap("look for mentions", err)
}

func (db *DB) mentions(ctx context.Context, actor string, task *entry.Task) ([]wire.Mention, error) {
	mentions, s := []wire.Mention{}, &searching{db: db, actor: actor}
	if err := s.look(ctx); err != nil {
		return mentions, err
	}
	project, number, _ := entry.SplitKey(task.Key)
	f := projection.Seek(fmt.Sprintf("%s %d", words.Fold(project), number), task.ID) // a phrase: one word after the other
	if err := s.Anywhere(ctx, f, mentionTexts); err != nil {
		return nil, err
	}
	f.Latest()
	page, err := f.Page(0, len(f.Hits), func(ids map[wire.FoundType][]string) (map[string]wire.Found, error) { return db.whole(ctx, f, ids) })
	if err != nil {
		return nil, err
	}
	names := words.NamesKey(task.Key)
	for _, found := range page.Items {
		mention := wire.Mention{Task: found.Task, Comment: found.Comment}
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
