package mongo

import (
	"context"
	"regexp"
	"strings"
	"time"
	"unicode"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/filter"
	"tandem/internal/wire"
)

// matching is what a filter on tasks is put to.
type matching struct {
	filter.Context
	statuses []*entry.Status // of the project, in board order
}

// match gives the tasks that are asked for as a filter of the server, and the
// statuses of their project where the filter or the order is about them.
func (db *DB) match(ctx context.Context, actor string, f *wire.TaskFilter) (bson.D, []*entry.Status, error) {
	m := &matching{Context: filter.Context{Me: actor, Now: f.Now, WeekFrom: time.Monday}}
	if f.Where == nil && f.Sort != "rank" {
		return m.tasks(f), nil, nil
	}
	statuses, err := db.statuses(ctx, []string{f.Project})
	if err != nil {
		return nil, nil, err
	}
	m.statuses = statuses[f.Project]
	if f.Where != nil {
		err = db.meant(ctx, actor, &m.Context)
	}
	return m.tasks(f), m.statuses, err
}

// meant says what "today" and "this week" are to a person.
func (db *DB) meant(ctx context.Context, actor string, c *filter.Context) error {
	u, err := db.userDoc(ctx, byID(actor))
	c.Zone, c.WeekFrom = u.TimeZone, filter.WeekFrom(u.Locale)
	if u.WeekStart != nil {
		c.WeekFrom = time.Weekday(*u.WeekStart)
	}
	return err
}

// both holds where all of the parts do.
func both(parts ...any) bson.D { return is("$and", bson.A(parts)) }

// either holds where one of the parts does.
func either(parts ...any) bson.D { return is("$or", bson.A(parts)) }

func not(part bson.D) bson.D { return is("$nor", bson.A{part}) }

var (
	always = bson.D{}
	never  = is("_id", among([]string{}))
)

func (m *matching) tasks(f *wire.TaskFilter) bson.D {
	parts := []any{bson.D{{Key: "project", Value: f.Project}, {Key: "deletedAt", Value: nil}}}
	switch f.Archived {
	case "true":
		parts = append(parts, is("archivedAt", other(nil)))
	case "any":
	default:
		parts = append(parts, is("archivedAt", nil))
	}
	parts = append(parts, oneOf("status", f.Statuses), oneOf("priority", f.Priorities), oneOfList("assignees", f.Assignees), oneOfList("labels", f.Labels),
		anyHolds(f.DueBefore, func(day string) bson.D { return is("dueDate", is("$lt", day)) }),
		anyHolds(f.DueAfter, func(day string) bson.D { return is("dueDate", is("$gt", day)) }),
		withWords(f.Texts))
	if f.Where != nil {
		parts = append(parts, m.where(f.Where))
	}
	return both(parts...)
}

// oneOf is "one of these"; where none are named, all.
func oneOf(field string, values []string) bson.D {
	if len(values) == 0 {
		return always
	}
	return is(field, among(values))
}

// oneOfList is "has one of these ids", or none at all.
func oneOfList(field string, values []string) bson.D {
	return anyHolds(values, func(value string) bson.D {
		if value == wire.NoOne {
			return is(field, is("$size", 0))
		}
		return is(field, value)
	})
}

// anyHolds is "it holds for one of these"; where none are named, always.
func anyHolds(values []string, holds func(string) bson.D) bson.D {
	if len(values) == 0 {
		return always
	}
	parts := make([]any, len(values))
	for i, value := range values {
		parts[i] = holds(value)
	}
	return either(parts...)
}

// withWords is "every word of one of these texts stands in the key, title or description".
func withWords(texts []string) bson.D {
	var some []string
	for _, text := range texts {
		if strings.TrimSpace(text) != "" {
			some = append(some, text)
		}
	}
	return anyHolds(some, func(text string) bson.D {
		var all []any
		for _, word := range strings.Fields(text) {
			pattern := bson.Regex{Pattern: inAnyCase(word)}
			all = append(all, either(is("key", pattern), is("title", pattern), is("description", pattern)))
		}
		return both(all...)
	})
}

// inAnyCase matches a word whatever the case of its ASCII letters, as SQLite's LIKE does.
func inAnyCase(word string) string {
	var pattern strings.Builder
	for _, r := range word {
		if r < unicode.MaxASCII && unicode.IsLetter(r) {
			pattern.WriteString("[" + string(unicode.ToLower(r)) + string(unicode.ToUpper(r)) + "]")
		} else {
			pattern.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return pattern.String()
}
