package outbox

import (
	"fmt"
	"strings"
	"unicode"

	"tandem/internal/entry"
)

// Letter is one message to one person, with what they may see now.
type Letter struct {
	Message
	Name         string
	Address      string // of mail
	Zone         string
	Digest       bool
	Subscription Subscription // of push
	Items        []Item       // oldest first; not empty
}

// Item is one notification as the person may see it now.
type Item struct {
	Notification string // id
	Reason       entry.Reason
	Actor        string // name
	Task         string // id
	Key          string
	Title        string
	Project      string // name
	Count        int64  // tasks that one action has touched
	Excerpt      string // of the comment; "" for none
	At           entry.Instant
}

var deeds = map[entry.Reason]string{
	entry.Mentioned: "mentioned you", entry.Assigned: "assigned it to you", entry.Replied: "answered your comment", entry.Commented: "commented",
	entry.StatusSet: "changed the status", entry.DueDateSet: "changed the due date", entry.Made: "created it",
}

// undone are the reasons that are nobody's deed.
var undone = map[entry.Reason]string{
	entry.Reminded: "You asked to be reminded", entry.DueToday: "It is due today", entry.Overdue: "It is overdue",
}

// What says a notification in words, on one line.
func (i *Item) What() string {
	if words := undone[i.Reason]; words != "" {
		return words
	}
	who := OneLine(i.Actor)
	if who == "" {
		who = "Somebody"
	}
	deed := deeds[i.Reason]
	if deed == "" {
		deed = "changed it"
	}
	if i.Count > 1 {
		return fmt.Sprintf("%s %s, and %d more", who, deed, i.Count-1)
	}
	return who + " " + deed
}

// Headline names the task, on one line.
func (i *Item) Headline() string { return i.Key + " " + OneLine(i.Title) }

// OneLine makes what people have typed fit for a line or a header.
func OneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
