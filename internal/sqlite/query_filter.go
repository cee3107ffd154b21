package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"time"

	"modernc.org/sqlite"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/filter"
	"tandem/internal/wire"
	"tandem/internal/words"
)

func init() {
	sqlite.MustRegisterDeterministicScalarFunction("fold", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, _ := args[0].(string)
		return words.Fold(text), nil
	})
}

// filterContext says what "me", "today" and "this week" mean to the person who
// asks; nothing where there is no filter to mean something.
func (db *DB) filterContext(ctx context.Context, actor string, f *wire.TaskFilter) (filter.Context, error) {
	context := filter.Context{Me: actor, Now: f.Now, WeekFrom: time.Monday}
	if f.Where == nil {
		return context, nil
	}
	var locale string
	var start *int
	err := db.one(ctx, "account", `SELECT time_zone, locale, week_start FROM users WHERE id = ?`, []any{actor}, &context.Zone, &locale, &start)
	if err != nil {
		return context, err
	}
	context.WeekFrom = filter.WeekFrom(locale)
	if start != nil {
		context.WeekFrom = time.Weekday(*start)
	}
	return context, nil
}

// filtered adds what a filter asks of the tasks t.
func (c *conditions) filtered(f *filter.Filter, context filter.Context) {
	if f != nil {
		part, args := filterSQL(f, context)
		c.add(part, args...)
	}
}

// filterSQL gives a filter as an expression that is 0 or 1, never NULL, so that
// it can be negated.
func filterSQL(f *filter.Filter, context filter.Context) (string, []any) {
	switch {
	case f.Condition != nil:
		return conditionSQL(f.Condition, context)
	case f.Or != nil:
		return joined(f.Or, " OR ", "0", context)
	}
	return joined(f.And, " AND ", "1", context)
}

func joined(list []filter.Filter, by, empty string, context filter.Context) (string, []any) {
	if len(list) == 0 {
		return empty, nil
	}
	var args []any
	parts := make([]string, len(list))
	for i := range list {
		part, more := filterSQL(&list[i], context)
		parts[i], args = part, append(args, more...)
	}
	return "(" + strings.Join(parts, by) + ")", args
}

// filterColumns are the expressions of the fields that every task has.
var filterColumns = map[string]string{
	"title":           "t.key || ' ' || t.title",
	"status":          "t.status",
	"category":        "(SELECT s.category FROM statuses s WHERE s.id = t.status)",
	"priority":        "t.priority",
	"assignee":        "t.assignees",
	"label":           "t.labels",
	"parent":          "t.parent",
	"createdBy":       "t.created_by",
	"startDate":       "t.start_date",
	"dueDate":         "t.due_date",
	"createdAt":       "t.created_at",
	"updatedAt":       "t.updated_at",
	"completedAt":     "t.completed_at",
	"estimateSeconds": "t.estimate_seconds",
	"spentSeconds":    "t.spent_seconds",
}

// columnOf gives a field's expression. The id of a custom field was looked up
// among the project's, so it is a UUID.
func columnOf(field filter.Field) string {
	if field.Custom != "" {
		return `json_extract(t.fields, '$."` + field.Custom + `"')`
	}
	return filterColumns[field.Name]
}

func conditionSQL(c *filter.Condition, context filter.Context) (string, []any) {
	column := columnOf(c.Field)
	switch c.Field.Kind {
	case filter.Choice:
		return choiceSQL(c, "COALESCE("+column+", '')", context)
	case filter.Set:
		return setSQL(c, column, context)
	case filter.Text:
		return textSQL(c, "COALESCE("+column+", '')")
	case filter.Number:
		return numberSQL(c, column)
	case filter.Bool:
		return "(COALESCE(" + column + ", 0) = ?)", []any{c.Is}
	}
	return spanSQL(c, column, context)
}

func values(c *filter.Condition, context filter.Context) []any {
	list := anys(c.IDs)
	for i, id := range c.IDs {
		if id == filter.Me {
			list[i] = context.Me
		}
	}
	return list
}

