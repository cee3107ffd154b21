package app

import (
	"cmp"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/sqlite"
)

// rows opens the database beside the server.
func (s *street) rows() *sql.DB {
	s.t.Helper()
	onlyEmbedded(s.t)
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(s.settings.Data, sqlite.File)}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}

// dump gives what a query finds, a line for each row.
func dump(t *testing.T, db *sql.DB, query string, args ...any) (lines []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%v", values))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestRebuild: what people read of the past and in their inbox is what the journals
// say, and nothing else.
func TestRebuild(t *testing.T) {
	s := openStreet(t)
	db := s.rows()
	other, moved := s.live()

	t.Run("[J10] activity from zero is the same as step by step", func(t *testing.T) {
		const all = `SELECT stream, seq, part, at, actor, kind, deed, task, field, detail FROM activity ORDER BY stream, seq, part`
		const known = `SELECT stream, kind, id, facts FROM activity_known ORDER BY stream, kind, id`
		const behind = `SELECT COUNT(*) FROM projects p JOIN streams s ON s.id = p.id LEFT JOIN activity_positions a ON a.stream = s.number WHERE COALESCE(a.seq, 0) < s.head`
		read := func() (rows []string) {
			for _, project := range []string{s.project, other} { // who reads waits until it is taken over
				s.own.must("GET", "/api/projects/"+project+"/activity", "")
			}
			s.waitFor(db, behind)
			return append(dump(t, db, all), dump(t, db, known)...)
		}
		before := read()
		for _, table := range []string{"activity", "activity_known", "activity_positions"} {
			if _, err := db.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
				t.Fatal(err)
			}
		}
		after := read()
		if len(before) < 20 || !slices.Equal(before, after) {
			t.Errorf("%d rows:\n%s\n\n%d from zero:\n%s", len(before), strings.Join(before, "\n"), len(after), strings.Join(after, "\n"))
		}
	})
	t.Run("[J10] the rows of the inbox are a replay of its person's stream", func(t *testing.T) {
		for _, p := range []*someone{s.own, s.ed} {
			want := s.replayed(p, moved)
			got := dump(t, db, `SELECT id, reason, task, created_at, read_at, done_at, snoozed_until, returned_at FROM notifications WHERE user = ? ORDER BY id`, p.id)
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("rows:\n%s\n\nreplayed:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	})
}

// live has people do all that shows in the past or in an inbox, and gives the
// second project that they make, and under which id a task that went there is now.
func (s *street) live() (other string, moved map[string]string) {
	first, second := s.own.createTask("Bake"), s.own.createTask("Brew")
	s.own.must("PATCH", "/api/tasks/"+first, `{"addAssignees":["`+s.ed.id+`"],"dueDate":"2099-01-01"}`)
	comment := s.ed.comment(first, `{"body":"Which flour, @own?"}`)
	s.own.comment(first, `{"body":"Rye, @ed","parent":"`+comment+`"}`)
	s.ed.must("DELETE", "/api/comments/"+comment, "")
	s.own.comment(second, `{"body":"@ed look"}`)
	s.own.must("PATCH", "/api/tasks/"+second, `{"title":"Brew tea","archived":true}`)
	s.own.must("DELETE", "/api/tasks/"+second, "")
	s.own.must("POST", "/api/tasks/"+second+"/restore", "")
	s.ed.comment(first, `{"body":"@own yes"}`)
	other = s.own.post("/api/projects", `{"team":"`+s.team+`","name":"Other"}`, "project")
	s.tellAll()
	moved = map[string]string{second: s.own.post("/api/tasks/"+second+"/transfer", `{"project":"`+other+`"}`, "task")}
	s.tellAll()
	items := s.ed.inbox("")
	s.ed.must("POST", "/api/notifications/update", `{"ids":["`+items[0].ID+`"],"done":true}`)
	until := entry.At(time.Now().Add(time.Hour))
	s.ed.must("POST", "/api/notifications/update", fmt.Sprintf(`{"ids":[%q],"snoozedUntil":%q}`, items[1].ID, until))
	s.ed.must("POST", "/api/notifications/update", `{"ids":["`+items[0].ID+`"],"done":false,"read":false}`)
	s.own.must("POST", "/api/notifications/read", `{"all":true}`)
	s.own.must("POST", "/api/notifications/update", fmt.Sprintf(`{"ids":[%q],"snoozedUntil":%q}`, s.own.inbox("")[0].ID, until))
	return other, moved
}

// waitFor waits until a query counts nothing.
func (s *street) waitFor(db *sql.DB, count string) {
	s.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		left := dump(s.t, db, count)[0]
		if left == "[0]" {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("left: %s", left)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// replayed gives the rows of a person's notifications as their stream says; what is
// about a task that has moved goes with it.
func (s *street) replayed(p *someone, moved map[string]string) (lines []string) {
	s.t.Helper()
	entries, _, err := s.store.Entries(s.t.Context(), p.id, 0, 10_000, 64<<20)
	if err != nil {
		s.t.Fatal(err)
	}
	kept := map[string]*entry.Notification{}
	for i := range entries {
		events, err := entries[i].Decode()
		if err != nil {
			s.t.Fatal(err)
		}
		for k := range events {
			replay(kept, &events[k])
		}
	}
	at := func(moment *entry.Instant) any {
		if moment == nil {
			return nil
		}
		return int64(*moment)
	}
	for _, n := range kept {
		n.Task = cmp.Or(moved[n.Task], n.Task)
		lines = append(lines, fmt.Sprintf("%v", []any{n.ID, string(n.Reason), n.Task, int64(n.CreatedAt), at(n.ReadAt), at(n.DoneAt), at(n.SnoozedUntil), at(n.ReturnedAt)}))
	}
	slices.Sort(lines)
	return lines
}

func replay(kept map[string]*entry.Notification, e *entry.Event) {
	switch e.Type {
	case entry.NotificationCreated:
		made := *e.Notification
		kept[made.ID] = &made
	case entry.NotificationRead:
		for id, n := range kept {
			if n.ReadAt == nil && (e.All || slices.Contains(e.IDs, id)) {
				n.ReadAt = e.Set.ReadAt.Value
			}
		}
	case entry.NotificationUpdated:
		for _, id := range e.IDs {
			set := func(field **entry.Instant, value entry.Opt[*entry.Instant]) {
				if value.Set {
					*field = value.Value
				}
			}
			n := kept[id]
			set(&n.ReadAt, e.Set.ReadAt)
			set(&n.DoneAt, e.Set.DoneAt)
			set(&n.SnoozedUntil, e.Set.SnoozedUntil)
			set(&n.ReturnedAt, e.Set.ReturnedAt)
		}
	}
}
