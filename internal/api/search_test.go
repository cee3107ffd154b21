package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/wire"
	"tandem/internal/words"
)

// Beginnings of words are found, words within words, and what was mistyped;
// right before nearly right.
func TestSearch_forgiving(t *testing.T) {
	w := newWorld(t)
	for _, title := range []string{"Send the invoice", "Invoices of May", "Voice over", "Café Łódź", "Straßenfest planen", "データを消す", "Rückrufe notieren"} {
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": title}).wants(201)
	}
	for query, want := range map[string]string{
		"inv":          "Invoices of May,Send the invoice",
		"invoice":      "Invoices of May,Send the invoice",
		"INVOICE send": "Send the invoice",
		"invoices":     "Invoices of May",
		"invocie":      "Invoices of May,Send the invoice",
		"invoyce send": "Send the invoice",
		"invioc":       "Invoices of May,Send the invoice", // mistyped before it was typed to its end
		"voice":        "Invoices of May,Send the invoice,Voice over",
		"cafe":         "Café Łódź",
		"CAFÉ łódz":    "Café Łódź",
		"fest":         "Straßenfest planen",
		"消":            "データを消す",
		"データ":          "データを消す",
		"ruckrufe":     "Rückrufe notieren",
		"xyz":          "",
		"sned xyz":     "",
	} {
		var got []string
		for _, found := range w.found("vw", "q="+url.QueryEscape(query)) {
			got = append(got, strings.TrimPrefix(found, "task "))
		}
		// All were made at one moment, so the order among alike ones means nothing.
		slices.Sort(got)
		if strings.Join(got, ",") != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// Right comes before nearly right, the own key before all.
func TestSearch_order(t *testing.T) {
	w := newWorld(t)
	for _, title := range []string{"Invoice", "Voice over", "Say it with your voice", "Void", "Voile"} {
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": title, "description": "no choice"}).wants(201)
		w.now = w.now.Add(time.Second)
	}
	for query, want := range map[string]string{
		"voice": "Voice over|Say it with your voice|Invoice",
		"void":  "Void", // and not what is only near
		"voif":  "Voile|Void|Say it with your voice|Voice over",
		"voi":   "Voile|Void|Voice over|Say it with your voice|Invoice",
	} {
		got := strings.ReplaceAll(strings.Join(w.found("vw", "q="+query), "|"), "task ", "")
		if got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// A change can be searched by whoever made it as soon as it was answered.
func TestSearch_follows(t *testing.T) {
	w := newWorld(t)
	finds := func(query string) string { return strings.Join(w.found("vw", "q="+query), ",") }
	expect := func(query, want string) {
		t.Helper()
		if got := finds(query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Walrus", "description": "with tusks"}).wants(201)
	expect("walrus", "task Walrus")
	w.must("ed", "PATCH", "/api/tasks/WEB-2", obj{"title": "Penguin"})
	expect("walrus", "")
	expect("pengiun", "task Penguin")
	expect("tusks", "task Penguin")
	w.must("com", "POST", "/api/tasks/WEB-2/comments", obj{"body": "it **waddles**", "id": "0190aaaa-0000-7000-8000-000000000001"}).wants(201)
	expect("waddle", "comment it **waddles**")
	w.must("com", "PATCH", "/api/comments/0190aaaa-0000-7000-8000-000000000001", obj{"body": "it swims"})
	expect("waddle", "")
	w.must("ed", "DELETE", "/api/tasks/WEB-2", nil)
	expect("penguin", "")
	expect("swims", "")
	w.must("ed", "POST", "/api/tasks/WEB-2/restore", nil)
	expect("penguin", "task Penguin")
	expect("swims", "comment it swims")
	w.must("adm", "PATCH", "/api/projects/"+w.p1, obj{"name": "Zoo"})
	expect("zoo", "project Zoo")
	w.must("adm", "DELETE", "/api/projects/"+w.p1, nil)
	expect("penguin", "")
}

// Keys are found by their beginnings, the one that is meant first.
func TestSearch_keys(t *testing.T) {
	w := newWorld(t)
	for range 11 {
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "One of many"}).wants(201)
	}
	var items []wire.Found
	w.must("vw", "GET", "/api/search?q=web-1", nil).read("items", &items)
	var keys []string
	for _, item := range items {
		keys = append(keys, item.Task.Key)
	}
	if got := strings.Join(keys, " "); !strings.HasPrefix(got, "WEB-1 ") || len(keys) != 4 {
		t.Errorf("web-1 finds %s", got)
	}
}

// What was looked for is marked, in the title or else in the text.
func TestSearch_marks(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Send <b>the</b> Invoice", "description": "to the\nlawyers of Invoice & Co"}).wants(201)
	show := func(segments []words.Segment) string {
		var text strings.Builder
		for _, s := range segments {
			if s.Hit {
				text.WriteString("[" + s.Text + "]")
			} else {
				text.WriteString(s.Text)
			}
		}
		return text.String()
	}
	for query, want := range map[string]string{
		"inv":            "Send <b>the</b> [Invoice]|",
		"invoce":         "Send <b>the</b> [Invoice]|",
		"lawyers":        "|to the [lawyers] of Invoice & Co",
		"invoice+lawyer": "Send <b>the</b> [Invoice]|to the [lawyers] of [Invoice] & Co",
	} {
		var items []wire.Found
		w.must("vw", "GET", "/api/search?q="+query, nil).read("items", &items)
		if len(items) != 1 || show(items[0].Marks)+"|"+show(items[0].Excerpt) != want {
			t.Errorf("%s: %+v, want %q", query, items, want)
		}
	}
}

// A comment comes with the task that it is on, where it is looked at.
func TestSearch_comment(t *testing.T) {
	w := newWorld(t)
	w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", obj{"title": "Zoo"}).wants(201)
	w.must("com", "POST", "/api/tasks/WEB-2/comments", obj{"body": "a walrus"}).wants(201)
	w.must("com", "POST", "/api/tasks/WEB-2/comments", obj{"body": "another walrus"}).wants(201)
	var items []wire.Found
	w.must("vw", "GET", "/api/search?q=walrus", nil).read("items", &items)
	if len(items) != 2 {
		t.Fatalf("%+v", items)
	}
	for _, item := range items {
		if item.Type != wire.FoundComment || item.Comment == nil || item.Task == nil || item.Task.Key != "WEB-2" {
			t.Errorf("%+v", item)
		}
	}
}

// Texts that are taken over anew are found like those that were followed, in
// however many steps.
func TestSearch_rebuild(t *testing.T) {
	w := newWorld(t)
	var commands []obj
	for i := range 450 {
		commands = append(commands, obj{"id": entry.NewID(), "kind": "task.create", "title": fmt.Sprint("Walrus ", i), "task": entry.NewID()})
	}
	w.must("ed", "POST", "/api/projects/"+w.p1+"/commands", obj{"commands": commands}).wants(200)
	w.must("com", "POST", "/api/tasks/WEB-300/comments", obj{"body": "a walrus, too"}).wants(201)
	w.must("ed", "DELETE", "/api/tasks/WEB-200", nil)
	const query = "q=walrus&limit=500"
	before := w.found("vw", query)
	if len(before) != 450 { // one of them is the comment, one task was deleted
		t.Fatalf("%d found", len(before))
	}
	for _, begin := range []string{`DELETE FROM search_positions`, `DELETE FROM search_positions; DELETE FROM search_docs; INSERT INTO search_text (search_text) VALUES ('delete-all')`} {
		_, err := w.raw.Exec(begin)
		w.ok(err)
		after := w.found("vw", query)
		slices.Sort(before)
		slices.Sort(after)
		if !slices.Equal(before, after) {
			t.Errorf("after %s: %d found, %d before", begin, len(after), len(before))
		}
	}
}
