package journaltest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Store holds a store to its contract, through the writer, as the server uses it.
func Store(t *testing.T, open func(t *testing.T) *Opened) {
	for name, check := range map[string]func(*testing.T, *World){
		"[J1] seq runs without a gap under concurrency":            seqWithoutGap,
		"[J3] an append on a head that has moved writes nothing":   headMoved,
		"[J4] a command id takes effect once":                      onceOnly,
		"[J4] the same id with another body is refused":            otherBody,
		"[J4] many at once with the same id make one entry":        racingIDs,
		"[J6] a large operation is split and shares an id":         splitLarge,
		"[J7] the epoch stays over a restart":                      epochStays,
		"[J8] acl grows with members and visibility only":          aclGrows,
		"[J9] time never runs backwards":                           timeForward,
		"[J10] rows equal a replay after anything":                 rowsEqualReplay,
		"[D4] an id of another project is a conflict":              foreignID,
		"[D5] a refusal leaves nothing behind":                     refusalLeavesNothing,
		"an atomic group is one entry, or none":                    atomicGroup,
		"a failing command fails alone":                            failsAlone,
		"entries are read in pages":                                readPages,
		"[J4] a command of an atomic group takes effect once":      groupOnce,
		"people are told of their projects":                        peopleTold,
		"[J4] a task goes to another project once":                 transferred,
		"[J2, J3] a task goes to another project whole":            transferWhole,
		"[J1, J3] many tell one person, by two writers":            manyTell,
		"[J3, L3] what another node has done is known here":        knownElsewhere,
		"[J3, J10] two nodes do all sorts of things by turns":      byTurns,
		"[J1, J3, J4] two nodes write at once":                     nodesAtOnce,
		"[J2, J4, J6] a project begins as another, whole and once": begins,
	} {
		t.Run(name, func(t *testing.T) {
			w := NewWorld(t, open(t))
			check(t, w)
			w.Verify(t)
		})
	}
}

func seqWithoutGap(t *testing.T, w *World) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 25 {
				w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: fmt.Sprint("task ", i)})
			}
		})
	}
	wg.Wait()
	head, _ := w.Store.Head(t.Context(), w.Project)
	if head.Seq != 201 {
		t.Errorf("head is %d after 201 commands", head.Seq)
	}
}

func headMoved(t *testing.T, w *World) {
	head, _ := w.Store.Head(t.Context(), w.Project)
	stale := head
	stale.Seq--
	for _, base := range []journal.Head{stale, {}, {Epoch: "other", Seq: head.Seq}} {
		err := w.Store.Append(t.Context(), []journal.Batch{{
			Stream: w.Project, Base: base, Epoch: head.Epoch,
			Entries: []entry.Entry{{Stream: w.Project, Seq: base.Seq + 1, Actor: w.People[entry.TeamOwner], Events: []byte("[]")}},
		}})
		if err != journal.ErrHeadMoved && !strings.Contains(fmt.Sprint(err), journal.ErrHeadMoved.Error()) {
			t.Errorf("append on %+v: %v", base, err)
		}
	}
	if after, _ := w.Store.Head(t.Context(), w.Project); after != head {
		t.Errorf("head went from %+v to %+v", head, after)
	}
	other := &World{Opened: w.Opened, Bus: w.Bus, Team: w.Team, Project: w.Project, People: w.People, now: w.now}
	other.Start(t, w.Store)
	for i := range 10 { // two writers over one store: both get through, neither overwrites
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: fmt.Sprint("one ", i)})
		other.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: fmt.Sprint("two ", i)})
	}
}

func onceOnly(t *testing.T, w *World) {
	id, body := entry.NewID(), &entry.TaskCreate{Title: "once"}
	first := w.SubmitAs(t, w.People[entry.TeamMember], id, body)
	w.Must(t, entry.TeamMember, &entry.TaskUpdate{Task: first.After.Task.ID, Title: entry.Some("changed")})
	again := w.SubmitAs(t, w.People[entry.TeamMember], id, &entry.TaskCreate{Title: "once"})
	if !again.Replayed || again.Seq != first.Seq || again.After.Task.Title != "once" || again.After.Task.ID != first.After.Task.ID {
		t.Errorf("first %+v, again %+v", first, again)
	}
}

