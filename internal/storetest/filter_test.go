package storetest

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/filter"
	"tandem/internal/filter/filtertest"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// localeFrom has a locale for each first day of the week that worlds have.
var localeFrom = map[int]string{0: "en-US", 1: "de-AT", 6: "ar-EG"}

// putWorld makes a world's tasks the rows of a project that its person sees.
func putWorld(t *testing.T, store Store, w *filtertest.World) {
	t.Helper()
	email := "me@example.org"
	account := &auth.Account{User: entry.User{ID: w.Me, Name: "Me", Handle: "me", Email: &email, TimeZone: w.TimeZone, Locale: localeFrom[w.WeekFrom]}}
	if err := store.CreateAccount(t.Context(), account, auth.Admission{Open: true}); err != nil {
		t.Fatal(err)
	}
	appendRows(t, store, w.Tasks[0].Project, project.Rows{
		Project:  &project.ProjectRow{Project: entry.Project{ID: w.Tasks[0].Project, Team: "t", Key: "WEB", Name: "Web", Visibility: entry.ForTeam}},
		Statuses: w.Statuses,
		Fields:   w.Fields,
		Members:  []*entry.Member{{User: entry.User{ID: w.Me}, Role: entry.Viewer}},
		Tasks:    asRows(w.Tasks),
	})
}

func asRows(tasks []*entry.Task) (rows []*project.Task) {
	for _, task := range tasks {
		rows = append(rows, &project.Task{Task: *task})
	}
	return rows
}

// appendRows writes rows with the next entry of a stream, which says nothing of them.
func appendRows(t *testing.T, store journal.Store, stream string, rows project.Rows) {
	t.Helper()
	head, err := store.Head(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	epoch := head.Epoch
	if epoch == "" {
		epoch = "epoch"
	}
	e := entry.Entry{Stream: stream, Seq: head.Seq + 1, At: 1, Command: entry.NewID(), ACL: 1, Events: []byte(`[]`)}
	if err := store.Append(t.Context(), []journal.Batch{{Stream: stream, Base: head, Epoch: epoch, Entries: []entry.Entry{e}, Rows: rows}}); err != nil {
		t.Fatal(err)
	}
}

// chosen asks the database.
func chosen(t *testing.T, reads tasksOf, w *filtertest.World, f filtertest.Node) []int64 {
	t.Helper()
	text, _ := json.Marshal(f)
	where, err := filter.Parse(text, "", func(id string) (filter.Kind, bool) {
		at := slices.IndexFunc(w.Fields, func(f *entry.Field) bool { return f.ID == id })
		return filter.KindOf(w.Fields[at].Type), true
	})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	list := wire.TaskFilter{Project: w.Tasks[0].Project, Where: where, Now: w.Now, Sort: "number", Limit: 500}
	page, err := reads.Tasks(t.Context(), w.Me, list)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return numbersOf(page.Items)
}

func numbersOf(tasks []*entry.Task) []int64 {
	numbers := []int64{}
	for _, task := range tasks {
		numbers = append(numbers, task.Number)
	}
	return numbers
}

// worlds is how many are tried: the stand-in of a MongoDB server is slow.
func worlds() uint64 {
	if os.Getenv("TANDEM_TEST_STORE") == "mongo" {
		return 2
	}
	return 11
}

// Any filter chooses the same tasks in the database as by brute force.
func TestFilter(t *testing.T) {
	seed := rand.Uint64()
	some, all := 0, 0
	for world := range worlds() {
		store, _ := Open(t)
		w := filtertest.New(seed+world, 60)
		putWorld(t, store, w)
		r := rand.New(rand.NewPCG(seed+world, 5))
		for range 100 {
			f := w.Filter(r, 3)
			want, got := w.Chosen(f), chosen(t, store.(tasksOf), w, f)
			if !slices.Equal(got, want) {
				text, _ := json.Marshal(f)
				t.Fatalf("seed %d: %s at %s in %s, weeks from %d:\ndatabase %v\nbrute    %v", seed+world, text, w.Now, w.TimeZone, w.WeekFrom, got, want)
			}
			if all++; len(want) > 0 && len(want) < len(w.Tasks) {
				some++
			}
		}
	}
	if some*3 < all {
		t.Errorf("only %d of %d filters chose some tasks and not all", some, all)
	}
}

type tasksOf interface {
	Tasks(ctx context.Context, actor string, filter wire.TaskFilter) (wire.Page[*entry.Task], error)
}
