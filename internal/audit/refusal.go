package audit

import (
	"context"
	"sync/atomic"
	"time"
)

// Named is what the path of a request names; what it does not is empty.
type Named struct {
	Team       string
	Project    string
	Task       string // an id, or a key such as "WEB-12"
	Comment    string
	Attachment string
}

// Refusal is a request that was refused.
type Refusal struct {
	Actor   string // "" where nobody was signed in
	Address string
	Route   string // its pattern, never the path, which may hold a secret
	Status  int
	Named   Named
}

// How long refusals of one kind are counted together, how often they are
// written, and how many kinds are kept.
const (
	countFor   = time.Minute
	flushEach  = 3 * time.Second
	maxRefused = 1000
)

// Refusals records requests that were refused. Those of one kind within a
// minute are counted together: the first is written within seconds, how many
// came after it at the end of the minute. What there is no room for is counted.
type Refusals struct {
	store   Store
	observe func(status int)
	queue   chan Refusal
	lost    atomic.Int64
	kinds   map[refusalKind]*counted // of Run alone
}

// refusalKind is what makes refusals the same. Who is not signed in is told
// apart by the address.
type refusalKind struct {
	actor, address, route string
	status                int
	team, project         string
}

// counted is how often there was one that has not been written yet.
type counted struct {
	since   time.Time // when the first was written; zero: not yet
	address string
	count   int
}

// NewRefusals makes it; Run does the work. Observe is told of each refusal.
func NewRefusals(store Store, observe func(status int)) *Refusals {
	return &Refusals{store: store, observe: observe, queue: make(chan Refusal, maxRefused), kinds: map[refusalKind]*counted{}}
}

// Tell takes a refusal. It never waits, so that what is hidden takes as long to
// refuse as what does not exist.
func (r *Refusals) Tell(refusal Refusal) {
	r.observe(refusal.Status)
	select {
	case r.queue <- refusal:
	default:
		r.lost.Add(1)
	}
}

// Run counts and writes until ctx ends, and then what is left.
func (r *Refusals) Run(ctx context.Context) {
	tick := time.NewTicker(flushEach)
	defer tick.Stop()
	for {
		select {
		case refusal := <-r.queue:
			r.count(ctx, refusal)
		case now := <-tick.C:
			r.flush(ctx, now)
		case <-ctx.Done():
			r.finish(context.WithoutCancel(ctx))
			return
		}
	}
}

func (r *Refusals) finish(ctx context.Context) {
	for {
		select {
		case refusal := <-r.queue:
			r.count(ctx, refusal)
		default:
			r.flush(ctx, time.Now().Add(countFor)) // nobody counts on
			return
		}
	}
}

// count finds out where what was named is, and counts. A place that cannot be
// read now leaves the refusal without one.
func (r *Refusals) count(ctx context.Context, refusal Refusal) {
	team, project, _ := r.store.Place(ctx, refusal.Named)
	kind := refusalKind{actor: refusal.Actor, route: refusal.Route, status: refusal.Status, team: team, project: project}
	if kind.actor == "" {
		kind.address = refusal.Address
	}
	c := r.kinds[kind]
	if c == nil {
		if len(r.kinds) >= maxRefused {
			r.lost.Add(1)
			return
		}
		c = &counted{}
		r.kinds[kind] = c
	}
	c.address = refusal.Address
	c.count++
}

// flush writes what is new at once, and what was counted since at the end of its
// minute. What cannot be written is tried again.
func (r *Refusals) flush(ctx context.Context, now time.Time) {
	var records []Record
	for kind, c := range r.kinds {
		if c.count > 0 && (c.since.IsZero() || c.over(now)) {
			records = append(records, kind.record(c))
		}
	}
	lost := r.lost.Load()
	if lost > 0 {
		records = append(records, Record{Kind: Refused, Detail: Detail{"lost": lost}})
	}
	if records != nil && r.store.Record(ctx, records...) != nil {
		return
	}
	r.lost.Add(-lost)
	for kind, c := range r.kinds {
		if c.over(now) {
			delete(r.kinds, kind)
		} else if c.since.IsZero() {
			c.since, c.count = now, 0
		}
	}
}

// over tells that the minute since the first was written has passed.
func (c *counted) over(now time.Time) bool { return !c.since.IsZero() && now.Sub(c.since) >= countFor }

func (k *refusalKind) record(c *counted) Record {
	return Record{
		Kind: Refused, Actor: k.actor, Address: c.address, Team: k.team, Project: k.project,
		Detail: Detail{"route": k.route, "status": k.status, "count": c.count},
	}
}
