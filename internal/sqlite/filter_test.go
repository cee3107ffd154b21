package sqlite

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
	"tandem/internal/filter"
	"tandem/internal/filter/filtertest"
	"tandem/internal/project"
	"tandem/internal/wire"
)

var update = flag.Bool("update", false, "write golden/filter.json anew")

// localeFrom has a locale for each first day of the week that worlds have.
var localeFrom = map[int]string{0: "en-US", 1: "de-AT", 6: "ar-EG"}

// putWorld makes a world's tasks the rows of a project that its person sees.
func putWorld(t *testing.T, db *DB, w *filtertest.World) (stream string) {
	t.Helper()
	stream = w.Tasks[0].Project
	rows := project.Rows{
		Project:  &project.ProjectRow{Project: entry.Project{ID: stream, Team: "t", Key: "WEB", Name: "Web", Visibility: entry.ForTeam}},
		Statuses: w.Statuses,
		Fields:   w.Fields,
		Members:  []*entry.Member{{User: entry.User{ID: w.Me}, Role: entry.Viewer}},
	}
	for _, task := range w.Tasks {
		rows.Tasks = append(rows.Tasks, &project.Task{Task: *task})
	}
	err := db.write(t.Context(), func(tx *writing) error {
		if err := tx.exec(`INSERT INTO users (id, email, email_key, name, handle, password, time_zone, locale, admin, created_at)
			VALUES (?, 'a', 'a', 'a', 'a', '', ?, ?, 0, 0)`, w.Me, w.TimeZone, localeFrom[w.WeekFrom]); err != nil {
			return err
		}
		return tx.saveRows(stream, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

// chosen asks the database.
func chosen(t *testing.T, db *DB, w *filtertest.World, f filtertest.Node) []int64 {
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
	page, err := db.Tasks(t.Context(), w.Me, list)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	numbers := []int64{}
	for _, task := range page.Items {
		numbers = append(numbers, task.Number)
	}
	return numbers
}

// Any filter chooses the same tasks in SQL as by brute force.
func TestFilter(t *testing.T) {
	seed := rand.Uint64()
	some, all := 0, 0
	for world := range uint64(11) {
		db, _ := openTest(t)
		w := filtertest.New(seed+world, 60)
		putWorld(t, db, w)
		r := rand.New(rand.NewPCG(seed+world, 5))
		for range 100 {
			f := w.Filter(r, 3)
			want, got := w.Chosen(f), chosen(t, db, w, f)
			if !slices.Equal(got, want) {
				text, _ := json.Marshal(f)
				t.Fatalf("seed %d: %s at %s in %s, weeks from %d:\nSQL   %v\nbrute %v", seed+world, text, w.Now, w.TimeZone, w.WeekFrom, got, want)
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

// goldenCase is a filter with the numbers of the tasks that it chooses.
type goldenCase struct {
	Filter filtertest.Node `json:"filter"`
	Want   []int64         `json:"want"`
}

type goldenWorld struct {
	*filtertest.World
	Cases []goldenCase `json:"cases"`
}

// TestFilter_golden holds that golden/filter.json, which runs through the
// client too, is what brute force says today.
func TestFilter_golden(t *testing.T) {
	var worlds []goldenWorld
	for seed := range uint64(11) {
		w := filtertest.New(seed, 30)
		golden := goldenWorld{World: w}
		r := rand.New(rand.NewPCG(seed, 6))
		for range 40 {
			f := w.Filter(r, 3)
			golden.Cases = append(golden.Cases, goldenCase{f, w.Chosen(f)})
		}
		worlds = append(worlds, golden)
	}
	text := written(t, worlds)
	const file = "../../golden/filter.json"
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if had, err := os.ReadFile(file); err != nil || string(had) != string(text) {
		t.Fatalf("%s is not what this test makes (err %v); go test ./internal/sqlite -run TestFilter_golden -update", file, err)
	}
}

// written is one line for each case and task, so that a difference can be read.
func written(t *testing.T, worlds []goldenWorld) []byte {
	t.Helper()
	text := []byte("[\n")
	for i, w := range worlds {
		tasks, cases := lines(t, w.Tasks), lines(t, w.Cases)
		statuses, fields := lines(t, w.Statuses), lines(t, w.Fields)
		text = fmt.Appendf(text, "{\"me\":%q,\"now\":%q,\"timeZone\":%q,\"weekFrom\":%d,\n\"statuses\":%s,\n\"fields\":%s,\n\"tasks\":%s,\n\"cases\":%s}", w.Me, w.Now, w.TimeZone, w.WeekFrom, statuses, fields, tasks, cases)
		if i < len(worlds)-1 {
			text = append(text, ',')
		}
		text = append(text, '\n')
	}
	return append(text, "]\n"...)
}

func lines[T any](t *testing.T, list []T) []byte {
	t.Helper()
	text := []byte("[")
	for i, v := range list {
		raw, err := json.Marshal(v, json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(text, '\n'), raw...)
	}
	return append(text, ']')
}
