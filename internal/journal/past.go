package journal

import (
	"context"
	"slices"
	"sync"

	"tandem/internal/project"
)

// Past gives projects as they were. It replays journals, and keeps states on the
// way as checkpoints, so that the next moment is near one: states share the
// records that they agree on. What it keeps is bounded; the least recently used
// go first. One replay runs at a time, beside the writer.
type Past struct {
	// MaxTasks bounds the tasks in all checkpoints together.
	MaxTasks int

	store  Store
	turn   sync.Mutex
	points []*checkpoint
	clock  uint64
}

// checkpoint is a state that nobody changes any more.
type checkpoint struct {
	stream, epoch string
	seq           int64
	state         *project.State
	used          uint64
}

const (
	pastTasks      = 400_000 // of MaxTasks, usually
	leastApart     = 1000    // entries between checkpoints
	mostPoints     = 32      // of one replay
	replayedAtOnce = 1000
)

// NewPast makes it.
func NewPast(store Store) *Past { return &Past{store: store, MaxTasks: pastTasks} }

// At gives a project's state as of a seq, which must not be changed, and the head
// of its journal. A seq of 0 or past the head is that of the head.
func (p *Past) At(ctx context.Context, stream string, seq int64) (*project.State, Head, error) {
	head, err := p.store.Head(ctx, stream)
	if err != nil {
		return nil, head, err
	}
	if seq <= 0 || seq > head.Seq {
		seq = head.Seq
	}
	p.turn.Lock()
	defer p.turn.Unlock()
	from := p.nearest(stream, head.Epoch, seq)
	if from != nil && from.seq == seq {
		return from.state, head, nil
	}
	state, after := project.New(), int64(0)
	if from != nil {
		state, after = from.state.Clone(), from.seq
	}
	if err := p.replay(ctx, state, stream, head, after, seq); err != nil {
		return nil, head, err
	}
	p.keep(&checkpoint{stream: stream, epoch: head.Epoch, seq: seq, state: state})
	return state, head, nil
}

// nearest is the last checkpoint that is not after a seq.
func (p *Past) nearest(stream, epoch string, seq int64) (best *checkpoint) {
	for _, c := range p.points {
		if c.stream == stream && c.epoch == epoch && c.seq <= seq && (best == nil || c.seq > best.seq) {
			best = c
		}
	}
	if best != nil {
		p.clock++
		best.used = p.clock
	}
	return best
}

func (p *Past) replay(ctx context.Context, state *project.State, stream string, head Head, after, upTo int64) error {
	apart := max(leastApart, head.Seq/mostPoints)
	for after < upTo {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, _, err := p.store.Entries(ctx, stream, after, int(min(replayedAtOnce, upTo-after)), 8<<20)
		if err != nil || len(entries) == 0 {
			return err
		}
		for i := range entries {
			if err := applyEntry(state, &entries[i]); err != nil {
				return err
			}
			if after = entries[i].Seq; after%apart == 0 && after < upTo {
				p.keep(&checkpoint{stream: stream, epoch: head.Epoch, seq: after, state: state.Clone()})
			}
		}
		state.Settle()
	}
	return nil
}

// keep adds a checkpoint, and lets go of others until all fit.
func (p *Past) keep(c *checkpoint) {
	p.clock++
	c.used = p.clock
	p.points = append(p.points, c)
	total := 0
	for _, one := range p.points {
		total += one.size()
	}
	for total > p.MaxTasks && len(p.points) > 1 {
		oldest := 0
		for i, one := range p.points {
			if one.used < p.points[oldest].used {
				oldest = i
			}
		}
		total -= p.points[oldest].size()
		p.points = slices.Delete(p.points, oldest, oldest+1)
	}
}

func (c *checkpoint) size() int {
	return 10 + len(c.state.Tasks) + len(c.state.Comments) + len(c.state.Attachments)
}
