package mongo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
)

func last(b *journal.Batch) *entry.Entry { return &b.Entries[len(b.Entries)-1] }

// Append implements journal.Store. Up to the commit anything that fails leaves
// nothing that counts; after it anything that fails is completed by whoever comes
// next, and told as Unavailable: asked again, the command is found.
func (db *DB) Append(ctx context.Context, batches []journal.Batch) error {
	db.mu.Lock()
	defer db.mu.Unlock()
	ctx = context.WithoutCancel(ctx)
	if err := db.settleLeft(ctx); err != nil {
		return fault.Wrap("append", err)
	}
	err := db.append(ctx, batches)
	for i := range batches {
		if err != nil {
			db.left[batches[i].Stream] = true
		}
		db.tellRecorded(batches[i].Audit, err)
	}
	return fault.Wrap("append", err)
}

// Run completes until ctx ends what an append of this process, or any deed, has left
// half done, though nobody writes anything any more.
func (db *DB) Run(ctx context.Context) {
	tick := time.NewTicker(db.own.Patience)
	defer tick.Stop()
	defer db.unsign()
	for {
		db.sign(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			db.mu.Lock()
			_ = db.settleLeft(ctx) // where the server is away it is tried again, by the next append too
			db.mu.Unlock()
			_ = db.settleDeeds(ctx)
		}
	}
}

// settleLeft completes the streams in which an append of this process has failed:
// of several it may have been only the first that anybody came back to.
func (db *DB) settleLeft(ctx context.Context) error {
	for stream := range db.left {
		if _, err := db.settle(ctx, stream); err != nil {
			return err
		}
		delete(db.left, stream)
	}
	return nil
}

func (db *DB) append(ctx context.Context, batches []journal.Batch) error {
	for i := range batches {
		if err := db.onHead(ctx, &batches[i]); err != nil {
			return err
		}
	}
	fresh := map[string]bool{}
	for i := range batches {
		if err := db.unused(ctx, &batches[i]); err != nil {
			return err
		}
		if err := db.claim(ctx, &batches[i], fresh); err != nil {
			return err
		}
	}
	if err := fault.First(db.announce(ctx, batches), db.after(announced)); err != nil {
		return err
	}
	docs := entryDocs(batches)
	if err := fault.First(db.commit(ctx, docs), db.after(committed)); err != nil {
		return err
	}
	for i := range batches {
		b := &batches[i]
		rows := &rowWriter{db: db, ctx: ctx, in: b.Stream, seq: last(b).Seq, fresh: fresh}
		if err := rows.save(&b.Rows); err != nil {
			return err
		}
	}
	if err := fault.First(db.follow(ctx, docs), db.after(written)); err != nil {
		return err
	}
	for i := range batches { // what happened in several streams is seen once all of it is there
		if err := db.advance(ctx, batches[i].Stream, batches[i].Epoch, last(&batches[i])); err != nil {
			return err
		}
	}
	return fault.First(db.after(seen), db.closeCommit(ctx, docs))
}

// step of an append.
type step string

const (
	announced step = "announced"
	inserted  step = "inserted" // several entries, whose commit is not there yet
	committed step = "committed"
	written   step = "written" // all rows
	seen      step = "seen"    // by everybody
)

// onHead tells whether a batch was decided on its stream's head (J3), after what
// somebody has left half done is completed.
func (db *DB) onHead(ctx context.Context, b *journal.Batch) error {
	s, err := db.settle(ctx, b.Stream)
	if err != nil {
		return err
	}
	if head := s.head(); head.Seq != b.Base.Seq || head.Epoch != b.Base.Epoch || b.Entries[0].Seq != head.Seq+1 {
		return journal.ErrHeadMoved
	}
	return nil
}

