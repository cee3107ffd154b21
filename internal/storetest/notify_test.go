package storetest

import (
	"strings"
	"testing"

	"tandem/internal/due"
	"tandem/internal/entry"
	"tandem/internal/notice"
)

// What the rule has to know is as of now: who may see the project, and tasks and
// comments that are there.
func TestNotifyContext(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		owner, member := w.People[entry.TeamOwner], w.People[entry.TeamMember]
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One", Description: "for @somebody", Assignees: []string{member}}).After.Task.ID
		gone := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "Two"}).After.Task.ID
		w.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: gone})
		comment := w.Must(t, entry.TeamMember, &entry.CommentCreate{Task: task, Body: "hello @all"}).After.Comment.ID
		w.Must(t, entry.TeamOwner, &entry.CommentCreate{Task: task, Body: "plain"})
		c, err := w.Store.NotifyContext(t.Context(), w.Project, []notice.Fact{{Task: gone}, {Comment: comment}})
		must(t, err)
		if len(c.People) != 3 || c.People[0].Level != entry.Concerns || !strings.HasPrefix(c.People[0].Handle, "owner") {
			t.Errorf("people %+v", c.People)
		}
		if c.Comments[comment] != (notice.Comment{Task: task, Author: member}) || len(c.Tasks) != 1 {
			t.Fatalf("%+v, %+v", c.Comments, c.Tasks)
		}
		at := c.Tasks[task]
		if at.CreatedBy != owner || strings.Join(at.Assignees, " ") != member || len(at.Commenters) != 2 || strings.Join(at.Texts, "|") != "for @somebody|hello @all" {
			t.Errorf("%+v", at)
		}
		w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
		if c, err = w.Store.NotifyContext(t.Context(), w.Project, []notice.Fact{{Task: task}}); err != nil || len(c.People) != 0 {
			t.Errorf("of a deleted project %+v hear, %v", c.People, err)
		}
	})
}

// Positions say what is left to be gone through, and never go back.
func TestNotifyBehind(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx := t.Context()
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: task, Title: entry.Some("Two")})
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "Other"})
		behind, err := w.Store.NotifyBehind(ctx)
		if err != nil || len(behind) != 1 || behind[0].Project != w.Project || behind[0].Seq != 0 || behind[0].Head != 4 {
			t.Fatalf("%+v, %v", behind, err)
		}
		must(t, w.Store.NotifyAdvance(ctx, w.Project, 3))
		must(t, w.Store.NotifyAdvance(ctx, w.Project, 2)) // late
		must(t, w.Store.NotifyAdvance(ctx, entry.NewID(), 9))
		if behind, err = w.Store.NotifyBehind(ctx); err != nil || len(behind) != 1 || behind[0].Seq != 3 {
			t.Errorf("%+v, %v", behind, err)
		}
		must(t, w.Store.NotifyAdvance(ctx, w.Project, 4))
		if behind, err = w.Store.NotifyBehind(ctx); err != nil || len(behind) != 0 {
			t.Errorf("%+v, %v", behind, err)
		}
		back, err := w.Store.EntriesBack(ctx, w.Project, task, 4, 10)
		if err != nil || len(back) != 2 || back[0].Seq != 3 || back[1].Seq != 2 || back[0].Stream != w.Project {
			t.Errorf("back: %+v, %v", back, err)
		}
		if back, err = w.Store.EntriesBack(ctx, w.Project, task, 3, 1); err != nil || len(back) != 1 || back[0].Seq != 2 {
			t.Errorf("back: %+v, %v", back, err)
		}
	})
}

// What is due is open, in a project at work; who wants to hear has an hour.
func TestDue(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		ctx := t.Context()
		create := func(day entry.Day) string {
			return w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "x", DueDate: &day}).After.Task.ID
		}
		done := ""
		for _, s := range w.Statuses(t) {
			if s.Category == entry.Done {
				done = s.ID
			}
		}
		late, today, over, gone := create("2026-01-02"), create("2026-01-01"), create("2026-01-01"), create("2026-01-01")
		create("2026-01-03")
		w.Must(t, entry.TeamOwner, &entry.TaskMove{Task: over, Status: done})
		w.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: gone})
		days := []entry.Day{"2026-01-01", "2026-01-02"}
		tasks, err := w.Store.DueTasks(ctx, days)
		if err != nil || len(tasks) != 2 || tasks[0] != (due.Task{ID: today, Project: w.Project, Day: "2026-01-01"}) || tasks[1].ID != late {
			t.Errorf("%+v, %v", tasks, err)
		}
		w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
		if tasks, err = w.Store.DueTasks(ctx, days); err != nil || len(tasks) != 0 {
			t.Errorf("of a deleted project %+v, %v", tasks, err)
		}
		member := w.People[entry.TeamMember]
		p, err := w.Store.Preferences(ctx, member)
		must(t, err)
		p.DueHour = nil
		must(t, w.Store.SetPreferences(ctx, member, p))
		if people, err := w.Store.DuePeople(ctx); err != nil || len(people) != 3 || people[0].Hour != 9 || people[0].Zone != "UTC" {
			t.Errorf("%+v, %v", people, err)
		}
		began, err := w.Store.DuePosition(ctx)
		must(t, err)
		must(t, w.Store.DueAdvance(ctx, began+5))
		if at, err := w.Store.DuePosition(ctx); err != nil || at != began+5 || began == 0 {
			t.Errorf("at %d, %v", at, err)
		}
	})
}
