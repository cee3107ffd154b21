//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
)

// board is a project on a running server, with someone who may change it.
type board struct {
	addr     string
	token    string // a personal API token
	user     string
	project  string
	statuses []string
	labels   []string
	tasks    []string
}

// words are what titles are made of: as varied, and as compressible, as people's.
var words = strings.Fields(`review draft fix login page slow invoice export customer call retry
	upload search label order summer plan budget mobile dark theme crash update library pricing team hire
	onboarding copy press release map translate French sidebar empty state audit backup restore`)

// makeBoard registers someone and makes a team, a project and so many tasks.
func makeBoard(addr string, tasks int) (*board, error) {
	b := &board{addr: addr}
	cookie, err := b.register()
	if err != nil {
		return nil, err
	}
	var me struct{ User struct{ ID string } }
	if err := b.call("GET", "/api/me", nil, &me, cookie); err != nil {
		return nil, err
	}
	b.user = me.User.ID
	var token struct{ Secret string }
	if err := b.call("POST", "/api/tokens", map[string]any{"name": "bench"}, &token, cookie); err != nil {
		return nil, err
	}
	b.token = token.Secret
	var team struct{ Team struct{ ID string } }
	if err := b.call("POST", "/api/teams", map[string]any{"name": "Bench"}, &team, nil); err != nil {
		return nil, err
	}
	var project struct {
		Project struct {
			ID       string
			Statuses []struct{ ID string }
		}
	}
	body := map[string]any{"team": team.Team.ID, "name": "Bench"}
	if err := b.call("POST", "/api/projects", body, &project, nil); err != nil {
		return nil, err
	}
	b.project = project.Project.ID
	for _, status := range project.Project.Statuses {
		b.statuses = append(b.statuses, status.ID)
	}
	for _, name := range words[:8] {
		var label struct{ Label struct{ ID string } }
		body := map[string]any{"name": name, "color": "#2f6fd0"}
		if err := b.call("POST", "/api/projects/"+b.project+"/labels", body, &label, nil); err != nil {
			return nil, err
		}
		b.labels = append(b.labels, label.Label.ID)
	}
	return b, b.fill(tasks)
}

// task gives the members of a command that makes the n-th task: as much set on it
// as on a task of a team that uses what there is.
func (b *board) task(n int, id string) map[string]any {
	task := map[string]any{
		"id": uuid.Must(uuid.NewV7()).String(), "kind": "task.create", "task": id, "title": title(n),
		"status": b.statuses[n%len(b.statuses)], "priority": []string{"none", "low", "medium", "high"}[n%4],
		"labels": []string{b.labels[n%8], b.labels[(n/8)%7]},
	}
	if n%8 == (n/8)%7 {
		task["labels"] = []string{b.labels[n%8]}
	}
	if n%2 == 0 {
		task["assignees"] = []string{b.user}
	}
	if n%3 == 0 {
		task["dueDate"] = time.Date(2026, 1, 1+n%300, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		task["estimateSeconds"] = 1800 * (1 + n%16)
	}
	return task
}

func (b *board) register() (*http.Cookie, error) {
	body, _ := json.Marshal(map[string]string{
		"email": "bench@example.com", "name": "Bench", "password": "correct horse battery",
	})
	answer, err := http.Post("http://"+b.addr+"/api/auth/register", "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated || len(answer.Cookies()) == 0 {
		text, _ := io.ReadAll(answer.Body)
		return nil, fmt.Errorf("register answered %s: %s", answer.Status, text)
	}
	return answer.Cookies()[0], nil
}

// call sends one request and reads the answer into out. Without a cookie it goes by token.
func (b *board) call(method, path string, body, out any, cookie *http.Cookie) error {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(method, "http://"+b.addr+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if cookie != nil {
		request.AddCookie(cookie)
	} else {
		request.Header.Set("Authorization", "Bearer "+b.token)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		text, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%s %s answered %s: %s", method, path, answer.Status, text)
	}
	return json.UnmarshalRead(answer.Body, out, json.MatchCaseInsensitiveNames(true))
}

// fill makes tasks over all statuses, 250 commands a call.
func (b *board) fill(tasks int) error {
	for len(b.tasks) < tasks {
		var commands []map[string]any
		for range min(250, tasks-len(b.tasks)) {
			n := len(b.tasks)
			id := uuid.Must(uuid.NewV7()).String()
			b.tasks = append(b.tasks, id)
			commands = append(commands, b.task(n, id))
		}
		var answer struct {
			Results []struct {
				Status  string
				Problem struct{ Detail string }
			}
		}
		path := "/api/projects/" + b.project + "/commands"
		if err := b.call("POST", path, map[string]any{"commands": commands}, &answer, nil); err != nil {
			return err
		}
		for _, result := range answer.Results {
			if result.Status != "applied" {
				return fmt.Errorf("a task was refused: %s", result.Problem.Detail)
			}
		}
	}
	return nil
}

func title(n int) string {
	pick := func(step int) string { return words[(n*step+n/7)%len(words)] }
	return fmt.Sprintf("%s %s %s %s %d", pick(7), pick(13), pick(29), pick(31), n)
}

// request gives the bytes of one HTTP request with a JSON body.
func (b *board) request(into []byte, method, path, body string) []byte {
	return fmt.Appendf(into, "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		method, path, b.addr, b.token, len(body), body)
}

// snapshot fetches the whole board as a browser does, and gives the time and the bytes on the wire.
func (b *board) snapshot() (time.Duration, int, error) { return b.fetch("/snapshot") }

// fetch reads something of the project, as browsers do; it gives the time and the bytes.
func (b *board) fetch(path string) (time.Duration, int, error) {
	request, err := http.NewRequest("GET", "http://"+b.addr+"/api/projects/"+b.project+path, nil)
	if err != nil {
		return 0, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+b.token)
	request.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	begin := time.Now()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	took := time.Since(begin)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s", path, answer.Status)
	}
	return took, int(n), err
}
