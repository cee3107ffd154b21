package live

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/sqlite"
)

// usualRaces are run where RACES does not name a number.
const usualRaces = 600

// raceWorkers run races side by side, so that they disturb each other.
const raceWorkers = 4

// TestRaces removes people while others edit, over the real journal, rules, store
// and hub: by each way that a right to read can end, at once let in again or
// not. No entry that somebody had no right to may reach them, and nobody else
// may miss one. A race's seed decides what is done; SEED= plays that one again,
// RACES times, since the scheduler has a say too.
func TestRaces(t *testing.T) {
	count := uint64(usualRaces)
	if n, err := strconv.ParseUint(os.Getenv("RACES"), 10, 64); err == nil {
		count = n
	}
	first, step := rand.Uint64()>>1, uint64(1)
	if seed, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		first, step = seed, 0
	}
	w := newRaceWorld(t)
	began := time.Now()
	var next, removals atomic.Uint64
	var working sync.WaitGroup
	for range raceWorkers {
		working.Go(func() {
			for i := next.Add(1) - 1; i < count && !t.Failed(); i = next.Add(1) - 1 {
				seed := first + i*step
				removed, err := w.race(seed)
				if err != nil {
					t.Errorf("[L1–L3] race SEED=%d: %v", seed, err)
				}
				removals.Add(uint64(removed))
			}
		})
	}
	working.Wait()
	t.Logf("%d races, %d watchers removed, %v", min(next.Load(), count), removals.Load(), time.Since(began).Round(time.Millisecond))
	if removals.Load() < count {
		t.Error("hardly anybody was removed, so hardly anything was tried")
	}
}

// raceWorld is a server without its edge. Its teams are in memory.
type raceWorld struct {
	*sqlite.DB
	writer *journal.Writer
	hub    *Hub
	keys   atomic.Int64 // of projects: how many were given

	mu      sync.Mutex
	rosters map[string][]entry.Seat
}

func newRaceWorld(t *testing.T) *raceWorld {
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	bus := inproc.New()
	w := &raceWorld{DB: db, rosters: map[string][]entry.Seat{}}
	w.writer = journal.NewWriter(w, bus, journal.Options{MaxTasks: 5000})
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); w.writer.Run(ctx) }()
	source := Journal{Writer: w.writer, Store: w}
	w.hub = New(Options{Source: source, Access: source, Bus: bus, Unlimited: true})
	t.Cleanup(func() {
		if err := w.hub.Close(context.Background()); err != nil {
			t.Error(err)
		}
		cancel()
		<-stopped
		db.Close()
	})
	return w
}

// Roster implements journal.Store.
func (w *raceWorld) Roster(_ context.Context, team string) ([]entry.Seat, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rosters[team], nil
}

// race is one project with its people.
type race struct {
	w                   *raceWorld
	random              *rand.Rand
	project, team, link string
	owner, colleague    entry.Seat // the owner is never removed
	guest               entry.Seat
	tasks               []string
	start               journal.Head // before anybody is removed

	mu       sync.Mutex
	watchers []*watcher
	marks    []mark
	err      error
}

// mark is a text of which each part of the seq's entry has a copy.
type mark struct {
	text string
	seq  int64
}

// race tells how many watchers lost their right, or what went wrong.
func (w *raceWorld) race(seed uint64) (removed int, err error) {
	r := &race{w: w, random: rand.New(rand.NewPCG(seed, 0)), project: entry.NewID(), team: entry.NewID(), link: entry.NewID()}
	r.seat(seed)
	r.create()
	early := 4 + r.random.IntN(4)
	for i := range early {
		r.watch(i, nil)
	}
	r.await("hello", func(v *watcher) bool { return v.greeted })
	r.run()
	r.finish()
	defer r.leave()
	if r.err != nil {
		return 0, r.err
	}
	return r.judge(early)
}

func (r *race) seat(seed uint64) {
	seat := func(name string, role entry.TeamRole) entry.Seat {
		email := "hidden-" + name
		return entry.Seat{Role: role, User: entry.User{ID: entry.NewID(), Name: name, Handle: fmt.Sprint("hidden-", seed), Email: &email, TimeZone: "UTC", Locale: "en"}}
	}
	r.owner, r.colleague, r.guest = seat("owner", entry.TeamOwner), seat("colleague", entry.TeamMember), seat("guest", entry.TeamGuest)
	r.setRoster(r.owner, r.colleague, r.guest)
}

func (r *race) setRoster(seats ...entry.Seat) {
	r.w.mu.Lock()
	defer r.w.mu.Unlock()
	r.w.rosters[r.team] = seats
}

