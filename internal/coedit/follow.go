package coedit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"tandem/internal/doc"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// How much of a journal is looked at in one go.
const (
	readEntries = 500
	readBytes   = 1 << 20
)

var errDeleted = fault.New(fault.Gone, "The task was deleted, or moved to another project.")

// follow takes over what the journal of a project says of texts in memory.
func (a *Authority) follow(ctx context.Context, stream string) {
	after, followed := a.cursors[stream]
	if !followed {
		return
	}
	for {
		entries, _, err := a.Journal.Entries(ctx, stream, after, readEntries, readBytes)
		if err != nil {
			if ctx.Err() == nil {
				a.Log.Error("follow a project", "stream", stream, "error", err)
			}
			return
		}
		for i := range entries {
			after = entries[i].Seq
			a.hear(ctx, &entries[i])
		}
		if _, still := a.cursors[stream]; !still || len(entries) == 0 {
			return
		}
		a.cursors[stream] = after
	}
}

// hear finds the texts that an entry is about.
func (a *Authority) hear(ctx context.Context, e *entry.Entry) {
	for _, d := range a.documents {
		if d.project != e.Stream || e.Seq <= d.mark.KnownSeq || !bytes.Contains(e.Events, []byte(d.task)) {
			continue
		}
		said, err := describes(e, d.task)
		if err == nil && said.deleted {
			if err := a.carry(ctx, d, said.movedTo); err != nil {
				a.Log.Error("carry what was typed", "task", d.task, "error", err)
			}
			a.close(d, errDeleted)
			continue
		}
		if err == nil && said.text != nil {
			err = a.takeOverOnce(ctx, d, e, *said.text)
		}
		if err != nil {
			a.Log.Error("take a description over", "task", d.task, "error", err)
			a.close(d, ErrReload) // who opens it next reads it anew
		}
	}
}

// said is what an entry says of one task's description.
type said struct {
	text    *string // what it became; nil: nothing
	deleted bool
	movedTo string // its id in another project, where it lives on there; "" else
}

func describes(e *entry.Entry, task string) (s said, err error) {
	events, err := e.Decode()
	for i := range events {
		switch event := &events[i]; {
		case event.Type == entry.TaskUpdated && event.ID == task && event.Set != nil && event.Set.Description.Set:
			s = said{text: &event.Set.Description.Value}
		case event.Type == entry.TaskCreated && event.Task != nil && event.Task.ID == task:
			s = said{text: &event.Task.Description}
		case event.Type == entry.TaskDeleted && event.ID == task:
			s = said{deleted: true, movedTo: event.MovedTo}
		}
	}
	return s, err
}

// catchUp takes over what the journal has got since the text was last in memory.
// Almost always that is nothing, and the seq of the description tells.
func (a *Authority) catchUp(ctx context.Context, d *document, stored *Stored) error {
	for after := d.mark.KnownSeq; d.isStored && stored.DescriptionSeq > d.mark.KnownSeq; {
		entries, _, err := a.Journal.Entries(ctx, d.project, after, readEntries, readBytes)
		if err != nil || len(entries) == 0 {
			return err
		}
		for i := range entries {
			e := &entries[i]
			if after = e.Seq; after > stored.DescriptionSeq {
				return nil
			}
			if !bytes.Contains(e.Events, []byte(d.task)) {
				continue
			}
			said, err := describes(e, d.task)
			if err == nil && said.text != nil {
				err = a.takeOverOnce(ctx, d, e, *said.text)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// takeOver makes what the journal says part of the text (E3). What we have written
// ourselves is part of it; what somebody else has is moved over what was typed
// since the journal last had the text, so that both stay.
func (a *Authority) takeOver(ctx context.Context, d *document, e *entry.Entry, text string) error {
	mark := Mark{Known: text, KnownSeq: e.Seq, Written: d.mark.Written}
	if version, own := d.wrote(e.Command); own {
		return a.ownWriting(ctx, d, e, version, mark)
	}
	theirs := doc.Diff(doc.NewText(d.mark.Known), doc.NewText(text))
	changes, err := theirs.Map(d.typed, false)
	if err != nil {
		return err
	}
	typed, err := d.typed.Map(theirs, true)
	if err != nil {
		return err
	}
	var update *Accepted
	if !changes.Empty() {
		update = &Accepted{doc.Update{Client: journalClient, ID: e.Seq, Changes: changes}, e.Actor}
		if typed.Empty() {
			mark.Written = d.version + 1
		}
	}
	if err = a.note(ctx, d, update, mark); err == nil {
		d.typed = typed
	}
	return err
}

// note stores how the text stands to the journal, with the change that made it so.
func (a *Authority) note(ctx context.Context, d *document, update *Accepted, mark Mark) error {
	if update == nil && !d.isStored {
		d.mark = mark // nothing of it is in the store, and nothing has to be
		return nil
	}
	add := d.addition(d.version + 1)
	add.Mark, add.At = &mark, a.now()
	if update != nil {
		add.Updates = []Accepted{*update}
		if _, err := update.Changes.Apply(d.text); err != nil {
			return err
		}
	}
	if err := a.Store.AddUpdates(context.WithoutCancel(ctx), []Addition{*add}); err != nil {
		if fault.Is(err, fault.Conflict) {
			return a.stepBack(ctx, []*Addition{add})
		}
		return err
	}
	d.isStored, d.mark = true, mark
	if update != nil {
		if err := d.add(*update); err != nil {
			return err
		}
		a.listener.Accepted(d.project, d.task, d.version-1, []Accepted{*update})
		a.hint(ctx, d)
	}
	a.noteAhead(d)
	return nil
}

// wrote tells whether a command wrote the text into the journal, and at which version.
func (d *document) wrote(command string) (version int64, own bool) {
	for version = d.version; IsTyped(command) && version >= d.base; version-- {
		if command == commandID(d.task, version) {
			return version, true
		}
	}
	return 0, false
}

// typedVersion is the version of the UUIDs that name our commands; those of people
// and programs are of another.
const typedVersion = 8

// IsTyped tells whether a command brought into the journal what was typed; others
// set a description at once.
func IsTyped(command string) bool { return len(command) == 36 && command[14] == '0'+typedVersion }

// commandID is that of writing a version into the journal. It is always the same:
// after a crash nothing is written twice (J4), and what was written is known as ours.
func commandID(task string, version int64) string {
	sum := sha256.Sum256([]byte("description " + task + " " + strconv.FormatInt(version, 10)))
	sum[6], sum[8] = sum[6]&0x0f|typedVersion<<4, sum[8]&0x3f|0x80
	id := hex.EncodeToString(sum[:16])
	return id[:8] + "-" + id[8:12] + "-" + id[12:16] + "-" + id[16:20] + "-" + id[20:]
}
