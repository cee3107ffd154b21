package app

import (
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/project"
)

const mineOnly = `{"name":"canary-own","layout":"list","filter":{"field":"assignee","op":"is","value":"me"},"sort":"-dueDate"}`

func TestOwnViews(t *testing.T) {
	t.Run("seen by its maker alone, and told to their other screens", func(t *testing.T) {
		s := openStreet(t)
		all := "/api/projects/" + s.project + "/own-views"
		socket := s.ed.open("/ws/me")
		board := s.own.open("/ws/" + s.project)
		id := s.ed.post(all, mineOnly, "view")
		s.ed.must("PATCH", all+"/"+id, `{"name":"canary-renamed"}`)
		s.ed.must("DELETE", all+"/"+id, "")
		expect(t, socket, `"type":"hello"`, `[{"type":"view:updated","id":"`+id+`"}]`, `[{"type":"view:updated","id":"`+id+`"}]`, `[{"type":"view:deleted","id":"`+id+`"}]`)
		s.ed.post(all, mineOnly, "view")
		for _, path := range []string{all, "/api/projects/" + s.project + "/views", "/api/projects/" + s.project + "/snapshot", "/api/projects/" + s.project + "/journal?after=0"} {
			if _, raw := s.own.call("GET", path, ""); strings.Contains(string(raw), "canary") {
				t.Errorf("%s shows it to another: %s", path, raw)
			}
		}
		s.own.createTask("the next that others hear of")
		for range 20 {
			frame, err := nextFrame(board)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(frame, "canary") {
				t.Errorf("told to another: %s", frame)
			}
			if strings.Contains(frame, "the next that others hear of") {
				return
			}
		}
	})
	t.Run("another's is not found; what makes no sense has its place", func(t *testing.T) {
		s := openStreet(t)
		all := "/api/projects/" + s.project + "/own-views"
		id := s.ed.post(all, mineOnly, "view")
		shared := s.own.post("/api/projects/"+s.project+"/views", mineOnly, "view")
		for _, c := range []struct {
			who                *someone
			method, path, body string
			status             int
			says               string
		}{
			{s.out, "GET", all, "", 404, ""},
			{s.out, "POST", all, mineOnly, 404, ""},
			{s.own, "PATCH", all + "/" + id, `{"name":"mine now"}`, 404, ""},
			{s.own, "DELETE", all + "/" + id, "", 404, ""},
			{s.own, "PATCH", "/api/projects/" + s.project + "/views/" + id, `{"name":"mine now"}`, 404, ""},
			{s.own, "POST", all, strings.Replace(mineOnly, "{", `{"id":"`+id+`",`, 1), 409, "exists already"},
			{s.ed, "POST", all, strings.Replace(mineOnly, "{", `{"id":"`+shared+`",`, 1), 409, "exists already"},
			{s.ed, "POST", all, `{"name":"","layout":"list"}`, 422, `"/name"`},
			{s.ed, "POST", all, `{"name":"x","layout":"list","filter":{"or":[{"field":"due","op":"is"}]}}`, 422, `"/filter/or/0/field"`},
			{s.ed, "PATCH", all + "/" + id, `{"group":"x"}`, 422, `"/group"`},
			{s.ed, "PATCH", all + "/" + id, `{"createdBy":"x"}`, 422, `"/createdBy"`},
			{s.ed, "PATCH", all + "/" + id, `{"filter":null}`, 200, `"filter":null`},
			{s.ed, "GET", all, "", 200, `"filter":null,"group":null,"sort":"-dueDate"`},
			{s.ed, "DELETE", all + "/" + id, "", 204, ""},
			{s.ed, "DELETE", all + "/" + id, "", 404, ""},
		} {
			if w, raw := c.who.call(c.method, c.path, c.body); w.StatusCode != c.status || !strings.Contains(string(raw), c.says) {
				t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, w.StatusCode, raw)
			}
		}
	})
	t.Run("hidden while one may not see the project, and there again after", func(t *testing.T) {
		s := openStreet(t)
		all := "/api/projects/" + s.project + "/own-views"
		id := s.ed.post(all, mineOnly, "view")
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"private"}`)
		for _, method := range []string{"PATCH", "DELETE"} {
			if w, raw := s.ed.call(method, all+"/"+id, map[string]string{"PATCH": `{"name":"x"}`}[method]); w.StatusCode != 404 {
				t.Errorf("%s without access: %d %s", method, w.StatusCode, raw)
			}
		}
		if list, err := s.store.OwnViews(t.Context(), s.ed.id, s.project); err != nil || len(list) != 0 {
			t.Errorf("listed without access: %v, %v", list, err)
		}
		s.own.must("PATCH", "/api/projects/"+s.project, `{"visibility":"team"}`)
		if _, raw := s.ed.call("GET", all, ""); !strings.Contains(string(raw), id) {
			t.Errorf("gone: %s", raw)
		}
	})
	t.Run("no more than a hundred in a project", func(t *testing.T) {
		s := openStreet(t)
		v := entry.View{Project: s.project, Name: "x", Layout: entry.Board, CreatedBy: s.ed.id}
		for range project.MaxViews {
			v.ID = entry.NewID()
			if err := s.store.AddView(t.Context(), &v); err != nil {
				t.Fatal(err)
			}
		}
		if w, raw := s.ed.call("POST", "/api/projects/"+s.project+"/own-views", mineOnly); w.StatusCode != 409 {
			t.Errorf("%d %s", w.StatusCode, raw)
		}
		s.own.post("/api/projects/"+s.project+"/own-views", mineOnly, "view")
	})
}
