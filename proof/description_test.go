package proof

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/doc"
	"tandem/internal/doc/doctest"
	"tandem/internal/entry"
	"tandem/internal/socket/sockettest"
)

// TestKill_description: the process is killed while several people type into one
// description over sockets and a program writes it over REST, again and again.
// Afterwards every key that was acknowledged is there, once (E1), also those that
// came without an answer and are sent again; what REST wrote is there (E3); and all
// texts equal the server's, which the journal has too.
func TestKill_description(t *testing.T) {
	p := newProgram(t)
	project := p.register(t)
	keys, written := int64(0), 0
	for left := *kills; left > 0; left -= killsEach {
		d := &description{program: p, project: project}
		d.make(t)
		for range min(left, killsEach) {
			d.killWhileTyping(t)
			p.start(t)
			for _, w := range d.people {
				w.expectAcknowledged(t)
			}
		}
		want := d.settle(t)
		for _, w := range d.people {
			keys += w.Last
			for id := int64(1); id <= w.Last; id++ {
				once(t, want, w.mark(id))
			}
		}
		written += len(d.written)
		for _, mark := range d.written {
			once(t, want, mark)
		}
	}
	t.Logf("%d kills, %d keys, %d times over REST", *kills, keys, written)
}

// killsEach bounds how long one text gets.
const killsEach = 2

func once(t *testing.T, text, mark string) {
	t.Helper()
	if n := strings.Count(text, mark); n != 1 {
		t.Fatalf("[E1] %s is there %d times", mark, n)
	}
}

// description is a text, and what the REST writer knows of it.
type description struct {
	program *program
	project string
	task    string
	people  []*writer
	n       int
	written []string // marks that were acknowledged
}

type described struct {
	Task struct {
		ID, Description string
		Seq             int64
	}
}

func (d *description) make(t *testing.T) {
	t.Helper()
	var made described
	body := map[string]string{"title": "Together", "description": "It begins. "}
	if _, err := d.program.call(t.Context(), "POST", "/api/projects/"+d.project+"/tasks", body, &made); err != nil {
		t.Fatal(err)
	}
	d.task = made.Task.ID
	for _, name := range []string{"a", "b", "c", "d"} {
		d.people = append(d.people, &writer{Editor: doctest.Editor{Client: name}, d: d})
	}
}

// killWhileTyping lets all write for a moment, and kills in between.
func (d *description) killWhileTyping(t *testing.T) {
	var all sync.WaitGroup
	for _, w := range d.people {
		all.Go(func() {
			for err := w.connect(t); err == nil; err = w.typing() {
			}
		})
	}
	all.Go(func() {
		for d.patch(t) == nil {
			time.Sleep(20 * time.Millisecond)
		}
	})
	time.Sleep(time.Duration(300+rand.IntN(900)) * time.Millisecond)
	d.program.kill()
	all.Wait()
}

// patch writes the whole text with a mark more. An error says that no answer came.
func (d *description) patch(t *testing.T) error {
	now, err := d.read(t)
	if err != nil {
		return err
	}
	d.n++
	mark := fmt.Sprintf(" rest%dx ", d.n)
	body := map[string]any{"description": now.Task.Description + mark, "baseSeq": now.Task.Seq}
	_, err = d.program.call(t.Context(), "PATCH", "/api/tasks/"+d.task, body, &described{})
	switch {
	case err == nil:
		d.written = append(d.written, mark)
	case strings.Contains(err.Error(), "409"): // somebody else was first (D1)
		return nil
	}
	return err
}

func (d *description) read(t *testing.T) (now described, err error) {
	_, err = d.program.call(t.Context(), "GET", "/api/tasks/"+d.task, nil, &now)
	return now, err
}

// writer is somebody with an editor and a socket.
type writer struct {
	doctest.Editor
	d            *description
	socket       *sockettest.Client
	acknowledged int64 // of its updates, up to this id
}

func (w *writer) mark(id int64) string { return fmt.Sprintf(" %s%dx ", w.Client, id) }

// connect opens the text from where the editor is, and sends what is pending.
func (w *writer) connect(t *testing.T) error {
	header := http.Header{"Authorization": {w.d.program.token}}
	socket, _, err := sockettest.Dial(w.d.program.addr, "/ws/"+w.d.project, header)
	if err == nil && socket == nil {
		err = errors.New("the server does not open a socket")
	}
	if err != nil {
		return err
	}
	t.Cleanup(socket.Close)
	w.socket = socket
	version := ""
	if w.Version > 0 || len(w.Text) > 0 {
		version = fmt.Sprintf(`,"version":%d`, w.Version)
	}
	if err := w.await(func(f *docFrame) bool { return f.Type == "hello" }); err != nil {
		return err
	}
	if err := socket.Send(fmt.Sprintf(`{"type":"doc:open","task":%q%s}`, w.d.task, version)); err != nil {
		return err
	}
	if err := w.await(func(f *docFrame) bool { return f.Type == "doc:open" }); err != nil {
		return err
	}
	return w.push()
}

