// Package answer turns answers to mail into comments. Whoever has the address of a
// notification may answer it, from the address of the account that was told; whether
// they may comment is asked as for any comment. The same mail twice is one comment, and
// what a machine sends by itself is none.
package answer

import (
	"context"
	"crypto/sha256"
	"io"
	netmail "net/mail"
	"strings"

	"github.com/google/uuid"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/mail"
)

// Target is what a mail answers, as things stand.
type Target struct {
	User    string
	Address string // of the user
	Project string
	Task    string
	Comment *string // that the notification is about; nil: none, or it is deleted
}

// Store reads it. Implementation: package sqlite.
type Store interface {
	// AnswerTarget gives what a notification is about; NotFound where the person may
	// not see it now, or it is gone.
	AnswerTarget(ctx context.Context, notification string) (Target, error)
}

// Submit is journal.Writer's.
type Submit func(ctx context.Context, s journal.Submission) ([]journal.Receipt, error)

// Service takes answers.
type Service struct {
	Store   Store
	Submit  Submit
	Replies mail.Replies
}

// ErrAutomatic marks mail that a machine has sent by itself: it is no answer.
var ErrAutomatic = fault.New(fault.Invalid, "This was sent automatically; it is no comment.")

// Take makes a comment of a mail as it came (RFC 5322).
func (s *Service) Take(ctx context.Context, raw io.Reader) (journal.Receipt, error) {
	letter, err := read(raw)
	if err != nil {
		return journal.Receipt{}, err
	}
	notification, err := s.about(letter)
	if err != nil {
		return journal.Receipt{}, err
	}
	target, err := s.Store.AnswerTarget(ctx, notification)
	switch {
	case err != nil:
		return journal.Receipt{}, err
	case !strings.EqualFold(letter.from, target.Address):
		return journal.Receipt{}, fault.New(fault.Forbidden, "Answer from the address of your account.")
	case letter.text == "":
		return journal.Receipt{}, fault.New(fault.Invalid, "There is no text above what is quoted.")
	}
	receipts, err := s.Submit(ctx, journal.Submission{Stream: target.Project, Actor: target.User, Recall: true, Commands: []entry.Command{{
		ID:   derived("command", letter.id, notification),
		Body: &entry.CommentCreate{Comment: derived("comment", letter.id, notification), Task: target.Task, Body: letter.text, Parent: target.Comment},
	}}})
	if err != nil {
		return journal.Receipt{}, err
	}
	return receipts[0], receipts[0].Err
}

// about finds the notification's address among those that a mail went to.
func (s *Service) about(l *letter) (string, error) {
	for _, address := range l.to {
		if id, ok := s.Replies.Notification(address); ok {
			return id, nil
		}
	}
	return "", fault.New(fault.NotFound, "No address that this went to is one for an answer.")
}

// derived gives an id that is the same for the same mail.
func derived(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8 (RFC 9562)
	return id.String()
}

// addresses reads a header of addresses; what cannot be read gives none.
func addresses(value string) (list []string) {
	found, err := netmail.ParseAddressList(value)
	if err != nil {
		return nil
	}
	for _, address := range found {
		list = append(list, address.Address)
	}
	return list
}
