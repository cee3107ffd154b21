package journal_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/project"
)

// shelf has a memory for each stream, and reads one of them only when it is let.
type shelf struct {
	memory
	streams map[string]*memory
	slow    string
	begun   chan struct{} // a value for each reading of the slow one
	read    chan error    // lets it read, or fail
}

func (s *shelf) Load(ctx context.Context, stream string) (*project.State, journal.Head, error) {
	state, head, err := s.streams[stream].Load(ctx, stream)
	if stream == s.slow {
		s.begun <- struct{}{}
		err = errors.Join(err, <-s.read)
	}
	return state, head, err
}

func (s *shelf) Append(ctx context.Context, batches []journal.Batch) error {
	for _, b := range batches { // all or none, as a store promises
		if own := s.streams[b.Stream]; own != nil && b.Base != own.head {
			return journal.ErrHeadMoved
		}
	}
	for _, b := range batches {
		if own := s.streams[b.Stream]; own != nil {
			if err := own.Append(ctx, []journal.Batch{b}); err != nil {
				return err
			}
		}
	}
	return nil
}

// newShelf has a writer over two projects, one of which is not there yet.
func newShelf(t *testing.T) (s *shelf, w *journal.Writer, quick string) {
	quick = entry.NewID()
	s = &shelf{slow: entry.NewID(), begun: make(chan struct{}), read: make(chan error)}
	s.streams = map[string]*memory{quick: {}, s.slow: {}}
	w = journal.NewWriter(s, &journaltest.Recorder{}, journal.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); w.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	return s, w, quick
}

// elsewhere is an entry that another process has written.
func (m *memory) elsewhere() {
	m.mu.Lock()
	defer m.mu.Unlock()
	last := m.entries[len(m.entries)-1]
	last.Seq, last.Command, last.Events = last.Seq+1, entry.NewID(), []byte("[]")
	m.entries = append(m.entries, last)
	m.head.Seq++
}

func (s *shelf) Head(_ context.Context, stream string) (journal.Head, error) {
	if own := s.streams[stream]; own != nil {
		return own.head, nil
	}
	return journal.Head{}, nil
}

func opening(stream string) entry.Command {
	return entry.Command{ID: entry.NewID(), Body: &entry.ProjectCreate{Project: stream, Team: entry.NewID(), Name: "x", Key: "XX"}}
}

// submit gives what the first command came to.
func submit(t *testing.T, w *journal.Writer, stream string, commands ...entry.Command) journal.Receipt {
	receipts, err := w.Submit(t.Context(), journal.Submission{Stream: stream, Actor: "owner", Commands: commands})
	if err != nil {
		return journal.Receipt{Err: err}
	}
	return receipts[0]
}

func view(t *testing.T, w *journal.Writer, stream string) error {
	return w.View(t.Context(), stream, func(*project.State, journal.Head) {})
}

// busy keeps the writer from its queue while something is put into it.
func busy(t *testing.T, w *journal.Writer, stream string, fill func()) {
	held, release := make(chan struct{}), make(chan struct{})
	looked := later(func() error {
		return w.View(t.Context(), stream, func(*project.State, journal.Head) { close(held); <-release })
	})
	<-held
	fill()
	close(release)
	<-looked
}

// later runs something beside the test; what it gives comes out of the channel.
func later[T any](run func() T) <-chan T {
	done := make(chan T, 1)
	go func() { done <- run() }()
	return done
}

