package mongo

import (
	"errors"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/journal/journaltest"
	"tandem/internal/project"
	"tandem/internal/projection"
	"tandem/internal/wire"
)

func stepOf(after, upTo int64, task, title string) *projection.Step {
	known := &project.Task{}
	known.ID, known.Title = task, title
	return &projection.Step{
		After: after, UpTo: upTo, Known: project.Rows{Tasks: []*project.Task{known}},
		Items: []wire.ActivityItem{{Seq: upTo, At: 5, Actor: "ann", Kind: "task", Deed: "updated", Task: &wire.ActivityTask{ID: task}}},
	}
}

// A step of activity that was committed is carried out, by whoever comes next,
// before any other; one that comes late changes nothing.
func TestSaveActivity_crash(t *testing.T) {
	for _, at := range []step{committed, written} {
		t.Run(string(at), func(t *testing.T) {
			w := journaltest.NewWorld(t, opened(t))
			db := w.Store.(*DB)
			task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "One"}).After.Task.ID
			w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: task, Title: entry.Some("Two")})
			crashAt(db, at)
			if err := db.SaveActivity(t.Context(), w.Project, stepOf(0, 2, task, "One")); !errors.Is(err, errCrash) {
				t.Fatalf("the step has not noticed: %v", err)
			}
			crashAt(db, "")
			state, entries, err := db.ActivityNext(t.Context(), w.Project)
			if err != nil || len(entries) != 1 || entries[0].Seq != 3 || state.Tasks[task] == nil || state.Tasks[task].Title != "One" {
				t.Fatalf("%+v %+v, %v", state, entries, err)
			}
			late := stepOf(0, 3, task, "late")
			if err := db.SaveActivity(t.Context(), w.Project, late); err != nil {
				t.Fatal(err)
			}
			state, entries, err = db.ActivityNext(t.Context(), w.Project)
			if err != nil || len(entries) != 1 || state.Tasks[task].Title != "One" {
				t.Errorf("after one that came late: %+v %+v, %v", state, entries, err)
			}
			if n, err := db.steps().CountDocuments(t.Context(), bson.D{}); err != nil || n != 0 {
				t.Errorf("%d steps are left, %v", n, err)
			}
			if n, err := db.db.Collection("activity").CountDocuments(t.Context(), bson.D{}); err != nil || n != 1 {
				t.Errorf("%d items, %v", n, err)
			}
		})
	}
}
