package journaltest

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
)

// twoNodes gives two writers over one store that know of each other.
func twoNodes(t *testing.T, w *World) (here, there *World) {
	t.Helper()
	var nodes [2]*World
	for i := range nodes {
		nodes[i] = &World{Opened: w.Opened, Bus: w.Bus, Team: w.Team, Project: w.Project, People: w.People, Shared: true, now: w.now}
		nodes[i].Start(t, w.Store)
	}
	return nodes[0], nodes[1]
}

func (w *World) rows(t *testing.T) (rows project.Rows) {
	w.view(t, func(s *project.State) { rows = s.Clone().AllRows() })
	return rows
}

// What is refused, shown or allowed is judged by what other nodes have done so far.
func knownElsewhere(t *testing.T, w *World) {
	here, there := twoNodes(t, w)
	there.Order(t, "") // its state is in memory
	task := here.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "made here"}).After.Task.ID
	there.Must(t, entry.TeamOwner, &entry.TaskUpdate{Task: task, Title: entry.Some("changed there")})
	here.view(t, func(s *project.State) {
		if got := s.Tasks[task].Title; got != "changed there" {
			t.Errorf("here it is called %q", got)
		}
	})
	there.Must(t, entry.TeamOwner, &entry.TaskDelete{Task: task})
	if r := here.Submit(t, entry.TeamOwner, &entry.TaskMove{Task: task}); r.Err == nil {
		t.Error("a task that is gone was moved")
	}
	guest := w.People[entry.TeamGuest]
	here.Must(t, entry.TeamOwner, &entry.MemberSet{User: guest, Role: entry.Editor})
	made := there.Must(t, entry.TeamGuest, &entry.TaskCreate{Title: "let in"}).After.Task.ID
	there.Must(t, entry.TeamOwner, &entry.MemberRemove{User: guest})
	if r := here.Submit(t, entry.TeamGuest, &entry.TaskUpdate{Task: made, Title: entry.Some("canary")}); r.Err == nil {
		t.Error("[L3] somebody wrote who was removed on another node")
	}
}

func byTurns(t *testing.T, w *World) {
	here, there := twoNodes(t, w)
	c := newCrowd(t, here, seed())
	steps := 300
	if testing.Short() {
		steps = 60
	}
	for step := range steps {
		c.w = []*World{here, there}[c.dice.IntN(2)]
		c.act()
		if step%20 == 0 {
			if a, b := here.rows(t), there.rows(t); !reflect.DeepEqual(a, b) {
				t.Fatalf("[J10] step %d, seed %d: the nodes differ:\n%+v\n%+v", step, seed(), a, b)
			}
		}
	}
}

// Both nodes write into one project at once: each command takes effect once, or is
// told to come again, and nobody starves.
func nodesAtOnce(t *testing.T, w *World) {
	here, there := twoNodes(t, w)
	const writers, each = 4, 15
	var all sync.WaitGroup
	for i, node := range []*World{here, there} {
		for k := range writers {
			all.Go(func() {
				for n := range each {
					id, body := entry.NewID(), &entry.TaskCreate{Title: fmt.Sprint(i, k, n)}
					if r := node.SubmitAs(t, w.People[entry.TeamOwner], id, body); r.Err != nil {
						t.Errorf("%v: %v", fault.KindOf(r.Err), r.Err)
					}
					if r := []*World{there, here}[i].SubmitAs(t, w.People[entry.TeamOwner], id, body); !r.Replayed {
						t.Errorf("[J4] it took effect on the other node too: %+v", r)
					}
				}
			})
		}
	}
	all.Wait()
	head, err := w.Store.Head(t.Context(), w.Project)
	if want := int64(1 + 2*writers*each); err != nil || head.Seq != want {
		t.Errorf("head is %d, not %d; %v", head.Seq, want, err)
	}
	if a, b := here.rows(t), there.rows(t); !reflect.DeepEqual(a, b) {
		t.Error("[J10] the nodes differ")
	}
}
