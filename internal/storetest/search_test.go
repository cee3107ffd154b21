package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/projection/search"
	"tandem/internal/wire"
)

// found gives what a search finds, best first: names of projects, titles of tasks,
// and bodies of comments with the task's title before them.
func found(t *testing.T, w *World, as entry.TeamRole, text string) []string {
	t.Helper()
	s := search.New(w.Store, w.Bus, func(err error) { t.Error(err) })
	s.Patience = time.Minute
	list := []string{}
	for skip := 0; ; skip += 2 {
		page, err := s.Search(t.Context(), w.People[as], text, skip, 2)
		must(t, err)
		for _, f := range page.Items {
			list = append(list, foundText(&f))
		}
		if page.NextCursor == nil {
			return list
		}
	}
}

func foundText(f *wire.Found) string {
	switch f.Type {
	case wire.FoundProject:
		return f.Project.Name
	case wire.FoundComment:
		return f.Task.Title + ": " + f.Comment.Body
	}
	return f.Task.Title
}

// Beginnings of words are found, words within words, and what was mistyped; right
// before nearly right, the own key before all.
func TestSearch(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		create := func(title, description string) string {
			w.Pass(time.Second)
			return w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: title, Description: description}).After.Task.ID
		}
		for _, title := range []string{"Send the invoice", "Invoices of May", "Voice over", "Café Łódź", "Straßenfest planen", "データを消す"} {
			create(title, "")
		}
		last := create("Last", "mentions an invoice")
		comment := w.Must(t, entry.TeamMember, &entry.CommentCreate{Task: last, Body: "invoice again"}).After.Comment.ID
		searches(t, w, entry.TeamMember, map[string]string{
			"inv":          "Invoices of May,Send the invoice,Last,Last: invoice again",
			"INVOICE send": "Send the invoice",
			"invocie":      "Invoices of May,Send the invoice,Last,Last: invoice again",
			"invoyce send": "Send the invoice",
			"cafe":         "Café Łódź",
			"fest":         "Straßenfest planen",
			"消":            "データを消す",
			"websi":        "Website",
			"xyz":          "",
			"":             "",
		})
		searches(t, w, entry.TeamGuest, map[string]string{"inv": ""})
		key := w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: last, Title: entry.Some("Final")}).After.Task.Key
		w.Must(t, entry.TeamMember, &entry.CommentUpdate{Comment: comment, Body: "nothing"})
		searches(t, w, entry.TeamMember, map[string]string{
			key: "Final", strings.ToLower(key): "Final", "last": "", "again": "", "final": "Final",
		})
		w.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: last})
		searches(t, w, entry.TeamMember, map[string]string{"final": "", "nothing": ""})
		w.Must(t, entry.TeamOwner, &entry.TaskRestore{Task: last})
		searches(t, w, entry.TeamMember, map[string]string{"final": "Final", "nothing": "Final: nothing"})
		if behind, err := w.Store.SearchBehind(t.Context(), ""); err != nil || len(behind) != 0 {
			t.Errorf("behind: %v, %v", behind, err)
		}
		w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
		searches(t, w, entry.TeamOwner, map[string]string{"final": "", "websi": ""})
	})
}

func searches(t *testing.T, w *World, as entry.TeamRole, want map[string]string) {
	t.Helper()
	for text, want := range want {
		if got := strings.Join(found(t, w, as, text), ","); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

// What was there before the first look is taken over some at a time, and what
// changes meanwhile is followed.
func TestSearch_filling(t *testing.T) {
	Worlds(t, func(t *testing.T, w *World) {
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "early bird"})
		for range 9 {
			w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "many"})
		}
		if more, err := w.Store.SearchAdvance(t.Context(), w.Project); err != nil || more {
			t.Fatalf("more: %t, %v", more, err)
		}
		state, _, err := w.Store.Load(t.Context(), w.Project)
		must(t, err)
		for _, task := range state.Tasks {
			if task.Title == "early bird" {
				w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: task.ID, Title: entry.Some("late bird")})
			}
		}
		if got := found(t, w, entry.TeamOwner, "bird"); !slices.Equal(got, []string{"late bird"}) {
			t.Errorf("found %q", got)
		}
		if got := found(t, w, entry.TeamOwner, "early"); len(got) > 0 {
			t.Errorf("found %q", got)
		}
	})
}