func (r *race) create() {
	key := fmt.Sprintf("R%05d", r.w.keys.Add(1))
	r.do(
		&entry.ProjectCreate{Project: r.project, Team: r.team, Name: "race", Key: key},
		&entry.MemberSet{User: r.guest.User.ID, Role: entry.Editor},
		&entry.LinkSet{Link: entry.Link{ID: r.link}},
	)
	for range 3 {
		task := entry.NewID()
		r.tasks = append(r.tasks, task)
		r.do(&entry.TaskCreate{Task: task, Title: "task", Assignees: []string{r.guest.User.ID}})
	}
	head, err := r.w.Head(context.Background(), r.project)
	r.start = head
	r.fail(err)
}

// do submits commands of the owner, and gives the seq of the last that took
// effect, 0 if none did; a project that is deleted takes none.
func (r *race) do(bodies ...entry.Body) (seq int64) {
	sub := journal.Submission{Stream: r.project, Actor: r.owner.User.ID, Trusted: true}
	for _, body := range bodies {
		sub.Commands = append(sub.Commands, entry.Command{ID: entry.NewID(), Body: body})
	}
	receipts, err := r.w.writer.Submit(context.Background(), sub)
	r.fail(err)
	for _, receipt := range receipts {
		if receipt.Err == nil {
			seq = receipt.Seq
		} else if !fault.Is(receipt.Err, fault.Gone) {
			r.fail(receipt.Err)
		}
	}
	return seq
}

func (r *race) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

// run lets one remove, one edit and one come while both do.
func (r *race) run() {
	var running sync.WaitGroup
	for _, part := range []func(*rand.Rand){r.remove, r.edit, r.join} {
		random := rand.New(rand.NewPCG(r.random.Uint64(), 0))
		running.Go(func() { part(random) })
	}
	running.Wait()
}

// pause is nothing, a word to the scheduler, or a moment.
func pause(random *rand.Rand) {
	switch random.IntN(3) {
	case 0:
		runtime.Gosched()
	case 1:
		time.Sleep(time.Duration(random.IntN(400)) * time.Microsecond)
	}
}

// ways end somebody's right to read, and give it back.
var ways = []struct{ out, in func(r *race) }{
	{func(r *race) { r.do(&entry.MemberRemove{User: r.guest.User.ID}) }, (*race).letGuestIn},
	{func(r *race) { r.setRoster(r.owner, r.colleague); r.do(&entry.MemberSync{}) },
		func(r *race) { r.setRoster(r.owner, r.colleague, r.guest); r.letGuestIn() }},
	{func(r *race) { r.setRoster(r.owner, r.guest); r.do(&entry.MemberSync{}) },
		func(r *race) { r.setRoster(r.owner, r.colleague, r.guest); r.do(&entry.MemberSync{}) }},
	{func(r *race) { r.do(&entry.ProjectUpdate{Visibility: entry.Some(entry.Private)}) },
		func(r *race) { r.do(&entry.ProjectUpdate{Visibility: entry.Some(entry.ForTeam)}) }},
	{func(r *race) { r.do(&entry.ProjectDelete{}) }, func(r *race) { r.do(&entry.ProjectRestore{}) }},
	{func(r *race) { r.do(&entry.LinkRemove{}) }, (*race).newLink},
	{(*race).newLink, func(*race) {}},
}

func (r *race) letGuestIn() { r.do(&entry.MemberSet{User: r.guest.User.ID, Role: entry.Viewer}) }

func (r *race) newLink() { r.do(&entry.LinkSet{Link: entry.Link{ID: entry.NewID()}}) }

func (r *race) remove(random *rand.Rand) {
	pause(random)
	way := ways[random.IntN(len(ways))]
	way.out(r)
	if random.IntN(3) > 0 {
		pause(random)
		way.in(r)
	}
}

// edit leaves a mark in each entry. A comment's is hidden from visitors.
func (r *race) edit(random *rand.Rand) {
	for range 4 + random.IntN(6) {
		pause(random)
		task, text := r.tasks[random.IntN(len(r.tasks))], entry.NewID()
		var seq int64
		switch random.IntN(4) {
		case 0:
			text = "hidden-" + text
			seq = r.do(&entry.CommentCreate{Task: task, Body: text})
		case 1:
			seq = r.do(&entry.TaskMove{Task: task, Status: r.status(random)}, &entry.TaskUpdate{Task: task, Title: entry.Some(text)})
		default:
			seq = r.do(&entry.TaskUpdate{Task: task, Title: entry.Some(text)})
		}
		if seq > 0 {
			r.mu.Lock()
			r.marks = append(r.marks, mark{text, seq})
			r.mu.Unlock()
		}
	}
}
