package coedit

import (
	"context"
	"time"

	"tandem/internal/fault"
	"tandem/internal/journal"
)

// job is one thing to do: pushes share a commit, anything else is done alone.
type job struct {
	push *push
	do   func()
}

// Run works until ctx ends. What the journal lacks from before is written first.
func (a *Authority) Run(ctx context.Context) {
	defer close(a.stopped)
	unlisten := a.Bus.Listen(func(wake journal.Wake) { a.later(func() { a.heed(ctx, wake) }) }, func(journal.Ephemeral) {})
	defer unlisten()
	a.recover(ctx)
	timer := time.NewTimer(0)
	defer timer.Stop()
	sweep := time.NewTicker(sweepTime)
	defer sweep.Stop()
	for round := 1; ; {
		select {
		case <-ctx.Done():
			return
		case j := <-a.queue:
			a.serve(ctx, j)
		case <-timer.C:
		case <-sweep.C:
			if a.Shared && (round%sweepEach == 0 || a.BusDown()) {
				a.lookAround(ctx)
			}
			round++
		}
		timer.Reset(a.writeDue(ctx))
	}
}

// later queues what nobody waits for. It never waits itself: it is called from the
// authority's own goroutine too.
func (a *Authority) later(do func()) {
	select {
	case a.queue <- job{do: do}:
	default:
		go func() {
			select {
			case a.queue <- job{do: do}:
			case <-a.stopped:
			}
		}()
	}
}

// errStopped is the answer while the server stops.
var errStopped = fault.New(fault.Unavailable, "The server is going down; try again in a moment.")

// wait has something done on the authority's goroutine and waits for it.
func (a *Authority) wait(do func()) error {
	done := make(chan struct{})
	select {
	case a.queue <- job{do: func() { defer close(done); do() }}:
	case <-a.stopped:
		return errStopped
	}
	return a.await(done)
}

func (a *Authority) await(done chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-a.stopped:
		select {
		case <-done:
			return nil
		default:
			return errStopped
		}
	}
}

// serve takes the pushes that wait along, up to a batch.
func (a *Authority) serve(ctx context.Context, first job) {
	if first.push == nil {
		first.do()
		return
	}
	pushes := []*push{first.push}
	for len(pushes) < maxBatch {
		select {
		case next := <-a.queue:
			if next.push == nil {
				a.accept(ctx, pushes)
				next.do()
				return
			}
			pushes = append(pushes, next.push)
			continue
		default:
		}
		break
	}
	a.accept(ctx, pushes)
}

// recover writes what a stop or a crash has left behind.
func (a *Authority) recover(ctx context.Context) {
	tasks, err := a.Store.Ahead(ctx)
	if err != nil {
		a.Log.Error("find texts that the journal lacks", "error", err)
	}
	for _, task := range tasks {
		known := a.documents[task] != nil
		d, err := a.document(ctx, task)
		switch {
		case isGone(err):
			err = a.carryLeft(ctx, task)
		case err == nil && !known:
			d.isOthers = a.Shared
		}
		if err != nil {
			a.Log.Error("read a text that the journal lacks", "task", task, "error", err)
		}
	}
}

func isGone(err error) bool { return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) }
