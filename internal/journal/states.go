package journal

import (
	"context"

	"tandem/internal/project"
)

// hotState is a project in memory, at its stream's head.
type hotState struct {
	stream string
	state  *project.State
	head   Head
	used   uint64
}

// hotStates are the projects in memory; only the writer's goroutine touches them.
type hotStates struct {
	store    Store
	maxTasks int
	states   map[string]*hotState
	clock    uint64 // counts uses, to tell the least recent
	loaded   bool   // since the last evict
}

func newHotStates(store Store, maxTasks int) *hotStates {
	return &hotStates{store: store, maxTasks: maxTasks, states: map[string]*hotState{}}
}

// get gives a state, loaded where it is not in memory.
func (h *hotStates) get(ctx context.Context, stream string) (*hotState, error) {
	h.clock++
	if hot := h.states[stream]; hot != nil {
		hot.used = h.clock
		return hot, nil
	}
	state, head, err := h.store.Load(context.WithoutCancel(ctx), stream)
	if err != nil {
		return nil, err
	}
	hot := &hotState{stream: stream, state: state, head: head, used: h.clock}
	h.states[stream], h.loaded = hot, true
	return hot, nil
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
		}
		total += 10 + len(hot.state.Tasks) + len(hot.state.Comments)
	}
	for total > h.maxTasks && len(h.states) > 1 {
		var oldest *hotState
		for _, hot := range h.states {
			if oldest == nil || hot.used < oldest.used {
				oldest = hot
			}
		}
		total -= 10 + len(oldest.state.Tasks) + len(oldest.state.Comments)
		delete(h.states, oldest.stream)
	}
}
