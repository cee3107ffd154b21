package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// MaxAttachments is how many files a task has at most, those of its comments too.
const MaxAttachments = 1000

// MaxUploaded is how many files come with one comment at most.
const MaxUploaded = 20

func (d *decision) createAttachment(c *entry.AttachmentCreate) error {
	kind := entry.PlainFile
	if c.Recording {
		kind = entry.Recording
	}
	id, err := d.id(c.Attachment, "/id", d.Attachments[c.Attachment] != nil)
	if err != nil {
		return err
	}
	t, err := d.task(c.Task)
	if err != nil {
		return err
	}
	file := d.upload(c.Upload)
	if file == nil {
		return notFound("upload")
	}
	if c.Recording && file.Mime == entry.Playlist {
		return fault.Field("/kind", "This is a list of addresses and no recording.")
	}
	if err := d.attachTo(t, c.Comment); err != nil {
		return err
	}
	if err := hasRoom(t, 1); err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &entry.Attachment{
		ID: id, Task: t.ID, Comment: c.Comment, Uploader: d.actor, File: *file, Kind: kind, CreatedAt: d.env.Now,
	}})
	d.count(t, 0, 1)
	return nil
}

// upload gives the actor's own into this project, once it is whole; nil: there is none.
func (d *decision) upload(id string) *entry.File {
	if d.env.Upload == nil {
		return nil
	}
	return d.env.Upload(id)
}

func hasRoom(t *Task, files int) error {
	if t.AttachmentCount+int64(files) > MaxAttachments {
		return fault.New(fault.Conflict, fmt.Sprintf("A task has at most %d files.", MaxAttachments))
	}
	return nil
}

// attachUploaded puts the files that come with a comment on it, which is the
// actor's own: all of them or, with what names the wrong one, none. Whoever calls
// tells how many the task then has.
func (d *decision) attachUploaded(t *Task, comment string, files []entry.Uploaded) error {
	if len(files) > MaxUploaded {
		return fault.Field("/files", fmt.Sprintf("At most %d files come with one comment.", MaxUploaded))
	}
	if err := hasRoom(t, len(files)); err != nil {
		return err
	}
	taken := map[string]bool{}
	for i, f := range files {
		at := fmt.Sprintf("/files/%d", i)
		id, err := d.id(f.Attachment, at+"/attachment", d.Attachments[f.Attachment] != nil || taken[f.Attachment])
		if err != nil {
			return err
		}
		file := d.upload(f.Upload)
		if file == nil || taken[f.Upload] {
			return fault.Field(at+"/upload", "This file is not here, or waited for longer than a day; send it again.")
		}
		taken[id], taken[f.Upload] = true, true
		d.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &entry.Attachment{
			ID: id, Task: t.ID, Comment: &comment, Uploader: d.actor, File: *file, Kind: entry.PlainFile, CreatedAt: d.env.Now,
		}})
	}
	return nil
}

// attachTo checks where a file goes: editors put it on tasks, everybody else only
// on a comment, and nobody on somebody else's.
func (d *decision) attachTo(t *Task, comment *string) error {
	if comment == nil {
		if !d.env.Trusted && !d.Role(d.actor).Includes(entry.Editor) {
			return fault.New(fault.Forbidden, "Your role in this project lets you attach files to your own comments only.")
		}
		return nil
	}
	on, err := d.comment(*comment)
	switch {
	case err != nil:
		return err
	case on.Task != t.ID:
		return notFound("comment")
	case on.Author != d.actor:
		return fault.New(fault.Forbidden, "Only its author attaches files to a comment.")
	}
	return nil
}

// attachment gives one that is there, on a task that is there.
func (d *decision) attachment(id string) (*Attachment, error) {
	a := d.Attachments[id]
	if a == nil || a.DeletedAt != nil {
		return nil, notFound("attachment")
	}
	_, err := d.task(a.Task)
	return a, err
}

func (d *decision) deleteAttachment(c *entry.AttachmentDelete) error {
	a, err := d.attachment(c.Attachment)
	if err != nil {
		return err
	}
	if a.Uploader != d.actor && d.Role(d.actor) != entry.Admin {
		return fault.New(fault.Forbidden, "Only who attached a file or an admin takes it off.")
	}
	d.emit(entry.Event{Type: entry.AttachmentDeleted, ID: a.ID})
	d.count(d.Tasks[a.Task], 0, -1)
	return nil
}

func (d *decision) restoreAttachment(c *entry.AttachmentRestore) error {
	old := d.Attachments[c.Attachment]
	if old == nil || old.DeletedAt != nil && !d.restorable(*old.DeletedAt) {
		return notFound("attachment")
	}
	t, err := d.task(old.Task)
	switch {
	case err != nil:
		return err
	case old.Uploader != d.actor && d.Role(d.actor) != entry.Admin:
		return fault.New(fault.Forbidden, "Only who attached a file or an admin puts it back.")
	case old.DeletedAt == nil:
		return fault.New(fault.Conflict, "This file is not deleted.")
	}
	if old.Comment != nil {
		if _, err := d.comment(*old.Comment); err != nil {
			return fault.New(fault.Conflict, "The comment with this file was deleted; bring that back.")
		}
	}
	back := old.Attachment
	d.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &back})
	d.count(t, 0, 1)
	return nil
}

// attachmentsWhere gives those chosen, oldest first.
func (s *State) attachmentsWhere(chosen func(*Attachment) bool) []*Attachment {
	var list []*Attachment
	for _, a := range s.Attachments {
		if chosen(a) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b *Attachment) int {
		return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// attachmentsOn gives a comment's files: those that are there, or those that went
// with it at this moment.
func (s *State) attachmentsOn(comment string, deletedAt *entry.Instant) []*Attachment {
	return s.attachmentsWhere(func(a *Attachment) bool {
		if a.Comment == nil || *a.Comment != comment {
			return false
		}
		return a.DeletedAt == nil && deletedAt == nil || a.DeletedAt != nil && deletedAt != nil && *a.DeletedAt == *deletedAt
	})
}

// renamed puts new ids in place of old ones in a text that refers to files.
func renamed(text string, ids map[string]string) string {
	if len(ids) == 0 || !strings.Contains(text, "/api/attachments/") {
		return text
	}
	pairs := make([]string, 0, 2*len(ids))
	for from, to := range ids {
		pairs = append(pairs, "/api/attachments/"+from, "/api/attachments/"+to)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
