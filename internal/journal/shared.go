package journal

import (
	"context"
	"errors"
)

// How far a state may be behind to be brought up to date entry by entry; beyond it is
// read anew.
const (
	followMost  = 5000
	followBytes = 8 << 20
)

// freshen brings the states that jobs need up to where other nodes have moved their
// streams, so that nothing is refused, or shown, for what has changed since (J3, L3).
// One that cannot be is dropped, and read anew by whoever needs it.
func (h *hotStates) freshen(jobs []*job) {
	seen := map[string]bool{}
	for _, j := range jobs {
		if j.tell != nil {
			continue
		}
		for _, stream := range j.sub.projects() {
			hot := h.states[stream]
			if hot == nil || seen[stream] {
				continue
			}
			seen[stream] = true
			if h.follow(context.Background(), hot) != nil {
				h.drop(stream)
			}
		}
	}
}

// errAnew says that a state cannot be brought up to date.
var errAnew = errors.New("journal: to be read anew")

// follow applies what was appended after a state's head.
func (h *hotStates) follow(ctx context.Context, hot *hotState) error {
	head, err := h.store.Head(ctx, hot.stream)
	for err == nil && head != hot.head {
		if head.Epoch != hot.head.Epoch || head.Seq <= hot.head.Seq || head.Seq-hot.head.Seq > followMost {
			return errAnew
		}
		err = h.apply(ctx, hot)
	}
	return err
}

func (h *hotStates) apply(ctx context.Context, hot *hotState) error {
	entries, _, err := h.store.Entries(ctx, hot.stream, hot.head.Seq, followMost, followBytes)
	if err == nil && len(entries) == 0 {
		err = errAnew
	}
	for i := 0; err == nil && i < len(entries); i++ {
		e := &entries[i]
		err = applyEntry(hot.state, e)
		hot.head.Seq, hot.head.ACL, hot.head.At = e.Seq, e.ACL, e.At
	}
	hot.state.Settle()
	return err
}
