package migration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"

	"tandem/internal/journal"
)

// compare gives the digest that both sides have. That a project's rows are what its
// journal says is asked of the target by itself (J10).
func compare(ctx context.Context, from, to Store, source string) (string, error) {
	streams, err := from.Streams(ctx)
	if err != nil {
		return "", err
	}
	if nameOf(streams) != source {
		return "", ErrChanged
	}
	one, err := Digest(ctx, from)
	if err != nil {
		return "", err
	}
	other, err := Digest(ctx, to)
	if err != nil {
		return "", err
	}
	if one.All != other.All {
		return "", fmt.Errorf("%w: %s", ErrDiffers, one.difference(&other))
	}
	for _, s := range streams {
		if err := journal.Verify(ctx, to, s.ID); err != nil {
			return "", fmt.Errorf("%w: %w", ErrDiffers, err)
		}
	}
	return one.All, nil
}

// Sums are digests of all that an instance is, in hex.
type Sums struct {
	Journals string
	Tables   map[string]string
	All      string
}

func (s *Sums) difference(other *Sums) string {
	if s.Journals != other.Journals {
		return "the journals differ"
	}
	for i := range Tables {
		if name := Tables[i].Name; s.Tables[name] != other.Tables[name] {
			return name + " differ"
		}
	}
	return "they differ"
}

// Digest sums an instance up, the same in every kind of store.
func Digest(ctx context.Context, store Store) (Sums, error) {
	sums := Sums{Tables: map[string]string{}}
	all, journals := sha256.New(), sha256.New()
	streams, err := store.Streams(ctx)
	if err != nil {
		return sums, err
	}
	for i := range streams {
		if err := digestStream(ctx, store, &streams[i], journals); err != nil {
			return sums, err
		}
	}
	sums.Journals = hex.EncodeToString(journals.Sum(nil))
	fmt.Fprintln(all, sums.Journals)
	for i := range Tables {
		t := &Tables[i]
		if sums.Tables[t.Name], err = digestTable(ctx, store, t); err != nil {
			return sums, err
		}
		fmt.Fprintln(all, t.Name, sums.Tables[t.Name])
	}
	sums.All = hex.EncodeToString(all.Sum(nil))
	return sums, nil
}

func digestStream(ctx context.Context, store Store, s *Stream, sum hash.Hash) error {
	fmt.Fprintln(sum, s.ID, s.Epoch, s.Seq, s.ACL, s.At)
	grouped, err := store.Grouped(ctx, s.ID)
	for after := int64(0); err == nil && after < s.Seq; {
		entries, _, fail := store.Entries(ctx, s.ID, after, 1000, 8<<20)
		if fail != nil || len(entries) == 0 {
			return fail
		}
		for i := range entries {
			e := &entries[i]
			fmt.Fprintf(sum, "%d %d %q %q %x %q %d %q\n", e.Seq, e.At, e.Actor, e.Command, e.Hash, e.Operation, e.ACL, e.Events)
			for _, g := range grouped[e.Seq] {
				fmt.Fprintf(sum, "%q %x\n", g.Command, g.Hash)
			}
		}
		after = entries[len(entries)-1].Seq
	}
	return err
}

// digestTable sums up records in the order of their own sums.
func digestTable(ctx context.Context, store Store, t *Table) (string, error) {
	var sums []string
	err := store.Dump(ctx, t, func(r Record) error {
		one := sha256.New()
		for _, value := range r {
			writeValue(one, value)
		}
		sums = append(sums, string(one.Sum(nil)))
		return nil
	})
	slices.Sort(sums)
	all := sha256.New()
	for _, sum := range sums {
		io.WriteString(all, sum)
	}
	return hex.EncodeToString(all.Sum(nil)), err
}

func writeValue(w io.Writer, value any) {
	switch v := value.(type) {
	case []byte:
		fmt.Fprintf(w, "%x;", v)
	default:
		fmt.Fprintf(w, "%T %q;", v, fmt.Sprint(v))
	}
}