// typing adds a word and waits until the server has it.
func (w *writer) typing() error {
	at := rand.IntN(len(w.Text) + 1)
	for at > 0 && at < len(w.Text) && (w.Text[at-1] != ' ' || w.Text[at] != ' ') {
		at--
	}
	if err := w.Insert(at, w.mark(w.Last+1)); err != nil {
		return err
	}
	return w.push()
}

// push sends what is pending and reads until all of it has come back.
func (w *writer) push() error {
	if len(w.Pending) == 0 {
		return nil
	}
	updates := make([]map[string]any, len(w.Pending))
	for i, u := range w.Pending {
		updates[i] = map[string]any{"client": u.Client, "id": u.ID, "changes": u.Changes}
	}
	frame, err := json.Marshal(map[string]any{"type": "doc:update", "task": w.d.task, "version": w.Version, "updates": updates})
	if err != nil {
		return err
	}
	if err := w.socket.Send(string(frame)); err != nil {
		return err
	}
	return w.await(func(*docFrame) bool { return len(w.Pending) == 0 })
}

// docFrame is a frame about the text.
type docFrame struct {
	Type    string
	Version int64
	Text    *string
	Updates []struct {
		Client  string
		ID      int64
		Changes doc.Changes
	}
	Detail string
}

// await takes frames until one, or what it has done to the text, is what is waited for.
func (w *writer) await(done func(*docFrame) bool) error {
	for {
		raw, err := w.socket.Next(20 * time.Second)
		if err != nil {
			return err
		}
		var frame docFrame
		if err := json.Unmarshal([]byte(raw), &frame, json.MatchCaseInsensitiveNames(true)); err != nil {
			return err
		}
		if err := w.hear(&frame); err != nil {
			return err
		}
		if done(&frame) {
			return nil
		}
	}
}

func (w *writer) hear(f *docFrame) error {
	updates := make([]doc.Update, len(f.Updates))
	for i, u := range f.Updates {
		updates[i] = doc.Update{Client: u.Client, ID: u.ID, Changes: u.Changes}
		if u.Client == w.Client {
			w.acknowledged = max(w.acknowledged, u.ID)
		}
	}
	switch {
	case f.Type == "doc:close" || f.Type == "error":
		return fmt.Errorf("%s: %s", f.Type, f.Detail)
	case f.Type == "doc:open" && f.Text != nil && w.Last == 0 && len(w.Text) == 0:
		w.Open(doc.NewText(*f.Text), f.Version)
	case f.Type == "doc:open" && f.Text != nil:
		return w.Reopen(doc.NewText(*f.Text), f.Version)
	case f.Type == "doc:open":
		return w.Receive(f.Version-int64(len(updates)), updates)
	case f.Type == "doc:update":
		return w.Receive(f.Version, updates)
	}
	return nil
}

// expectAcknowledged looks at what the server has by itself: nobody has sent
// anything again.
func (w *writer) expectAcknowledged(t *testing.T) {
	t.Helper()
	fresh := &writer{Editor: doctest.Editor{Client: entry.NewID()}, d: w.d}
	if err := fresh.connect(t); err != nil {
		t.Fatal(err)
	}
	defer fresh.socket.Close()
	text := fresh.Text.String()
	for id := int64(1); id <= w.acknowledged; id++ {
		once(t, text, w.mark(id))
	}
}

// settle brings all back and waits until every text, and the journal, is one.
func (d *description) settle(t *testing.T) string {
	t.Helper()
	for _, w := range d.people {
		if err := w.connect(t); err != nil {
			t.Fatal(err)
		}
	}
	for begin := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		now, err := d.read(t)
		if err != nil {
			t.Fatal(err)
		}
		same := true
		for _, w := range d.people {
			if err := w.follow(); err != nil {
				t.Fatal(err)
			}
			same = same && w.Text.String() == now.Task.Description
		}
		if same {
			return now.Task.Description
		}
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("[E3] the journal has\n%q, the first writer\n%q", now.Task.Description, d.people[0].Text.String())
		}
	}
}

// follow takes what has come: opening again tells of all.
func (w *writer) follow() error {
	if err := w.socket.Send(fmt.Sprintf(`{"type":"doc:open","task":%q,"version":%d}`, w.d.task, w.Version)); err != nil {
		return err
	}
	return w.await(func(f *docFrame) bool { return f.Type == "doc:open" })
}
