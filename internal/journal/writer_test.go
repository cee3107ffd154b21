package journal_test

import (
	"context"
	"sync"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/project"
)

// memory is a store without a disk, for what a real one cannot be made to do.
type memory struct {
	journal.Store
	mu      sync.Mutex
	entries []entry.Entry
	head    journal.Head
	fail    error
}

func (m *memory) Load(context.Context, string) (*project.State, journal.Head, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	state, err := journal.Replay(context.Background(), m, "", 0)
	return state, m.head, err
}

func (m *memory) Entries(_ context.Context, _ string, after int64, _, _ int) ([]entry.Entry, journal.Head, error) {
	return m.entries[min(int(after), len(m.entries)):], m.head, nil
}

func (m *memory) Head(context.Context, string) (journal.Head, error) { return journal.Head{}, nil }

func (m *memory) Lookup(context.Context, string, string) (entry.Entry, error) {
	return entry.Entry{}, fault.New(fault.NotFound, "")
}

func (m *memory) Roster(context.Context, string) ([]entry.Seat, error) {
	return []entry.Seat{{User: entry.User{ID: "owner"}, Role: entry.TeamOwner}}, nil
}

func (m *memory) Sees(context.Context, string, []string) (map[string]bool, error) { return nil, nil }

func (m *memory) Append(_ context.Context, batches []journal.Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	last := batches[0].Entries[len(batches[0].Entries)-1]
	m.entries = append(m.entries, batches[0].Entries...)
	m.head = journal.Head{Epoch: batches[0].Epoch, Seq: last.Seq, ACL: last.ACL, At: last.At}
	return nil
}

func newMemory(t *testing.T) (*memory, func(entry.Body) (journal.Receipt, error)) {
	m, stream := &memory{}, entry.NewID()
	w := journal.NewWriter(m, &journaltest.Recorder{}, journal.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); w.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	submit := func(body entry.Body) (journal.Receipt, error) {
		r, err := w.Submit(ctx, journal.Submission{Stream: stream, Actor: "owner", Commands: []entry.Command{{ID: entry.NewID(), Body: body}}})
		if err != nil {
			return journal.Receipt{}, err
		}
		return r[0], r[0].Err
	}
	if _, err := submit(&entry.ProjectCreate{Project: stream, Team: entry.NewID(), Name: "x", Key: "XX"}); err != nil {
		t.Fatal(err)
	}
	return m, submit
}

func TestWriter(t *testing.T) {
	t.Run("a failed commit leaves the state as it was", func(t *testing.T) {
		m, submit := newMemory(t)
		m.fail = fault.New(fault.Unavailable, "disk full")
		if _, err := submit(&entry.TaskCreate{Title: "lost"}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("error %v", err)
		}
		m.fail = nil
		r, err := submit(&entry.TaskCreate{Title: "kept"})
		if err != nil || r.After.Task.Number != 1 || r.Seq != 2 {
			t.Errorf("%+v %v", r, err)
		}
	})
	t.Run("a mistake of ours fails one command only", func(t *testing.T) {
		_, submit := newMemory(t)
		if _, err := submit((*entry.TaskCreate)(nil)); !fault.Is(err, fault.Internal) {
			t.Errorf("error %v", err)
		}
		if r, err := submit(&entry.TaskCreate{Title: "works"}); err != nil || r.Seq != 2 {
			t.Errorf("%+v %v", r, err)
		}
	})
}
