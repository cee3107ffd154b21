package coedit_test

import (
	"testing"

	"tandem/internal/doc/doctest"
	"tandem/internal/entry"
)

// What was acknowledged and is not in the journal yet when its task goes to another
// project goes with it (E1), also where the process dies in between; once.
func TestAuthority_carries(t *testing.T) {
	for _, isDown := range []bool{false, true} {
		name := map[bool]string{false: "at once", true: "after a crash"}[isDown]
		t.Run(name, func(t *testing.T) {
			w := open(t, 1)
			w.mayClose = true
			from, to := w.project, entry.NewID()
			w.project = to
			w.submit(&entry.ProjectCreate{Project: to, Team: entry.NewID(), Name: "y", Key: "YY"})
			w.project = from
			c := &client{w: w, Editor: doctest.Editor{Client: "a"}}
			c.connect(true)
			c.typing()
			c.push()
			if isDown {
				w.kill()
			}
			moved := w.submit(&entry.TaskTransfer{Task: w.task, Project: to}).After.Task
			if isDown {
				w.start()
			}
			c.receive()
			w.task = moved.ID
			w.await(c.Text.String())
			w.restart(nil, nil)
			if opened := w.openAt(nil); *opened.Text != c.Text.String() {
				t.Errorf("after a restart %q", *opened.Text)
			}
		})
	}
}
