package project

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// The limits of texts and lists, in characters and pieces.
const (
	MaxTitle       = 500
	MaxDescription = 50_000
	MaxComment     = 20_000
	MaxName        = 100
	MaxLabels      = 100 // on one task
	MaxAssignees   = 100 // on one task
	MaxDepth       = 20  // of subtasks
	MaxStatuses    = 100
	MaxLabelKinds  = 1000
	MaxLinks       = 100 // of each kind on one task
	MaxTemplates   = 200
	MaxSubtasks    = 100 // of a template
	MaxViews       = 100 // shared with one project, and as many of one person's own
	MaxViewName    = 80
	MaxViewFilter  = 16 << 10 // bytes
	MaxFields      = 100
	MaxOptions     = 200 // of one select
	MaxFieldText   = 1000
	MaxEvery       = 999 // units of a recurrence
	maxEstimate    = 100_000 * 3600
)

// check gathers what is wrong with an input, all of it at once.
type check struct{ details []fault.Detail }

func (c *check) fail(pointer, detail string) {
	c.details = append(c.details, fault.Detail{Pointer: pointer, Detail: detail})
}

// done gives the fault, nil where nothing was wrong.
func (c *check) done() error {
	if c.details == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Message: "Some of what was sent cannot be used.", Details: c.details}
}

// line checks a text of one line that must say something.
func (c *check) line(pointer, text string, maxCharacters int) {
	switch {
	case strings.TrimSpace(text) == "":
		c.fail(pointer, "This must not be empty.")
	case strings.ContainsFunc(text, unicode.IsControl):
		c.fail(pointer, "This is one line of text, without control characters.")
	default:
		c.text(pointer, text, maxCharacters)
	}
}

// text checks a text of many lines.
func (c *check) text(pointer, text string, maxCharacters int) {
	if len(text) > maxCharacters && utf8.RuneCountInString(text) > maxCharacters {
		c.fail(pointer, fmt.Sprintf("This is longer than %d characters.", maxCharacters))
	}
	if strings.IndexByte(text, 0) >= 0 {
		c.fail(pointer, "This contains a NUL character.")
	}
}

func (c *check) day(pointer string, day *entry.Day) {
	if day != nil && !day.Valid() {
		c.fail(pointer, "A day is written YYYY-MM-DD.")
	}
}

func (c *check) priority(pointer string, p entry.Priority) {
	if !p.Valid() {
		c.fail(pointer, "This is none of none, low, medium, high, urgent.")
	}
}

func (c *check) estimate(pointer string, seconds *int64) {
	if seconds != nil && (*seconds < 0 || *seconds > maxEstimate) {
		c.fail(pointer, "An estimate is between 0 and 360,000,000 seconds.")
	}
}

func (c *check) wipLimit(pointer string, limit *int64) {
	if limit != nil && (*limit < 1 || *limit > 10_000) {
		c.fail(pointer, "A limit is between 1 and 10,000 tasks.")
	}
}

var hexColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

func (c *check) color(pointer, color string) {
	if !hexColor.MatchString(color) {
		c.fail(pointer, "A colour is written #rrggbb.")
	}
}

func (c *check) rank(pointer, rank string) {
	if !ValidRank(rank) {
		c.fail(pointer, "This is no order key.")
	}
}

// list checks ids: not too many, none twice.
func (c *check) list(pointer string, ids []string, most int) {
	if len(ids) > most {
		c.fail(pointer, fmt.Sprintf("These are more than %d.", most))
		return
	}
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		if !entry.ValidID(id) {
			c.fail(fmt.Sprintf("%s/%d", pointer, i), "An id is a UUID in lower case.")
		} else if seen[id] {
			c.fail(fmt.Sprintf("%s/%d", pointer, i), "This id stands twice.")
		}
		seen[id] = true
	}
}
