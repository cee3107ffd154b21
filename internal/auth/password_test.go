package auth

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// Comparing with nobody's hash must cost what comparing with somebody's does.
func TestNobodysHash(t *testing.T) {
	fresh, err := hashPassword(context.Background(), "some password")
	if err != nil {
		t.Fatal(err)
	}
	cost := func(hash string) string { return strings.Join(strings.Split(hash, "$")[:4], "$") }
	if cost(fresh) != cost(nobodysHash) || len(fresh) != len(nobodysHash) {
		t.Errorf("passwords cost %s, nobody's %s", cost(fresh), cost(nobodysHash))
	}
}

func TestVerifyPassword(t *testing.T) {
	hash, err := hashPassword(context.Background(), "some password")
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"some password": true, "some passworD": false, "": false} {
		if got, err := verifyPassword(context.Background(), hash, password); got != want || err != nil {
			t.Errorf("%q: %v %v", password, got, err)
		}
	}
	for _, broken := range []string{"", "plain", "$argon2i$v=19$m=1,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$m=x$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$*$AAAA"} {
		if ok, err := verifyPassword(context.Background(), broken, "x"); ok || err == nil {
			t.Errorf("%q was taken for a hash", broken)
		}
	}
}

func TestCommon(t *testing.T) {
	list := strings.Split(strings.TrimSuffix(common, "\n"), "\n")
	if !slices.IsSorted(list) || len(list) < 10_000 {
		t.Fatalf("the list of %d is not sorted: words would not be found", len(list))
	}
	for _, word := range []string{list[0], list[1], list[len(list)/2], list[len(list)-1], "PASSWORD1", "iloveyou1"} {
		if !isCommon(word) {
			t.Errorf("%q is not found", word)
		}
	}
	for _, word := range []string{"", "\n", "zzzzzzzzzzzz", list[3] + "\n" + list[4], "correct horse battery"} {
		if isCommon(word) {
			t.Errorf("%q is found", word)
		}
	}
}

func TestHandleFrom(t *testing.T) {
	for name, want := range map[string]string{
		"Zoë Quinn": "zoe.quinn", "  --A--B ": "a.b", "王小明": "person", "O'Brien": "o.brien", "Åsa": "asa", "J": "j",
		strings.Repeat("long ", 20): "long.long.long.long.long",
	} {
		if got := handleFrom(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		} else if _, err := checkHandle("", got); err != nil {
			t.Errorf("%q is no handle: %v", got, err)
		}
	}
}
