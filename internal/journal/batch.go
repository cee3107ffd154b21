package journal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// batch is what one commit appends: the decisions of several jobs.
type batch struct {
	w        *Writer
	jobs     []*job
	commands int
	streams  map[string]*streamBatch
	order    []*streamBatch
	ids      map[string]bool // stream and command id
	broken   *job            // one that made us panic
}

// streamBatch is a batch's part in one stream. For a person's stream hot has no state.
type streamBatch struct {
	hot     *hotState
	base    Head
	mark    int
	entries []entry.Entry
	audit   []audit.Record
	notices []entry.Event
	quiet   bool
}

func newBatch(w *Writer) *batch {
	return &batch{w: w, streams: map[string]*streamBatch{}, ids: map[string]bool{}}
}

// take decides a job's commands; false where one of its ids is in the batch already.
func (b *batch) take(j *job) bool {
	for _, command := range j.sub.Commands {
		if command.ID != "" && b.ids[j.sub.Stream+command.ID] {
			return false
		}
	}
	for _, command := range j.sub.Commands {
		if command.ID != "" {
			b.ids[j.sub.Stream+command.ID] = true
		}
	}
	b.jobs = append(b.jobs, j)
	switch {
	case j.tell != nil:
		j.err = b.tellOne(j)
	case j.read == nil:
		b.commands += len(j.sub.Commands)
		b.decideSafely(j)
	}
	return true
}

// waitsSince notes when the jobs that have something to append began to wait for it.
func (b *batch) waitsSince(at time.Time) {
	if len(b.order) == 0 {
		return
	}
	for _, j := range b.jobs {
		j.appending = at
	}
}

// decideSafely keeps a mistake of ours in one command from stopping all: the
// job fails, and nothing that stands in memory is trusted any more.
func (b *batch) decideSafely(j *job) {
	defer func() {
		if mistake := recover(); mistake != nil {
			j.err = broken("decide", mistake)
			b.broken = j
		}
	}()
	j.err = b.decide(j)
}

// broken says that we have made a mistake; to be called while it is recovered from.
func broken(op string, mistake any) error {
	return &fault.Error{
		Kind: fault.Internal, Op: op, Message: "Something went wrong on our side; this was not done.",
		Err: fmt.Errorf("panic: %v\n%s", mistake, debug.Stack()),
	}
}

func (b *batch) decide(j *job) error {
	hot, err := b.w.hot.get(j.ctx, j.sub.Stream)
	if err != nil {
		return err
	}
	if j.sub.Atomic {
		return b.decideTogether(hot, j)
	}
	for i, command := range j.sub.Commands {
		if j.receipts[i].Replayed || j.receipts[i].Err != nil {
			continue
		}
		if move, ok := command.Body.(*entry.TaskTransfer); ok {
			j.receipts[i] = b.transfer(hot, j, command, move)
			continue
		}
		d := b.begin(hot, j)
		if err := d.add(command); err != nil {
			d.giveUp()
			j.receipts[i] = Receipt{Err: err}
			continue
		}
		if err := d.finish(command.ID, entry.Fingerprint(j.sub.Actor, command.Body)); err != nil {
			j.receipts[i] = Receipt{Err: err}
			continue
		}
		j.receipts[i] = Receipt{Seq: hot.head.Seq, After: afterOf(d.events, hot.state), idle: len(d.events) == 0}
	}
	return nil
}

// decideTogether makes one entry of all commands, or refuses all.
func (b *batch) decideTogether(hot *hotState, j *job) error {
	d := b.begin(hot, j)
	failed := false
	for i, command := range j.sub.Commands {
		if err := d.add(command); err != nil {
			j.receipts[i].Err, failed = err, true
		}
	}
	if failed {
		d.giveUp()
		for i := range j.receipts {
			if j.receipts[i].Err == nil {
				j.receipts[i].Err = fault.New(fault.Conflict, "Another command of this group was refused, so none took effect.")
			}
		}
		return nil
	}
	if err := d.finish(j.sub.Commands[0].ID, togetherPrint(j.sub), groupedOf(&j.sub)...); err != nil {
		for i := range j.receipts {
			j.receipts[i].Err = err
		}
		return nil
	}
	for i := range j.receipts {
		j.receipts[i] = Receipt{Seq: hot.head.Seq}
	}
	return nil
}

// recalled tells whether repeats are known in all jobs.
func (b *batch) recalled() bool {
	return !slices.ContainsFunc(b.jobs, func(j *job) bool { return !j.recalled })
}

// stream gives the batch's part in a stream, with the mark to undo to.
func (b *batch) stream(hot *hotState) *streamBatch {
	part := b.streams[hot.stream]
	if part == nil {
		part = &streamBatch{hot: hot, base: hot.head}
		if hot.state != nil {
			part.mark = hot.state.Try()
		}
		b.streams[hot.stream] = part
		b.order = append(b.order, part)
	}
	return part
}

