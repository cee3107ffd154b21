package mongo

import (
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/mongo/mongotest"
)

func TestOpen_refused(t *testing.T) {
	newer := mongotest.Address(t)
	db := openTest(t, newer)
	t.Cleanup(func() { db.Close() })
	_, err := db.db.Collection("meta").UpdateOne(t.Context(), byID("schema"), bson.D{{Key: "$set", Value: bson.D{{Key: "version", Value: schema + 1}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, address string
		kind          fault.Kind
		says          string
	}{
		{"no address at all", "postgres://here/tandem", fault.Invalid, "mongodb://host:27017/name"},
		{"nobody there", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100", fault.Unavailable, "does not answer"},
		{"made by a newer program", newer, fault.Unavailable, "newer Tandem"},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened, err := Open(t.Context(), c.address, Options{})
			if err == nil {
				opened.Close()
			}
			if !fault.Is(err, c.kind) || !strings.Contains(fault.MessageOf(err), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
	if err := db.db.Drop(t.Context()); err != nil {
		t.Error(err)
	}
}

// While the server is away commands are refused as Unavailable and take no effect;
// once it is back they do, and nothing that was acknowledged is missing.
func TestAway(t *testing.T) {
	program, dir := mongotest.Program(t), t.TempDir()
	server, err := mongotest.Start(program, "--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Kill() })
	at := mongotest.In(server.Address, "away") + "serverSelectionTimeoutMS=300"
	w := journaltest.NewWorld(t, openedAt(t, at))
	w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "before"})
	server.Kill()
	id, body := entry.NewID(), &entry.TaskCreate{Title: "while it is away"}
	if err := try(t, w, id, body); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a command: %v", err)
	}
	if err := w.Store.(*DB).Ping(t.Context()); !fault.Is(err, fault.Unavailable) {
		t.Errorf("ping: %v", err)
	}
	host := strings.TrimSuffix(strings.TrimPrefix(server.Address, "mongodb://"), "/")
	if server, err = mongotest.Start(program, "--data", dir, "--addr", host); err != nil {
		t.Fatal(err)
	}
	for err := try(t, w, id, body); err != nil; err = try(t, w, id, body) {
		time.Sleep(100 * time.Millisecond) // as clients do
	}
	if head, err := w.Store.Head(t.Context(), w.Project); err != nil || head.Seq != 3 {
		t.Errorf("head is %d, %v", head.Seq, err)
	}
	w.Verify(t)
}

// try submits a command as the owner and gives what is wrong.
func try(t *testing.T, w *journaltest.World, id string, body entry.Body) error {
	receipts, err := w.Writer.Submit(t.Context(), journal.Submission{
		Stream: w.Project, Actor: w.People[entry.TeamOwner], Commands: []entry.Command{{ID: id, Body: body}},
	})
	if err == nil {
		err = receipts[0].Err
	}
	return err
}