func choiceSQL(c *filter.Condition, column string, context filter.Context) (string, []any) {
	nothing := ""
	if c.Field.Name == "priority" {
		nothing = "none"
	}
	switch c.Op {
	case filter.None:
		return column + " = ?", []any{nothing}
	case filter.NotNone:
		return column + " <> ?", []any{nothing}
	case filter.IsNot, filter.NoneOf:
		return column + " NOT IN (" + marks(len(c.IDs)) + ")", values(c, context)
	}
	return column + " IN (" + marks(len(c.IDs)) + ")", values(c, context)
}

func setSQL(c *filter.Condition, column string, context filter.Context) (string, []any) {
	has := "EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE value IN (" + marks(len(c.IDs)) + "))"
	switch c.Op {
	case filter.None:
		return column + " = '[]'", nil
	case filter.NotNone:
		return column + " <> '[]'", nil
	case filter.IsNot, filter.NoneOf:
		return "NOT " + has, values(c, context)
	case filter.AllOf:
		one := "EXISTS (SELECT 1 FROM json_each(" + column + ") WHERE value = ?)"
		return "(" + strings.Repeat(one+" AND ", len(c.IDs)-1) + one + ")", values(c, context)
	}
	return has, values(c, context)
}

func textSQL(c *filter.Condition, column string) (string, []any) {
	switch c.Op {
	case filter.None:
		return column + " = ''", nil
	case filter.NotNone:
		return column + " <> ''", nil
	}
	one := "instr(fold(" + column + "), ?) > 0"
	all := "(" + strings.Repeat(one+" AND ", len(c.Words)-1) + one + ")"
	if c.Op == filter.NotContains {
		all = "NOT " + all
	}
	return all, anys(c.Words)
}

func numberSQL(c *filter.Condition, column string) (string, []any) {
	switch c.Op {
	case filter.None:
		return column + " IS NULL", nil
	case filter.NotNone:
		return column + " IS NOT NULL", nil
	case filter.LessThan:
		return fmt.Sprintf("(%s IS NOT NULL AND %[1]s < ?)", column), []any{*c.Number.From}
	case filter.MoreThan:
		return fmt.Sprintf("(%s IS NOT NULL AND %[1]s > ?)", column), []any{*c.Number.From}
	}
	return unless(c.Op == filter.IsNot, fmt.Sprintf("(%s IS NOT NULL AND %[1]s >= ? AND %[1]s <= ?)", column)), []any{*c.Number.From, *c.Number.To}
}

// spanSQL serves days and moments.
func spanSQL(c *filter.Condition, column string, context filter.Context) (string, []any) {
	switch c.Op {
	case filter.None:
		return column + " IS NULL", nil
	case filter.NotNone:
		return column + " IS NOT NULL", nil
	}
	part, args := "("+column+" IS NOT NULL", []any(nil)
	span := c.Span(context)
	if c.Field.Kind == filter.Instant {
		from, until, hasFrom, hasUntil := span.Moments(context)
		if hasFrom {
			part, args = part+" AND "+column+" >= ?", append(args, int64(from))
		}
		if hasUntil {
			part, args = part+" AND "+column+" < ?", append(args, int64(until))
		}
		return unless(c.Op == filter.IsNot, part+")"), args
	}
	if span.From != "" {
		part, args = part+" AND "+column+" >= ?", append(args, string(span.From))
	}
	if span.To != "" {
		part, args = part+" AND "+column+" <= ?", append(args, string(span.To))
	}
	return unless(c.Op == filter.IsNot, part+")"), args
}

func unless(not bool, part string) string {
	if not {
		return "NOT " + part
	}
	return part
}

// Fields gives a project's custom fields; none for strangers.
func (db *DB) Fields(ctx context.Context, actor, project string) ([]*entry.Field, error) {
	fields := []*entry.Field{}
	err := db.list(ctx, `SELECT `+fieldColumns+` FROM fields f JOIN members m ON m.project = f.project AND m.user = ?
		WHERE f.project = ? ORDER BY f.rank, f.id`, []any{actor, project}, func(row scanner) error {
		v, err := scanField(row)
		fields = append(fields, v)
		return err
	})
	return fields, fault.Wrap("list fields", err)
}
