package live

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inproc"
	"tandem/internal/journal"
)

// memory is a journal and the people who may read it, for tests: Source and
// Access, with the bus that tells of what is appended.
type memory struct {
	bus *inproc.Bus

	mu      sync.Mutex
	streams map[string]*memoryStream
	lost    bool   // wake-ups do not arrive
	onRead  func() // called at the end of each Entries, without the lock
	onHead  func() // … of each Head
	onAsked func() // … of each Roles
	down    error  // what Roles answers
	asked   int    // calls of Roles
}

type memoryStream struct {
	head    journal.Head
	entries []entry.Entry
	roles   map[string]entry.Role
	deleted bool
}

func newMemory() *memory {
	return &memory{bus: inproc.New(), streams: map[string]*memoryStream{}}
}

// project makes a stream that these people may see.
func (m *memory) project(id string, people ...string) *memoryStream {
	s := &memoryStream{head: journal.Head{Epoch: "epoch-of-" + id}, roles: map[string]entry.Role{}}
	for _, user := range people {
		s.roles[user] = entry.Editor
	}
	m.streams[id] = s
	return s
}

// append adds an entry that says something.
func (m *memory) append(stream, says string) int64 { return m.change(stream, says, nil) }

// change adds an entry that changes who may see the stream, if do is not nil;
// further events follow what it says.
func (m *memory) change(stream, says string, do func(*memoryStream), further ...string) int64 {
	m.mu.Lock()
	s := m.streams[stream]
	s.head.Seq++
	if do != nil || s.head.ACL == 0 {
		s.head.ACL++
	}
	if do != nil {
		do(s)
	}
	s.entries = append(s.entries, entry.Entry{
		Stream: stream, Seq: s.head.Seq, At: 1, Actor: "actor", ACL: s.head.ACL,
		Events: jsontext.Value("[" + strings.Join(append([]string{`{"type":"task:updated","id":"` + says + `"}`}, further...), ",") + "]"),
	})
	wake := journal.Wake{Stream: stream, Seq: s.head.Seq, ACL: s.head.ACL, At: time.Now()}
	lost := m.lost
	m.mu.Unlock()
	if !lost {
		m.bus.Publish(context.Background(), wake)
	}
	return wake.Seq
}

func (m *memory) remove(stream, user string) int64 {
	return m.change(stream, "removes-"+user, func(s *memoryStream) { delete(s.roles, user) }, memberDeleted(user))
}

// letIn gives somebody the right to the stream.
func (m *memory) letIn(stream, user string) int64 {
	return m.change(stream, "lets-in-"+user, func(s *memoryStream) { s.roles[user] = entry.Editor })
}

func memberDeleted(user string) string { return `{"type":"member:deleted","id":"` + user + `"}` }

func (m *memory) fill(stream string, count, size int) {
	for i := range count {
		m.append(stream, fmt.Sprintf("%d-%s", i, strings.Repeat("x", size)))
	}
}

func (m *memory) Head(_ context.Context, stream string) (journal.Head, error) {
	m.mu.Lock()
	var head journal.Head
	if s := m.streams[stream]; s != nil {
		head = s.head
	}
	onHead := m.onHead
	m.mu.Unlock()
	call(onHead)
	return head, nil
}

func call(hook func()) {
	if hook != nil {
		hook()
	}
}

func (m *memory) Entries(_ context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	m.mu.Lock()
	s := m.streams[stream]
	if s == nil {
		s = &memoryStream{}
	}
	var list []entry.Entry
	bytes := 0
	for i := after; i < s.head.Seq && len(list) < limit; i++ {
		if bytes += len(s.entries[i].Events); bytes > maxBytes && len(list) > 0 {
			break
		}
		list = append(list, s.entries[i])
	}
	head, onRead := s.head, m.onRead
	m.mu.Unlock()
	call(onRead)
	return list, head, nil
}

func (m *memory) Roles(_ context.Context, stream string, users []string) (map[string]entry.Role, error) {
	roles, onAsked, err := m.roles(stream, users)
	call(onAsked)
	return roles, err
}

func (m *memory) roles(stream string, users []string) (map[string]entry.Role, func(), error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	s := m.streams[stream]
	switch {
	case m.down != nil:
		return nil, m.onAsked, m.down
	case s == nil || s.roles == nil:
		return nil, m.onAsked, fault.New(fault.NotFound, "no such project")
	case s.deleted:
		return nil, m.onAsked, fault.New(fault.Gone, "deleted")
	}
	roles := map[string]entry.Role{}
	for _, user := range users {
		if role := s.roles[user]; role.Valid() {
			roles[user] = role
		}
	}
	return roles, m.onAsked, nil
}

// set changes something under the lock.
func (m *memory) set(do func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	do()
}

func (m *memory) hub() *Hub {
	return New(Options{Source: m, Access: m, Bus: m.bus})
}
