package trello

import (
	"strings"

	"tandem/internal/importing"
)

// losses gathers what an export holds and a project here cannot.
type losses struct {
	templates, homeless, uploads, links tally
	comments, strayComments             int
	votes, dueTimes, scripts            int
}

// tally counts things and remembers the first few names.
type tally struct {
	count int
	names []string
}

func (t *tally) add(name string) {
	if t.count++; len(t.names) < 5 && strings.TrimSpace(name) != "" {
		t.names = append(t.names, "“"+short(oneLine(name))+"”")
	}
}

// in words: "3 cards: “a”, “b” …"
func (t *tally) in(one, many string) string {
	what := importing.Count(t.count, one, many)
	if len(t.names) == 0 {
		return what
	}
	what += ": " + strings.Join(t.names, ", ")
	if t.count > len(t.names) {
		what += " …"
	}
	return what
}

// note looks at what a card has that does not come.
func (l *losses) note(card *card) {
	if len(card.IDMembersVoted) > 0 {
		l.votes++
	}
	if at := card.Due; !at.IsZero() {
		l.dueTimes++
	}
}

func (c *conversion) skips() []importing.Skip {
	var skips []importing.Skip
	add := func(n int, what, why string) {
		if n > 0 {
			skips = append(skips, importing.Skip{What: what, Why: why})
		}
	}
	l := &c.lost
	add(l.templates.count, l.templates.in("%d template card", "%d template cards"), "Templates are not work to be done.")
	add(l.homeless.count, l.homeless.in("%d card", "%d cards"), "Their list is not in the file.")
	add(l.comments, importing.Count(l.comments, "%d comment", "%d comments"), c.whyShort())
	add(l.strayComments, importing.Count(l.strayComments, "%d comment", "%d comments"), "Their cards are not on the board any more.")
	add(l.uploads.count, l.uploads.in("%d uploaded file", "%d uploaded files"), "The export names files without holding them. Download them from Trello and attach them here.")
	add(l.links.count, l.links.in("%d link", "%d links"), "Their addresses are not of the web; only their names are in the descriptions.")
	add(l.scripts, importing.Count(l.scripts, "%d link in a text", "%d links in texts"), "Following them could run a program; they lead nowhere now.")
	add(len(c.CustomFields), importing.Count(len(c.CustomFields), "%d custom field", "%d custom fields"), "There are no such fields here; their values are listed in the descriptions.")
	add(l.votes, importing.Count(l.votes, "The votes on %d card", "The votes on %d cards"), "Tasks have no votes here.")
	add(l.dueTimes, importing.Count(l.dueTimes, "The time of day of %d due date", "The time of day of %d due dates"), "Due dates here are whole days.")
	return skips
}

// whyShort explains why cards count more comments than the file holds.
func (c *conversion) whyShort() string {
	if len(c.Actions) >= maxActions {
		return "Trello writes only the newest 1,000 actions into a file, and these comments are older."
	}
	return "The cards count them, but the file does not hold them."
}
