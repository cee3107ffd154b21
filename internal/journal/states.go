package journal

import (
	"context"
	"slices"
	"sync/atomic"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// hotState is a project in memory, at its stream's head.
type hotState struct {
	stream string
	state  *project.State
	head   Head
	used   uint64
}

// hotStates are the projects in memory. Only the writer's goroutine touches them,
// what waits for them and the clock.
type hotStates struct {
	store    Store
	maxTasks int
	states   map[string]*hotState
	waiting  map[string][]*job // by stream that is being read, in their order
	parked   atomic.Int64      // how many jobs that are
	readers  chan struct{}     // tokens: more at once would take the store from everybody else
	arrived  chan arrival
	clock    uint64 // counts uses, to tell the least recent
	loaded   bool   // since the last evict
}

// maxReaders is how many projects are read at once beside the writer.
const maxReaders = 2

// arrival is a state that was read beside the writer, or why it could not be.
type arrival struct {
	hot *hotState
	err error
}

func newHotStates(store Store, maxTasks int) *hotStates {
	return &hotStates{
		store: store, maxTasks: maxTasks, states: map[string]*hotState{}, waiting: map[string][]*job{},
		readers: make(chan struct{}, maxReaders), arrived: make(chan arrival),
	}
}

// get gives a state, loaded where it is not in memory.
func (h *hotStates) get(ctx context.Context, stream string) (*hotState, error) {
	if hot := h.states[stream]; hot != nil {
		h.clock++
		hot.used = h.clock
		return hot, nil
	}
	hot, err := h.read(ctx, stream)
	if err != nil {
		return nil, err
	}
	h.put(hot)
	return hot, nil
}

func (h *hotStates) read(ctx context.Context, stream string) (*hotState, error) {
	state, head, err := h.store.Load(context.WithoutCancel(ctx), stream)
	return &hotState{stream: stream, state: state, head: head}, err
}

// put keeps a state, unless a command of another project has had it read meanwhile.
func (h *hotStates) put(hot *hotState) {
	if h.states[hot.stream] != nil {
		return
	}
	h.clock++
	hot.used = h.clock
	h.states[hot.stream], h.loaded = hot, true
}

// ready gives the jobs whose project is in memory. The others wait until theirs
// has been read, beside the writer: a large one takes a second, in which everybody
// else goes on. Reading ends with the writer.
func (h *hotStates) ready(jobs []*job, closed <-chan struct{}) []*job {
	return slices.DeleteFunc(jobs, func(j *job) bool {
		stream := h.missing(j)
		if stream == "" {
			return false
		}
		if j.glance {
			j.cold = true
			close(j.done)
			return true
		}
		before, begun := h.waiting[stream]
		if !begun {
			go h.fetch(j.ctx, stream, closed)
		}
		h.waiting[stream] = append(before, j)
		h.parked.Add(1)
		return true
	})
}

// missing is the first project that a job needs and that is not in memory, or for
// which others wait already; "" if none is.
func (h *hotStates) missing(j *job) string {
	if j.tell != nil {
		return ""
	}
	for _, stream := range j.sub.projects() {
		if _, begun := h.waiting[stream]; begun || h.states[stream] == nil {
			return stream
		}
	}
	return ""
}

// projects are those that a submission is decided in.
func (s *Submission) projects() []string {
	list := []string{s.Stream}
	for i := range s.Commands {
		if move, ok := s.Commands[i].Body.(*entry.TaskTransfer); ok && move != nil && move.Project != "" {
			list = append(list, move.Project)
		}
	}
	return list
}

// take gives the jobs that wait for a project.
func (h *hotStates) take(stream string) []*job {
	jobs := h.waiting[stream]
	delete(h.waiting, stream)
	h.parked.Add(-int64(len(jobs)))
	return jobs
}

func (h *hotStates) fetch(ctx context.Context, stream string, closed <-chan struct{}) {
	h.readers <- struct{}{}
	hot, err := h.readSafely(ctx, stream)
	<-h.readers
	select {
	case h.arrived <- arrival{hot, err}:
	case <-closed:
	}
}

// readSafely keeps a mistake of ours in one project from stopping all.
func (h *hotStates) readSafely(ctx context.Context, stream string) (hot *hotState, err error) {
	defer func() {
		if mistake := recover(); mistake != nil {
			hot, err = &hotState{stream: stream}, broken("load", mistake)
		}
	}()
	return h.read(ctx, stream)
}

func (h *hotStates) drop(stream string) { delete(h.states, stream) }

// evict forgets the least recently used states until the rest fits, and those
// of projects that do not exist.
func (h *hotStates) evict() {
	if !h.loaded && h.clock%1024 != 0 {
		return
	}
	h.loaded = false
	total := 0
	for stream, hot := range h.states {
		if hot.state.Project == nil {
			delete(h.states, stream)
			continue
		}
		total += 10 + len(hot.state.Tasks) + len(hot.state.Comments) + len(hot.state.Attachments)
	}
	for total > h.maxTasks && len(h.states) > 1 {
		var oldest *hotState
		for _, hot := range h.states {
			if oldest == nil || hot.used < oldest.used {
				oldest = hot
			}
		}
		total -= 10 + len(oldest.state.Tasks) + len(oldest.state.Comments) + len(oldest.state.Attachments)
		delete(h.states, oldest.stream)
	}
}
