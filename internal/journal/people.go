package journal

import (
	"maps"
	"slices"

	"tandem/internal/entry"
)

// tellPeople adds to the streams of people what a decision means to them: which
// projects they can see, and what these are called. It shares the commit.
func (b *batch) tellPeople(d *decision) error {
	for i := range d.events {
		for _, told := range personal(&d.events[i], d) {
			if err := b.tell(told.user, told.event, d); err != nil {
				return err
			}
		}
	}
	return nil
}

type told struct {
	user  string
	event entry.Event
}

// personal tells who hears what of an event.
func personal(event *entry.Event, d *decision) []told {
	p := d.hot.state.Project
	switch event.Type {
	case entry.MemberCreated:
		return []told{{event.Member.User.ID, entry.Event{Type: entry.ProjectAdded, Project: p}}}
	case entry.MemberDeleted:
		return []told{{event.ID, entry.Event{Type: entry.ProjectRemoved, ID: p.ID}}}
	case entry.ProjectCreated:
		return everybody(d, entry.Event{Type: entry.ProjectAdded, Project: p})
	case entry.ProjectDeleted:
		return everybody(d, entry.Event{Type: entry.ProjectRemoved, ID: p.ID})
	case entry.ProjectUpdated:
		return everybody(d, *event)
	}
	return nil
}

// everybody who was a member before the decision and still is.
func everybody(d *decision, event entry.Event) []told {
	var list []told
	for _, user := range slices.Sorted(maps.Keys(d.hot.state.Members)) {
		isNew := slices.ContainsFunc(d.events, func(e entry.Event) bool {
			return e.Type == entry.MemberCreated && e.Member.User.ID == user
		})
		if !isNew {
			list = append(list, told{user, event})
		}
	}
	return list
}

// tell appends one entry to a person's stream.
func (b *batch) tell(user string, event entry.Event, d *decision) error {
	part := b.streams[user]
	if part == nil {
		head, err := b.w.store.Head(d.ctx, user)
		if err != nil {
			return err
		}
		part = b.stream(&hotState{stream: user, head: head})
	}
	head := &part.hot.head
	if head.Epoch == "" {
		head.Epoch, head.ACL = newEpoch(), 1
	}
	head.Seq, head.At = head.Seq+1, max(head.At, d.stamp.At)
	part.entries = append(part.entries, entry.Entry{
		Stream: user, Seq: head.Seq, At: head.At, Actor: d.stamp.Actor, ACL: head.ACL,
		Events: join(encodeAll([]entry.Event{event})),
	})
	return nil
}
