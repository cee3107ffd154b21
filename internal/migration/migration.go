// Package migration moves an instance from one kind of store to another: journals
// entry by entry through what every store promises, then what is kept beside them,
// and compares a digest of both sides at the end. It may be broken off and goes on
// where it was. Files stay where they are. The source is only read, and nothing may
// be written to it meanwhile.
package migration

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Stream is a stream and where it stands.
type Stream struct {
	ID string
	journal.Head
}

// Store is what can be moved. Implementations: packages sqlite and mongo.
type Store interface {
	journal.Store

	// Streams gives all, by id, also those without entries.
	Streams(ctx context.Context) ([]Stream, error)
	// OpenStream makes a stream of that epoch without entries, where there is none.
	OpenStream(ctx context.Context, s Stream) error
	// Grouped gives the further commands of atomic groups, by the seq of their entry.
	Grouped(ctx context.Context, stream string) (map[int64][]entry.Grouped, error)

	// Dump gives all records of a table, in any order.
	Dump(ctx context.Context, t *Table, give func(Record) error) error
	// Fill writes records in place of what their keys name.
	Fill(ctx context.Context, t *Table, records []Record) error
	// Prune removes what keys name.
	Prune(ctx context.Context, t *Table, keys []Record) error

	// CopyOf names what this is a half-done copy of; "" where it is none.
	CopyOf(ctx context.Context) (string, error)
	// SetCopyOf notes it; "" once it is whole.
	SetCopyOf(ctx context.Context, source string) error
}

// Faults of a migration.
var (
	ErrNotEmpty = fault.New(fault.Conflict,
		"The target is not empty. Name an empty one: a folder without a database, or a database without collections.")
	ErrOtherCopy = fault.New(fault.Conflict,
		"The target is a half-done copy of something else, or the source has changed since the copy was begun. Begin again with an empty target.")
	ErrChanged = fault.New(fault.Conflict,
		"The source was written to while it was copied. Stop all its servers, and begin again with an empty target.")
	ErrDiffers = fault.New(fault.Internal, "The copy is not what the source is; do not use it.")
)

// Result tells what was moved.
type Result struct {
	Streams, Entries, Records int64
	Digest                    string // of both sides
}

// Tell hears how far a copy is, in words.
type Tell func(string)

// Copy copies all of from into to, which is empty or a half-done copy of it.
func Copy(ctx context.Context, from, to Store, tell Tell) (result Result, err error) {
	streams, err := from.Streams(ctx)
	if err != nil {
		return result, err
	}
	source := nameOf(streams)
	if err := begin(ctx, to, source); err != nil {
		return result, err
	}
	for i := range streams {
		if err := copyStream(ctx, from, to, &streams[i]); err != nil {
			return result, fmt.Errorf("copy stream %s: %w", streams[i].ID, err)
		}
		if result.Entries += streams[i].Seq; i%100 == 99 {
			tell(fmt.Sprintf("%d of %d journals, %d entries", i+1, len(streams), result.Entries))
		}
	}
	for i := range Tables {
		n, err := copyTable(ctx, from, to, &Tables[i])
		if err != nil {
			return result, fmt.Errorf("copy %s: %w", Tables[i].Name, err)
		}
		result.Records += n
	}
	tell("comparing both sides")
	result.Streams = int64(len(streams))
	if result.Digest, err = compare(ctx, from, to, source); err != nil {
		return result, err
	}
	return result, to.SetCopyOf(ctx, "")
}

// nameOf names a source by where all of its streams stand.
func nameOf(streams []Stream) string {
	sum := sha256.New()
	for _, s := range streams {
		fmt.Fprintln(sum, s.ID, s.Epoch, s.Seq)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// begin refuses a target that holds anything else.
func begin(ctx context.Context, to Store, source string) error {
	of, err := to.CopyOf(ctx)
	if err != nil || of == source {
		return err
	}
	if of != "" {
		return ErrOtherCopy
	}
	there, err := to.Streams(ctx)
	if err == nil && len(there) > 0 {
		err = ErrNotEmpty
	}
	for i := 0; err == nil && i < len(Tables); i++ {
		if Tables[i].Keys > 0 { // what there is only one of, every store has from its start
			err = to.Dump(ctx, &Tables[i], func(Record) error { return ErrNotEmpty })
		}
	}
	if err != nil {
		return err
	}
	return to.SetCopyOf(ctx, source)
}

// How much goes into one append.
const (
	appendEntries = 200
	appendBytes   = 2 << 20
)

// copyStream appends what the target does not have of a stream.
func copyStream(ctx context.Context, from, to Store, s *Stream) error {
	if err := to.OpenStream(ctx, *s); err != nil {
		return err
	}
	there, err := to.Head(ctx, s.ID)
	if err != nil || there.Seq == s.Seq {
		return err
	}
	grouped, err := from.Grouped(ctx, s.ID)
	if err != nil {
		return err
	}
	state, err := journal.Replay(ctx, from, s.ID, max(there.Seq, 1))
	if there.Seq == 0 {
		state = project.New()
	}
	for base := there; err == nil && base.Seq < s.Seq; {
		base, err = appendNext(ctx, from, to, s, base, state, grouped)
	}
	return err
}

func appendNext(ctx context.Context, from, to Store, s *Stream, base journal.Head, state *project.State, grouped map[int64][]entry.Grouped) (journal.Head, error) {
	entries, _, err := from.Entries(ctx, s.ID, base.Seq, appendEntries, appendBytes)
	if err == nil && len(entries) == 0 {
		err = ErrChanged
	}
	if err != nil {
		return base, err
	}
	b := journal.Batch{Stream: s.ID, Base: base, Epoch: s.Epoch, Entries: entries}
	for i := range entries {
		entries[i].Grouped = grouped[entries[i].Seq]
		events, err := entries[i].Decode()
		if err != nil {
			return base, err
		}
		for k := range events {
			state.Apply(project.Stamp{Seq: entries[i].Seq, At: entries[i].At, Actor: entries[i].Actor}, &events[k])
		}
	}
	if state.Project != nil {
		b.Rows = state.Rows()
	}
	last := &entries[len(entries)-1]
	return journal.Head{Epoch: s.Epoch, Seq: last.Seq, ACL: last.ACL, At: last.At}, to.Append(ctx, []journal.Batch{b})
}
