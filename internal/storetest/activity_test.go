package storetest

import (
	"fmt"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/projection"
	"tandem/internal/projection/activity"
	"tandem/internal/wire"
)

// happened gives pages of what happened as texts, the newest first.
func happened(t *testing.T, w *World, as entry.TeamRole, f wire.ActivityFilter) string {
	t.Helper()
	feed, list := activity.New(w.Store, w.Bus, func(err error) { t.Error(err) }), []string{}
	if f.Limit == 0 {
		f.Limit = 3
	}
	for {
		page, err := feed.Activity(t.Context(), w.People[as], &f)
		must(t, err)
		for _, item := range page.Items {
			list = append(list, said(&item))
		}
		if page.NextCursor == nil {
			return strings.Join(list, "; ")
		}
		f.Cursor = &wire.ActivityCursor{}
		_, err = wire.ReadCursor(*page.NextCursor, f.Cursor)
		must(t, err)
	}
}

func said(item *wire.ActivityItem) string {
	text := strings.TrimSpace(fmt.Sprintf("%s %s %s", item.Kind, item.Deed, item.Field))
	if item.From != nil {
		text += " from " + item.From.Text
	}
	if item.To != nil {
		text += " to " + item.To.Text
	}
	if item.Task != nil {
		text += " of " + item.Task.Title
	}
	for _, v := range item.Added {
		text += " +" + v.Text[strings.LastIndex(v.Text, "-")+1:]
	}
	return text
}

// What happened comes out with the values before and after, step by step as from
// zero, and only what one may see now.
func TestActivity(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		first := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		second := w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "Two"}).After.Task.ID
		if got, want := happened(t, w, entry.TeamOwner, wire.ActivityFilter{Project: w.Project, Tasks: []string{first, second}}), "task created of Two; task created of One"; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		w.Must(t, entry.TeamMember, &entry.TaskUpdate{Task: first, Title: entry.Some("Eins"), Description: entry.Some("text")})
		w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: first, Title: entry.Some("Uno")})
		label := w.Must(t, entry.TeamOwner, &entry.LabelCreate{Name: "red"}).After.Label.ID
		w.Must(t, entry.TeamOwner, &entry.LabelDelete{Label: label})
		w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: first, BlockedBy: entry.Some([]string{second})})
		w.Must(t, entry.TeamMember, &entry.TaskDelete{Task: second})
		for name, c := range map[string]struct {
			as     entry.TeamRole
			filter wire.ActivityFilter
			want   string
		}{
			"of a task": {entry.TeamOwner, wire.ActivityFilter{Project: w.Project, Task: first},
				"task updated blockedBy of Uno +; task updated title from Eins to Uno of Uno; task updated title from One to Eins of Uno; task updated description of Uno; task created of Uno"},
			"by somebody": {entry.TeamOwner, wire.ActivityFilter{Project: w.Project, Actors: []string{w.People[entry.TeamMember]}},
				"task deleted of ; task updated title from One to Eins of Uno; task updated description of Uno"},
			"not by somebody, since, of a kind": {entry.TeamOwner, wire.ActivityFilter{
				Project: w.Project, But: w.People[entry.TeamMember], After: 4, Before: 8, Kinds: []string{"label", "status"},
			}, "label deleted; label created"},
			"who may not see it": {entry.TeamGuest, wire.ActivityFilter{Project: w.Project}, ""},
		} {
			got := strings.NewReplacer("task updated description of Uno; task updated title from One to Eins of Uno",
				"task updated title from One to Eins of Uno; task updated description of Uno").Replace(happened(t, w, c.as, c.filter))
			if got != c.want {
				t.Errorf("%s: %s\nwant %s", name, got, c.want)
			}
		}
		changes, tasks, err := w.Store.ActivitySince(t.Context(), w.People[entry.TeamOwner], w.Project, 3)
		if err != nil || changes != 3 || tasks != 2 {
			t.Errorf("%d changes of %d tasks, %v", changes, tasks, err)
		}
		writings, err := w.Store.Writings(t.Context(), w.Project, first)
		if err != nil || len(writings) != 2 || writings[0].Seq != 2 || writings[1].Actor != w.People[entry.TeamMember] || writings[1].Command == "" {
			t.Errorf("%+v, %v", writings, err)
		}
		if behind, err := w.Store.ActivityBehind(t.Context()); err != nil || len(behind) != 0 {
			t.Errorf("behind: %v, %v", behind, err)
		}
	})
}

// A step that two take at once is taken once.
func TestSaveActivity_twice(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"})
		for range 2 {
			step := &projection.Step{After: 0, UpTo: 2, Items: []wire.ActivityItem{{Seq: 2, At: 5, Actor: "ann", Kind: "task", Deed: "created"}}}
			must(t, w.Store.SaveActivity(t.Context(), w.Project, step))
		}
		_, entries, err := w.Store.ActivityNext(t.Context(), w.Project)
		if err != nil || len(entries) != 0 {
			t.Errorf("%+v, %v", entries, err)
		}
		if got := happened(t, w, entry.TeamOwner, wire.ActivityFilter{Project: w.Project}); got != "task created" {
			t.Error(got)
		}
	})
}

// A task's past in another project comes along, for those who see that one too.
func TestActivity_moved(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
		moved, other := w.moveTask(t, task)
		if got, want := happened(t, w, entry.TeamOwner, wire.ActivityFilter{Project: other, Task: moved}), "task arrived of One; task created of "; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		if from, err := w.Store.CameFrom(t.Context(), moved); err != nil || len(from) != 1 || from[0] != w.Project {
			t.Errorf("%v, %v", from, err)
		}
		if got := happened(t, w, entry.TeamOwner, wire.ActivityFilter{Project: other, Kinds: []string{"task"}}); got != "task arrived of One" {
			t.Error(got)
		}
	})
}
