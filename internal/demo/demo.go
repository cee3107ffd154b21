// Package demo makes believable work: a team of four with a project that has
// been going on for weeks, and projects of any size for measuring. Both come in
// as an import does, through the one door, with a history of their own.
package demo

import (
	"fmt"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
)

// Person is one of the team.
type Person struct {
	Name     string
	Handle   string
	Email    string
	TimeZone string
}

// TeamName is what the team of the demonstration is called.
const TeamName = "Northlight Studio"

// People are the team; the first one owns it, and is who a visitor becomes.
var People = [4]Person{
	{"Mara Lindqvist", "mara", "mara@northlight.example", "Europe/Stockholm"},
	{"Tom Okoye", "tom", "tom@northlight.example", "Europe/London"},
	{"Inês Carvalho", "ines", "ines@northlight.example", "Europe/Lisbon"},
	{"Kenji Watanabe", "kenji", "kenji@northlight.example", "Asia/Tokyo"},
}

// Key of the demonstration's project.
const Key = "WEB"

// Project makes the project as it stands at a time. People of the board are
// named by their handles.
func Project(now time.Time) *importing.Board {
	b := &importing.Board{
		Source: "demo", ID: "website", Name: "Website relaunch", Visibility: entry.ForTeam, CreatedAt: daysBefore(now, 47, 9, 5),
		Description: "A faster, clearer website by the end of the quarter.\n\nWhat counts: **first view under a second**, every page usable by keyboard, and a shop that a visitor finds in one step.",
		Statuses:    statuses(), Labels: labels, People: people(),
	}
	for i := range stories {
		s := &stories[i]
		w := &weaver{now: now, story: s, index: i, external: fmt.Sprint("task ", i+1)}
		b.Tasks = append(b.Tasks, w.task())
	}
	for i := range stories {
		b.Tasks = append(b.Tasks, subtasks(&b.Tasks[i], &stories[i], now)...)
	}
	return b
}

func people() []importing.Person {
	list := make([]importing.Person, len(People))
	for i, p := range People {
		list[i] = importing.Person{ID: p.Handle, Name: p.Name, Username: p.Handle, Email: p.Email, Member: true}
	}
	return list
}

func statuses() []importing.Status {
	limit := func(n int64) *int64 { return &n }
	return []importing.Status{
		{ID: "backlog", Name: "Backlog", Category: entry.Backlog},
		{ID: "todo", Name: "To do", Category: entry.Todo},
		{ID: "doing", Name: "In progress", Category: entry.Active, WipLimit: limit(8)},
		{ID: "review", Name: "In review", Category: entry.Active, WipLimit: limit(5)},
		{ID: "done", Name: "Done", Category: entry.Done},
	}
}

var labels = []importing.Label{
	{ID: "design", Name: "Design", Color: "#a3419c"},
	{ID: "frontend", Name: "Frontend", Color: "#5557d6"},
	{ID: "backend", Name: "Backend", Color: "#0f7c8a"},
	{ID: "content", Name: "Content", Color: "#8f5f00"},
	{ID: "a11y", Name: "Accessibility", Color: "#1d7d3e"},
	{ID: "speed", Name: "Performance", Color: "#b4540a"},
	{ID: "bug", Name: "Bug", Color: "#cc272e"},
	{ID: "launch", Name: "Launch", Color: "#54545c"},
}

// daysBefore gives an hour of a day before now, never later than now.
func daysBefore(now time.Time, days, hour, minute int) time.Time {
	day := now.UTC().AddDate(0, 0, -days)
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, time.UTC)
	if at.After(now) {
		return now
	}
	return at
}
