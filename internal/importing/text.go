package importing

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"tandem/internal/project"
)

// maxWipLimit is the rule of package project, in tasks.
const maxWipLimit = 10_000

// cuts counts texts that were too long, by what they are.
type cuts struct{ counts map[string]int }

func (c *cuts) note(what string) {
	if c.counts == nil {
		c.counts = make(map[string]int)
	}
	c.counts[what]++
}

func (c *cuts) skips() []Skip {
	var skips []Skip
	for _, what := range []string{"project's description", "description", "comment"} {
		if n := c.counts[what]; n > 0 {
			skips = append(skips, Skip{
				What: Count(n, "The end of %d "+what, "The ends of %d "+what+"s"), Why: "They are longer than a text can be here.",
			})
		}
	}
	return skips
}

// Count says a number of things; both forms hold one %d.
func Count(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf(one, n)
	}
	return fmt.Sprintf(many, n)
}

// text makes a text of many lines one that the rules accept.
func (p *plan) text(s string, most int, what string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
	short := shorten(s, most)
	if short != s {
		p.cut.note(what)
	}
	return short
}

// line makes a text one line that the rules accept, of at most so many characters.
func line(s string, most int, otherwise string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	}), " ")
	if s = strings.TrimSpace(s); s == "" {
		return otherwise
	}
	return shorten(s, most)
}

func shorten(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// describe gives a task's description, with what would else be lost: the whole
// of a title that is too long, and the names of people who have no account.
func (p *plan) describe(t *Task) string {
	var parts []string
	if title := line(t.Title, utf8.UTFMax*len(t.Title)+1, ""); title != line(t.Title, project.MaxTitle, "") {
		parts = append(parts, title)
	}
	if strings.TrimSpace(t.Description) != "" {
		parts = append(parts, t.Description)
	}
	var names []string
	for _, person := range t.Assignees {
		if p.target.People[person] == "" {
			names = append(names, Escape(p.nameOf(person)))
		}
	}
	if names != nil {
		parts = append(parts, "Assigned to: "+strings.Join(names, ", "))
	}
	return p.text(strings.Join(parts, "\n\n"), project.MaxDescription, "description")
}

// Escape keeps a name or a value from being read as Markdown.
func Escape(s string) string { return markdown.Replace(s) }

var markdown = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "(", `\(`, ")", `\)`, "<", `\<`, ">", `\>`, "#", `\#`, "!", `\!`, "~", `\~`, "|", `\|`, "&", `\&`,
)
