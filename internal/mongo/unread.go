package mongo

import (
	"cmp"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/unread"
)

var _ unread.Store = (*DB)(nil)

// seenDoc is how far a person has read the comments on a task.
type seenDoc struct {
	User string        `bson:"user"`
	Task string        `bson:"task"`
	At   entry.Instant `bson:"at"` // of when the latest is that they have read
}

func seenID(user, task string) string { return user + "/" + task }

// MarkSeen implements unread.Store.
func (db *DB) MarkSeen(ctx context.Context, user, task, comment string) (moved bool, err error) {
	err = db.once(ctx, func(tx *writing) error {
		c, err := one[commentDoc](tx.ctx, db, "comment", "comments", append(byID(comment), is("task", task)...))
		if err != nil {
			return err
		}
		further, err := tx.some("seen_comments", append(byID(seenID(user, task)), is("at", is("$gte", c.CreatedAt))...))
		if moved = err == nil && !further; moved {
			tx.put("seen_comments", seenID(user, task), seenDoc{user, task, c.CreatedAt})
		}
		return err
	})
	return moved && err == nil, fault.Wrap("mark comments as seen", err)
}

// Unread implements unread.Store.
func (db *DB) Unread(ctx context.Context, user, in string) ([]unread.Task, error) {
	list := []unread.Task{}
	if sees, err := db.sees(ctx, user, in); err != nil || !sees {
		return list, err
	}
	latest, mine, err := db.commented(ctx, user, in)
	if err != nil || len(latest) == 0 {
		return list, fault.Wrap("look for unread comments", err)
	}
	seen := map[string]*entry.Instant{}
	marks := make([]string, 0, len(latest))
	for task := range latest {
		marks = append(marks, seenID(user, task))
	}
	err = each(ctx, db, "seen_comments", is("_id", among(marks)), nil, func(d *seenDoc) { seen[d.Task] = &d.At })
	if err != nil {
		return list, fault.Wrap("look for unread comments", err)
	}
	for task, at := range latest {
		if seen[task] != nil && *seen[task] >= at {
			delete(latest, task)
		}
	}
	left := bson.D{{Key: "_id", Value: among(keysOf(latest))}, {Key: "deletedAt", Value: nil}}
	err = each(ctx, db, "tasks", left, bson.D{{Key: "createdBy", Value: 1}, {Key: "assignees", Value: 1}}, func(d *taskDoc) {
		if seen[d.ID] != nil || mine[d.ID] || d.CreatedBy == user || slices.Contains(d.Assignees, user) {
			list = append(list, unread.Task{Task: d.ID, Seen: seen[d.ID]})
		}
	})
	slices.SortFunc(list, func(a, b unread.Task) int { return cmp.Compare(a.Task, b.Task) })
	return list, fault.Wrap("look for unread comments", err)
}

// commented tells of each task of a project when others last commented on it, and
// whether the person ever did. An index holds all that is read for it.
func (db *DB) commented(ctx context.Context, user, in string) (latest map[string]entry.Instant, mine map[string]bool, err error) {
	latest, mine = map[string]entry.Instant{}, map[string]bool{}
	fields := bson.D{{Key: "_id", Value: 0}, {Key: "task", Value: 1}, {Key: "author", Value: 1}, {Key: "createdAt", Value: 1}, {Key: "deletedAt", Value: 1}}
	err = each(ctx, db, "comments", is("project", in), fields, func(d *commentDoc) {
		switch {
		case d.Author == user:
			mine[d.Task] = true
		case d.DeletedAt == nil:
			latest[d.Task] = max(latest[d.Task], d.CreatedAt)
		}
	})
	return latest, mine, err
}
