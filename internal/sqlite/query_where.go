package sqlite

import (
	"strings"

	"tandem/internal/filter"
	"tandem/internal/wire"
)

// conditions are parts of a WHERE that all hold, with their arguments. Values
// never stand in the text.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

func (c *conditions) text() string { return strings.Join(c.parts, " AND ") }

// in adds "one of these"; nothing where there are none.
func (c *conditions) in(column string, values []string) {
	if len(values) > 0 {
		c.add(column+" IN ("+marks(len(values))+")", anys(values)...)
	}
}

// list adds "has one of these ids", or none at all.
func (c *conditions) list(column string, values []string) {
	var ids []string
	part := ""
	for _, value := range values {
		if value == wire.NoOne {
			part = column + " = '[]'"
		} else {
			ids = append(ids, value)
		}
	}
	if len(ids) > 0 {
		if part != "" {
			part += " OR "
		}
		part += "EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE value IN (" + marks(len(ids)) + "))"
	}
	if part != "" {
		c.add("("+part+")", anys(ids)...)
	}
}

// either adds "this comparison holds for one of these".
func (c *conditions) either(comparison string, values []string) {
	if len(values) > 0 {
		c.add("("+strings.Repeat(comparison+" OR ", len(values)-1)+comparison+")", anys(values)...)
	}
}

// words adds "every word of one of these texts stands in one of the columns".
func (c *conditions) words(columns string, texts []string) {
	var either []string
	var args []any
	for _, text := range texts {
		var all []string
		for _, word := range strings.Fields(text) {
			all = append(all, columns+` LIKE ? ESCAPE '\'`)
			args = append(args, "%"+escapeLike(word)+"%")
		}
		if all != nil {
			either = append(either, "("+strings.Join(all, " AND ")+")")
		}
	}
	if either != nil {
		c.add("("+strings.Join(either, " OR ")+")", args...)
	}
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func escapeLike(text string) string { return likeEscapes.Replace(text) }

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func anys(values []string) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}

// taskText is all of a task's text in which words are looked for.
const taskText = `(t.key || char(10) || t.title || char(10) || t.description)`

func taskConditions(f *wire.TaskFilter, context filter.Context) *conditions {
	c := &conditions{}
	c.add("t.project = ? AND t.deleted_at IS NULL", f.Project)
	switch f.Archived {
	case "true":
		c.add("t.archived_at IS NOT NULL")
	case "any":
	default:
		c.add("t.archived_at IS NULL")
	}
	c.words(taskText, f.Texts)
	c.in("t.status", f.Statuses)
	c.list("t.assignees", f.Assignees)
	c.list("t.labels", f.Labels)
	c.in("t.priority", f.Priorities)
	c.either("t.due_date < ?", f.DueBefore)
	c.either("t.due_date > ?", f.DueAfter)
	c.filtered(f.Where, context)
	return c
}
