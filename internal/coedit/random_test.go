package coedit_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/coedit"
	"tandem/internal/doc"
	"tandem/internal/doc/doctest"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/storetest"
)

// staffed is a store whose teams are the test's.
type staffed struct {
	storetest.Store
	owner entry.Seat
}

func (s staffed) Roster(context.Context, string) ([]entry.Seat, error) {
	return []entry.Seat{s.owner}, nil
}

// world is a project with one task, its description written together.
type world struct {
	t             *testing.T
	random        *rand.Rand
	store         staffed
	bus           *inproc.Bus
	writer        *journal.Writer
	authority     *coedit.Authority
	kill          func() // stops the authority as a crash does: nothing more is written
	project, task string
	mayClose      bool // texts may close

	mu      sync.Mutex
	clients []*client // that hear what is accepted
}

func open(t *testing.T, seed uint64) *world {
	db, _ := storetest.Open(t)
	email := "own@example.org"
	owner := entry.Seat{Role: entry.TeamOwner, User: entry.User{ID: entry.NewID(), Name: "own", Handle: "own", Email: &email, TimeZone: "UTC", Locale: "en"}}
	w := &world{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), store: staffed{db, owner}, bus: inproc.New(), project: entry.NewID(), task: entry.NewID(),
	}
	w.writer = journal.NewWriter(w.store, w.bus, journal.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); w.writer.Run(ctx) }()
	t.Cleanup(func() { w.kill(); cancel(); <-stopped })
	w.start()
	w.submit(&entry.ProjectCreate{Project: w.project, Team: entry.NewID(), Name: "x", Key: "XX"})
	w.submit(&entry.TaskCreate{Task: w.task, Title: "t", Description: "one\ntwo 😀 \n three"})
	return w
}

func (w *world) start() {
	w.authority = coedit.New(coedit.Options{Store: w.store, Journal: w.writer, Bus: w.bus})
	w.authority.Tell(w)
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func(a *coedit.Authority) { defer close(stopped); a.Run(ctx) }(w.authority)
	w.kill = func() { cancel(); <-stopped }
}

func (w *world) submit(body entry.Body) *journal.Receipt {
	w.t.Helper()
	receipts, err := w.writer.Submit(context.Background(), journal.Submission{
		Stream: w.project, Actor: w.store.owner.User.ID, Commands: []entry.Command{{ID: entry.NewID(), Body: body}},
	})
	if err = fault.First(err, receipts[0].Err); err != nil {
		w.t.Fatal(err)
	}
	return &receipts[0]
}

// description is what the journal has.
func (w *world) description() string {
	stored, err := w.store.Document(context.Background(), w.task)
	if err != nil {
		w.t.Fatal(err)
	}
	return stored.Description
}

// await waits until the journal has a description.
func (w *world) await(want string) {
	w.t.Helper()
	for begin := time.Now(); w.description() != want; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > 30*time.Second {
			w.t.Fatalf("the journal has %q", w.description())
		}
	}
}

// Accepted implements coedit.Listener.
func (w *world) Accepted(_, _ string, version int64, updates []coedit.Accepted) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.clients {
		c.heard = append(c.heard, heard{version, updates})
	}
}

// Closed implements coedit.Listener.
func (w *world) Closed(_, _ string, why error) {
	if !w.mayClose {
		w.t.Error("closed: ", why)
	}
}

type heard struct {
	version int64
	updates []coedit.Accepted
}

// client is somebody with an editor.
type client struct {
	doctest.Editor
	w     *world
	heard []heard // guarded by the world's lock
	leave func()
	typed []string // marks of its own, never deleted by anybody
}

func (c *client) connect(first bool) {
	since := &c.Version
	if first {
		since = nil
	}
	err := c.w.authority.Open(context.Background(), c.w.task, since, func(o coedit.Opened) {
		c.leave = o.Leave
		c.w.mu.Lock()
		defer c.w.mu.Unlock()
		c.heard = nil
		var err error
		switch {
		case first:
			c.Open(doc.NewText(*o.Text), o.Version)
		case o.Text != nil: // nobody had typed yet, and the history begins later
			err = c.Reopen(doc.NewText(*o.Text), o.Version)
		default:
			c.heard = []heard{{c.Version, o.Updates}}
		}
		if err != nil {
			c.w.t.Error(err)
		}
		c.w.clients = append(c.w.clients, c)
	})
	if err != nil {
		c.w.t.Fatal(err)
	}
	c.receive()
}

func (c *client) disconnect() {
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	for i, other := range c.w.clients {
		if other == c {
			c.w.clients = append(c.w.clients[:i:i], c.w.clients[i+1:]...)
		}
	}
	c.heard = nil
	c.leave()
}

