//go:build linux

package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json"

	"tandem/internal/doc"
	"tandem/internal/doc/doctest"
	"tandem/internal/socket/sockettest"
)

const (
	typists       = 20
	keysPerSecond = 4 // of each: somebody who types fast without a pause
	typingGoal    = 80 * time.Millisecond
)

// measureTyping: twenty people type into one description; how long a key takes to
// the others' editors, in their text.
func measureTyping(r *run) ([]line, error) {
	s, err := r.startProduct("")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	b, err := makeBoard(s.addr, 1)
	if err != nil {
		return nil, err
	}
	desk, err := openDesk(b)
	if err != nil {
		return nil, err
	}
	took, keys, err := desk.typeFor(2 * r.seconds)
	if err != nil {
		return nil, err
	}
	bare, err := startBare("broadcast:330")
	if err != nil {
		return nil, err
	}
	defer bare.stop()
	limit, err := fanOut(bare.addr, upgradeRequest(bare.addr, "/ws", ""), typists, r.seconds, func(into []byte, mark string) []byte {
		return fmt.Appendf(into, "POST /send/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n", mark, bare.addr)
	})
	if err != nil {
		return nil, err
	}
	p95 := quantile(took, 0.95)
	return []line{{
		what:    fmt.Sprintf("a key to the other editors, %d in one description: p50 / p95", typists),
		reached: fmt.Sprintf("%s / %s, %d keys, all texts equal", ms(quantile(took, 0.5)), ms(p95), keys),
		limit:   fmt.Sprintf("bare broadcast %s / %s", ms(limit.p50), ms(quantile(limit.all, 0.95))),
		goal:    ms(typingGoal) + " p95",
		met:     p95 <= typingGoal,
	}}, nil
}

// desk is one description with all who write it.
type desk struct {
	board   *board
	typists []*typist
	sentAt  sync.Map // "client id" → when it was typed
	left    atomic.Int64
}

// typist is one editor, on one connection. Its lock holds the editor.
type typist struct {
	doctest.Editor
	desk     *desk
	socket   *sockettest.Client
	mu       sync.Mutex
	inFlight bool
	took     []time.Duration
}

func openDesk(b *board) (*desk, error) {
	d := &desk{board: b}
	for i := range typists {
		socket, _, err := sockettest.Dial(b.addr, "/ws/"+b.project, http.Header{"Authorization": {"Bearer " + b.token}})
		if err != nil || socket == nil {
			return nil, fmt.Errorf("no socket: %w", err)
		}
		t := &typist{Editor: doctest.Editor{Client: fmt.Sprint("typist ", i)}, desk: d, socket: socket}
		d.typists = append(d.typists, t)
		if err := socket.Send(fmt.Sprintf(`{"type":"doc:open","task":%q}`, b.tasks[0])); err != nil {
			return nil, err
		}
		for opened := false; !opened; {
			if opened, err = t.next(); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

// docFrame is what of a frame counts here.
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

// next takes one frame; it tells whether that opened the text.
func (t *typist) next() (opened bool, err error) {
	raw, err := t.socket.Next(30 * time.Second)
	if err != nil {
		return false, err
	}
	var f docFrame
	if err := json.Unmarshal([]byte(raw), &f, json.MatchCaseInsensitiveNames(true)); err != nil {
		return false, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch f.Type {
	case "doc:open":
		t.Open(doc.NewText(*f.Text), f.Version)
		return true, nil
	case "doc:close", "error":
		return false, fmt.Errorf("%s: %s", f.Type, f.Detail)
	case "doc:update":
		return false, t.take(&f)
	}
	return false, nil
}

// take makes updates part of the text, notes how long they took, and sends what waited.
func (t *typist) take(f *docFrame) error {
	updates := make([]doc.Update, len(f.Updates))
	for i, u := range f.Updates {
		updates[i] = doc.Update{Client: u.Client, ID: u.ID, Changes: u.Changes}
		if u.Client == t.Client {
			t.inFlight = false
		}
	}
	if err := t.Receive(f.Version, updates); err != nil {
		return err
	}
	now := time.Now()
	for _, u := range updates {
		if u.Client == t.Client {
			t.desk.left.Add(-1)
		} else if at, ok := t.desk.sentAt.Load(key(u.Client, u.ID)); ok {
			t.took = append(t.took, now.Sub(at.(time.Time)))
		}
	}
	return t.push()
}

func key(client string, id int64) string { return fmt.Sprint(client, " ", id) }

// push sends what is pending, one frame at a time, as the web client does.
func (t *typist) push() error {
	if t.inFlight || len(t.Pending) == 0 {
		return nil
	}
	updates := make([]map[string]any, len(t.Pending))
	for i, u := range t.Pending {
		updates[i] = map[string]any{"client": u.Client, "id": u.ID, "changes": u.Changes}
	}
	frame, err := json.Marshal(map[string]any{"type": "doc:update", "task": t.desk.board.tasks[0], "version": t.Version, "updates": updates})
	if err != nil {
		return err
	}
	t.inFlight = true
	return t.socket.Send(string(frame))
}

// press types one character, each person at a place of their own.
func (t *typist) press(place int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.desk.left.Add(1)
	t.desk.sentAt.Store(key(t.Client, t.Last+1), time.Now())
	if err := t.Insert(len(t.Text)*place/typists, "x"); err != nil {
		return err
	}
	return t.push()
}

// typeFor lets all type, and waits until everybody has everything.
func (d *desk) typeFor(lasts time.Duration) (took []time.Duration, keys int64, err error) {
	failed := make(chan error, 2*typists)
	var writing sync.WaitGroup
	for i, t := range d.typists {
		go func() {
			for {
				if _, err := t.next(); err != nil {
					failed <- err
					return
				}
			}
		}()
		writing.Go(func() {
			time.Sleep(time.Duration(i) * time.Second / keysPerSecond / typists)
			tick := time.NewTicker(time.Second / keysPerSecond)
			defer tick.Stop()
			for begin := time.Now(); time.Since(begin) < lasts; <-tick.C {
				if err := t.press(i); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	writing.Wait()
	for begin := time.Now(); d.left.Load() > 0 && time.Since(begin) < 10*time.Second; {
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(time.Second) // who heard last
	select {
	case err := <-failed:
		return nil, 0, err
	default:
	}
	return d.gather()
}

func (d *desk) gather() (took []time.Duration, keys int64, err error) {
	want := d.typists[0].Text.String()
	for _, t := range d.typists {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.Text.String() != want {
			return nil, 0, fmt.Errorf("%s has another text", t.Client)
		}
		took, keys = append(took, t.took...), keys+t.Last
		t.socket.Close()
	}
	return took, keys, nil
}
