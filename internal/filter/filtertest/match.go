package filtertest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tandem/internal/entry"
	"tandem/internal/words"
)

// Chosen gives the numbers of the tasks that a filter chooses, by brute force.
func (w *World) Chosen(f Node) []int64 {
	chosen := []int64{}
	for _, t := range w.Tasks {
		if w.matches(f, t) {
			chosen = append(chosen, t.Number)
		}
	}
	return chosen
}

func (w *World) matches(f Node, t *entry.Task) bool {
	if parts, ok := f["and"].([]any); ok {
		return !slices.ContainsFunc(parts, func(part any) bool { return !w.matches(part.(Node), t) })
	}
	if parts, ok := f["or"].([]any); ok {
		return slices.ContainsFunc(parts, func(part any) bool { return w.matches(part.(Node), t) })
	}
	op := f["op"].(string)
	switch have := w.valueOf(f["field"].(string), t).(type) {
	case []string:
		return w.matchesIDs(op, f["value"], have)
	case string:
		return matchesText(op, f["value"], have)
	case bool:
		return have == f["value"].(bool)
	case *float64:
		return matchesNumber(op, f["value"], have)
	case *entry.Day:
		return w.matchesDay(op, f["value"], have)
	}
	panic("filtertest: no such field: " + f["field"].(string))
}

// valueOf gives ids and names as lists, without "none".
func (w *World) valueOf(field string, t *entry.Task) any {
	switch field {
	case "title":
		return t.Key + " " + t.Title
	case "status":
		return []string{t.Status}
	case "category":
		at := slices.IndexFunc(w.Statuses, func(s *entry.Status) bool { return s.ID == t.Status })
		return []string{string(w.Statuses[at].Category)}
	case "priority":
		return []string{string(t.Priority)}
	case "assignee":
		return t.Assignees
	case "label":
		return t.Labels
	case "createdBy":
		return []string{t.CreatedBy}
	case "parent":
		if t.Parent == nil {
			return []string{}
		}
		return []string{*t.Parent}
	case "estimateSeconds":
		return float(t.EstimateSeconds)
	case "spentSeconds":
		return float(&t.SpentSeconds)
	case "startDate":
		return t.StartDate
	case "dueDate":
		return t.DueDate
	case "createdAt":
		return w.dayOf(&t.CreatedAt)
	case "updatedAt":
		return w.dayOf(&t.UpdatedAt)
	case "completedAt":
		return w.dayOf(t.CompletedAt)
	}
	return w.customOf(strings.TrimPrefix(field, "field:"), t)
}

