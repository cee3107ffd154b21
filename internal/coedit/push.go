package coedit

import (
	"context"
	"errors"

	"tandem/internal/doc"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// Opened is a text as somebody gets it.
type Opened struct {
	Project string
	Version int64
	Text    *string    // whole, at Version; nil: Updates tell the rest
	Updates []Accepted // behind the version that was asked from
	Leave   func()     // to be called once, when whoever opened it is gone
}

// Project tells in which project a task is; NotFound where there is no such task.
func (a *Authority) Project(ctx context.Context, task string) (string, error) {
	return a.Store.ProjectOf(ctx, task)
}

// Open gives a task's text, or what is new since a version where that can be
// told, to join, on the goroutine that tells of later updates: none is missed and
// none comes twice. NotFound and Gone as for the task. The caller has asked for the
// right to read. After the last Leave the journal gets the text at once (E3).
func (a *Authority) Open(ctx context.Context, task string, since *int64, join func(Opened)) error {
	var err error
	waitErr := a.wait(func() {
		var d *document
		if d, err = a.current(ctx, task); err != nil {
			return
		}
		d.readers++
		opened := d.opened(since)
		opened.Leave = func() { a.later(func() { d.readers-- }) }
		join(opened)
	})
	return fault.First(waitErr, err)
}

func (d *document) opened(since *int64) Opened {
	o := Opened{Project: d.project, Version: d.version}
	if since != nil {
		if updates, ok := d.since(*since); ok {
			o.Updates = updates[:len(updates):len(updates)]
			return o
		}
	}
	text := d.text.String()
	o.Text = &text
	return o
}

// push is somebody's updates on their way.
type push struct {
	task, user string
	version    int64
	updates    []doc.Update
	err        error
	done       chan struct{}
}

// The refusals that make a client open the text anew.
var (
	ErrReload = fault.New(fault.Conflict, "The text has moved on too far; it is loaded anew.")
	errLength = fault.New(fault.TooLarge, "A description has at most 50,000 characters.")
)

// Push makes a client's updates, begun from a version, part of the text: moved
// over what came since, durable when it returns, each at most once. ErrReload
// where they do not fit, TooLarge where the text would get too long; then none
// takes effect. The caller has asked for the right to write.
func (a *Authority) Push(_ context.Context, task, user string, version int64, updates []doc.Update) error {
	p := &push{task: task, user: user, version: version, updates: updates, done: make(chan struct{})}
	if err := p.check(); err != nil {
		return err
	}
	select {
	case a.queue <- job{push: p}:
	case <-a.stopped:
		return errStopped
	}
	return fault.First(a.await(p.done), p.err)
}

func (p *push) check() error {
	for _, u := range p.updates {
		if u.Client == "" || len(u.Client) > maxClient || u.Client == journalClient || u.Client != p.updates[0].Client || u.ID < 1 {
			return ErrReload
		}
	}
	if len(p.updates) > maxUpdates {
		return ErrReload
	}
	return nil
}

// accept takes pushes in their order and stores all in one commit: again, where other
// nodes were first (J3).
func (a *Authority) accept(ctx context.Context, pushes []*push) {
	err := errMoved
	for tries := 0; tries < maxTries && errors.Is(err, errMoved); tries++ {
		err = a.store(ctx, a.takeAll(ctx, pushes))
	}
	for _, p := range pushes {
		p.err = fault.First(p.err, refused(err))
		close(p.done)
	}
}

// takeAll makes pushes part of their texts, and gives what is to be stored.
func (a *Authority) takeAll(ctx context.Context, pushes []*push) []*Addition {
	additions := map[*document]*Addition{}
	var list []*Addition
	for _, p := range pushes {
		d, err := a.document(ctx, p.task)
		if err == nil && p.version > d.version {
			err = a.refresh(ctx, d)
		}
		if err == nil {
			first := d.version + 1
			if err = d.take(p); err == nil && d.version >= first && additions[d] == nil {
				additions[d] = d.addition(first)
				list = append(list, additions[d])
			}
		}
		p.err = err
	}
	return list
}

// store commits what was taken, then tells of it. errMoved where another node was
// first: the texts are up to date then, without it. Where it cannot be stored, the
// texts are read anew by whoever opens them next.
func (a *Authority) store(ctx context.Context, additions []*Addition) error {
	if len(additions) == 0 {
		return nil
	}
	list := make([]Addition, len(additions))
	for i, add := range additions {
		add.Updates, _ = a.documents[add.Task].since(add.First - 1)
		add.At = a.now()
		list[i] = *add
	}
	err := a.Store.AddUpdates(context.WithoutCancel(ctx), list)
	if fault.Is(err, fault.Conflict) {
		return a.stepBack(ctx, additions)
	}
	if err != nil {
		a.Log.Error("store updates", "error", err)
		for _, add := range additions {
			a.close(a.documents[add.Task], errNotStored)
		}
		return errNotStored
	}
	for i := range list {
		a.stored(ctx, &list[i])
	}
	return nil
}

// stored tells of what was committed.
func (a *Authority) stored(ctx context.Context, add *Addition) {
	d := a.documents[add.Task]
	d.isStored, d.isOthers = true, false
	a.listener.Accepted(d.project, d.task, add.First-1, add.Updates)
	a.hint(ctx, d)
	a.noteAhead(d)
	a.compact(ctx, d)
}

var errNotStored = fault.New(fault.Unavailable, "This could not be stored; try again in a moment.")

// addition begins what is to be stored of a text.
func (d *document) addition(first int64) *Addition {
	add := &Addition{Task: d.task, First: first}
	if !d.isStored {
		base := d.start.String()
		add.Base, add.Mark = &base, &d.mark
	}
	return add
}

// take makes a push part of the text, or nothing of it.
func (d *document) take(p *push) error {
	over, ok := d.since(p.version)
	if !ok {
		return ErrReload
	}
	if len(p.updates) == 0 {
		return nil
	}
	client := d.clients[p.updates[0].Client]
	if client.Last > 0 && client.User != p.user {
		return ErrReload
	}
	updates, err := doc.Rebase(p.updates, plain(over))
	if err != nil {
		return ErrReload
	}
	accepted, text, err := fit(updates, client.Last, p.user, d.text)
	if err != nil {
		return err
	}
	if n := text.Characters(); n > project.MaxDescription && n > d.text.Characters() {
		return errLength
	}
	for _, u := range accepted {
		if err := d.typeIn(u); err != nil {
			return err
		}
	}
	return nil
}

// fit makes sure that updates follow on the client's last one and on the text, and
// gives the text after them.
func fit(updates []doc.Update, last int64, user string, text doc.Text) ([]Accepted, doc.Text, error) {
	accepted := make([]Accepted, len(updates))
	var err error
	for i, u := range updates {
		if u.ID <= last {
			return nil, nil, ErrReload
		}
		last = u.ID
		if text, err = u.Changes.Apply(text); err != nil {
			if errors.Is(err, doc.ErrMisfit) {
				err = ErrReload
			}
			return nil, nil, err
		}
		accepted[i] = Accepted{u, user}
	}
	return accepted, text, nil
}

func plain(list []Accepted) []doc.Update {
	updates := make([]doc.Update, len(list))
	for i := range list {
		updates[i] = list[i].Update
	}
	return updates
}

// compact makes one text of the oldest updates, once there are twice as many as
// are kept (E2).
func (a *Authority) compact(ctx context.Context, d *document) {
	if len(d.history) < 2*keepUpdates {
		return
	}
	n := len(d.history) - keepUpdates
	start := d.start
	for _, u := range d.history[:n] {
		var err error
		if start, err = u.Changes.Apply(start); err != nil {
			a.Log.Error("compact a text", "task", d.task, "error", err)
			return
		}
	}
	version := d.base + int64(n)
	if err := a.Store.Compact(ctx, d.task, start.String(), version, a.now()); err != nil {
		a.Log.Error("compact a text", "task", d.task, "error", err)
		return
	}
	d.start, d.base = start, version
	d.history = append([]Accepted(nil), d.history[n:]...)
}
