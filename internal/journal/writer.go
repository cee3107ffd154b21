package journal

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// Submission is what one caller asks for in one project.
type Submission struct {
	Stream   string // the project; for project.create the new one's id
	Actor    string
	Commands []entry.Command
	Atomic   bool // all or none, in one entry
	Trusted  bool // the server itself asks: rights are not checked
	Recall   bool // Receipt.After is wanted for repeated commands too, at the price of a replay

	at      entry.Instant    // of an import; 0: now
	pattern *project.Pattern // of Begin
}

// Receipt is the answer to one command.
type Receipt struct {
	Seq      int64 // where it took effect; head where there was nothing to do
	Replayed bool  // it had taken effect before (J4), at Seq
	Err      error // a fault: refused, and nothing of it took effect (D5)
	After    After

	idle bool // there was nothing to do
}

// Options of a Writer; zero values are what production uses.
type Options struct {
	Clock    func() time.Time
	OnCommit func(commands int, took time.Duration)     // called by the writer's goroutine after each append
	OnSubmit func(ctx context.Context, told *Submitted) // called after each submission that was decided
	MaxTasks int                                        // in states kept in memory; 200,000 where 0
}

// Submitted is a submission as metrics and traces know it.
type Submitted struct {
	Stream    string
	Commands  int
	Began     time.Time
	Appending time.Time     // when its append began; zero where there was none
	Took      time.Duration // that its caller waited
	Err       error         // nothing was decided
}

// The most commands that share one commit (J2).
const maxBatch = 64

// How often a job is decided anew because others moved the heads before it.
const maxTries = 100

// Writer decides commands and appends what was decided: one goroutine, all
// waiting commands in one commit (J2). It keeps the states of busy projects in
// memory, each at its stream's head.
type Writer struct {
	store   Store
	bus     Bus
	options Options
	queue   chan *job
	closed  chan struct{}
	hot     *hotStates
	tails   *tails

	beginning sync.Mutex // held by Begin: a large pattern takes memory and a core
}

// job is one submission on its way through the writer, a look at a state, or a
// word to a person.
type job struct {
	ctx       context.Context
	sub       Submission
	read      func(*project.State, Head)
	glance    bool // read only what is in memory
	cold      bool // it was not
	tell      *told
	receipts  []Receipt
	err       error
	tries     int
	appending time.Time // when the append that it waits for began
	recalled  bool      // repeats among its commands are known
	done      chan struct{}
}

// NewWriter makes a writer; Run makes it work.
func NewWriter(store Store, bus Bus, options Options) *Writer {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if options.MaxTasks == 0 {
		options.MaxTasks = 200_000
	}
	return &Writer{
		store: store, bus: bus, options: options, queue: make(chan *job, 4*maxBatch), closed: make(chan struct{}),
		hot: newHotStates(store, options.MaxTasks), tails: newTails(),
	}
}

// errClosed is the answer while the server stops.
var errClosed = fault.New(fault.Unavailable, "The server is going down; try again in a moment.")

// Waiting is how many submissions wait now, for the writer or for their project to
// be read; for operators.
func (w *Writer) Waiting() int { return len(w.queue) + int(w.hot.parked.Load()) }

// Submit decides commands in their order and gives one receipt for each, after
// what took effect is durable. The error says that nothing was decided.
func (w *Writer) Submit(ctx context.Context, sub Submission) ([]Receipt, error) {
	began := time.Now()
	j := &job{ctx: ctx, sub: sub, receipts: make([]Receipt, len(sub.Commands)), done: make(chan struct{})}
	if err := w.enqueue(ctx, j); err != nil {
		return nil, err
	}
	if w.options.OnSubmit != nil {
		w.options.OnSubmit(ctx, &Submitted{sub.Stream, len(sub.Commands), began, j.appending, time.Since(began), j.err})
	}
	if j.err != nil {
		return nil, j.err
	}
	return j.receipts, w.reconsider(ctx, j)
}

// View calls read with the project's state at head, between two commits.
// Records may be kept, they never change; maps and lists may not. NotFound where
// there is no such project.
func (w *Writer) View(ctx context.Context, stream string, read func(*project.State, Head)) error {
	j := &job{ctx: ctx, sub: Submission{Stream: stream}, read: read, done: make(chan struct{})}
	if err := w.enqueue(ctx, j); err != nil {
		return err
	}
	return j.err
}

// Glance is View of a project that is in memory; of another one it tells false at
// once, and read is not called.
func (w *Writer) Glance(ctx context.Context, stream string, read func(*project.State, Head)) (bool, error) {
	j := &job{ctx: ctx, sub: Submission{Stream: stream}, read: read, glance: true, done: make(chan struct{})}
	if err := w.enqueue(ctx, j); err != nil {
		return false, err
	}
	return !j.cold, j.err
}

// Frame is View for who looks at a project and not at what is in it: its state may
// have no tasks and no comments, and nobody waits until all of them are in memory.
func (w *Writer) Frame(ctx context.Context, stream string, read func(*project.State, Head)) error {
	seen, err := w.Glance(ctx, stream, read)
	if err != nil || seen {
		return err
	}
	state, head, err := w.store.Frame(ctx, stream)
	if err != nil {
		return err
	}
	if state.Project == nil {
		return errNoProject
	}
	read(state, head)
	return nil
}

// Head tells where a stream stands; a zero Head where it has no entry.
func (w *Writer) Head(ctx context.Context, stream string) (Head, error) {
	return w.store.Head(ctx, stream)
}

func (w *Writer) enqueue(ctx context.Context, j *job) error {
	select {
	case w.queue <- j:
	case <-w.closed:
		return errClosed
	case <-ctx.Done():
		return &fault.Error{Kind: fault.Unavailable, Message: "The server is busy; try again soon.", Err: ctx.Err()}
	}
	select {
	case <-j.done: // once queued, the answer is waited for: it may have taken effect
		return nil
	case <-w.closed:
		select {
		case <-j.done:
			return nil
		default:
			return errClosed
		}
	}
}

