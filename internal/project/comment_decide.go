package project

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

func (d *decision) createComment(c *entry.CommentCreate) error {
	if err := checkComment(c.Body); err != nil {
		return err
	}
	id, err := d.id(c.Comment, "/id", d.Comments[c.Comment] != nil)
	if err != nil {
		return err
	}
	t, err := d.task(c.Task)
	if err != nil {
		return err
	}
	if c.Parent != nil {
		if p, err := d.comment(*c.Parent); err != nil || p.Task != t.ID {
			return notFound("comment")
		}
	}
	d.emit(entry.Event{Type: entry.CommentCreated, Comment: &entry.Comment{
		ID: id, Task: t.ID, Author: d.actor, Body: c.Body, Parent: c.Parent, Reactions: []entry.Reaction{}, CreatedAt: d.env.Now,
	}})
	if err := d.attachUploaded(t, id, c.Files); err != nil {
		return err
	}
	d.count(t, 1, int64(len(c.Files)))
	return nil
}

// count tells how many comments and files a task then has, in the same entry.
func (d *decision) count(t *Task, comments, files int64) {
	set := &entry.Set{}
	if comments != 0 {
		set.CommentCount = entry.Some(t.CommentCount + comments)
	}
	if files != 0 {
		set.AttachmentCount = entry.Some(t.AttachmentCount + files)
	}
	d.emit(entry.Event{Type: entry.TaskUpdated, ID: t.ID, Set: set})
}

func checkComment(body string) error {
	var check check
	if strings.TrimSpace(body) == "" {
		check.fail("/body", "This must not be empty.")
	}
	check.text("/body", body, MaxComment)
	return check.done()
}

// comment gives a comment that is not deleted, on a task that is not deleted.
func (d *decision) comment(id string) (*Comment, error) {
	c := d.Comments[id]
	if c == nil || c.DeletedAt != nil {
		return nil, notFound("comment")
	}
	_, err := d.task(c.Task)
	return c, err
}

func (d *decision) updateComment(c *entry.CommentUpdate) error {
	if err := checkComment(c.Body); err != nil {
		return err
	}
	comment, err := d.comment(c.Comment)
	if err != nil {
		return err
	}
	if comment.Author != d.actor {
		return fault.New(fault.Forbidden, "Only its author changes a comment.")
	}
	d.emit(entry.Event{Type: entry.CommentUpdated, ID: comment.ID, Set: &entry.Set{
		Body: entry.Some(c.Body), EditedAt: entry.Some(d.now()),
	}})
	if len(c.Files) == 0 {
		return nil
	}
	t := d.Tasks[comment.Task]
	if err := d.attachUploaded(t, comment.ID, c.Files); err != nil {
		return err
	}
	d.count(t, 0, int64(len(c.Files)))
	return nil
}

func (d *decision) deleteComment(c *entry.CommentDelete) error {
	comment, err := d.comment(c.Comment)
	if err != nil {
		return err
	}
	if comment.Author != d.actor && d.Role(d.actor) != entry.Admin {
		return fault.New(fault.Forbidden, "Only its author or an admin deletes a comment.")
	}
	d.emit(entry.Event{Type: entry.CommentDeleted, ID: comment.ID})
	files := d.attachmentsOn(comment.ID, nil)
	for _, a := range files {
		d.emit(entry.Event{Type: entry.AttachmentDeleted, ID: a.ID})
	}
	d.count(d.Tasks[comment.Task], -1, -int64(len(files)))
	return nil
}

// restoreComment lets whoever may delete a comment bring it back, whoever did: who
// wrote it could say it again anyway.
func (d *decision) restoreComment(c *entry.CommentRestore) error {
	old := d.Comments[c.Comment]
	if old == nil || old.DeletedAt != nil && !d.restorable(*old.DeletedAt) {
		return notFound("comment")
	}
	t, err := d.task(old.Task)
	switch {
	case err != nil:
		return err
	case old.Author != d.actor && d.Role(d.actor) != entry.Admin:
		return fault.New(fault.Forbidden, "Only its author or an admin brings back a comment.")
	case old.DeletedAt == nil:
		return fault.New(fault.Conflict, "This comment is not deleted.")
	}
	back := old.Comment
	d.emit(entry.Event{Type: entry.CommentCreated, Comment: &back})
	files := d.attachmentsOn(old.ID, old.DeletedAt)
	for _, a := range files {
		file := a.Attachment
		d.emit(entry.Event{Type: entry.AttachmentCreated, Attachment: &file})
	}
	d.count(t, 1, int64(len(files)))
	return nil
}

func (d *decision) reactToComment(c *entry.CommentReact) error {
	comment, err := d.comment(c.Comment)
	if err != nil {
		return err
	}
	if n := utf8.RuneCountInString(c.Emoji); n < 1 || n > 16 || strings.ContainsAny(c.Emoji, " \t\r\n\x00<>&") {
		return fault.Field("/emoji", "This is one emoji.")
	}
	reactions, err := toggled(comment.Reactions, c.Emoji, d.actor)
	if err != nil {
		return err
	}
	d.emit(entry.Event{Type: entry.CommentUpdated, ID: comment.ID, Set: &entry.Set{Reactions: entry.Some(reactions)}})
	return nil
}

// toggled gives new reactions with the person's emoji added or taken back.
func toggled(before []entry.Reaction, emoji, user string) ([]entry.Reaction, error) {
	after := slices.Clone(before)
	at := slices.IndexFunc(after, func(r entry.Reaction) bool { return r.Emoji == emoji })
	switch {
	case at < 0 && len(after) >= 50:
		return nil, fault.Field("/emoji", "A comment has at most 50 kinds of reactions.")
	case at < 0:
		return append(after, entry.Reaction{Emoji: emoji, Users: []string{user}}), nil
	case !slices.Contains(after[at].Users, user):
		after[at].Users = with(after[at].Users, []string{user})
	case len(after[at].Users) == 1:
		after = slices.Delete(after, at, at+1)
	default:
		after[at].Users = without(after[at].Users, []string{user})
	}
	return after, nil
}
