package trello

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/importing"
	"tandem/internal/importing/replay"
)

var update = flag.Bool("update", false, "write the golden files anew")

var now = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// team has two of the people in testdata: one by handle, one by name.
var team = []entry.Seat{
	{User: entry.User{ID: "00000000-0000-7000-8000-000000000001", Name: "The Importer", Handle: "importer"}, Role: entry.TeamMember},
	{User: entry.User{ID: "00000000-0000-7000-8000-000000000002", Name: "M. Halvorsen", Handle: "Mira_H"}, Role: entry.TeamMember},
	{User: entry.User{ID: "00000000-0000-7000-8000-000000000003", Name: "tomás  okafor", Handle: "tomas"}, Role: entry.TeamGuest},
}

func plan(board *importing.Board) importing.Plan {
	var users []entry.User
	for _, seat := range team {
		users = append(users, seat.User)
	}
	return importing.Build(board, importing.Target{
		Project: importing.ID(board.CreatedAt, "test", board.ID), Team: "00000000-0000-7000-8000-0000000000ff", Key: "TST",
		Importer: team[0].User.ID, People: importing.Match(board.People, users), Now: now,
	})
}

// TestGolden holds, for each kind of board, the report and all that comes of it:
// the project as it stands in the end and the moves on the way.
func TestGolden(t *testing.T) {
	for _, name := range []string{"typical", "closed-lists", "thousand-actions", "no-done-list", "old", "custom-fields", "hostile-links"} {
		t.Run(name, func(t *testing.T) {
			board := read(t, name)
			p := plan(board)
			state, err := replay.Plan(p, team)
			if err != nil {
				t.Fatal(err)
			}
			report, err := json.Marshal(p.Report, jsontext.WithIndent("  "))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name, string(report)+"\n\n"+replay.Text(state, p))
		})
	}
}