func otherBody(t *testing.T, w *World) {
	id := entry.NewID()
	w.SubmitAs(t, w.People[entry.TeamMember], id, &entry.TaskCreate{Title: "one"})
	if r := w.SubmitAs(t, w.People[entry.TeamMember], id, &entry.TaskCreate{Title: "two"}); !fault.Is(r.Err, fault.Invalid) {
		t.Errorf("another body: %+v", r)
	}
	if r := w.SubmitAs(t, w.People[entry.TeamOwner], id, &entry.TaskCreate{Title: "one"}); !fault.Is(r.Err, fault.Invalid) {
		t.Errorf("another person: %+v", r)
	}
}

func racingIDs(t *testing.T, w *World) {
	id := entry.NewID()
	seqs := make([]int64, 20)
	var wg sync.WaitGroup
	for i := range seqs {
		wg.Go(func() {
			r := w.SubmitAs(t, w.People[entry.TeamMember], id, &entry.TaskCreate{Title: "race"})
			seqs[i] = r.Seq
			if r.Err != nil {
				t.Errorf("refused: %v", r.Err)
			}
		})
	}
	wg.Wait()
	if slices.Sort(seqs); seqs[0] != seqs[19] {
		t.Errorf("took effect at %v", seqs)
	}
}

// splitLarge: a task goes to another project with more in its subtasks than one
// entry holds.
func splitLarge(t *testing.T, w *World) {
	other := w.second(t)
	task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "large"}).After.Task.ID
	for range 30 {
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "part", Parent: &task, Description: strings.Repeat("long ", entry.MaxBytes/100)})
	}
	id, body := entry.NewID(), &entry.TaskTransfer{Task: task, Project: other.Project}
	moved := w.SubmitAs(t, w.People[entry.TeamOwner], id, body)
	w.split(t, other.Project, 1, 2, moved)
	if again := w.SubmitAs(t, w.People[entry.TeamOwner], id, body); again.Seq != moved.Seq || !again.Replayed {
		t.Errorf("repeated: %+v, first %+v", again, moved)
	}
	other.Verify(t)
}

// split: what was submitted stands after a seq in so many entries of one operation (J6).
func (w *World) split(t *testing.T, stream string, after int64, want int, made journal.Receipt) {
	t.Helper()
	entries, _, err := w.Store.Entries(t.Context(), stream, after, 100, 64<<20)
	if err != nil || made.Err != nil || len(entries) != want {
		t.Fatalf("%d entries, %v, %v", len(entries), err, made.Err)
	}
	for _, e := range entries {
		events, _ := e.Decode()
		if len(events) > entry.MaxEvents || len(e.Events) > entry.MaxBytes || e.Operation == "" || e.Operation != entries[0].Operation {
			t.Errorf("entry %d has %d events in %d bytes, operation %q", e.Seq, len(events), len(e.Events), e.Operation)
		}
	}
}

// ManyEvents is for stores that write a thousand rows in no time: an operation of
// more events than one entry holds is split too.
func ManyEvents(t *testing.T, w *World) {
	label := w.Must(t, entry.TeamOwner, &entry.LabelCreate{Name: "everywhere"}).After.Label.ID
	var commands []entry.Command
	for i := range 500 {
		commands = append(commands, entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Title: fmt.Sprint("task ", i), Labels: []string{label}}})
	}
	for range 2 {
		for i := range commands {
			commands[i].ID = entry.NewID()
		}
		if _, err := w.Writer.Submit(t.Context(), journal.Submission{Stream: w.Project, Actor: w.People[entry.TeamOwner], Commands: commands}); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := w.Store.Head(t.Context(), w.Project)
	id := entry.NewID()
	gone := w.SubmitAs(t, w.People[entry.TeamOwner], id, &entry.LabelDelete{Label: label})
	w.split(t, w.Project, before.Seq, 3, gone)
	if again := w.SubmitAs(t, w.People[entry.TeamOwner], id, &entry.LabelDelete{Label: label}); again.Seq != gone.Seq || !again.Replayed {
		t.Errorf("repeated: %+v, first %+v", again, gone)
	}
}

