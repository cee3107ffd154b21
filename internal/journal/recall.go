package journal

import (
	"context"
	"math"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// ErrReused refuses a command whose id was used for something else (J4).
var ErrReused error = fault.Field("/id", "This command id was used for something else.")

// After is what a command made or changed, as of its seq; nil where it did not.
type After struct {
	Task       *entry.Task
	Comment    *entry.Comment
	Attachment *entry.Attachment
	Status     *entry.Status
	Label      *entry.Label
	Field      *entry.Field
	Template   *entry.Template
	View       *entry.View
	Member     *entry.Member
	Project    *entry.Project
	Statuses   []*entry.Status // of the project, where Project is set
}

// afterOf finds what the events are about: the first thing of each kind, but
// the last task, since new keys of its siblings come before it (D2).
func afterOf(events []entry.Event, state *project.State) After {
	var a After
	for i := range events {
		e := &events[i]
		switch thing, _, _ := strings.Cut(e.Type, ":"); thing {
		case "task":
			id := e.ID
			if e.Task != nil {
				id = e.Task.ID
			}
			if t := state.Tasks[id]; t != nil {
				a.Task = &t.Task
			}
		case "comment":
			id := e.ID
			if e.Comment != nil {
				id = e.Comment.ID
			}
			if c := state.Comments[id]; c != nil {
				a.Comment = &c.Comment
			}
		case "attachment":
			id := e.ID
			if e.Attachment != nil {
				id = e.Attachment.ID
			}
			if f := state.Attachments[id]; f != nil && a.Attachment == nil {
				a.Attachment = &f.Attachment
			}
		case "status":
			a.Status = first(a.Status, e.Status, state.Statuses[e.ID])
		case "label":
			a.Label = first(a.Label, e.Label, state.Labels[e.ID])
		case "field":
			a.Field = first(a.Field, e.Field, state.Fields[e.ID])
		case "template":
			a.Template = first(a.Template, e.Template, state.Templates[e.ID])
		case "view":
			a.View = first(a.View, e.View, state.Views[e.ID])
		case "member":
			a.Member = first(a.Member, e.Member, state.Members[e.ID])
		case "project":
			a.Project = state.Project
		}
	}
	if a.Project != nil {
		a.Statuses = state.SortedStatuses()
	}
	return a
}

func first[T any](candidates ...*T) *T {
	for _, c := range candidates {
		if c != nil {
			return c
		}
	}
	return nil
}

// recall answers the commands of a job that have taken effect before (J4); it
// tells whether any is left to decide. An atomic group is one command here.
func (w *Writer) recall(ctx context.Context, j *job) (fresh bool, err error) {
	if j.sub.Atomic && len(j.sub.Commands) > 0 {
		return w.recallTogether(ctx, j)
	}
	for i, command := range j.sub.Commands {
		receipt, err := w.repeatedOne(ctx, &j.sub, command)
		if err != nil {
			return false, err
		}
		if receipt == nil {
			fresh = true
			continue
		}
		j.receipts[i] = *receipt
	}
	return fresh, nil
}

// reconsider looks whether what was refused, or had nothing to do, has taken
// effect before: then the first answer counts, whatever is the case now (J4).
func (w *Writer) reconsider(ctx context.Context, j *job) error {
	if j.recalled {
		return nil
	}
	if j.sub.Atomic {
		if len(j.receipts) == 0 || j.receipts[0].Err == nil {
			return nil
		}
		refused := slices.Clone(j.receipts)
		fresh, err := w.recallTogether(ctx, j)
		if fresh {
			copy(j.receipts, refused)
		}
		return err
	}
	for i, command := range j.sub.Commands {
		if r := &j.receipts[i]; r.Err == nil && !r.idle {
			continue
		}
		first, err := w.repeatedOne(ctx, &j.sub, command)
		if err != nil {
			return err
		}
		if first != nil {
			j.receipts[i] = *first
		}
	}
	return nil
}

func (w *Writer) recallTogether(ctx context.Context, j *job) (fresh bool, err error) {
	receipt, err := w.repeated(ctx, &j.sub, j.sub.Commands[0].ID, func() [16]byte { return togetherPrint(j.sub) })
	if err != nil || receipt == nil {
		return receipt == nil, err
	}
	for i := range j.receipts {
		j.receipts[i] = *receipt
	}
	return false, nil
}

// repeatedOne gives the receipt of a command that its stream has; nil where it has not.
func (w *Writer) repeatedOne(ctx context.Context, sub *Submission, command entry.Command) (*Receipt, error) {
	print := func() [16]byte { return entry.Fingerprint(sub.Actor, command.Body) }
	move, isTransfer := command.Body.(*entry.TaskTransfer)
	if !isTransfer {
		return w.repeated(ctx, sub, command.ID, print)
	}
	here := *sub
	here.Recall = false // what it led to stands in the other project
	receipt, err := w.repeated(ctx, &here, command.ID, print)
	if err != nil || receipt == nil || receipt.Err != nil {
		return receipt, err
	}
	return w.arrived(ctx, sub, command.ID, move)
}

// repeated gives the receipt of a command id that its stream has; nil where it has not.
func (w *Writer) repeated(ctx context.Context, sub *Submission, command string, print func() [16]byte) (*Receipt, error) {
	if command == "" {
		return nil, nil
	}
	e, err := w.store.Lookup(ctx, sub.Stream, command)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if e.Hash != print() {
		return &Receipt{Err: ErrReused}, nil
	}
	receipt := &Receipt{Seq: e.Seq, Replayed: true}
	if sub.Recall {
		receipt.After, err = w.stateAfter(ctx, e)
	}
	return receipt, err
}

// stateAfter replays a stream up to an entry, to tell what it led to then.
func (w *Writer) stateAfter(ctx context.Context, e entry.Entry) (After, error) {
	state, err := Replay(ctx, w.store, e.Stream, e.Seq)
	if err != nil {
		return After{}, err
	}
	events, err := e.Decode()
	return afterOf(events, state), err
}

// Replay makes a project's state from its journal alone, up to a seq; 0: all of it.
func Replay(ctx context.Context, store Store, stream string, upTo int64) (*project.State, error) {
	if upTo == 0 {
		upTo = math.MaxInt64
	}
	state := project.New()
	for after := int64(0); after < upTo; {
		entries, head, err := store.Entries(ctx, stream, after, 1000, 8<<20)
		if err != nil || len(entries) == 0 {
			return state, err
		}
		for i := range entries {
			if entries[i].Seq > upTo {
				return state, nil
			}
			if err := applyEntry(state, &entries[i]); err != nil {
				return state, err
			}
		}
		if after = entries[len(entries)-1].Seq; after >= head.Seq {
			break
		}
	}
	return state, nil
}

func applyEntry(state *project.State, e *entry.Entry) error {
	events, err := e.Decode()
	if err != nil {
		return fault.Wrap("decode entry", err)
	}
	for i := range events {
		state.Apply(project.Stamp{Seq: e.Seq, At: e.At, Actor: e.Actor}, &events[i])
	}
	return nil
}
