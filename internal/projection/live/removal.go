package live

import (
	"bytes"
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

// removal is whose right to read an entry ends. Access is asked as of now, and
// somebody who was removed and let in again has it now; that they did not have
// it in between, only the entries tell (L3).
type removal struct {
	everybody bool // the project is deleted
	visitors  bool // the public link is another one, or none
	people    []string
}

// hints stand in every entry that removes somebody, and in few others.
var hints = [][]byte{
	[]byte(`"` + entry.MemberDeleted + `"`), []byte(`"` + entry.ProjectDeleted + `"`), []byte(`"` + entry.ProjectUpdated + `"`),
}

// removes reads whom an entry removes. Almost every entry has none of the hints
// and is not decoded.
func removes(e *entry.Entry) (removal, error) {
	var r removal
	hinted := false
	for _, hint := range hints {
		hinted = hinted || bytes.Contains(e.Events, hint)
	}
	if !hinted {
		return r, nil
	}
	events, err := e.Decode()
	for i := range events {
		switch event := &events[i]; {
		case event.Type == entry.MemberDeleted:
			r.people = append(r.people, event.ID)
		case event.Type == entry.ProjectDeleted:
			r.everybody = true
		case event.Type == entry.ProjectUpdated && event.Set != nil && event.Set.Link.Set:
			r.visitors = true
		}
	}
	return r, fault.Wrap("read who is removed", err)
}

func (r *removal) nobody() bool { return !r.everybody && !r.visitors && r.people == nil }

func (r *removal) takes(who *Person) bool {
	if r.everybody || who.Visitor {
		return r.everybody || r.visitors
	}
	for _, user := range r.people {
		if user == who.User {
			return true
		}
	}
	return false
}

func (r *removal) code() uint16 {
	if r.everybody {
		return CloseGone
	}
	return CloseRemoved
}

// dismiss ends the subscriptions of those whom the entry of this seq removes,
// before it is delivered.
func (s *stream) dismiss(seq int64, r *removal) {
	if r.nobody() {
		return
	}
	s.mu.Lock()
	subs := append([]*subscription(nil), s.subs...)
	s.mu.Unlock()
	for _, sub := range subs {
		if r.takes(&sub.conn.person) {
			sub.dismiss(seq, r.code())
		}
	}
}

// dismiss ends a subscription that has not got to the entry that removes its
// person. One that has begun behind it was let in again; one that still catches
// up starts anew and finds out.
func (sub *subscription) dismiss(seq int64, code uint16) {
	c := sub.conn
	c.mu.Lock()
	if sub.state == joining {
		sub.buffer, sub.base, sub.restart = nil, seq-1, true
	}
	over := sub.state == live && sub.cursor < seq
	c.mu.Unlock()
	if over {
		sub.end(code)
	}
}

// wasRemoved tells whether one of these entries removes the subscription's
// person: then they are not to be read on through, whatever the right is now.
func (sub *subscription) wasRemoved(entries []entry.Entry) (bool, error) {
	if sub.name == meStream {
		return false, nil
	}
	for i := range entries {
		r, err := removes(&entries[i])
		if err != nil || r.takes(&sub.conn.person) {
			return true, err
		}
	}
	return false, nil
}

// steady tells whether nobody's right has changed from head until now, so that
// whoever may read now might at head too (J8).
func (s *stream) steady(ctx context.Context, head journal.Head) (bool, error) {
	now, err := s.hub.Source.Head(ctx, s.id)
	return now.Epoch == head.Epoch && now.ACL == head.ACL, fault.Wrap("read head", err)
}
