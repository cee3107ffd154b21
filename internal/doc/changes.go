// Package doc has what is needed to edit a text together: sets of changes as
// @codemirror/state has them, applied, composed, moved over each other and made
// from two texts. Lengths and places are in UTF-16 code units, as in browsers.
// It is pure, and its twin is the library itself: golden/changeset.json, made by
// it, runs through this package.
package doc

import (
	"errors"
	"slices"
	"unicode/utf16"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ErrMisfit says that changes were not made for this text: another length, or a
// cut through the middle of a character.
var ErrMisfit = errors.New("doc: the changes do not fit the text")

// keep as a section's ins: the text stays as it is.
const keep = -1

// section covers length units of the text before. ins is keep, or how many units
// stand in their place.
type section struct {
	length, ins int
	text        []uint16 // ins units; nil where ins is keep or 0
}

// Changes are made to a text all at once. The zero value fits the empty text and
// changes nothing. They are never changed in place.
type Changes struct{ sections []section }

// Length is that of the text before, in UTF-16 code units.
func (c Changes) Length() (units int) {
	for i := range c.sections {
		units += c.sections[i].length
	}
	return units
}

// NewLength is that of the text after, in UTF-16 code units.
func (c Changes) NewLength() (units int) {
	for i := range c.sections {
		if s := &c.sections[i]; s.ins == keep {
			units += s.length
		} else {
			units += s.ins
		}
	}
	return units
}

// Empty tells whether nothing is changed.
func (c Changes) Empty() bool {
	return !slices.ContainsFunc(c.sections, func(s section) bool { return s.ins != keep })
}

// Text is a text in UTF-16 code units.
type Text []uint16

// NewText takes a text over. Editors know one way to end a line, so others become it.
func NewText(text string) Text {
	units := make(Text, 0, len(text))
	after := rune(0)
	for _, r := range text {
		switch {
		case r == '\n' && after == '\r':
		case r == '\r':
			units = append(units, '\n')
		default:
			units = utf16.AppendRune(units, r)
		}
		after = r
	}
	return units
}

// String gives the text as UTF-8.
func (t Text) String() string { return string(utf16.Decode(t)) }

// Characters counts what people call characters, more or less: code points.
func (t Text) Characters() (n int) {
	for _, unit := range t {
		if !isLow(unit) {
			n++
		}
	}
	return n
}

func isHigh(unit uint16) bool { return unit>>10 == 0xd800>>10 }
func isLow(unit uint16) bool  { return unit>>10 == 0xdc00>>10 }

// cuts tells whether a place lies inside of a character.
func (t Text) cuts(at int) bool {
	return at > 0 && at < len(t) && isHigh(t[at-1]) && isLow(t[at])
}

// Apply gives the text after the changes; ErrMisfit where they are not for it.
func (c Changes) Apply(before Text) (Text, error) {
	if c.Length() != len(before) {
		return nil, ErrMisfit
	}
	after := make(Text, 0, c.NewLength())
	at := 0
	for i := range c.sections {
		s := &c.sections[i]
		if s.ins == keep {
			after = append(after, before[at:at+s.length]...)
		} else {
			if before.cuts(at) || before.cuts(at+s.length) {
				return nil, ErrMisfit
			}
			after = append(after, s.text...)
		}
		at += s.length
	}
	return after, nil
}

// Parse reads changes as ChangeSet.toJSON writes them: a number of units that
// stay, or a list of how many go and the lines that come for them.
func Parse(text jsontext.Value) (Changes, error) {
	var parts []jsontext.Value
	if json.Unmarshal(text, &parts) != nil || len(parts) > maxSections {
		return Changes{}, ErrMisfit
	}
	var b builder
	for _, part := range parts {
		s, err := parsePart(part)
		if err != nil {
			return Changes{}, err
		}
		b.add(s.length, s.ins, s.text, false)
	}
	return b.done(), nil
}

// maxSections bounds what one set may hold; maxUnits a length that it may name.
const (
	maxSections = 100_000
	maxUnits    = 1 << 30
)

func parsePart(part jsontext.Value) (section, error) {
	if part.Kind() != '[' {
		length, err := parseUnits(part)
		return section{length: length, ins: keep}, err
	}
	var list []jsontext.Value
	if json.Unmarshal(part, &list) != nil || len(list) == 0 {
		return section{}, ErrMisfit
	}
	length, err := parseUnits(list[0])
	if err != nil {
		return section{}, err
	}
	var text []uint16
	for i, raw := range list[1:] {
		var line string
		if raw.Kind() != '"' || json.Unmarshal(raw, &line) != nil {
			return section{}, ErrMisfit
		}
		if i > 0 {
			text = append(text, '\n')
		}
		for _, r := range line {
			if r == 0 || r == '\n' || r == '\r' {
				return section{}, ErrMisfit
			}
			text = utf16.AppendRune(text, r)
		}
	}
	return section{length, len(text), text}, nil
}

func parseUnits(raw jsontext.Value) (int, error) {
	var n int
	if raw.Kind() != '0' || json.Unmarshal(raw, &n) != nil || n < 0 || n > maxUnits {
		return 0, ErrMisfit
	}
	return n, nil
}

// UnmarshalJSON is Parse.
func (c *Changes) UnmarshalJSON(text []byte) (err error) {
	*c, err = Parse(text)
	return err
}

// MarshalJSON writes changes as ChangeSet.toJSON does.
func (c Changes) MarshalJSON() ([]byte, error) {
	parts := make([]any, 0, len(c.sections))
	for i := range c.sections {
		s := &c.sections[i]
		if s.ins == keep {
			parts = append(parts, s.length)
			continue
		}
		part := []any{s.length}
		for _, line := range lines(s.text) {
			part = append(part, Text(line).String())
		}
		parts = append(parts, part)
	}
	return json.Marshal(parts)
}

// lines splits inserted text; nothing is no line.
func lines(text []uint16) (list [][]uint16) {
	if len(text) == 0 {
		return nil
	}
	for {
		i := slices.Index(text, '\n')
		if i < 0 {
			return append(list, text)
		}
		list = append(list, text[:i])
		text = text[i+1:]
	}
}
