package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
)

// Large makes a project of so many tasks, the same for the same number and
// time: a quarter each of backlog and done, moves and comments over a year,
// descriptions of all lengths. It is for measuring.
func Large(tasks int, now time.Time) *importing.Board {
	b := &importing.Board{
		Source: "demo", ID: fmt.Sprint("large ", tasks), Name: fmt.Sprintf("Large project of %d tasks", tasks),
		Visibility: entry.ForTeam, CreatedAt: daysBefore(now, 365, 9, 0), Statuses: statuses(), Labels: labels, People: people(),
	}
	for i := range b.Statuses {
		b.Statuses[i].WipLimit = nil
	}
	dice := rand.New(rand.NewPCG(uint64(tasks), 1))
	for i := range tasks {
		b.Tasks = append(b.Tasks, largeTask(dice, i, now))
	}
	return b
}

var (
	verbs  = []string{"Add", "Fix", "Move", "Measure", "Rewrite", "Remove", "Test", "Review", "Describe", "Translate"}
	things = []string{"checkout", "search", "basket", "product page", "newsletter", "sign-in", "price list", "photo gallery", "footer", "address book", "store finder", "order history"}
	whens  = []string{"", " on phones", " for guests", " after the launch", " in Danish", " with a keyboard", " for business customers", " when offline"}
	prio   = []entry.Priority{entry.None, entry.None, entry.Low, entry.Medium, entry.Medium, entry.High, entry.Urgent}
)

func one[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }

func largeTask(dice *rand.Rand, i int, now time.Time) importing.Task {
	s := story{
		Title:    fmt.Sprintf("%s the %s%s (%d)", one(dice, verbs), one(dice, things), one(dice, whens), i+1),
		In:       []string{"backlog", "todo", "doing", "review", "done", "backlog", "todo", "done"}[dice.IntN(8)],
		Priority: one(dice, prio), Due: noDue, Made: 20 + dice.IntN(340), Hours: float64(dice.IntN(12)),
		Text: strings.Repeat("What it takes is not clear yet. ", dice.IntN(12)),
	}
	for range dice.IntN(3) {
		s.Who = append(s.Who, one(dice, People[:]).Handle)
		s.Labels = append(s.Labels, one(dice, labels).ID)
	}
	if dice.IntN(3) == 0 {
		s.Due = dice.IntN(90) - 30
	}
	s.Began = 6 + dice.IntN(s.Made-5)
	s.Reviewed = 3 + dice.IntN(s.Began-2)
	s.Finished = dice.IntN(s.Reviewed)
	for range max(dice.IntN(6)-4, 0) {
		s.Talk = append(s.Talk, line{one(dice, People[:]).Handle, dice.IntN(s.Made), "I had a look at this, and it is more than it seems."})
	}
	w := &weaver{now: now, story: &s, index: i, external: fmt.Sprint("task ", i+1)}
	return w.task()
}
