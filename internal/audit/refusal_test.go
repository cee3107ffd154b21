package audit

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

var knock = Refusal{Actor: "ann", Address: "203.0.113.7", Route: "GET /api/projects/{project}", Status: 404, Named: Named{Project: "p1"}}

func openRefusals() (*shelf, *Refusals) {
	store := &shelf{}
	return store, NewRefusals(store, func(int) {})
}

// texts are the records that were written, in no order.
func (s *shelf) texts() []string {
	var list []string
	for _, r := range s.records {
		list = append(list, fmt.Sprint(r.Kind, r.Actor, r.Team, r.Project, r.Address, r.Detail))
	}
	slices.Sort(list)
	return list
}

// The first of a kind is written at once, what follows within its minute as one.
func TestRefusals_together(t *testing.T) {
	store, r := openRefusals()
	now := time.Now()
	count := func(n int) {
		for range n {
			r.count(t.Context(), knock)
		}
	}
	want := func(counts ...int) {
		t.Helper()
		var got []int
		for _, record := range store.records {
			if record.Actor != "ann" || record.Team != "t1" || record.Project != "p1" || record.Detail["route"] != knock.Route || record.Detail["status"] != 404 {
				t.Errorf("%+v", record)
			}
			got = append(got, record.Detail["count"].(int))
		}
		if !slices.Equal(got, counts) {
			t.Errorf("counts %v, want %v", got, counts)
		}
	}
	count(3)
	r.flush(t.Context(), now)
	want(3)
	count(5)
	r.flush(t.Context(), now.Add(30*time.Second))
	want(3)
	r.flush(t.Context(), now.Add(61*time.Second))
	want(3, 5)
	if len(r.kinds) != 0 {
		t.Error("a kind whose minute is over is kept")
	}
	count(1)
	r.flush(t.Context(), now.Add(62*time.Second))
	want(3, 5, 1)
}

// What makes refusals differ: who, what, how, and where it is; strangers by
// their address. What does not exist is one place.
func TestRefusals_apart(t *testing.T) {
	store, r := openRefusals()
	for _, change := range []func(*Refusal){
		func(*Refusal) {},
		func(k *Refusal) { k.Address = "198.51.100.1" }, // the same person elsewhere
		func(k *Refusal) { k.Actor = "ben" },
		func(k *Refusal) { k.Route = "GET /api/tasks/{task}" },
		func(k *Refusal) { k.Status = 403 },
		func(k *Refusal) { k.Named = Named{Project: "nowhere"} },
		func(k *Refusal) { k.Named = Named{Project: "nowhere else"} },
		func(k *Refusal) { k.Named = Named{Task: "WEB-1"} }, // in p1
		func(k *Refusal) { k.Actor, k.Status = "", 401 },
		func(k *Refusal) { k.Actor, k.Status, k.Address = "", 401, "198.51.100.1" },
	} {
		k := knock
		change(&k)
		r.count(t.Context(), k)
	}
	r.flush(t.Context(), time.Now())
	if len(store.records) != 7 {
		t.Errorf("%d kinds, want 7: %q", len(store.records), store.texts())
	}
}

// Whoever tries a thousand things is counted, and what there is no room for too.
func TestRefusals_bounded(t *testing.T) {
	store, r := openRefusals()
	for i := range 3 * maxRefused {
		k := knock
		k.Actor = fmt.Sprint(i)
		r.Tell(k)
	}
	for len(r.queue) > 0 {
		r.count(t.Context(), <-r.queue)
	}
	for i := range 10 {
		k := knock
		k.Actor = fmt.Sprint("more", i)
		r.count(t.Context(), k)
	}
	r.flush(t.Context(), time.Now())
	if len(store.records) != maxRefused+1 {
		t.Fatalf("%d records", len(store.records))
	}
	if lost := store.records[maxRefused].Detail["lost"]; lost != int64(2*maxRefused+10) {
		t.Errorf("%v were lost", lost)
	}
	r.flush(t.Context(), time.Now())
	if len(store.records) != maxRefused+1 {
		t.Error("what was lost is told twice")
	}
}

// What cannot be written now is written later, none of it twice.
func TestRefusals_broken(t *testing.T) {
	store, r := openRefusals()
	store.broken = true
	r.lost.Add(2)
	r.count(t.Context(), knock)
	r.flush(t.Context(), time.Now())
	r.count(t.Context(), knock)
	store.broken = false
	r.flush(t.Context(), time.Now())
	r.flush(t.Context(), time.Now())
	if len(store.records) != 2 || store.records[0].Detail["count"] != 2 {
		t.Errorf("%q", store.texts())
	}
}

// At the stop all is written that was told.
func TestRefusals_stop(t *testing.T) {
	store, r := openRefusals()
	told := 0
	r.observe = func(int) { told++ }
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for range 7 {
		r.Tell(knock)
	}
	r.Run(ctx)
	total := 0
	for _, record := range store.records {
		total += record.Detail["count"].(int)
	}
	if total != 7 || told != 7 {
		t.Errorf("%d of 7 are written, %d were observed: %q", total, told, store.texts())
	}
}
