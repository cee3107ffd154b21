package project

import (
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	for name, want := range map[string]string{
		"Website relaunch": "WEB WR WEB2 WEB3",
		"My IRC":           "IRC MI IRC2 IRC3",
		"Überraschung":     "UEB UEB2 UEB3 UEB4",
		"環中":               "PRO PRO2 PRO3 PRO4",
		"":                 "PRO PRO2 PRO3 PRO4",
		"a b c d e f g":    "ABCD ABCD2 ABCD3 ABCD4",
		"2024 plan (Q1)":   "202 2PQ P2 P3",
		"x":                "PRO PRO2 PRO3 PRO4",
	} {
		var got []string
		for key := range Keys(name) {
			if got = append(got, key); len(got) == 4 {
				break
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", name, got, want)
		}
	}
	for _, name := range []string{"One Two Three Four Five", "2024", "A1 B2 C3 D4"} {
		n, seen := 0, make(map[string]bool)
		for key := range Keys(name) {
			if !ValidKey(key) || seen[key] {
				t.Fatalf("%q: %q is no key, or comes twice", name, key)
			}
			seen[key] = true
			n++
		}
		if n < 9_999 {
			t.Errorf("%q gives %d keys only", name, n)
		}
	}
}
