package journal

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/entry"
)

// long is a store of one journal: each entry makes a task, and renames the one before.
type long struct {
	Store
	head int64
	read int64 // entries, so far
}

func (l *long) Head(context.Context, string) (Head, error) { return Head{Epoch: "e", Seq: l.head}, nil }

func (l *long) Entries(_ context.Context, stream string, after int64, limit, _ int) (list []entry.Entry, head Head, err error) {
	for seq := after + 1; seq <= l.head && len(list) < limit; seq++ {
		events := fmt.Sprintf(`[{"type":"task:created","task":{"id":"t%d","status":"s","rank":"%09d","title":"New"}},{"type":"task:updated","id":"t%d","set":{"title":"Old"}}]`, seq, seq, seq-1)
		list = append(list, entry.Entry{Stream: stream, Seq: seq, At: entry.Instant(seq), Events: jsontext.Value(events)})
		l.read++
	}
	head, err = l.Head(context.Background(), stream)
	return list, head, err
}

// Wherever one looks, it is what a replay from the beginning gives; what is kept stays bounded.
func TestPast(t *testing.T) {
	store := &long{head: 5000}
	past := NewPast(store)
	past.MaxTasks = 9000
	for _, seq := range []int64{4500, 20, 3000, 4999, 3999, 1, 5000} {
		state, head, err := past.At(t.Context(), "p", seq)
		if err != nil || head.Seq != 5000 {
			t.Fatal(head, err)
		}
		want, err := Replay(t.Context(), &long{head: 5000}, "p", seq)
		if err != nil || !reflect.DeepEqual(state.AllRows(), want.AllRows()) {
			t.Errorf("at %d it is another state (%v)", seq, err)
		}
		total := 0
		for _, c := range past.points {
			total += c.size()
		}
		if total > past.MaxTasks {
			t.Errorf("after %d, %d tasks are kept", seq, total)
		}
	}
}

// Going on from a checkpoint leaves it as it was.
func TestPast_again(t *testing.T) {
	past := NewPast(&long{head: 500})
	for _, seq := range []int64{300, 400, 300} {
		state, _, err := past.At(t.Context(), "p", seq)
		if err != nil || len(state.Tasks) != int(seq) {
			t.Errorf("at %d there are %d tasks (%v)", seq, len(state.Tasks), err)
		}
	}
}

// A moment near one that was looked at costs what lies between.
func TestPast_near(t *testing.T) {
	store := &long{head: 5000}
	past := NewPast(store)
	if _, _, err := past.At(t.Context(), "p", 4100); err != nil {
		t.Fatal(err)
	}
	for seq, most := range map[int64]int64{4150: 50, 2500: 500, 4100: 0} {
		store.read = 0
		if _, _, err := past.At(t.Context(), "p", seq); err != nil || store.read > most {
			t.Errorf("at %d it read %d entries (%v)", seq, store.read, err)
		}
	}
}
