package api

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tandem/internal/entry"
)

// titles lists the titles of a list of tasks in the answer.
func (r reply) titles(path string) []string {
	r.w.t.Helper()
	var list []struct {
		entry.Task
	}
	r.read(path, &list)
	titles := []string{}
	for i := range list {
		titles = append(titles, list[i].Title)
	}
	return titles
}

func listWorld(t *testing.T) *world {
	w := newWorld(t)
	for i, task := range []obj{
		{"title": "Banana", "priority": "urgent", "dueDate": "2026-12-01", "assignees": []string{w.people["ed"]}},
		{"title": "apple 100%", "description": "Häßlich and Round", "dueDate": "2026-12-03", "labels": []string{w.label.ID}},
		{"title": "cherry_1", "status": w.statuses[2].ID, "assignees": []string{w.people["own"], w.people["ed"]}},
	} {
		w.must("ed", "POST", "/api/projects/"+w.p1+"/tasks", task).wants(201)
		_ = i
	}
	w.must("ed", "PATCH", "/api/tasks/"+w.task.ID, obj{"archived": true})
	return w
}

func TestTasks_filters(t *testing.T) {
	w := listWorld(t)
	for query, want := range map[string][]string{
		"":                            {"Banana", "apple 100%", "cherry_1"},
		"q=APPLE":                     {"apple 100%"},
		"q=round+häßlich":             {"apple 100%"},
		"q=100%25":                    {"apple 100%"},
		"q=y_":                        {"cherry_1"},
		"q=%25":                       {"apple 100%"},
		"q=WEB-2":                     {"Banana"},
		"q=banana&q=cherry":           {"Banana", "cherry_1"},
		"status=" + w.statuses[2].ID:  {"cherry_1"},
		"status=" + w.hiddenSts[0].ID: {},
		"assignee=" + w.people["own"]: {"cherry_1"},
		"assignee=none":               {"apple 100%"},
		"assignee=none&assignee=" + w.people["own"]: {"apple 100%", "cherry_1"},
		"label=" + w.label.ID:                       {"apple 100%"},
		"label=none":                                {"Banana", "cherry_1"},
		"priority=urgent&priority=low":              {"Banana"},
		"dueBefore=2026-12-03":                      {"Banana"},
		"dueAfter=2026-12-01":                       {"apple 100%"},
		"dueAfter=2026-11-01&q=banana":              {"Banana"},
		"archived=true":                             {"First canary"},
		"archived=any&sort=-number":                 {"cherry_1", "apple 100%", "Banana", "First canary"},
		"sort=title":                                {"apple 100%", "Banana", "cherry_1"},
		"sort=-title":                               {"cherry_1", "Banana", "apple 100%"},
		"sort=dueDate":                              {"Banana", "apple 100%", "cherry_1"},
		"sort=-dueDate":                             {"apple 100%", "Banana", "cherry_1"},
		"sort=-priority":                            {"Banana", "cherry_1", "apple 100%"},
		"sort=rank":                                 {"Banana", "apple 100%", "cherry_1"},
		"sort=-updatedAt":                           {"cherry_1", "apple 100%", "Banana"},
		"sort=createdAt":                            {"Banana", "apple 100%", "cherry_1"},
	} {
		t.Run(query, func(t *testing.T) {
			got := w.must("vw", "GET", "/api/projects/"+w.p1+"/tasks?"+query, nil).titles("items")
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestTasks_pages(t *testing.T) {
	w := listWorld(t)
	for _, sort := range []string{"number", "-number", "title", "-title", "dueDate", "-dueDate", "priority", "-priority", "rank", "updatedAt", "-createdAt"} {
		t.Run(sort, func(t *testing.T) {
			base := "/api/projects/" + w.p1 + "/tasks?archived=any&sort=" + sort
			all := w.must("vw", "GET", base, nil).titles("items")
			paged, cursor := []string{}, ""
			for range 10 {
				answer := w.must("vw", "GET", base+"&limit=1"+cursor, nil)
				paged = append(paged, answer.titles("items")...)
				var next *string
				answer.read("nextCursor", &next)
				if next == nil {
					break
				}
				cursor = "&cursor=" + url.QueryEscape(*next)
			}
			if !slices.Equal(paged, all) || len(all) != 4 {
				t.Errorf("pages give %v, all at once %v", paged, all)
			}
			w.ask("vw", "GET", base+"x&limit=1"+cursor, nil).wants(422)
			if cursor != "" {
				w.ask("vw", "GET", "/api/projects/"+w.p1+"/tasks?sort=-updatedAt"+cursor, nil).wants(422)
			}
		})
	}
}

func TestTasks_badParameters(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{
		"limit=0", "limit=501", "limit=x", "limit=1&limit=2", "cursor=%21", "cursor=bnVsbA", "sort=password", "sort=", "fields=all",
		"status=x", "assignee=x", "priority=x", "dueBefore=2026-02-30", "archived=yes", "q=%00", "q=%ff", "q=" + fmt.Sprintf("%0201d", 1),
	} {
		if answer := w.ask("vw", "GET", "/api/projects/"+w.p1+"/tasks?"+query, nil); answer.Code != 422 || len(answer.problem().Errors) != 1 {
			t.Errorf("%s: %d %s", query, answer.Code, answer.Body)
		}
	}
}

// A filter stands beside the other parameters, is put to whoever asks, and is
// refused with the place where it makes no sense.
func TestTasks_where(t *testing.T) {
	w := listWorld(t)
	list := "/api/projects/" + w.p1 + "/tasks?filter="
	for filter, want := range map[string][]string{
		`{"field":"assignee","op":"is","value":"me"}`:                                                                {"Banana", "cherry_1"},
		`{"or":[{"field":"priority","op":"is","value":"urgent"},{"field":"title","op":"contains","value":"APPLE"}]}`: {"Banana", "apple 100%"},
		`{"and":[{"field":"dueDate","op":"before","value":"2026-12-03"},{"field":"label","op":"none"}]}`:             {"Banana"},
	} {
		if got := w.must("ed", "GET", list+url.QueryEscape(filter), nil).titles("items"); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", filter, got, want)
		}
	}
	got := w.ask("ed", "GET", list+url.QueryEscape(`{"and":[{"field":"colour","op":"is","value":"red"}]}`), nil).wants(422)
	if body := got.Body.String(); !strings.Contains(body, `"filter/and/0/field"`) {
		t.Errorf("no place in %s", body)
	}
	w.ask("ed", "GET", list+"x&filter=y", nil).wants(422)

	var field entry.Field
	w.must("adm", "POST", "/api/projects/"+w.p1+"/fields", obj{"name": "Effort", "type": "number"}).read("field", &field)
	w.must("ed", "PATCH", "/api/tasks/WEB-3", obj{"fields": obj{field.ID: 2.5}})
	if got := w.must("ed", "GET", list+url.QueryEscape(`{"field":"field:`+field.ID+`","op":"moreThan","value":2}`), nil).titles("items"); !slices.Equal(got, []string{"apple 100%"}) {
		t.Errorf("by a custom field: %q", got)
	}
	w.ask("ed", "GET", list+url.QueryEscape(`{"field":"field:`+w.label.ID+`","op":"moreThan","value":2}`), nil).wants(422)
}
