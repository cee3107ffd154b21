package api

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// snapshots are encoded, compressed boards, each as of a seq. A board that has
// not changed costs a memory copy. Those asking for one that has are served by
// one encoding: whoever waits takes what was made after they came.
type snapshots struct {
	writer *journal.Writer
	reads  Reads
	mu     sync.Mutex
	boards map[boardKey]*board
	bytes  int
	clock  uint64
}

// maxSnapshotBytes is how much is kept; the least recently used go first.
const maxSnapshotBytes = 64 << 20

// boardKey is a project as its members see it, or as visitors do.
type boardKey struct {
	project string
	public  bool
}

// board is the latest encoding of a project.
type board struct {
	making sync.Mutex // held while it is encoded
	packed *packed    // under snapshots.mu
	used   uint64     // under snapshots.mu
}

func newSnapshots(writer *journal.Writer, reads Reads) *snapshots {
	return &snapshots{writer: writer, reads: reads, boards: map[boardKey]*board{}}
}

// get gives a board that is at least at this head.
func (s *snapshots) get(ctx context.Context, key boardKey, head journal.Head) (*packed, error) {
	b := s.board(key)
	if p := s.current(b, head); p != nil {
		return p, nil
	}
	b.making.Lock()
	defer b.making.Unlock()
	if p := s.current(b, head); p != nil { // made while we waited
		return p, nil
	}
	board, err := s.gather(ctx, key.project, head)
	if err != nil {
		return nil, err
	}
	if key.public {
		publish(board)
	}
	p, err := pack(board)
	if err != nil {
		return nil, err
	}
	s.keep(key, b, p)
	return p, nil
}

func (s *snapshots) board(key boardKey) *board {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.boards[key]
	if b == nil {
		b = &board{}
		s.boards[key] = b
	}
	s.clock++
	b.used = s.clock
	return b
}

func (s *snapshots) current(b *board, head journal.Head) *packed {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.packed == nil || b.packed.epoch != head.Epoch || b.packed.seq < head.Seq {
		return nil
	}
	return b.packed
}

func (s *snapshots) keep(key boardKey, b *board, p *packed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.packed != nil {
		s.bytes -= b.packed.size()
	}
	b.packed = p
	s.bytes += p.size()
	for s.bytes > maxSnapshotBytes && len(s.boards) > 1 {
		s.forgetOldest(key)
	}
}

func (s *snapshots) forgetOldest(but boardKey) {
	oldest := boardKey{}
	for key, b := range s.boards {
		if key != but && (oldest.project == "" || b.used < s.boards[oldest].used) {
			oldest = key
		}
	}
	if p := s.boards[oldest].packed; p != nil {
		s.bytes -= p.size()
	}
	delete(s.boards, oldest)
}

// gather takes the records of a board that is at least at this head: from the writer
// where the project is in memory and nobody else has written meanwhile, else from
// the rows of its open tasks, so that nobody waits for the archived ones. Records
// never change, so they are encoded after the writer has gone on.
func (s *snapshots) gather(ctx context.Context, id string, least journal.Head) (*wire.Snapshot, error) {
	board := &wire.Snapshot{}
	inMemory, err := s.writer.Glance(ctx, id, func(state *project.State, head journal.Head) { show(board, state, head) })
	if err == nil && (!inMemory || board.Epoch != least.Epoch || board.Seq < least.Seq) {
		err = s.read(ctx, board, id)
	}
	slices.SortFunc(board.Labels, func(a, b *entry.Label) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(board.Members, func(a, b *entry.Member) int { return cmp.Compare(a.User.ID, b.User.ID) })
	return board, err
}

func (s *snapshots) read(ctx context.Context, board *wire.Snapshot, id string) error {
	state, head, err := s.reads.Board(ctx, id)
	if err != nil {
		return err
	}
	if state.Project == nil {
		return notFound("project")
	}
	show(board, state, head)
	return nil
}

// show fills a board in.
func show(board *wire.Snapshot, state *project.State, head journal.Head) {
	board.Epoch, board.Seq, board.Project = head.Epoch, head.Seq, state.Project
	board.Statuses = state.SortedStatuses()
	board.Labels = slices.Collect(maps.Values(state.Labels))
	board.Fields = state.SortedFields()
	board.Templates = state.SortedTemplates()
	board.Views = state.SortedViews()
	board.Members = slices.Collect(maps.Values(state.Members))
	board.Tasks = make([]*entry.Task, 0, len(state.Tasks))
	for _, status := range board.Statuses {
		for _, t := range state.InStatus(status.ID) {
			if t.ArchivedAt == nil {
				board.Tasks = append(board.Tasks, &t.Task)
			}
		}
	}
}

// boardHead checks that the caller may see a board, and tells where it stands.
func (r *Resources) boardHead(call *Call, id string) (head journal.Head, err error) {
	ctx, look := call.Request.Context(), func(_ *project.State, at journal.Head) { head = at }
	if call.Visit != nil {
		err = r.visited(ctx, call.Visit, id, r.writer.Frame, look)
	} else if err = r.reader(call, id); err == nil {
		head, err = r.writer.Head(ctx, id)
	}
	return head, err
}

func (r *Resources) getSnapshot(w http.ResponseWriter, call *Call) error {
	ctx, id := call.Request.Context(), call.Path("project")
	head, err := r.boardHead(call, id)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Cache-Control", "private, no-cache")
	header.Set("Vary", "Accept-Encoding, Cookie, Authorization")
	if matches(call.Request.Header, tag(head.Epoch, head.Seq)) {
		header.Set("ETag", tag(head.Epoch, head.Seq))
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	p, err := r.snapshots.get(ctx, boardKey{id, call.Visit != nil}, head)
	if err != nil {
		return err
	}
	return p.send(w, call.Request)
}

// publish makes a board what visitors may see.
func publish(board *wire.Snapshot) {
	board.Project = project.PublicProject(board.Project)
	for i, m := range board.Members {
		board.Members[i] = project.PublicMember(m)
	}
	board.Templates, board.Views = []*entry.Template{}, []*entry.View{}
	for i, t := range board.Tasks {
		board.Tasks[i] = project.PublicTask(t)
	}
}

// tag is weak, since the same board goes out in several encodings.
func tag(epoch string, seq int64) string { return fmt.Sprintf(`W/"%s.%d"`, epoch, seq) }

func matches(header http.Header, tag string) bool {
	for _, part := range strings.Split(header.Get("If-None-Match"), ",") {
		if part = strings.TrimSpace(part); part == tag || part == tag[2:] || part == "*" {
			return true
		}
	}
	return false
}

func (p *packed) send(w http.ResponseWriter, r *http.Request) error {
	encoding, raw, err := p.encoding(r.Header.Get("Accept-Encoding"))
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("ETag", tag(p.epoch, p.seq))
	header.Set("Content-Type", "application/json")
	if encoding != "" {
		header.Set("Content-Encoding", encoding)
	}
	header.Set("Content-Length", strconv.Itoa(len(raw)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(raw) // a caller who has left needs no board
	return nil
}