// unused refuses command ids that a stream has. It may look before the commit:
// what comes in between takes the seq (J4). Those that an index meets are left to it.
func (db *DB) unused(ctx context.Context, b *journal.Batch) error {
	var alone, grouped []string
	for i := range b.Entries {
		if b.Entries[i].Command != "" {
			alone = append(alone, b.Entries[i].Command)
		}
		for _, g := range b.Entries[i].Grouped {
			grouped = append(grouped, g.Command)
		}
	}
	used, err := db.inGroups(ctx, b.Stream, append(alone, grouped...), b.Base.Seq)
	if err == nil && !used && len(grouped) > 0 {
		var n int64
		n, err = db.entries().CountDocuments(ctx, bson.D{{Key: "stream", Value: b.Stream}, {Key: "command", Value: among(grouped)}})
		used = n > 0
	}
	if err == nil && used {
		return errUsed
	}
	if err != nil || len(grouped) == 0 {
		return translate(err)
	}
	return db.markGrouped(ctx, b)
}

func among[T any](values []T) bson.D { return bson.D{{Key: "$in", Value: values}} }

// entryDocs are the documents of all entries. Several share a commit.
func entryDocs(batches []journal.Batch) []entryDoc {
	commit, total := "", 0
	for i := range batches {
		total += len(batches[i].Entries)
	}
	if total > 1 {
		commit = entry.NewID()
	}
	docs := make([]entryDoc, 0, total)
	for i := range batches {
		b := &batches[i]
		for k := range b.Entries {
			docs = append(docs, newEntryDoc(&b.Entries[k], b.Epoch, commit))
		}
		end := &docs[len(docs)-1]
		end.Audit, end.Quiet = auditDocs(b), b.Quiet
	}
	return docs
}

// complete writes what entries that were committed have left to be written, all of
// it made anew from the journal, and lets everybody see them.
func (db *DB) complete(ctx context.Context, s *streamDoc, docs []entryDoc) error {
	end := docs[len(docs)-1].entry()
	ahead := *s
	ahead.Head, ahead.Epoch = end.Seq, docs[0].Epoch
	state, err := journal.Replay(ctx, &unseen{db, ahead}, s.ID, end.Seq)
	if err != nil {
		return err
	}
	if state.Project != nil {
		rows, writer := state.AllRows(), &rowWriter{db: db, ctx: ctx, in: s.ID, seq: end.Seq}
		if err := writer.save(&rows); err != nil {
			return err
		}
		if err := writer.removeOthers(&rows); err != nil {
			return err
		}
	}
	if err := db.follow(ctx, docs); err != nil {
		return err
	}
	return db.advance(ctx, s.ID, docs[0].Epoch, &end)
}

// unseen reads a journal up to entries that nobody sees yet.
type unseen struct {
	*DB
	at streamDoc
}

// Entries implements journal.Store.
func (u *unseen) Entries(ctx context.Context, stream string, after int64, limit, maxBytes int) ([]entry.Entry, journal.Head, error) {
	list, err := u.read(ctx, stream, after, limit, maxBytes, u.at.Head)
	return list, u.at.head(), err
}

// claim takes the ids and keys of what entries create, so that none is ever given
// twice in the whole instance (D4): not even by another node at the same moment.
// It adds them to fresh.
func (db *DB) claim(ctx context.Context, b *journal.Batch, fresh map[string]bool) error {
	names, err := created(b)
	if err != nil || len(names) == 0 {
		return err
	}
	docs := make([]takenDoc, len(names))
	for i, name := range names {
		docs[i] = takenDoc{ID: name, By: b.Stream}
		fresh[name] = true
	}
	return db.take(ctx, docs)
}

// created gives the names of what the entries of a batch create.
func created(b *journal.Batch) (names []string, err error) {
	for i := range b.Entries {
		events, err := b.Entries[i].Decode()
		if err != nil {
			return nil, fmt.Errorf("decode entry: %w", err)
		}
		for k := range events {
			names = append(names, createdBy(&events[k])...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func createdBy(e *entry.Event) []string {
	switch {
	case e.Type == entry.ProjectCreated:
		return []string{e.Project.ID, "key:" + e.Project.Key}
	case e.Task != nil:
		return []string{e.Task.ID}
	case e.Comment != nil:
		return []string{e.Comment.ID}
	case e.Attachment != nil:
		return []string{e.Attachment.ID}
	case e.Status != nil:
		return []string{e.Status.ID}
	case e.Label != nil:
		return []string{e.Label.ID}
	case e.Field != nil:
		return []string{e.Field.ID}
	case e.Template != nil:
		return []string{e.Template.ID}
	case e.View != nil:
		return []string{e.View.ID}
	}
	return nil
}
