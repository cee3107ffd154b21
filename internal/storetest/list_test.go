package storetest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/filter/filtertest"
	"tandem/internal/wire"
)

// before tells by brute force which of two tasks comes first in an order.
func before(w *filtertest.World, sort string) func(a, b *entry.Task) int {
	field, down := strings.CutPrefix(sort, "-")
	levels := []entry.Priority{entry.None, entry.Low, entry.Medium, entry.High, entry.Urgent}
	by := map[string]func(a, b *entry.Task) int{
		"number":    func(_, _ *entry.Task) int { return 0 },
		"createdAt": func(a, b *entry.Task) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) },
		"updatedAt": func(a, b *entry.Task) int { return cmp.Compare(a.UpdatedAt, b.UpdatedAt) },
		"priority":  func(a, b *entry.Task) int { return slices.Index(levels, a.Priority) - slices.Index(levels, b.Priority) },
		"title":     func(a, b *entry.Task) int { return strings.Compare(ascii(a.Title), ascii(b.Title)) },
		"dueDate": func(a, b *entry.Task) int {
			if a.DueDate == nil || b.DueDate == nil { // they come last either way
				undated := func(t *entry.Task) int { return map[bool]int{true: 1}[t.DueDate == nil] }
				return (undated(a) - undated(b)) * map[bool]int{false: 1, true: -1}[down]
			}
			return cmp.Compare(*a.DueDate, *b.DueDate)
		},
		"rank": func(a, b *entry.Task) int {
			column := func(t *entry.Task) int {
				return slices.IndexFunc(w.Statuses, func(s *entry.Status) bool { return s.ID == t.Status })
			}
			return cmp.Or(column(a)-column(b), strings.Compare(a.Rank, b.Rank))
		},
	}[field]
	return func(a, b *entry.Task) int {
		order := cmp.Or(by(a, b), cmp.Compare(a.Number, b.Number))
		if down {
			return -order
		}
		return order
	}
}

// ascii is a text with its ASCII letters small.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, text)
}

// Every order gives all tasks, page by page, as brute force sorts them.
func TestTasks_sorted(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	store, _ := Open(t)
	w := filtertest.New(seed, 40)
	shuffled := rand.New(rand.NewPCG(seed, 7))
	for _, task := range w.Tasks {
		task.Rank = "a" + string(rune('A'+shuffled.IntN(26))) + task.Rank
	}
	putWorld(t, store, w)
	for _, sort := range wire.Sorts {
		want := slices.Clone(w.Tasks)
		slices.SortFunc(want, before(w, sort))
		list := wire.TaskFilter{Project: w.Tasks[0].Project, Sort: sort, Limit: 7}
		var got []int64
		for pages := 0; pages < 10; pages++ {
			page, err := store.(tasksOf).Tasks(t.Context(), w.Me, list)
			if err != nil {
				t.Fatalf("%s: %v", sort, err)
			}
			got = append(got, numbersOf(page.Items)...)
			if page.NextCursor == nil {
				break
			}
			list.Cursor = &wire.TaskCursor{}
			if _, err := wire.ReadCursor(*page.NextCursor, list.Cursor); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, numbersOf(want)) {
			t.Errorf("%s: %v\nbrute force: %v", sort, got, numbersOf(want))
		}
	}
}

// The simple conditions of a list agree with what they say, too.
func TestTasks_chosen(t *testing.T) {
	store, _ := Open(t)
	w := filtertest.New(7, 40)
	putWorld(t, store, w)
	has := func(list []string, one string) bool { return slices.Contains(list, one) }
	for name, c := range map[string]struct {
		list wire.TaskFilter
		want func(t *entry.Task) bool
	}{
		"of two statuses": {wire.TaskFilter{Statuses: []string{w.Statuses[0].ID, w.Statuses[2].ID}}, func(t *entry.Task) bool { return t.Status == w.Statuses[0].ID || t.Status == w.Statuses[2].ID }},
		"of nobody":       {wire.TaskFilter{Assignees: []string{wire.NoOne}}, func(t *entry.Task) bool { return len(t.Assignees) == 0 }},
		"of nobody or me": {wire.TaskFilter{Assignees: []string{wire.NoOne, w.Me}}, func(t *entry.Task) bool { return len(t.Assignees) == 0 || has(t.Assignees, w.Me) }},
		"of a priority":   {wire.TaskFilter{Priorities: []string{"high"}}, func(t *entry.Task) bool { return t.Priority == entry.High }},
		"due before":      {wire.TaskFilter{DueBefore: []string{string(*firstDay(w))}}, func(t *entry.Task) bool { return t.DueDate != nil && *t.DueDate < *firstDay(w) }},
		"due after":       {wire.TaskFilter{DueAfter: []string{string(*firstDay(w))}}, func(t *entry.Task) bool { return t.DueDate != nil && *t.DueDate > *firstDay(w) }},
		"with words": {wire.TaskFilter{Texts: []string{"SHIP web-1"}}, func(t *entry.Task) bool {
			return strings.Contains(ascii(t.Title), "ship") && strings.HasPrefix(t.Key, "WEB-1")
		}},
		"with a letter of cases": {wire.TaskFilter{Texts: []string{"café"}}, func(t *entry.Task) bool { return strings.Contains(t.Title, "Café") }},
		"with signs":             {wire.TaskFilter{Texts: []string{"100%", `o\k`}}, func(t *entry.Task) bool { return strings.Contains(t.Title, "100%") || strings.Contains(t.Title, `o\k`) }},
		"that are archived":      {wire.TaskFilter{Archived: "true"}, func(t *entry.Task) bool { return t.ArchivedAt != nil }},
	} {
		c.list.Project, c.list.Sort, c.list.Limit = w.Tasks[0].Project, "number", 100
		page, err := store.(tasksOf).Tasks(t.Context(), w.Me, c.list)
		want := slices.DeleteFunc(slices.Clone(w.Tasks), func(t *entry.Task) bool { return !c.want(t) })
		if got := numbersOf(page.Items); err != nil || !slices.Equal(got, numbersOf(want)) {
			t.Errorf("%s: %v, not %v: %v", name, got, numbersOf(want), err)
		}
	}
	list := wire.TaskFilter{Project: w.Tasks[0].Project, Sort: "number", Limit: 100}
	if page, err := store.(tasksOf).Tasks(t.Context(), entry.NewID(), list); err != nil || len(page.Items) > 0 {
		t.Errorf("a stranger gets %d, %v", len(page.Items), err)
	}
}

func firstDay(w *filtertest.World) *entry.Day {
	at := slices.IndexFunc(w.Tasks, func(t *entry.Task) bool { return t.DueDate != nil })
	return w.Tasks[at].DueDate
}