func epochStays(t *testing.T, w *World) {
	before, _ := w.Store.Head(t.Context(), w.Project)
	w.Store = w.Reopen(t)
	after, err := w.Store.Head(t.Context(), w.Project)
	if err != nil || before != after || len(before.Epoch) != 32 {
		t.Errorf("before %+v, after %+v, %v", before, after, err)
	}
	w.Start(t, w.Store)
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "after the restart"})
}

func aclGrows(t *testing.T, w *World) {
	acl := func() int64 { head, _ := w.Store.Head(t.Context(), w.Project); return head.ACL }
	start := acl()
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "a task"})
	w.Must(t, entry.TeamOwner, &entry.ProjectUpdate{Name: entry.Some("New name")})
	if acl() != start {
		t.Error("acl grew with a task or a name")
	}
	w.Must(t, entry.TeamOwner, &entry.MemberSet{User: w.People[entry.TeamGuest], Role: entry.Viewer})
	if acl() != start+1 {
		t.Error("acl did not grow with a member")
	}
	w.Must(t, entry.TeamOwner, &entry.ProjectUpdate{Visibility: entry.Some(entry.Private)})
	if acl() != start+2 {
		t.Error("acl did not grow with the visibility")
	}
}

func timeForward(t *testing.T, w *World) {
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "now"})
	w.Pass(-time.Hour)
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "an hour ago?"})
	entries, _, _ := w.Store.Entries(t.Context(), w.Project, 0, 100, 1<<20)
	if !slices.IsSortedFunc(entries, func(a, b entry.Entry) int { return int(a.At - b.At) }) {
		t.Error("time ran backwards")
	}
}

func foreignID(t *testing.T, w *World) {
	theirs := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "theirs"}).After.Task
	mine := &World{Opened: w.Opened, Bus: w.Bus, Writer: w.Writer, Team: w.Team, Project: entry.NewID(), People: w.People}
	mine.Must(t, entry.TeamOwner, &entry.ProjectCreate{Project: mine.Project, Team: mine.Team, Name: "Mine", Key: key(mine.Project)})
	if r := mine.Submit(t, entry.TeamOwner, &entry.TaskCreate{Task: theirs.ID, Title: "stolen"}); !fault.Is(r.Err, fault.Conflict) {
		t.Errorf("an id of another project: %+v", r)
	}
	for _, body := range []entry.Body{
		&entry.TaskUpdate{Task: theirs.ID, Title: entry.Some("stolen")}, &entry.TaskMove{Task: theirs.ID, Status: mine.Statuses(t)[0].ID},
		&entry.TaskDelete{Task: theirs.ID}, &entry.CommentCreate{Task: theirs.ID, Body: "hello"}, &entry.TaskCreate{Title: "child", Parent: &theirs.ID},
	} {
		if r := mine.Submit(t, entry.TeamOwner, body); !fault.Is(r.Err, fault.NotFound) {
			t.Errorf("%s of another project's task: %v", body.Kind(), r.Err)
		}
	}
	mine.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "still works"})
	mine.Verify(t)
}

func refusalLeavesNothing(t *testing.T, w *World) {
	task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "a task"}).After.Task.ID
	before, _ := w.Store.Head(t.Context(), w.Project)
	wakes := len(w.Bus.Wakes(w.Project))
	w.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: task})
	for _, body := range []entry.Body{
		&entry.TaskCreate{Title: ""}, &entry.TaskUpdate{Task: task, Priority: entry.Some[entry.Priority]("huge")},
		&entry.TaskUpdate{Task: entry.NewID(), Title: entry.Some("x")}, &entry.TaskRestore{Task: task}, &entry.StatusDelete{Status: w.Statuses(t)[0].ID},
	} {
		if r := w.Submit(t, entry.TeamOwner, body); r.Err == nil {
			t.Errorf("%s was accepted", body.Kind())
		}
	}
	if after, _ := w.Store.Head(t.Context(), w.Project); after != before || len(w.Bus.Wakes(w.Project)) != wakes {
		t.Errorf("head went from %+v to %+v", before, after)
	}
}

