package project

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func seeded(seed uint64) Random { return rand.New(rand.NewPCG(seed, 1)).IntN }

func TestRank(t *testing.T) {
	t.Run("[D2] any insertion is strictly between its neighbours", func(t *testing.T) {
		for seed := range uint64(20) {
			random, keys := seeded(seed), []string{}
			for range 2000 {
				at := random(len(keys) + 1)
				low, high := "", ""
				if at > 0 {
					low = keys[at-1]
				}
				if at < len(keys) {
					high = keys[at]
				}
				key := RankBetween(low, high, random)
				if !ValidRank(key) || key <= low || high != "" && key >= high {
					t.Fatalf("seed %d: %q is not between %q and %q", seed, key, low, high)
				}
				keys = slices.Insert(keys, at, key)
			}
		}
	})
	t.Run("[D2] appending 100,000 times stays short", func(t *testing.T) {
		key := ""
		for range 100_000 {
			next := RankBetween(key, "", seeded(1))
			if next <= key || len(next) > 6 {
				t.Fatalf("after %q: %q", key, next)
			}
			key = next
		}
	})
	t.Run("[D2] prepending 100,000 times stays short", func(t *testing.T) {
		key, random := RankBetween("", "", seeded(1)), seeded(2)
		for range 100_000 {
			before := RankBetween("", key, random)
			if before >= key || len(before) > 40 || !ValidRank(before) {
				t.Fatalf("before %q: %q", key, before)
			}
			key = before
		}
	})
	t.Run("[D2] many at once are ascending and valid", func(t *testing.T) {
		keys := RanksBetween("a1", "a2", 400, seeded(3))
		if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != 400 || keys[0] <= "a1" || keys[399] >= "a2" {
			t.Fatalf("not ascending: %v", keys[:3])
		}
		for _, key := range keys {
			if !ValidRank(key) || len(key) > 12 {
				t.Fatalf("invalid or long: %q", key)
			}
		}
	})
}

func TestValidRank(t *testing.T) {
	for key, want := range map[string]bool{"a0": true, "a0V": true, "Zz": true, "": false, "a": false, "a00": false, "0a": false, "a0-": false, smallestInteger: false} {
		if ValidRank(key) != want {
			t.Errorf("ValidRank(%q) is %v", key, !want)
		}
	}
}
