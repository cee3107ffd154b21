package project

import (
	"slices"

	"tandem/internal/entry"
)

// place gives the rank for a task beside a neighbour, at the end where there is
// none. A neighbour that was deleted still marks its place; one that has left
// the status does not (D2). Where no short key fits between, the siblings around
// get new keys in the same entry.
func (d *decision) place(id, status string, before, after *string) string {
	list := d.InStatus(status)
	self := d.indexOf(id, status)
	at := d.position(list, status, before, after)
	low, high := neighbours(list, at, self)
	if low < high || high == "" {
		if key := RankBetween(low, high, d.env.Random); len(key) <= MaxRank {
			return key
		}
	}
	if self >= 0 {
		list = slices.Delete(slices.Clone(list), self, self+1)
		if self < at {
			at--
		}
	}
	return d.respread(list, at)
}

// indexOf tells where a task stands in a status; -1 where it does not.
func (d *decision) indexOf(id, status string) int {
	t := d.Tasks[id]
	if t == nil || t.Status != status || t.DeletedAt != nil {
		return -1
	}
	at, found := slices.BinarySearchFunc(d.InStatus(status), t, inOrder)
	if !found {
		return -1
	}
	return at
}

// neighbours are the keys on both sides of an index, the moving task itself left out.
func neighbours(list []*Task, at, self int) (low, high string) {
	left, right := at-1, at
	if left == self {
		left--
	}
	if right == self {
		right++
	}
	if left >= 0 {
		low = list[left].Rank
	}
	if right < len(list) {
		high = list[right].Rank
	}
	return low, high
}

// position gives the index at which a task comes to stand.
func (d *decision) position(list []*Task, status string, before, after *string) int {
	if after != nil {
		if n := d.Tasks[*after]; n != nil && n.Status == status {
			at, found := slices.BinarySearchFunc(list, n, inOrder)
			if found {
				at++
			}
			return at
		}
	}
	if before != nil {
		if n := d.Tasks[*before]; n != nil && n.Status == status {
			at, _ := slices.BinarySearchFunc(list, n, inOrder)
			return at
		}
	}
	return len(list)
}

// bounds are the keys around list[lo:hi]; "" where the list ends.
func bounds(list []*Task, lo, hi int) (low, high string) {
	if lo > 0 {
		low = list[lo-1].Rank
	}
	if hi < len(list) {
		high = list[hi].Rank
	}
	return low, high
}

// respread gives new keys to the siblings around an index, so many of them that
// the keys become short, and returns the key for the index itself.
func (d *decision) respread(list []*Task, at int) string {
	for reach := 8; ; reach *= 4 {
		lo, hi := max(0, at-reach), min(len(list), at+reach)
		low, high := bounds(list, lo, hi)
		whole := lo == 0 && hi == len(list)
		if !whole && high != "" && low >= high {
			continue
		}
		keys := RanksBetween(low, high, hi-lo+1, d.env.Random)
		if !whole && longest(keys) > MaxRank/2 {
			continue
		}
		for i, t := range list[lo:at] {
			d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: &entry.Set{Rank: entry.Some(keys[i])}})
		}
		for i, t := range list[at:hi] {
			d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: &entry.Set{Rank: entry.Some(keys[at-lo+1+i])}})
		}
		return keys[at-lo]
	}
}

func longest(keys []string) int {
	n := 0
	for _, key := range keys {
		n = max(n, len(key))
	}
	return n
}
