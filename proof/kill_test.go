package proof

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/mongo"
	"tandem/internal/mongo/mongotest"
	"tandem/internal/sqlite"
)

var kills = flag.Int("kills", 5, "how often the process is killed")

// TestKill: the process is killed under load, again and again. Every command that
// was acknowledged is in the journal afterwards, and once (J2, J4); those without
// an answer are sent again with the same id; seq has no gap (J1); and in the end
// the rows equal a replay (J10).
func TestKill(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		killed(t, func(p *program) (kept, error) { return p.folder(t) })
	})
	t.Run("MongoDB", func(t *testing.T) {
		address := mongotest.Address(t)
		killed(t, func(*program) (kept, error) { return mongo.Open(t.Context(), address, mongo.Options{}) }, "--database", address)
	})
}

// folder opens the embedded database.
func (p *program) folder(t *testing.T) (*sqlite.DB, error) {
	return sqlite.Open(t.Context(), p.data, sqlite.Options{})
}

// kept is what the program has left behind.
type kept interface {
	journal.Store
	Close() error
}

func killed(t *testing.T, open func(*program) (kept, error), args ...string) {
	p := newProgram(t, args...)
	l := &ledger{program: p, project: p.register(t), acknowledged: map[string]int64{}, seqs: map[string]int64{}}
	for range *kills {
		p.killUnderLoad(t, l)
		p.start(t)
		l.read(t)
		l.expectAcknowledged(t)
	}
	l.resend(t)
	l.read(t)
	l.expectAcknowledged(t)
	t.Logf("%d kills, %d acknowledged, %d entries", *kills, len(l.acknowledged), l.head)
	p.kill()
	db, err := open(p)
	verify(t, db, err, l.project)
}

// verify holds that a project's rows are what its journal says, and closes the store.
func verify(t *testing.T, db kept, err error, project string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := journal.Verify(t.Context(), db, project); err != nil {
		t.Fatalf("[J10] %v", err)
	}
}

// killUnderLoad lets eight clients work for a moment, and kills in between.
func (p *program) killUnderLoad(t *testing.T, l *ledger) {
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for l.create(t, entry.NewID()) == nil {
			}
		})
	}
	time.Sleep(time.Duration(50+rand.IntN(250)) * time.Millisecond)
	p.kill()
	clients.Wait()
}

// ledger is what the clients know, and what the journal says.
type ledger struct {
	program *program
	project string

	mu           sync.Mutex
	acknowledged map[string]int64 // seq by command id
	unknown      []string         // sent, and no answer came

	seqs map[string]int64 // by command id, as read
	head int64
}

// create sends a command that makes a task. An error says that no answer came.
func (l *ledger) create(t *testing.T, id string) error {
	err := l.createAt(t, l.program, id)
	if err != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.unknown = append(l.unknown, id)
	}
	return err
}

// createAt sends it to one of several nodes.
func (l *ledger) createAt(t *testing.T, p *program, id string) error {
	var answer struct {
		Results []struct {
			Status string
			Seq    int64
		}
	}
	body := map[string]any{"commands": []map[string]any{{"id": id, "kind": "task.create", "title": "Task of command " + id}}}
	if _, err := p.call(t.Context(), "POST", "/api/projects/"+l.project+"/commands", body, &answer); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(answer.Results) != 1 || answer.Results[0].Status != "applied" {
		t.Errorf("command %s was answered %+v", id, answer)
		return errors.New("refused")
	}
	l.acknowledged[id] = answer.Results[0].Seq
	return nil
}

// resend sends what has no answer again, each with its id.
func (l *ledger) resend(t *testing.T) {
	t.Helper()
	unknown := l.unknown
	l.unknown = nil
	for _, id := range unknown {
		if err := l.create(t, id); err != nil {
			t.Fatalf("resend: %v", err)
		}
	}
}

// read takes what is new in the journal: no gap, and no command twice.
func (l *ledger) read(t *testing.T) {
	t.Helper()
	for {
		var page struct {
			Entries []struct {
				Seq     int64
				Command *string
			}
			Head int64
		}
		path := fmt.Sprintf("/api/projects/%s/journal?after=%d&limit=500", l.project, l.head)
		if _, err := l.program.call(t.Context(), "GET", path, nil, &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Entries {
			if l.head++; e.Seq != l.head {
				t.Fatalf("[J1] seq %d where %d was due", e.Seq, l.head)
			}
			if e.Command == nil {
				continue
			}
			if first, twice := l.seqs[*e.Command]; twice {
				t.Fatalf("[J4] command %s took effect at %d and at %d", *e.Command, first, e.Seq)
			}
			l.seqs[*e.Command] = e.Seq
		}
		if l.head == page.Head {
			return
		}
		if len(page.Entries) == 0 {
			t.Fatalf("[J1] no entry after %d, but head is %d", l.head, page.Head)
		}
	}
}

func (l *ledger) expectAcknowledged(t *testing.T) {
	t.Helper()
	for id, seq := range l.acknowledged {
		if l.seqs[id] != seq {
			t.Fatalf("[J2] command %s was acknowledged at %d; the journal has it at %d", id, seq, l.seqs[id])
		}
	}
}
