package api

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/trello"
	"tandem/internal/wire"
)

func trelloFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../trello/testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (w *world) imports(query string) string { return "/api/teams/" + w.team + "/imports?" + query }

func TestImport(t *testing.T) {
	w := newWorld(t)
	file := trelloFile(t, "typical")
	var dry, report wire.ImportReport
	w.untouched("a dry run", func() {
		answer := w.ask("ed", "POST", w.imports("format=trello&dryRun=true"), file).wants(http.StatusOK).read("report", &dry)
		if !strings.Contains(answer.Body.String(), `"project":null`) {
			t.Errorf("a dry run answers a project: %s", answer.Body)
		}
	})
	first := w.ask("ed", "POST", w.imports("format=trello"), file).wants(http.StatusCreated).read("report", &report)
	want := wire.ImportCounts{Statuses: 4, Tasks: 7, Labels: 5, Subtasks: 3, Comments: 3}
	if report.Created != want || dry.Created != want {
		t.Errorf("created %+v, the dry run %+v; want %+v", report.Created, dry.Created, want)
	}
	project := first.id("project")
	var statuses []entry.Status
	first.read("project/statuses", &statuses)
	if len(statuses) != 4 || statuses[0].Name != "Ideas" || statuses[2].WipLimit == nil || *statuses[2].WipLimit != 3 {
		t.Errorf("statuses %+v", statuses)
	}
	w.untouched("the same file again", func() {
		again := w.ask("ed", "POST", w.imports("format=trello"), file).wants(http.StatusOK).read("report", &report)
		if again.id("project") != project || report.Created != (wire.ImportCounts{}) {
			t.Errorf("again: %s", again.Body)
		}
	})
	var tasks []entry.Task
	w.must("own", "GET", "/api/projects/"+project+"/tasks?q=posters", nil).read("items", &tasks)
	if len(tasks) != 1 || tasks[0].Title != "Print posters" {
		t.Errorf("the tasks that are found: %+v", tasks)
	}
}

func TestImport_refused(t *testing.T) {
	w := newWorld(t)
	for _, test := range []struct {
		name, actor, target, file string
		status                    int
		pointer                   string
	}{
		{"nobody", "", w.imports("format=trello"), "typical", 401, ""},
		{"a stranger", "out", w.imports("format=trello"), "typical", 404, ""},
		{"no team", "ed", "/api/teams/" + entry.NewID() + "/imports?format=trello", "typical", 404, ""},
		{"a guest", "gst", w.imports("format=trello"), "typical", 403, ""},
		{"no format", "ed", w.imports(""), "typical", 422, "format"},
		{"another format", "ed", w.imports("format=excel"), "typical", 422, "format"},
		{"an unknown parameter", "ed", w.imports("format=trello&visibility=all"), "typical", 422, "visibility"},
		{"neither true nor false", "ed", w.imports("format=trello&dryRun=1"), "typical", 422, "dryRun"},
		{"an account", "ed", w.imports("format=trello"), "account", 422, ""},
		{"a card", "ed", w.imports("format=trello"), "card", 422, ""},
		{"a broken file", "ed", w.imports("format=trello"), "broken", 400, "/lists/0/closed"},
		{"a deep file", "ed", w.imports("format=trello"), "deep", 422, ""},
		{"a web page", "ed", w.imports("format=trello"), "web-page", 400, ""},
		{"wrong types", "ed", w.imports("format=trello"), "wrong-types", 422, "/cards/1/idMembers"},
		{"an id twice", "ed", w.imports("format=trello"), "same-id", 422, "/cards/1/id"},
	} {
		w.untouched(test.name, func() {
			problem := w.ask(test.actor, "POST", test.target, trelloFile(t, test.file)).wants(test.status).problem()
			if test.pointer != "" && (len(problem.Errors) == 0 || problem.Errors[0].Pointer != test.pointer) {
				t.Errorf("%s: points at %+v, want %s", test.name, problem.Errors, test.pointer)
			}
		})
	}
}

// TestImport_size: past 64 MiB is 413, told before the body comes and, where the
// length is not told, when it has.
func TestImport_size(t *testing.T) {
	w := newWorld(t)
	file := append(append([]byte(`{"id":"1","lists":[],"cards":[],"desc":"`), bytes.Repeat([]byte("x"), trello.MaxBytes)...), `"}`...)
	w.untouched("a file that is too large", func() {
		w.ask("ed", "POST", w.imports("format=trello"), file).wants(http.StatusRequestEntityTooLarge)
	})
	r := httptest.NewRequest("POST", w.imports("format=trello"), struct{ *bytes.Reader }{bytes.NewReader(file)})
	r.ContentLength = -1
	w.untouched("one of unknown length", func() {
		answer := httptest.NewRecorder()
		w.api.ServeHTTP(answer, w.as("ed", r))
		if answer.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("status %d, want 413: %s", answer.Code, answer.Body)
		}
	})
	w.ask("ed", "POST", w.imports("format=trello"), file[:2<<20]).wants(http.StatusBadRequest) // cut, yet past 1 MiB
}