// Run works until ctx ends, then answers what is queued as unavailable.
func (w *Writer) Run(ctx context.Context) {
	defer close(w.closed)
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-w.queue:
			w.serve(w.hot.ready(w.gather(first), w.closed))
		case read := <-w.hot.arrived:
			w.resume(read)
		}
	}
}

// resume serves the jobs that waited for a project to be read. Where there was
// none it may have been imported since: then only who asked first is answered by
// that.
func (w *Writer) resume(read arrival) {
	stream := read.hot.stream
	jobs := w.hot.take(stream)
	if read.err != nil {
		for _, j := range jobs {
			j.fail(read.err)
		}
		return
	}
	w.hot.put(read.hot)
	if w.hot.states[stream].state.Project == nil {
		w.serve(jobs[:1])
		jobs = jobs[1:]
	}
	jobs = w.hot.ready(jobs, w.closed)
	for len(jobs) > 0 {
		n := fitting(jobs)
		w.serve(jobs[:n])
		jobs = jobs[n:]
	}
}

// fitting counts the jobs that share a batch; one at least.
func fitting(jobs []*job) int {
	commands := len(jobs[0].sub.Commands)
	for n := 1; n < len(jobs); n++ {
		if commands += len(jobs[n].sub.Commands); commands > maxBatch {
			return n
		}
	}
	return len(jobs)
}

// gather takes all that waits, up to a batch; it waits for nobody.
func (w *Writer) gather(first *job) []*job {
	jobs := []*job{first}
	for n := len(first.sub.Commands); n < maxBatch; {
		select {
		case j := <-w.queue:
			jobs = append(jobs, j)
			n += len(j.sub.Commands)
		default:
			return jobs
		}
	}
	return jobs
}

// serve decides and commits jobs, as many together as can be: a job that
// repeats a command id of the same batch waits for the next.
func (w *Writer) serve(jobs []*job) {
	for len(jobs) > 0 {
		b := newBatch(w)
		n := 0
		for n < len(jobs) && b.broken == nil && b.take(jobs[n]) {
			n++
		}
		jobs = jobs[n:]
		if b.broken != nil {
			w.abandon(b)
			continue
		}
		w.commit(b)
	}
}

// commit appends what a batch decided and answers its jobs.
func (w *Writer) commit(b *batch) {
	began := time.Now()
	b.waitsSince(began)
	err := b.append(context.Background()) // a caller who left does not stop it
	switch {
	case err == nil:
		b.keep()
		if w.options.OnCommit != nil && len(b.order) > 0 {
			w.options.OnCommit(b.commands, time.Since(began))
		}
		b.answer()
	case errors.Is(err, ErrHeadMoved):
		b.undo(b.hasMoved)
		w.again(b.jobs)
	case fault.Is(err, fault.Conflict) && !b.recalled():
		b.undo(none)
		w.recallAll(b.jobs)
	default:
		b.undo(none)
		w.isolate(b.jobs, err)
	}
}

// abandon takes a batch back in which a decision broke off, and serves the
// other jobs once more.
func (w *Writer) abandon(b *batch) {
	b.undo(all)
	close(b.broken.done)
	w.recallAll(slices.DeleteFunc(b.jobs, func(j *job) bool { return j == b.broken }))
}

// again decides jobs anew after somebody else has moved a head (J3).
func (w *Writer) again(jobs []*job) {
	for _, j := range jobs {
		if j.tries++; j.tries > maxTries {
			j.fail(fault.New(fault.Unavailable, "This project is very busy; try again soon."))
			continue
		}
		w.recallAll([]*job{j})
	}
}

// recallAll serves jobs anew after a conflict, which most likely means that a
// command id has taken effect before: those are found now, not before each
// decision, since repeats are rare and a look-up costs as much as a decision.
func (w *Writer) recallAll(jobs []*job) {
	var left []*job
	for _, j := range jobs {
		clear(j.receipts)
		fresh, err := w.recall(j.ctx, j)
		if j.recalled = true; err != nil {
			j.fail(err)
		} else if fresh || j.read != nil || j.tell != nil {
			left = append(left, j)
		} else {
			close(j.done)
		}
	}
	w.serve(left)
}

// isolate serves jobs one by one, and commands of a job that is not atomic
// likewise, so that a failing commit fails only the command that is at fault.
func (w *Writer) isolate(jobs []*job, err error) {
	if len(jobs) > 1 {
		for _, j := range jobs {
			w.serve([]*job{j})
		}
		return
	}
	j := jobs[0]
	if !fault.Is(err, fault.Conflict) || j.tell != nil {
		j.fail(err)
		return
	}
	if len(j.sub.Commands) > 1 && !j.sub.Atomic {
		w.oneByOne(j)
		return
	}
	for i := range j.receipts {
		j.receipts[i] = Receipt{Err: err}
	}
	close(j.done)
}

func (w *Writer) oneByOne(j *job) {
	for i, command := range j.sub.Commands {
		if j.receipts[i].Replayed {
			continue
		}
		single := &job{ctx: j.ctx, sub: j.sub, receipts: j.receipts[i : i+1], done: make(chan struct{})}
		single.sub.Commands = []entry.Command{command}
		single.receipts[0] = Receipt{}
		w.serve([]*job{single})
		if single.err != nil {
			single.receipts[0].Err = single.err
		}
	}
	close(j.done)
}

func (j *job) fail(err error) {
	j.err = err
	close(j.done)
}

// random spreads order keys; the rules take it as a value.
func random(n int) int { return rand.IntN(n) }
