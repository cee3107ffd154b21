package api

import "sync"

// places remembers in which project things are, which never changes. It spares
// a look into the database for each change; who may do what is decided later.
type places struct {
	mu      sync.RWMutex
	project map[string]string // by the thing's id
}

// The most that are remembered; then it begins anew.
const maxPlaces = 50_000

func (p *places) of(id string) (project string, known bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	project, known = p.project[id]
	return project, known
}

func (p *places) remember(id, project string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.project == nil || len(p.project) >= maxPlaces {
		p.project = make(map[string]string, 1024)
	}
	p.project[id] = project
}
