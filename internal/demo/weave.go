package demo

import (
	"fmt"
	"time"

	"tandem/internal/entry"
	"tandem/internal/importing"
)

// story is a task in short. Days count back from now, except Due, which counts
// forward.
type story struct {
	Title    string
	In       string // the status where it stands
	Who      []string
	Labels   []string
	Priority entry.Priority
	Hours    float64
	Made     int // days ago
	Began    int // days ago: taken up
	Reviewed int // days ago: put up for review
	Finished int // days ago
	Due      int // days from now; noDue for none
	Start    int // days from now, where Due is given and it is not 0
	Text     string
	Items    []string // of a checklist; those that begin with "+" are done
	Talk     []line
}

// line is a comment.
type line struct {
	Who  string
	Days int // ago
	Text string
}

// noDue is the Due of what has no date.
const noDue = -1000

// weaver makes a story's life out of its few dates.
type weaver struct {
	now      time.Time
	story    *story
	index    int
	external string
}

// stations are the statuses on the way, with the day on which each was reached.
func (w *weaver) stations() []struct {
	status string
	days   int
} {
	s := w.story
	type station = struct {
		status string
		days   int
	}
	way := []station{{"backlog", s.Made}}
	switch s.In {
	case "todo":
		return append(way, station{"todo", s.Began})
	case "doing":
		return append(way, station{"todo", (s.Made + s.Began + 1) / 2}, station{"doing", s.Began})
	case "review":
		return append(way, station{"todo", (s.Made + s.Began + 1) / 2}, station{"doing", s.Began}, station{"review", s.Reviewed})
	case "done":
		way = append(way, station{"todo", (s.Made + s.Began + 1) / 2}, station{"doing", s.Began})
		if s.Reviewed > 0 {
			way = append(way, station{"review", s.Reviewed})
		}
		if s.Reviewed > 0 && w.index%7 == 3 { // now and then a review sends it back
			way = append(way, station{"doing", s.Reviewed}, station{"review", (s.Reviewed + s.Finished) / 2})
		}
		return append(way, station{"done", s.Finished})
	}
	return way
}

// at spreads what happens on one day over its working hours.
func (w *weaver) at(days, nth int) time.Time {
	return daysBefore(w.now, days, 8+(w.index*3+nth*2)%9, (w.index*17+nth*23)%60)
}

func (w *weaver) task() importing.Task {
	s := w.story
	way := w.stations()
	t := importing.Task{
		ID: w.external, Title: s.Title, Description: s.Text, Status: s.In, Labels: s.Labels, Assignees: s.Who, Priority: s.Priority,
		Creator: People[w.index%len(People)].Handle, CreatedAt: w.at(s.Made, 0),
	}
	if s.Hours > 0 {
		seconds := int64(s.Hours * 3600)
		t.Estimate = &seconds
	}
	if s.Due != noDue {
		t.DueDate = day(w.now, s.Due)
		if s.Start != 0 {
			t.StartDate = day(w.now, s.Start)
		}
	}
	t.Moves = w.moves(way[0].status, t.CreatedAt)
	for i, l := range s.Talk {
		t.Comments = append(t.Comments, importing.Comment{
			ID: fmt.Sprint(w.external, " comment ", i), Author: l.Who, At: w.at(l.Days, i+2), Body: l.Text,
		})
	}
	return t
}

// moves run forward in time, at least an hour apart where there is room.
func (w *weaver) moves(from string, last time.Time) []importing.Move {
	var moves []importing.Move
	for i, station := range w.stations()[1:] {
		at := w.at(station.days, i+1)
		if !at.After(last) {
			at = last.Add(time.Hour)
		}
		if at.After(w.now) {
			at = w.now
		}
		actor := People[0].Handle
		if len(w.story.Who) > 0 && station.status != "todo" {
			actor = w.story.Who[0]
		}
		moves = append(moves, importing.Move{At: at, Actor: actor, From: from, To: station.status})
		from, last = station.status, at
	}
	return moves
}

func day(now time.Time, days int) *entry.Day {
	d := entry.Day(now.UTC().AddDate(0, 0, days).Format(time.DateOnly))
	return &d
}

// subtasks are the items of a story's checklist.
func subtasks(parent *importing.Task, s *story, now time.Time) []importing.Task {
	var list []importing.Task
	for i, item := range s.Items {
		t := importing.Task{
			ID: fmt.Sprint(parent.ID, " item ", i), Parent: parent.ID, Title: item, Creator: parent.Creator,
			CreatedAt: parent.CreatedAt.Add(time.Duration(7*(i+1)) * time.Minute), Priority: entry.None,
		}
		if item[0] == '+' {
			t.Title, t.Done, t.DoneAt = item[1:], true, doneAt(parent, i, now)
			t.Assignees = parent.Assignees
		}
		list = append(list, t)
	}
	return list
}

// doneAt is a while after the parent was taken up.
func doneAt(parent *importing.Task, nth int, now time.Time) time.Time {
	at := parent.CreatedAt
	for _, move := range parent.Moves {
		if move.To == "doing" {
			at = move.At
		}
	}
	if at = at.Add(time.Duration(nth+1) * 3 * time.Hour); at.After(now) {
		return now
	}
	return at
}