func atomicGroup(t *testing.T, w *World) {
	submit := func(titles ...string) []journal.Receipt {
		sub := journal.Submission{Stream: w.Project, Actor: w.People[entry.TeamMember], Atomic: true}
		for _, title := range titles {
			sub.Commands = append(sub.Commands, entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Title: title}})
		}
		receipts, err := w.Writer.Submit(t.Context(), sub)
		if err != nil {
			t.Fatal(err)
		}
		return receipts
	}
	before, _ := w.Store.Head(t.Context(), w.Project)
	for i, r := range submit("one", "", "three") {
		if r.Err == nil {
			t.Errorf("command %d of a group with a bad one was accepted", i)
		}
	}
	if after, _ := w.Store.Head(t.Context(), w.Project); after != before {
		t.Error("a refused group moved the head")
	}
	for _, r := range submit("one", "two", "three") {
		if r.Err != nil || r.Seq != before.Seq+1 {
			t.Errorf("not one entry: %+v", r)
		}
	}
}

func groupOnce(t *testing.T, w *World) {
	group := journal.Submission{Stream: w.Project, Actor: w.People[entry.TeamMember], Atomic: true}
	for i := range 3 {
		group.Commands = append(group.Commands, entry.Command{ID: entry.NewID(), Body: &entry.TaskCreate{Title: fmt.Sprint("task ", i)}})
	}
	first, err := w.Writer.Submit(t.Context(), group)
	if err != nil || first[2].Err != nil {
		t.Fatal(err, first)
	}
	again, err := w.Writer.Submit(t.Context(), group)
	if err != nil || !again[0].Replayed || again[2].Seq != first[0].Seq {
		t.Errorf("the group again: %+v, %v", again, err)
	}
	alone := w.SubmitAs(t, group.Actor, group.Commands[1].ID, group.Commands[1].Body)
	if !alone.Replayed || alone.Seq != first[0].Seq {
		t.Errorf("one of the group, alone: %+v", alone)
	}
	if other := w.SubmitAs(t, group.Actor, group.Commands[2].ID, &entry.TaskCreate{Title: "other"}); !fault.Is(other.Err, fault.Invalid) {
		t.Errorf("its id with another body: %+v", other)
	}
	single := entry.NewID()
	w.SubmitAs(t, group.Actor, single, &entry.TaskCreate{Title: "single"})
	group.Commands[0].ID, group.Commands[1].ID, group.Commands[2].ID = entry.NewID(), single, entry.NewID()
	before, _ := w.Store.Head(t.Context(), w.Project)
	if used, err := w.Writer.Submit(t.Context(), group); err != nil || used[0].Err == nil {
		t.Errorf("a group with a used id: %+v, %v", used, err)
	}
	if after, _ := w.Store.Head(t.Context(), w.Project); after != before {
		t.Error("a group with a used id took effect")
	}
}

func failsAlone(t *testing.T, w *World) {
	taken := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "taken"}).After.Task.ID
	mine := &World{Opened: w.Opened, Bus: w.Bus, Writer: w.Writer, Team: w.Team, Project: entry.NewID(), People: w.People}
	mine.Must(t, entry.TeamOwner, &entry.ProjectCreate{Project: mine.Project, Team: mine.Team, Name: "Mine", Key: key(mine.Project)})
	receipts, err := w.Writer.Submit(t.Context(), journal.Submission{Stream: mine.Project, Actor: w.People[entry.TeamOwner], Commands: []entry.Command{
		{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "good"}},
		{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "bad", Task: taken}},
		{ID: entry.NewID(), Body: &entry.TaskCreate{Title: "good too"}},
	}})
	if err != nil || receipts[0].Err != nil || receipts[2].Err != nil || !fault.Is(receipts[1].Err, fault.Conflict) {
		t.Errorf("%+v %v", receipts, err)
	}
	mine.Verify(t)
}

