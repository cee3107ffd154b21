package journal

import (
	"context"
	"sync"

	"tandem/internal/entry"
)

// How much of each stream's end is kept in memory, and of how many streams.
const (
	tailEntries = 512
	tailBytes   = 1 << 20
	tailStreams = 1024
)

// tails are the latest entries of busy streams, so that whoever delivers them
// live does not read the database.
type tails struct {
	mu      sync.RWMutex
	streams map[string]*tail
}

type tail struct {
	head    Head
	entries []entry.Entry // contiguous, up to head
	bytes   int
}

func newTails() *tails { return &tails{streams: map[string]*tail{}} }

// push adds committed entries; what does not follow on begins anew.
func (t *tails) push(stream string, head Head, entries []entry.Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.streams[stream]
	if own == nil || own.head.Epoch != head.Epoch || own.head.Seq+1 != entries[0].Seq {
		if len(t.streams) >= tailStreams {
			clear(t.streams) // rare, and costs only reads
		}
		own = &tail{}
		t.streams[stream] = own
	}
	own.head = head
	own.entries = append(own.entries, entries...)
	for i := range entries {
		own.bytes += len(entries[i].Events)
	}
	own.trim()
}

// trim cuts the oldest entries in one go when there are twice too many.
func (t *tail) trim() {
	if len(t.entries) <= 2*tailEntries && t.bytes <= 2*tailBytes {
		return
	}
	cut := max(0, len(t.entries)-tailEntries)
	bytes := 0
	for i := len(t.entries) - 1; i >= cut; i-- {
		if bytes += len(t.entries[i].Events); bytes > tailBytes {
			cut = i + 1
			bytes -= len(t.entries[i].Events)
			break
		}
	}
	t.entries = append([]entry.Entry(nil), t.entries[cut:]...)
	t.bytes = bytes
}

// after gives what the tail has after a seq; false where it does not reach back.
func (t *tails) after(stream string, after int64, limit, maxBytes int) ([]entry.Entry, Head, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	own := t.streams[stream]
	if own == nil || after >= own.head.Seq || len(own.entries) == 0 || after+1 < own.entries[0].Seq {
		return nil, Head{}, false
	}
	from := int(after + 1 - own.entries[0].Seq)
	to := min(len(own.entries), from+limit)
	bytes := 0
	for i := from; i < to; i++ {
		if bytes += len(own.entries[i].Events); bytes > maxBytes && i > from {
			to = i
		}
	}
	return own.entries[from:to:to], own.head, true
}

// Entries reads like Store.Entries, from memory where it can.
func (w *Writer) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, Head, error) {
	if list, head, ok := w.tails.after(stream, after, limit, maxBytes); ok {
		return list, head, nil
	}
	return w.store.Entries(ctx, stream, after, limit, maxBytes)
}
