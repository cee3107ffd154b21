package answer

import (
	"regexp"
	"slices"
	"strings"

	"tandem/internal/mail"
)

// unquoted gives what a person has written: above the mark of our mail or what is
// quoted at the end, and without a signature. Answers between the lines stay as they are.
func unquoted(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, mail.Mark) })
	hadQuote := at >= 0
	if hadQuote {
		lines = lines[:at]
	}
	lines = trimmed(lines)
	for len(lines) > 0 && isQuoted(lines[len(lines)-1]) {
		lines, hadQuote = trimmed(lines[:len(lines)-1]), true
	}
	if hadQuote {
		lines = trimmed(withoutIntroduction(lines))
	}
	if at := slices.IndexFunc(lines, func(line string) bool { return line == "-- " || line == "--" }); at >= 0 {
		lines = trimmed(lines[:at])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func isQuoted(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), ">") }

// trimmed leaves out the empty lines at the end.
func trimmed(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// header matches the first line of what some programs put before what they quote.
var header = regexp.MustCompile(`^\*?(From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|Kimden)\*? ?: ?\S`)

// divider matches the line that some put before that.
var divider = regexp.MustCompile(`^(_{8,}|-{3,} ?.{1,40} ?-{3,})$`)

// withoutIntroduction leaves out the last paragraph where it introduces a quote: "On
// Monday, Ann wrote:", in whatever language, or a block that begins with the sender.
func withoutIntroduction(lines []string) []string {
	from := len(lines)
	for from > 0 && strings.TrimSpace(lines[from-1]) != "" {
		from--
	}
	for at := from; at < len(lines); at++ {
		if header.MatchString(strings.TrimSpace(lines[at])) {
			if at > 0 && divider.MatchString(strings.TrimSpace(lines[at-1])) {
				at--
			}
			return withoutDivider(trimmed(lines[:at]))
		}
	}
	if len(lines) > 0 && strings.HasSuffix(strings.TrimSpace(lines[len(lines)-1]), ":") {
		return lines[:max(from, len(lines)-3)]
	}
	return withoutDivider(lines)
}

func withoutDivider(lines []string) []string {
	if len(lines) > 0 && divider.MatchString(strings.TrimSpace(lines[len(lines)-1])) {
		return lines[:len(lines)-1]
	}
	return lines
}