// typing inserts a mark that is nobody else's between two words.
func (c *client) typing() {
	at := c.w.random.IntN(len(c.Text) + 1)
	for at > 0 && at < len(c.Text) && !boundary(c.Text, at) {
		at--
	}
	mark := fmt.Sprintf(" %s%dx ", c.Client, c.Last+1)
	c.typed = append(c.typed, strings.TrimSpace(mark))
	if err := c.Insert(at, mark); err != nil {
		c.w.t.Fatal(err)
	}
}

// boundary tells whether a place is between words.
func boundary(text doc.Text, at int) bool {
	isSpace := func(unit uint16) bool { return unit == ' ' || unit == '\n' }
	return isSpace(text[at-1]) || isSpace(text[at])
}

// receive takes what it has heard.
func (c *client) receive() {
	c.w.mu.Lock()
	list := c.heard
	c.heard = nil
	c.w.mu.Unlock()
	for _, h := range list {
		updates := make([]doc.Update, len(h.updates))
		for i := range h.updates {
			updates[i] = h.updates[i].Update
		}
		if err := c.Receive(h.version, updates); err != nil {
			c.w.t.Fatal(err)
		}
	}
}

// push sends what waits; twice now and then, as after a lost answer.
func (c *client) push() {
	for range 1 + c.w.random.IntN(2) {
		err := c.w.authority.Push(context.Background(), c.w.task, "user "+c.Client, c.Version, append([]doc.Update(nil), c.Pending...))
		if err != nil && !fault.Is(err, fault.Unavailable) {
			c.w.t.Fatal(err)
		}
	}
}

// patch is a writer who knows nothing of the document, but minds what others do (D1).
func (w *world) patch(n int) string {
	mark := fmt.Sprintf("rest%dx", n)
	for {
		stored, err := w.store.Document(context.Background(), w.task)
		if err != nil {
			w.t.Fatal(err)
		}
		text := stored.Description + " " + mark
		if w.random.IntN(2) == 0 {
			text = mark + " " + stored.Description
		}
		receipts, err := w.writer.Submit(context.Background(), journal.Submission{
			Stream: w.project, Actor: w.store.owner.User.ID, Commands: []entry.Command{{
				ID: entry.NewID(), Body: &entry.TaskUpdate{Task: w.task, Description: entry.Some(text), BaseSeq: &stored.DescriptionSeq},
			}},
		})
		if err == nil && receipts[0].Err == nil {
			return mark
		}
		if err != nil || !fault.Is(receipts[0].Err, fault.Conflict) {
			w.t.Fatal(err, receipts)
		}
	}
}

// People type, lose the line and come back, the server dies, somebody writes over
// REST: in the end all texts are the server's, and nothing acknowledged is lost.
func TestAuthority_random(t *testing.T) {
	seeds := []uint64{1, 2, 3, 4}
	if fixed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seeds = []uint64{fixed}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { together(t, seed) })
	}
}

func together(t *testing.T, seed uint64) {
	w := open(t, seed)
	var people []*client
	online := map[*client]bool{}
	for i := range 4 {
		c := &client{w: w, Editor: doctest.Editor{Client: string(rune('a' + i))}}
		c.connect(true)
		people, online[c] = append(people, c), true
	}
	var rest []string
	for step := range 150 {
		c := people[w.random.IntN(len(people))]
		switch w.random.IntN(12) {
		case 0:
			if online[c] {
				c.disconnect()
			} else {
				c.connect(false)
			}
			online[c] = !online[c]
		case 1:
			rest = append(rest, w.patch(step))
		case 2:
			if step%3 == 0 {
				w.restart(people, online)
			}
		case 3, 4, 5, 6, 7:
			c.typing()
		default:
			if online[c] {
				c.receive()
				c.push()
			}
		}
	}
	w.finish(people, online, rest)
}

// restart kills the authority: whoever was connected comes back to the new one.
func (w *world) restart(people []*client, online map[*client]bool) {
	w.kill()
	w.mu.Lock()
	w.clients = nil
	w.mu.Unlock()
	w.start()
	for _, c := range people {
		if online[c] {
			c.connect(false)
		}
	}
}

func (w *world) finish(people []*client, online map[*client]bool, rest []string) {
	for _, c := range people {
		if !online[c] {
			c.connect(false)
		}
	}
	var want string
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		settled := true
		for _, c := range people {
			c.receive()
			if len(c.Pending) > 0 {
				settled = false
				c.push()
			}
		}
		want = people[0].Text.String()
		for _, c := range people {
			settled = settled && c.Text.String() == want
		}
		if settled && w.description() == want {
			break
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("the journal has\n%q, the first client\n%q", w.description(), want)
		}
	}
	marks := rest
	for _, c := range people {
		marks = append(marks, c.typed...)
	}
	for _, mark := range marks {
		if n := strings.Count(want, mark); n != 1 {
			w.t.Errorf("%s is there %d times in %q", mark, n, want)
		}
	}
}
