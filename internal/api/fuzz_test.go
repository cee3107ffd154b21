package api

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// fuzzBody sends any bytes as the body of a route: the answer is a success or
// a refusal of the caller, never a failure of ours, and always JSON. A body
// that was taken is one that the reader calls valid.
func fuzzBody(f *testing.F, target string, seeds ...string) {
	w := newWorld(f)
	target = w.path(target, false)
	for _, seed := range seeds {
		f.Add([]byte(strings.NewReplacer("ID", entry.NewID(), "TASK", w.task.ID, "STATUS", w.statuses[0].ID).Replace(seed)))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRequest("POST", target, strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		w.api.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), actorKey{}, w.people["ed"])))
		if answer.Code >= 500 {
			t.Fatalf("%d %s for %q", answer.Code, answer.Body, body)
		}
		var read any
		if err := json.Unmarshal(answer.Body.Bytes(), &read); err != nil {
			t.Fatalf("%s for %q", answer.Body, body)
		}
		if answer.Code < 300 && (!utf8.Valid(body) || json.Unmarshal(body, &read) != nil) {
			t.Fatalf("%q was taken: %s", body, answer.Body)
		}
	})
}

func FuzzTaskBody(f *testing.F) {
	fuzzBody(f, "/api/projects/{project}/tasks",
		`{"title":"a"}`, `{"id":"ID","title":"a","description":"b","status":"STATUS","labels":[],"assignees":[],"priority":"low"}`,
		`{"title":"a","startDate":"2026-01-01","dueDate":null,"estimateSeconds":1,"parent":"TASK","before":"TASK","after":null}`,
		`{"title":"a","dueDate":"2026-12-24","dueTime":{"time":"17:00","timeZone":"UTC"},"recurrence":{"every":1,"unit":"week","weekdays":["mon"],"from":"due"}}`,
		`{"title":"a","blockedBy":["TASK"],"related":["TASK"],"duplicateOf":"TASK","fields":{"ID":1e999}}`,
		`{"title":"\ud800"}`, `{"title":"a\u0000"}`, `{"title":"a","title":"b"}`, `{"Title":"a"}`, `{"title":"a"}{}`, "{\"title\":\"\xff\"}", `[[[[`)
}

func FuzzCommandsBody(f *testing.F) {
	fuzzBody(f, "/api/projects/{project}/commands",
		`{"commands":[{"id":"ID","kind":"task.create","title":"a"}]}`,
		`{"commands":[{"id":"ID","kind":"task.update","task":"TASK","title":"a","addLabels":[],"baseSeq":0}],"atomic":true}`,
		`{"commands":[{"id":"ID","kind":"task.move","task":"TASK","status":"STATUS"},{"id":"ID","kind":"comment.create","task":"TASK","body":"x"}]}`,
		`{"commands":[{"id":"ID","kind":"label.create","name":"x"},{"id":"ID","kind":"task.restore","task":"TASK"}]}`,
		`{"commands":[{"id":"ID","\u006bind":"x","kind":"y"}]}`, `{"commands":[null,1,"x",[],{}]}`, `{"commands":null}`)
}