// append commits the batch; nothing to append is a success.
func (b *batch) append(ctx context.Context) error {
	var batches []Batch
	for _, part := range b.order {
		if len(part.entries) == 0 {
			continue
		}
		add := Batch{Stream: part.hot.stream, Base: part.base, Epoch: part.hot.head.Epoch, Entries: part.entries, Audit: part.audit, Notices: part.notices, Quiet: part.quiet}
		if part.hot.state != nil {
			add.Rows = part.hot.state.Rows()
		}
		batches = append(batches, add)
	}
	if batches == nil {
		return nil
	}
	return b.w.store.Append(ctx, batches)
}

// keep makes the decisions final and lets everybody know.
func (b *batch) keep() {
	committed := time.Now()
	for _, part := range b.order {
		if part.hot.state != nil {
			part.hot.state.Keep()
		}
		if len(part.entries) == 0 {
			continue
		}
		head := part.hot.head
		b.w.tails.push(part.hot.stream, head, part.entries)
		b.w.bus.Publish(context.Background(), Wake{Stream: part.hot.stream, Seq: head.Seq, ACL: head.ACL, At: committed})
	}
}

// answer lets readers look and gives the jobs their answers.
func (b *batch) answer() {
	for _, j := range b.jobs {
		if j.read != nil {
			j.err = b.w.look(j)
		}
		close(j.done)
	}
	b.w.hot.evict()
}

// undo takes the decisions back, and drops the states that forget tells of.
func (b *batch) undo(forget func(*streamBatch) bool) {
	for _, part := range b.order {
		if part.hot.state != nil {
			part.hot.state.Undo(part.mark)
			part.hot.state.Keep()
		}
		part.hot.head = part.base
		if forget(part) {
			b.w.hot.drop(part.hot.stream)
		}
	}
}

func none(*streamBatch) bool { return false }
func all(*streamBatch) bool  { return true }

// hasMoved tells whether somebody else has moved a head. Only such a state is read
// anew: a large one takes a second, and one head has moved, not all.
func (b *batch) hasMoved(part *streamBatch) bool {
	if part.hot.state == nil {
		return false // a person's: it is never kept
	}
	head, err := b.w.store.Head(context.Background(), part.hot.stream)
	return err != nil || head.Seq != part.base.Seq || head.Epoch != part.base.Epoch
}

var errNoProject = fault.New(fault.NotFound, "There is no such project.")

func (w *Writer) look(j *job) error {
	hot, err := w.hot.get(j.ctx, j.sub.Stream)
	if err != nil {
		return err
	}
	if hot.state.Project == nil {
		return errNoProject
	}
	j.read(hot.state, hot.head)
	return nil
}

// newEpoch is 128 random bits (J7).
func newEpoch() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// see finds out which of the tasks that a command names its actor may see; what
// it names is asked for once, and most commands name none.
func (w *Writer) see(ctx context.Context, env *project.Env, sub *Submission, named ...[]string) error {
	tasks := slices.Concat(named...)
	if len(tasks) == 0 {
		return nil
	}
	seen, err := w.store.Sees(ctx, sub.Actor, tasks)
	env.Sees = func(task string) bool { return seen[task] }
	return err
}

// find looks up the uploads that a command names. What is not the actor's, or more
// than the rules take, is not there: the rules say so, after what matters more.
func (w *Writer) find(ctx context.Context, env *project.Env, sub *Submission, named ...entry.Uploaded) error {
	if len(named) == 0 {
		return nil
	}
	files := map[string]*entry.File{}
	for _, n := range named[:min(len(named), project.MaxUploaded)] {
		file, err := w.store.UploadOf(ctx, sub.Actor, sub.Stream, n.Upload)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			files[n.Upload] = file
		}
	}
	env.Upload = func(id string) *entry.File { return files[id] }
	return nil
}

func one(id *string) []string {
	if id == nil {
		return nil
	}
	return []string{*id}
}

// env is what a decision in a stream needs.
func (w *Writer) env(ctx context.Context, head Head, sub *Submission, body entry.Body, state *project.State) (project.Env, error) {
	now := sub.at
	if now == 0 {
		now = entry.At(w.options.Clock())
	}
	now = max(now, head.At) // never backwards (J9)
	env := project.Env{Now: now, Random: random, NewID: entry.NewID, Trusted: sub.Trusted}
	team := ""
	switch c := body.(type) {
	case *entry.TaskCreate:
		err := w.see(ctx, &env, sub, c.Related, one(c.DuplicateOf))
		return env, err
	case *entry.TaskUpdate:
		err := w.see(ctx, &env, sub, c.Related.Value, c.AddRelated, one(c.DuplicateOf.Value))
		return env, err
	case *entry.AttachmentCreate:
		err := w.find(ctx, &env, sub, entry.Uploaded{Upload: c.Upload})
		return env, err
	case *entry.CommentCreate:
		err := w.find(ctx, &env, sub, c.Files...)
		return env, err
	case *entry.CommentUpdate:
		err := w.find(ctx, &env, sub, c.Files...)
		return env, err
	case *entry.ProjectCreate:
		team, env.Pattern = c.Team, sub.pattern
	case *entry.ProjectUpdate, *entry.ProjectRestore, *entry.MemberSet, *entry.MemberRemove, *entry.MemberSync:
		if state.Project != nil {
			team = state.Project.Team
		}
	}
	if team == "" {
		return env, nil
	}
	roster, err := w.store.Roster(ctx, team)
	env.Roster = roster
	return env, err
}
