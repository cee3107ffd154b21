package sqlite

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/filter/filtertest"
)

var update = flag.Bool("update", false, "write golden/filter.json anew")

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
