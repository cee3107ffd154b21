// Package journaltest has the contract suites that every store and every bus
// must pass, and the fixture they share.
package journaltest

import (
	"context"
	"sync"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Opened is a store under test. Seat puts people into a team, as accounts would.
type Opened struct {
	Store  journal.Store
	Seat   func(t *testing.T, team string, seats ...entry.Seat)
	Reopen func(t *testing.T) journal.Store // closes and opens it again, as a restart would
}

// World is a running writer over a store, with a team of one for each role.
type World struct {
	*Opened
	Writer  *journal.Writer
	Bus     *Recorder
	Team    string
	Project string
	People  map[entry.TeamRole]string // user ids
	Shared  bool                      // writers started from now on know that there are others
	now     time.Time
	mu      sync.Mutex
}

// NewWorld makes a team, a project and a writer that works until the test ends.
func NewWorld(t *testing.T, opened *Opened) *World {
	t.Helper()
	w := &World{Opened: opened, Bus: &Recorder{}, Team: entry.NewID(), Project: entry.NewID(), People: map[entry.TeamRole]string{}}
	w.now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, role := range []entry.TeamRole{entry.TeamOwner, entry.TeamAdmin, entry.TeamMember, entry.TeamGuest} {
		w.People[role] = entry.NewID()
		opened.Seat(t, w.Team, entry.Seat{Role: role, User: entry.User{
			ID: w.People[role], Name: string(role), Handle: string(role) + w.People[role][24:], TimeZone: "UTC", Locale: "en",
		}})
	}
	w.Start(t, opened.Store)
	w.Must(t, entry.TeamOwner, &entry.ProjectCreate{Project: w.Project, Team: w.Team, Name: "Website", Key: key(w.Project)})
	return w
}

// key makes a project key of an id's random end.
func key(id string) string {
	raw := []byte("P" + id[31:])
	for i, c := range raw {
		if c >= 'a' {
			raw[i] = c - 'a' + 'A'
		}
	}
	return string(raw)
}

// Start runs a new writer over a store until the test ends.
func (w *World) Start(t *testing.T, store journal.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	w.Store = store
	w.Writer = journal.NewWriter(store, w.Bus, journal.Options{Clock: w.clock, Shared: w.Shared})
	stopped := make(chan struct{})
	go func() { defer close(stopped); w.Writer.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
}

// clock moves by a millisecond each time it is read.
func (w *World) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time.Millisecond)
	return w.now
}

// Pass lets time go by.
func (w *World) Pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Submit sends one command with a new id.
func (w *World) Submit(t *testing.T, as entry.TeamRole, body entry.Body) journal.Receipt {
	t.Helper()
	return w.SubmitAs(t, w.People[as], entry.NewID(), body)
}

// SubmitAs sends one command with a given id.
func (w *World) SubmitAs(t *testing.T, user, id string, body entry.Body) journal.Receipt {
	t.Helper()
	receipts, err := w.Writer.Submit(t.Context(), journal.Submission{
		Stream: w.Project, Actor: user, Commands: []entry.Command{{ID: id, Body: body}}, Recall: true,
	})
	if err != nil {
		t.Fatalf("submit %s: %v", body.Kind(), err)
	}
	return receipts[0]
}

// Must sends one command that has to be accepted.
func (w *World) Must(t *testing.T, as entry.TeamRole, body entry.Body) journal.Receipt {
	t.Helper()
	receipt := w.Submit(t, as, body)
	if receipt.Err != nil {
		t.Fatalf("%s refused: %v", body.Kind(), receipt.Err)
	}
	return receipt
}

// Statuses gives the project's statuses in board order.
func (w *World) Statuses(t *testing.T) []*entry.Status {
	t.Helper()
	var list []*entry.Status
	w.view(t, func(s *project.State) { list = s.SortedStatuses() })
	return list
}

// Order gives the ids of a status in board order.
func (w *World) Order(t *testing.T, status string) []string {
	t.Helper()
	var list []string
	w.view(t, func(s *project.State) {
		for _, task := range s.InStatus(status) {
			list = append(list, task.ID)
		}
	})
	return list
}

func (w *World) view(t *testing.T, read func(*project.State)) {
	t.Helper()
	if err := w.Writer.View(t.Context(), w.Project, func(s *project.State, _ journal.Head) { read(s) }); err != nil {
		t.Fatal(err)
	}
}

// Verify holds J1 and J10 for the project.
func (w *World) Verify(t *testing.T) {
	t.Helper()
	if err := journal.Verify(t.Context(), w.Store, w.Project); err != nil {
		t.Errorf("[J10] %v", err)
	}
}

// Recorder is a bus that remembers wake-ups.
type Recorder struct {
	mu    sync.Mutex
	wakes []journal.Wake
}

// Publish implements journal.Bus.
func (r *Recorder) Publish(_ context.Context, wake journal.Wake) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wakes = append(r.wakes, wake)
}

// Send implements journal.Bus.
func (r *Recorder) Send(context.Context, journal.Ephemeral) {}

// Listen implements journal.Bus.
func (r *Recorder) Listen(func(journal.Wake), func(journal.Ephemeral)) func() { return func() {} }

// Wakes gives the wake-ups of a stream so far.
func (r *Recorder) Wakes(stream string) []journal.Wake {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []journal.Wake
	for _, wake := range r.wakes {
		if wake.Stream == stream {
			list = append(list, wake)
		}
	}
	return list
}
