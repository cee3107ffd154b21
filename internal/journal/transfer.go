package journal

import (
	"context"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// transfer decides a task's move between two projects: one entry in each, under
// the same command id, in one commit. The receipt is that of the project which it
// enters.
func (b *batch) transfer(hot *hotState, j *job, command entry.Command, body *entry.TaskTransfer) Receipt {
	target, err := b.w.hot.get(j.ctx, body.Project)
	if err != nil {
		return Receipt{Err: err}
	}
	env, err := b.w.env(j.ctx, hot.head, &j.sub, body, hot.state)
	if err != nil {
		return Receipt{Err: err}
	}
	env.Now = max(env.Now, target.head.At)
	left, entered, err := project.Transfer(hot.state, target.state, env, j.sub.Actor, body)
	if err != nil {
		return Receipt{Err: err}
	}
	from, to := b.begin(hot, j), b.begin(target, j)
	from.accept(env.Now, left)
	to.accept(env.Now, entered)
	hash := entry.Fingerprint(j.sub.Actor, body)
	if err := to.finish(command.ID, hash); err != nil {
		from.giveUp()
		return Receipt{Err: err}
	}
	if err := from.finish(command.ID, hash); err != nil {
		panic(err) // deletions are small: a half must never stay
	}
	return Receipt{Seq: target.head.Seq, After: afterOf(to.events, target.state)}
}

// accept applies events that were decided elsewhere.
func (d *decision) accept(at entry.Instant, events []entry.Event) {
	d.stamp = project.Stamp{Seq: d.hot.head.Seq + 1, At: at, Actor: d.sub.Actor}
	d.apply(events)
	d.events = append(d.events, events...)
}

// arrived gives the receipt of a transfer that has taken effect before.
func (w *Writer) arrived(ctx context.Context, sub *Submission, command string, body *entry.TaskTransfer) (*Receipt, error) {
	e, err := w.store.Lookup(ctx, body.Project, command)
	if err != nil {
		return nil, fault.Wrap("recall transfer", err)
	}
	receipt := &Receipt{Seq: e.Seq, Replayed: true}
	if sub.Recall {
		receipt.After, err = w.stateAfter(ctx, e)
	}
	return receipt, err
}