func read(t *testing.T, name string) *importing.Board {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	board, err := Read(file, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return board
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("differs from %s (-update writes it anew):\n%s", path, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("%d lines wanted, %d got", len(w), len(g))
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		file    string
		kind    fault.Kind
		pointer string
		says    string
	}{
		{"account", fault.Invalid, "", "whole Trello account"},
		{"card", fault.Invalid, "", "single Trello card"},
		{"broken", fault.Malformed, "/lists/0/closed", "stops being JSON at byte"},
		{"deep", fault.Invalid, "", "more than 100 levels deep, at byte 158"},
		{"web-page", fault.Malformed, "", "web page"},
		{"wrong-types", fault.Invalid, "/cards/1/idMembers", "something is wrong at /cards/1/idMembers"},
		{"same-id", fault.Invalid, "/cards/1/id", "something is wrong at /cards/1/id"},
	} {
		t.Run(test.file+" is refused", func(t *testing.T) {
			file, err := os.Open(filepath.Join("testdata", test.file+".json"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			_, err = Read(file, time.UTC)
			refused(t, err, test.kind, test.pointer, test.says)
		})
	}
}

func TestRead_small(t *testing.T) {
	for _, test := range []struct {
		name, text string
		kind       fault.Kind
		pointer    string
		says       string
	}{
		{"nothing", "", fault.Malformed, "", "not JSON"},
		{"a table", "Name,List\nA,B", fault.Malformed, "", "not JSON"},
		{"a list", "[]", fault.Invalid, "", "holds a list"},
		{"null", "null", fault.Invalid, "", "no lists"},
		{"no lists", `{"id":"1","cards":[]}`, fault.Invalid, "", "no lists"},
		{"no cards", `{"id":"1","lists":[]}`, fault.Invalid, "", "no cards"},
		{"no id", `{"lists":[],"cards":[]}`, fault.Invalid, "/id", "/id"},
		{"a second value", `{"id":"1","lists":[],"cards":[]} {}`, fault.Malformed, "", "at byte"},
		{"a name twice", `{"id":"1","id":"2","lists":[],"cards":[]}`, fault.Malformed, "/id", "in /id"},
		{"a wrong date", `{"id":"1","lists":[],"cards":[{"id":"2","due":"tomorrow"}]}`, fault.Invalid, "/cards/0/due", "/cards/0/due"},
		{"a date as a number", `{"id":"1","lists":[],"cards":[{"id":"2","due":12}]}`, fault.Invalid, "/cards/0/due", "/cards/0/due"},
		{"a huge number", `{"id":"1","lists":[{"id":"2","pos":1e999}],"cards":[]}`, fault.Invalid, "/lists/0/pos", "/lists/0/pos"},
		{"wrong data of an action", `{"id":"1","lists":[],"cards":[],"actions":[{"type":"commentCard","data":{"text":7}}]}`, fault.Invalid, "/actions/0/data/text", "/actions/0/data/text"},
		{"lists without ids", `{"id":"1","lists":[{}],"cards":[]}`, fault.Invalid, "/lists/0/id", "/lists/0/id"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(test.text), time.UTC)
			refused(t, err, test.kind, test.pointer, test.says)
		})
	}
	for _, text := range []string{
		`{"id":"1","lists":[],"cards":[],"desc":"\\\"` + strings.Repeat("[{", 200) + `"}`,
		"\xef\xbb\xbf" + `{"id":"1","lists":[],"cards":[]}`,
		`{"id":"1","name":"` + "\xff" + `\ud800","lists":[],"cards":[],"actions":null,"labels":null,"unknown":{"a":[1]}}`,
		`{"id":"1","lists":[],"cards":[{"id":"2","idList":"9","due":"","start":null}],"actions":[{"type":"addSticker","data":7}]}`,
	} {
		if _, err := Read(strings.NewReader(text), time.UTC); err != nil {
			t.Errorf("%q is refused: %v", text, err)
		}
	}
}

func refused(t *testing.T, err error, kind fault.Kind, pointer, says string) {
	t.Helper()
	if err == nil {
		t.Fatal("accepted")
	}
	f := fault.As(err)
	got := ""
	if len(f.Details) > 0 {
		got = f.Details[0].Pointer
	}
	if f.Kind != kind || got != pointer || !strings.Contains(f.Message, says) {
		t.Errorf("kind %q, pointer %q, %q; want %q, %q, …%s…", f.Kind, got, f.Message, kind, pointer, says)
	}
}

func TestRead_size(t *testing.T) {
	long := func(n int64) io.Reader {
		head, tail := `{"id":"1","lists":[],"cards":[],"desc":"`, `"}`
		return io.MultiReader(strings.NewReader(head), io.LimitReader(letters{}, n-int64(len(head)+len(tail))), strings.NewReader(tail))
	}
	if _, err := Read(long(MaxBytes), time.UTC); err != nil {
		t.Errorf("64 MiB are refused: %v", err)
	}
	_, err := Read(long(MaxBytes+1), time.UTC)
	refused(t, err, fault.TooLarge, "", "larger than 64 MiB")
}

// TestRead_many: a file that holds far too many things is refused before they
// take up memory.
func TestRead_many(t *testing.T) {
	many := func(one string, n int) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }
	for what, text := range map[string]string{
		"20000 cards":             `{"id":"1","lists":[],"cards":[` + many(`{}`, 20_001) + `]}`,
		"2000 lists":              `{"id":"1","cards":[],"lists":[` + many(`{}`, 2_001) + `]}`,
		"20000 actions":           `{"id":"1","cards":[],"lists":[],"actions":[` + many(`{}`, 20_001) + `]}`,
		"50000 checklist items":   `{"id":"1","cards":[],"lists":[],"checklists":[` + many(`{"checkItems":[`+many(`{}`, 100)+`]}`, 501) + `]}`,
		"500000 references":       `{"id":"1","lists":[],"cards":[` + many(`{"idLabels":[`+many(`""`, 500)+`]}`, 1_001) + `]}`,
		"200000 values of fields": `{"id":"1","lists":[],"cards":[{"customFieldItems":[` + many(`{}`, 200_001) + `]}]}`,
	} {
		_, err := Read(strings.NewReader(text), time.UTC)
		refused(t, err, fault.Invalid, "", "more than "+what)
	}
}

// letters never end.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestRead_zone(t *testing.T) {
	text := `{"id":"1","lists":[{"id":"2","name":"x"}],"cards":[{"id":"3","idList":"2","due":"2024-05-01T22:30:00.000Z"}]}`
	for zone, want := range map[string]entry.Day{"UTC": "2024-05-01", "Europe/Berlin": "2024-05-02"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		board, err := Read(strings.NewReader(text), place)
		if err != nil {
			t.Fatal(err)
		}
		if got := *board.Tasks[0].DueDate; got != want {
			t.Errorf("%s: due on %s, want %s", zone, got, want)
		}
	}
}

// FuzzRead: whatever a file holds, it is refused with a fault for people, or
// becomes a plan that the rules accept from the first command to the last.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || files == nil {
		f.Fatal("no testdata", err)
	}
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && len(text) < 50_000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		board, err := Read(strings.NewReader(string(text)), time.UTC)
		if err != nil {
			if f := fault.As(err); f.Kind == fault.Internal || f.Message == "" {
				t.Fatalf("no sentence for a person: %v", err)
			}
			return
		}
		if _, err := replay.Plan(plan(board), team); err != nil {
			t.Fatal(err)
		}
	})
}