func (w *World) customOf(id string, t *entry.Task) any {
	at := slices.IndexFunc(w.Fields, func(f *entry.Field) bool { return f.ID == id })
	value, has := t.Fields[id]
	switch w.Fields[at].Type {
	case entry.TextField:
		text, _ := value.(string)
		return text
	case entry.NumberField:
		if !has {
			return (*float64)(nil)
		}
		n := value.(float64)
		return &n
	case entry.DateField:
		if !has {
			return (*entry.Day)(nil)
		}
		day := entry.Day(value.(string))
		return &day
	case entry.CheckboxField:
		return has
	}
	if !has {
		return []string{}
	}
	return []string{value.(string)}
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

// dayOf is the day that a clock on the wall shows.
func (w *World) dayOf(at *entry.Instant) *entry.Day {
	if at == nil {
		return nil
	}
	zone, _ := time.LoadLocation(w.TimeZone)
	day := entry.Day(at.Time().In(zone).Format(time.DateOnly))
	return &day
}

func (w *World) matchesIDs(op string, value any, have []string) bool {
	isNothing := len(have) == 0 || len(have) == 1 && have[0] == "none"
	has := func(v any) bool {
		if v == "me" {
			v = w.Me
		}
		return slices.Contains(have, v.(string))
	}
	switch op {
	case "none":
		return isNothing
	case "notNone":
		return !isNothing
	case "is":
		return has(value)
	case "isNot":
		return !has(value)
	case "anyOf":
		return slices.ContainsFunc(value.([]any), has)
	case "noneOf":
		return !slices.ContainsFunc(value.([]any), has)
	}
	return !slices.ContainsFunc(value.([]any), func(v any) bool { return !has(v) })
}

func matchesText(op string, value any, have string) bool {
	if op == "none" || op == "notNone" {
		return (have == "") == (op == "none")
	}
	for _, word := range strings.Fields(value.(string)) {
		if !strings.Contains(words.Fold(have), words.Fold(word)) {
			return op == "notContains"
		}
	}
	return op == "contains"
}

func matchesNumber(op string, value any, have *float64) bool {
	switch {
	case op == "none":
		return have == nil
	case op == "notNone":
		return have != nil
	case have == nil:
		return op == "isNot"
	}
	switch op {
	case "is":
		return *have == value.(float64)
	case "isNot":
		return *have != value.(float64)
	case "lessThan":
		return *have < value.(float64)
	case "moreThan":
		return *have > value.(float64)
	}
	bounds := value.(Node)
	return *have >= bounds["from"].(float64) && *have <= bounds["to"].(float64)
}

func (w *World) matchesDay(op string, value any, have *entry.Day) bool {
	switch {
	case op == "none":
		return have == nil
	case op == "notNone":
		return have != nil
	case have == nil:
		return op == "isNot"
	}
	switch op {
	case "is":
		return *have == w.resolve(value.(string))
	case "isNot":
		return *have != w.resolve(value.(string))
	case "before":
		return *have < w.resolve(value.(string))
	case "after":
		return *have > w.resolve(value.(string))
	}
	if bounds, ok := value.(Node); ok {
		return *have >= w.resolve(bounds["from"].(string)) && *have <= w.resolve(bounds["to"].(string))
	}
	return w.isIn(value.(string), *have)
}

// isIn counts days one by one, until it has found the one that is asked for.
func (w *World) isIn(period string, day entry.Day) bool {
	today := w.resolve("today")
	away := 0
	for ; w.plus(today, away) < day; away++ {
	}
	for ; w.plus(today, away) > day; away-- {
	}
	switch period {
	case "today":
		return away == 0
	case "yesterday":
		return away == -1
	case "tomorrow":
		return away == 1
	case "last7Days":
		return away <= 0 && away > -7
	case "next7Days":
		return away >= 0 && away < 7
	case "last30Days":
		return away <= 0 && away > -30
	case "next30Days":
		return away >= 0 && away < 30
	case "thisMonth":
		return day[:7] == today[:7]
	case "lastMonth":
		return day[:7] == w.plus(today[:8]+"01", -1)[:7]
	case "nextMonth":
		return day[:7] == w.plus(today[:8]+"01", 31)[:7]
	}
	weeks := map[string]int{"lastWeek": -7, "thisWeek": 0, "nextWeek": 7}[period]
	return w.weekStart(day) == w.plus(w.weekStart(today), weeks)
}

func (w *World) weekStart(day entry.Day) entry.Day {
	for back := 0; ; back-- {
		d := w.plus(day, back)
		if at, _ := time.Parse(time.DateOnly, string(d)); int(at.Weekday()) == w.WeekFrom {
			return d
		}
	}
}

func (w *World) plus(day entry.Day, days int) entry.Day {
	at, _ := time.Parse(time.DateOnly, string(day))
	return entry.Day(at.AddDate(0, 0, days).Format(time.DateOnly))
}

func (w *World) resolve(text string) entry.Day {
	rest, isRelative := strings.CutPrefix(text, "today")
	if !isRelative {
		return entry.Day(text)
	}
	days, _ := strconv.Atoi(strings.TrimPrefix(rest, "+"))
	return w.plus(*w.dayOf(&w.Now), days)
}