func TestWriter_cold(t *testing.T) {
	t.Run("while a project is read, the others go on", func(t *testing.T) {
		s, w, quick := newShelf(t)
		made := later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) })
		<-s.begun
		if r := submit(t, w, quick, opening(quick)); r.Err != nil {
			t.Fatal(r.Err)
		}
		s.read <- nil
		if r := <-made; r.Err != nil || r.Seq != 1 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("it is read once for all who wait, and all of them are served", func(t *testing.T) {
		s, w, _ := newShelf(t)
		var waiting []<-chan journal.Receipt
		for range 200 {
			waiting = append(waiting, later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) }))
		}
		<-s.begun
		s.read <- nil
		made := 0
		for _, done := range waiting {
			if r := <-done; r.Err == nil {
				made++
			} else if !fault.Is(r.Err, fault.Conflict) {
				t.Error(r.Err)
			}
		}
		if made != 1 {
			t.Errorf("made %d times", made)
		}
	})
	t.Run("what cannot be read fails who asked, and is read again for the next", func(t *testing.T) {
		s, w, _ := newShelf(t)
		made := later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) })
		<-s.begun
		s.read <- fault.New(fault.Unavailable, "the disk is away")
		if r := <-made; !fault.Is(r.Err, fault.Unavailable) {
			t.Errorf("%+v", r)
		}
		again := later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) })
		<-s.begun
		s.read <- nil
		if r := <-again; r.Err != nil {
			t.Error(r.Err)
		}
	})
	t.Run("what was imported while its absence was read is found by who asks after that", func(t *testing.T) {
		s, w, quick := newShelf(t)
		first := later(func() error { return view(t, w, s.slow) })
		<-s.begun
		if _, err := w.Import(t.Context(), s.slow, []journal.Dated{{At: 1, Actor: "owner", Command: opening(s.slow)}}); err != nil {
			t.Fatal(err)
		}
		second := later(func() error { return view(t, w, s.slow) })
		for range 2 { // the writer has taken the second one by then
			submit(t, w, quick, opening(quick))
		}
		s.read <- nil
		if err := <-first; !fault.Is(err, fault.NotFound) {
			t.Errorf("first %v", err)
		}
		<-s.begun
		s.read <- nil
		if err := <-second; err != nil {
			t.Errorf("second %v", err)
		}
	})
	t.Run("a move into a project that is being read waits for it, and the others go on", func(t *testing.T) {
		s, w, quick := newShelf(t)
		submit(t, w, quick, opening(quick))
		id := entry.NewID()
		submit(t, w, quick, entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Task: id, Title: "moves"}})
		move := entry.Command{ID: entry.NewID(), Body: &entry.TaskTransfer{Task: id, Project: s.slow}}
		moved := later(func() journal.Receipt { return submit(t, w, quick, move) })
		<-s.begun
		if r := submit(t, w, quick, entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "stays"}}); r.Err != nil {
			t.Error(r.Err)
		}
		if w.Waiting() != 1 {
			t.Errorf("%d wait", w.Waiting())
		}
		s.read <- nil
		if r := <-moved; !fault.Is(r.Err, fault.NotFound) {
			t.Errorf("into what is not there: %+v", r)
		}
	})
	t.Run("where one head has moved, only that project is read anew", func(t *testing.T) {
		s, w, quick := newShelf(t)
		made := later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) })
		<-s.begun
		s.read <- nil
		<-made
		submit(t, w, quick, opening(quick))
		s.streams[quick].elsewhere()
		task := func() entry.Command { return entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "x"}} }
		var moved, beside <-chan journal.Receipt
		busy(t, w, quick, func() { // so that both come into one batch
			moved = later(func() journal.Receipt { return submit(t, w, quick, task()) })
			beside = later(func() journal.Receipt { return submit(t, w, s.slow, task()) })
			for w.Waiting() < 2 {
				time.Sleep(time.Millisecond)
			}
		})
		if r := <-moved; r.Err != nil || r.Seq != 3 {
			t.Errorf("%+v", r)
		}
		if r := <-beside; r.Err != nil || r.Seq != 2 { // it would hang, were the slow one read again
			t.Errorf("%+v", r)
		}
	})
	t.Run("a glance reads nothing", func(t *testing.T) {
		s, w, _ := newShelf(t)
		glance := func() bool {
			seen, err := w.Glance(t.Context(), s.slow, func(*project.State, journal.Head) {})
			if err != nil {
				t.Fatal(err)
			}
			return seen
		}
		if glance() {
			t.Error("saw what is not in memory")
		}
		made := later(func() journal.Receipt { return submit(t, w, s.slow, opening(s.slow)) })
		<-s.begun
		s.read <- nil
		<-made
		if !glance() {
			t.Error("did not see what is")
		}
	})
}
