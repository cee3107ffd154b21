package journal

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// tellPeople adds to the streams of people what a decision means to them: which
// projects they can see, and what these are called. It shares the commit.
func (b *batch) tellPeople(d *decision) error {
	for i := range d.events {
		for _, told := range personal(&d.events[i], d) {
			if err := b.tell(d.ctx, told, d.stamp); err != nil {
				return err
			}
		}
	}
	return nil
}

type told struct {
	user  string
	id    string // of what is told once, whoever tells it again; "" else
	event entry.Event
}

// personal tells who hears what of an event.
func personal(event *entry.Event, d *decision) []told {
	p := d.hot.state.Project
	switch event.Type {
	case entry.MemberCreated:
		return []told{{user: event.Member.User.ID, event: entry.Event{Type: entry.ProjectAdded, Project: p}}}
	case entry.MemberDeleted:
		return []told{{user: event.ID, event: entry.Event{Type: entry.ProjectRemoved, ID: p.ID}}}
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
			list = append(list, told{user: user, event: event})
		}
	}
	return list
}

// tell appends one entry to a person's stream.
func (b *batch) tell(ctx context.Context, what told, stamp project.Stamp) error {
	part := b.streams[what.user]
	if part == nil {
		head, err := b.w.store.Head(ctx, what.user)
		if err != nil {
			return err
		}
		part = b.stream(&hotState{stream: what.user, head: head})
	}
	head := &part.hot.head
	if head.Epoch == "" {
		head.Epoch, head.ACL = newEpoch(), 1
	}
	head.Seq, head.At = head.Seq+1, max(head.At, stamp.At)
	part.entries = append(part.entries, entry.Entry{
		Stream: what.user, Seq: head.Seq, At: head.At, Actor: stamp.Actor, ACL: head.ACL, Command: what.id,
		Events: join(encodeAll([]entry.Event{what.event})),
	})
	if strings.HasPrefix(what.event.Type, "notification:") {
		part.notices = append(part.notices, what.event)
	}
	return nil
}

// Tell appends an event to a person's own stream, durably before it returns: of
// what concerns them and belongs to no project, such as a change of their team.
func (w *Writer) Tell(ctx context.Context, actor, user string, event entry.Event) error {
	return w.tell(ctx, actor, told{user: user, event: event})
}

// TellOnce is Tell of something with an id of its own: told again it is a
// Conflict, and nothing is appended, also after a crash in between.
func (w *Writer) TellOnce(ctx context.Context, user, id string, event entry.Event) error {
	return w.tell(ctx, user, told{user: user, id: id, event: event})
}

func (w *Writer) tell(ctx context.Context, actor string, what told) error {
	j := &job{ctx: ctx, sub: Submission{Stream: what.user, Actor: actor}, tell: &what, done: make(chan struct{})}
	if err := w.enqueue(ctx, j); err != nil {
		return err
	}
	return j.err
}

// tellOne serves a job of Tell.
func (b *batch) tellOne(j *job) error {
	stamp := project.Stamp{At: entry.At(b.w.options.Clock()), Actor: j.sub.Actor}
	return b.tell(j.ctx, *j.tell, stamp)
}
