package mongo

import (
	"regexp"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/filter"
)

// where gives a filter as the server has them.
func (m *matching) where(f *filter.Filter) bson.D {
	switch {
	case f.Condition != nil:
		return m.condition(f.Condition)
	case f.Or != nil:
		return joined(m.each(f.Or), either, never)
	}
	return joined(m.each(f.And), both, always)
}

func (m *matching) each(list []filter.Filter) (parts []any) {
	for i := range list {
		parts = append(parts, m.where(&list[i]))
	}
	return parts
}

func joined(parts []any, by func(...any) bson.D, empty bson.D) bson.D {
	if len(parts) == 0 {
		return empty
	}
	return by(parts...)
}

// pathOf is where a field stands in the document of a task.
func pathOf(field filter.Field) string {
	switch {
	case field.Custom != "":
		return "fields." + field.Custom
	case field.Kind == filter.Set:
		return field.Name + "s" // assignees, labels
	}
	return field.Name
}

func (m *matching) condition(c *filter.Condition) bson.D {
	path := pathOf(c.Field)
	switch c.Field.Kind {
	case filter.Choice:
		return m.choice(c, path)
	case filter.Set:
		return m.set(c, path)
	case filter.Text:
		return textMatch(c, path)
	case filter.Number:
		return numberMatch(c, path)
	case filter.Bool:
		if !c.Is {
			return is(path, other(true))
		}
		return is(path, true)
	}
	return m.span(c, path)
}

func (m *matching) values(c *filter.Condition) []string {
	list := slices.Clone(c.IDs)
	for i, id := range list {
		if id == filter.Me {
			list[i] = m.Me
		}
	}
	return list
}

func (m *matching) choice(c *filter.Condition, path string) bson.D {
	nothing := bson.A{nil, ""}
	switch c.Field.Name {
	case "priority":
		nothing = bson.A{entry.None}
	case "category":
		return m.category(c)
	}
	switch c.Op {
	case filter.None:
		return is(path, among(nothing))
	case filter.NotNone:
		return is(path, notAmong(nothing))
	case filter.IsNot, filter.NoneOf:
		return is(path, notAmong(m.values(c)))
	}
	return is(path, among(m.values(c)))
}

func notAmong[T any](values []T) bson.D { return is("$nin", values) }

// category is about the statuses that have one of these: a status that is there has one.
func (m *matching) category(c *filter.Condition) bson.D {
	var those []string
	for _, s := range m.statuses {
		if c.Op == filter.None || c.Op == filter.NotNone || slices.Contains(c.IDs, string(s.Category)) {
			those = append(those, s.ID)
		}
	}
	if c.Op == filter.None || c.Op == filter.IsNot || c.Op == filter.NoneOf {
		return is("status", notAmong(those))
	}
	return is("status", among(those))
}

func (m *matching) set(c *filter.Condition, path string) bson.D {
	switch c.Op {
	case filter.None:
		return is(path, is("$size", 0))
	case filter.NotNone:
		return not(is(path, is("$size", 0)))
	case filter.IsNot, filter.NoneOf:
		return is(path, notAmong(m.values(c)))
	case filter.AllOf:
		return is(path, is("$all", m.values(c)))
	}
	return is(path, among(m.values(c)))
}

// textMatch looks for words in what was folded when the task was written.
func textMatch(c *filter.Condition, path string) bson.D {
	switch c.Op {
	case filter.None:
		return is(path, among(bson.A{nil, ""}))
	case filter.NotNone:
		return is(path, notAmong(bson.A{nil, ""}))
	}
	folded := "folded." + c.Field.Name + c.Field.Custom
	var all []any
	for _, word := range c.Words {
		all = append(all, is(folded, bson.Regex{Pattern: regexp.QuoteMeta(word)}))
	}
	return unless(c.Op == filter.NotContains, both(all...))
}

func unless(negated bool, part bson.D) bson.D {
	if negated {
		return not(part)
	}
	return part
}

func numberMatch(c *filter.Condition, path string) bson.D {
	switch c.Op {
	case filter.None:
		return is(path, nil)
	case filter.NotNone:
		return is(path, other(nil))
	case filter.LessThan:
		return is(path, is("$lt", *c.Number.From))
	case filter.MoreThan:
		return is(path, is("$gt", *c.Number.From))
	}
	return unless(c.Op == filter.IsNot, is(path, bson.D{{Key: "$gte", Value: *c.Number.From}, {Key: "$lte", Value: *c.Number.To}}))
}

// span serves days and moments.
func (m *matching) span(c *filter.Condition, path string) bson.D {
	switch c.Op {
	case filter.None:
		return is(path, nil)
	case filter.NotNone:
		return is(path, other(nil))
	}
	bounds, span := other(nil), c.Span(m.Context)
	if c.Field.Kind == filter.Instant {
		from, until, hasFrom, hasUntil := span.Moments(m.Context)
		bounds = bound(bound(bounds, hasFrom, "$gte", from), hasUntil, "$lt", until)
	} else {
		bounds = bound(bound(bounds, span.From != "", "$gte", span.From), span.To != "", "$lte", span.To)
	}
	return unless(c.Op == filter.IsNot, is(path, bounds))
}

func bound(bounds bson.D, has bool, operator string, value any) bson.D {
	if has {
		bounds = append(bounds, bson.E{Key: operator, Value: value})
	}
	return bounds
}
