package mongo

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/mongo/mongotest"
)

// childEnv makes the test binary a program that writes: its address.
const childEnv, childProject, childActor = "TANDEM_TEST_MONGO_CHILD", "TANDEM_TEST_MONGO_PROJECT", "TANDEM_TEST_MONGO_ACTOR"

// writeUntilKilled creates tasks from eight places and prints each command that
// was acknowledged.
func writeUntilKilled(address string) {
	db, err := Open(context.Background(), address, Options{})
	if err != nil {
		fmt.Println("!", err)
		os.Exit(1)
	}
	writer := journal.NewWriter(db, inproc.New(), journal.Options{})
	for range 8 {
		go func() {
			for {
				id := entry.NewID()
				receipts, err := writer.Submit(context.Background(), journal.Submission{
					Stream: os.Getenv(childProject), Actor: os.Getenv(childActor),
					Commands: []entry.Command{{ID: id, Body: &entry.TaskCreate{Title: "by command " + id}}},
				})
				if err == nil && receipts[0].Err == nil {
					fmt.Println(id)
				}
			}
		}()
	}
	writer.Run(context.Background())
}

// What a process has acknowledged before it is killed is in the journal, once.
func TestKill(t *testing.T) {
	at := mongotest.Address(t)
	w := journaltest.NewWorld(t, openedAt(t, at))
	acknowledged := map[string]bool{}
	for range 6 {
		killUnderLoad(t, w, at, 5+rand.IntN(40), acknowledged)
		w.Start(t, w.Reopen(t))
		w.Verify(t) // [J1, J10]
		w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "after the kill"})
	}
	times := map[string]int{}
	entries, _, err := w.Store.Entries(t.Context(), w.Project, 0, 1e6, 1e9)
	for i := range entries {
		times[entries[i].Command]++
	}
	for id := range acknowledged {
		if times[id] != 1 {
			t.Errorf("[J2, J4] acknowledged command %s stands %d times in the journal", id, times[id])
		}
	}
	t.Logf("%d acknowledged, %d entries, %v", len(acknowledged), len(entries), err)
}

func killUnderLoad(t *testing.T, w *journaltest.World, address string, after int, acknowledged map[string]bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+address, childProject+"="+w.Project, childActor+"="+w.People[entry.TeamOwner])
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "!") {
			t.Error(lines.Text())
		} else {
			acknowledged[lines.Text()] = true
		}
		if n == after {
			child.Process.Kill() // what it has printed before is read to the end
		}
	}
	child.Wait()
}