func readPages(t *testing.T, w *World) {
	for i := range 30 {
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: fmt.Sprint("task ", i)})
	}
	var seqs []int64
	for after := int64(0); ; {
		entries, head, err := w.Store.Entries(t.Context(), w.Project, after, 7, 1500)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			if head.Seq != after {
				t.Errorf("pages end at %d, head is %d", after, head.Seq)
			}
			break
		}
		if len(entries) > 7 {
			t.Errorf("a page of %d", len(entries))
		}
		for _, e := range entries {
			seqs = append(seqs, e.Seq)
		}
		after = entries[len(entries)-1].Seq
		hot, _, _ := w.Writer.Entries(t.Context(), w.Project, entries[0].Seq-1, 7, 1500)
		if len(hot) == 0 || hot[0].Seq != entries[0].Seq || string(hot[0].Events) != string(entries[0].Events) {
			t.Errorf("the tail differs from the store at %d", entries[0].Seq)
		}
	}
	if len(seqs) != 31 || seqs[0] != 1 || seqs[30] != 31 {
		t.Errorf("read %v", seqs)
	}
}

func peopleTold(t *testing.T, w *World) {
	guest := w.People[entry.TeamGuest]
	w.Must(t, entry.TeamOwner, &entry.MemberSet{User: guest, Role: entry.Commenter})
	w.Must(t, entry.TeamOwner, &entry.MemberRemove{User: guest})
	entries, _, err := w.Store.Entries(t.Context(), guest, 0, 10, 1<<20)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries for the guest, %v", len(entries), err)
	}
	for i, want := range []string{entry.ProjectAdded, entry.ProjectRemoved} {
		if events, _ := entries[i].Decode(); events[0].Type != want {
			t.Errorf("entry %d is %s", i, events[0].Type)
		}
	}
}

// manyTell: what one writer appends moves the head on which the other has
// decided; nothing is lost or told twice.
func manyTell(t *testing.T, w *World) {
	guest, first := w.People[entry.TeamGuest], w.Writer
	w.Start(t, w.Store)
	var wg sync.WaitGroup
	for i, writer := range []*journal.Writer{first, w.Writer, first, w.Writer} {
		wg.Go(func() {
			for k := range 20 {
				event := entry.Event{Type: entry.TeamUpdated, ID: fmt.Sprint(i, "-", k)}
				if err := writer.Tell(t.Context(), w.People[entry.TeamOwner], guest, event); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	entries, head, err := w.Store.Entries(t.Context(), guest, 0, 500, 1<<20)
	told := map[string]bool{}
	for i := range entries {
		events, _ := entries[i].Decode()
		told[events[0].ID] = true
	}
	if err != nil || head.Seq != 80 || len(entries) != 80 || len(told) != 80 {
		t.Errorf("%d things told in %d entries, head %d, %v", len(told), len(entries), head.Seq, err)
	}
}

func rowsEqualReplay(t *testing.T, w *World) {
	crowd := newCrowd(t, w, seed())
	for range 400 {
		crowd.act()
	}
	w.Verify(t)
	w.Start(t, w.Reopen(t))
	for range 100 {
		crowd.act()
	}
	var before, after project.Rows
	w.view(t, func(s *project.State) { before = s.AllRows() })
	state, _, err := w.Store.Load(t.Context(), w.Project)
	if err != nil {
		t.Fatal(err)
	}
	if after = state.AllRows(); len(after.Tasks) == 0 || len(before.Tasks) != len(after.Tasks) {
		t.Errorf("in memory %d tasks, loaded %d", len(before.Tasks), len(after.Tasks))
	}
}
