// Package blobtest is the contract of blob.Store: one suite that every store must
// pass.
package blobtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Run runs the suite; open gives an empty store.
func Run(t *testing.T, open func(t *testing.T) blob.Store) {
	for name, check := range map[string]func(*testing.T, blob.Store){
		"round trips": roundTrips, "in pieces": inPieces, "broken off": brokenOff, "replaced": replaced, "once": once,
		"at once": atOnce, "finished twice": finishedTwice, "dropped": dropped, "hostile names": hostileNames, "ranges": ranges,
	} {
		t.Run(name, func(t *testing.T) { check(t, open(t)) })
	}
}

// SumOf is the SHA-256 of bytes, in hex.
func SumOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Bytes gives so many that do not repeat, always the same ones.
func Bytes(n int) []byte {
	raw := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n), byte(n >> 8)}).Read(raw)
	return raw
}

func put(t *testing.T, s blob.Store, raw []byte) string {
	t.Helper()
	id := entry.NewID()
	write(t, s, id, 0, raw)
	if err := s.Finish(t.Context(), id, SumOf(raw)); err != nil {
		t.Fatal(err)
	}
	return SumOf(raw)
}

func write(t *testing.T, s blob.Store, id string, at int, raw []byte) {
	t.Helper()
	if n, err := s.Write(t.Context(), id, int64(at), bytes.NewReader(raw)); err != nil || n != int64(len(raw)) {
		t.Fatalf("%d of %d bytes: %v", n, len(raw), err)
	}
}

func read(t *testing.T, s blob.Store, sum string) []byte {
	t.Helper()
	content, err := s.Open(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	raw, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func same(t *testing.T, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes with the sum %s, want %d with %s", len(got), SumOf(got), len(want), SumOf(want))
	}
}

func roundTrips(t *testing.T, s blob.Store) {
	for _, n := range []int{0, 1, 511, 4096, 1<<20 - 1, 1 << 20, 5<<20 + 7, 64 << 20} {
		raw := Bytes(n)
		same(t, read(t, s, put(t, s, raw)), raw)
	}
}

func inPieces(t *testing.T, s blob.Store) {
	raw, id, at := Bytes(12<<20+5), entry.NewID(), 0
	for _, n := range []int{1, 1000, 5 << 20, 6 << 20, 1, 12<<20 + 5 - 11<<20 - 1002} {
		write(t, s, id, at, raw[at:at+n])
		at += n
	}
	if err := s.Finish(t.Context(), id, SumOf(raw)); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, s, SumOf(raw)), raw)
}

// What arrived before the sender went away is there, and it goes on behind it.
func brokenOff(t *testing.T, s blob.Store) {
	raw, id, gone := Bytes(3<<20), entry.NewID(), errors.New("gone")
	n, err := s.Write(t.Context(), id, 0, io.MultiReader(bytes.NewReader(raw[:2<<20+3]), iotest.ErrReader(gone)))
	if !errors.Is(err, gone) || n > 2<<20+3 {
		t.Fatalf("%d bytes, %v", n, err)
	}
	write(t, s, id, int(n), raw[n:])
	if err := s.Finish(t.Context(), id, SumOf(raw)); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, s, SumOf(raw)), raw)
}

// What stood behind the byte at which is written is gone.
func replaced(t *testing.T, s blob.Store) {
	id := entry.NewID()
	write(t, s, id, 0, []byte("hello, wrong"))
	write(t, s, id, 12, []byte(" and long"))
	write(t, s, id, 7, []byte("world"))
	if err := s.Finish(t.Context(), id, SumOf([]byte("hello, world"))); err != nil {
		t.Fatal(err)
	}
	same(t, read(t, s, SumOf([]byte("hello, world"))), []byte("hello, world"))
	if _, err := s.Write(t.Context(), entry.NewID(), 5, strings.NewReader("x")); err == nil {
		t.Error("an upload began in its middle")
	}
}

// A content is there once, and new again when it arrives again.
func once(t *testing.T, s blob.Store) {
	sum := put(t, s, []byte("twice"))
	first := contents(t, s)[sum]
	all := contents(t, s)
	for deadline := time.Now().Add(3 * time.Second); !all[sum].After(first) && time.Now().Before(deadline); all = contents(t, s) {
		time.Sleep(100 * time.Millisecond) // clocks of stores may be as coarse as a second
		put(t, s, []byte("twice"))
	}
	if len(all) != 1 || !all[sum].After(first) {
		t.Errorf("%v, at first %v", all, first)
	}
	if err := s.Remove(t.Context(), sum); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), sum); !fault.Is(err, fault.NotFound) {
		t.Errorf("removed: %v", err)
	}
	if err := s.Remove(t.Context(), sum); err != nil || len(contents(t, s)) != 0 {
		t.Errorf("removed again: %v, %v", err, contents(t, s))
	}
}

func contents(t *testing.T, s blob.Store) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	if err := s.Each(t.Context(), func(sum string, since time.Time) error { all[sum] = since; return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func atOnce(t *testing.T, s blob.Store) {
	raw := Bytes(200_000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			id := entry.NewID()
			_, err := s.Write(context.Background(), id, 0, bytes.NewReader(raw))
			if err = fault.First(err, s.Finish(context.Background(), id, SumOf(raw))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	same(t, read(t, s, SumOf(raw)), raw)
	if n := len(contents(t, s)); n != 1 {
		t.Errorf("%d contents", n)
	}
}

// Who stopped right after it took effect asks again.
func finishedTwice(t *testing.T, s blob.Store) {
	id, raw := entry.NewID(), []byte("whole")
	write(t, s, id, 0, raw)
	for range 2 {
		if err := s.Finish(t.Context(), id, SumOf(raw)); err != nil {
			t.Fatal(err)
		}
	}
	same(t, read(t, s, SumOf(raw)), raw)
	if err := s.Finish(t.Context(), entry.NewID(), SumOf([]byte("never"))); err == nil {
		t.Error("what was never written was finished")
	}
}

func dropped(t *testing.T, s blob.Store) {
	id := entry.NewID()
	write(t, s, id, 0, []byte("not to be"))
	for range 2 {
		if err := s.Drop(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Finish(t.Context(), id, SumOf([]byte("not to be"))); err == nil || len(contents(t, s)) != 0 {
		t.Errorf("%v, %v", err, contents(t, s))
	}
}

func hostileNames(t *testing.T, s blob.Store) {
	for _, name := range []string{"", ".", "..", "../x", "a/b", "/etc/passwd", strings.Repeat("../", 21) + "x", strings.Repeat("a", 63) + "/"} {
		if n, err := s.Write(t.Context(), name, 0, strings.NewReader("x")); err == nil {
			t.Errorf("an upload named %q: %d bytes", name, n)
		}
		if _, err := s.Open(t.Context(), name); !fault.Is(err, fault.NotFound) {
			t.Errorf("a content named %q: %v", name, err)
		}
		if err := s.Finish(t.Context(), entry.NewID(), name); err == nil {
			t.Errorf("finished as %q", name)
		}
	}
}

func ranges(t *testing.T, s blob.Store) {
	raw := Bytes(300_000)
	content, err := s.Open(t.Context(), put(t, s, raw))
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	for _, at := range []int64{299_999, 0, 150_000, 7} {
		part := make([]byte, min(1000, len(raw)-int(at)))
		if _, err := content.Seek(at, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(content, part); err != nil {
			t.Fatal(err)
		}
		same(t, part, raw[at:int(at)+len(part)])
	}
}
