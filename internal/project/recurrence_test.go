package project

import (
	"os"
	"testing"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// recurrenceCases run through web/src/project/recurrence.test.ts too.
type recurrenceCases struct {
	Next []struct {
		entry.Recurrence
		Name           string
		Due, Completed entry.Day
		Want           entry.Day
	}
	Runs []struct {
		entry.Recurrence
		Name string
		Due  entry.Day
		Want []entry.Day
	}
	Instants []struct {
		Name, Time, TimeZone string
		Day                  entry.Day
		Want                 entry.Instant
	}
	Days []struct {
		Name, TimeZone string
		At             entry.Instant
		Want           entry.Day
	}
}

func TestGoldenRecurrence(t *testing.T) {
	raw, err := os.ReadFile("../../golden/recurrence.json")
	if err != nil {
		t.Fatal(err)
	}
	var file recurrenceCases
	if err := json.Unmarshal(raw, &file, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	if len(file.Next) < 40 || len(file.Runs) < 5 || len(file.Instants) < 15 || len(file.Days) < 3 {
		t.Fatal("cases are missing")
	}
	for _, c := range file.Next {
		if got := NextDue(&c.Recurrence, c.Due, c.Completed); got != c.Want {
			t.Errorf("%s: %s, want %s", c.Name, got, c.Want)
		}
	}
	for _, c := range file.Runs {
		recurrence, due := &c.Recurrence, c.Due
		for i, want := range c.Want {
			recurrence, due = Lasting(recurrence, due), NextDue(recurrence, due, due)
			if due != want {
				t.Errorf("%s: the %d. is %s, want %s", c.Name, i+1, due, want)
			}
		}
	}
	for _, c := range file.Instants {
		if got := c.Day.At(c.Time, c.TimeZone); got != c.Want {
			t.Errorf("%s: %s, want %s", c.Name, got, c.Want)
		}
	}
	for _, c := range file.Days {
		if got := c.At.Day(c.TimeZone); got != c.Want {
			t.Errorf("%s: %s, want %s", c.Name, got, c.Want)
		}
	}
}
