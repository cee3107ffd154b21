package answer

import (
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // the encodings that mail comes in
	"github.com/emersion/go-message/mail"

	"tandem/internal/fault"
)

// letter is what there is to know of a mail.
type letter struct {
	id   string // of the message; of a mail without one, what stands in it
	from string
	to   []string
	text string // without what is quoted; "" where nothing is left
}

var errUnreadable = fault.New(fault.Invalid, "This is no mail with a plain text part.")

// mostText is how much of a text is looked at, in bytes: more than a comment takes.
const mostText = 256 << 10

func read(raw io.Reader) (*letter, error) {
	reader, err := mail.CreateReader(raw)
	if err != nil && !message.IsUnknownCharset(err) {
		return nil, errUnreadable
	}
	header := &reader.Header
	if isAutomatic(header) {
		return nil, ErrAutomatic
	}
	l := &letter{id: header.Get("Message-Id")}
	if from := addresses(header.Get("From")); len(from) == 1 {
		l.from = from[0]
	}
	for _, name := range []string{"Delivered-To", "X-Original-To", "To", "Cc"} {
		for fields := header.FieldsByKey(name); fields.Next(); {
			l.to = append(l.to, addresses(fields.Value())...)
		}
	}
	text, err := plainText(reader)
	if err != nil {
		return nil, err
	}
	if l.text = unquoted(text); l.id == "" {
		l.id = text
	}
	return l, nil
}

// isAutomatic tells mail of machines: answers while somebody is away, reports that
// mail did not arrive (RFC 3834).
func isAutomatic(h *mail.Header) bool {
	auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	switch strings.ToLower(h.Get("Precedence")) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	return auto != "" && auto != "no" || strings.TrimSpace(h.Get("Return-Path")) == "<>" || h.Get("X-Autoreply") != ""
}

// plainText gives the first text that is not an attachment and not HTML.
func plainText(r *mail.Reader) (string, error) {
	for {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return "", errUnreadable
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return "", errUnreadable
		}
		inline, ok := part.Header.(*mail.InlineHeader)
		if !ok {
			continue
		}
		if kind, _, err := inline.ContentType(); err != nil || kind != "text/plain" {
			continue
		}
		raw, err := io.ReadAll(io.LimitReader(part.Body, mostText))
		if err != nil {
			return "", errUnreadable
		}
		return strings.ToValidUTF8(strings.ReplaceAll(string(raw), "\x00", ""), "\ufffd"), nil
	}
}
