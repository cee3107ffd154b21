// Package mention finds the people that a text names: @handle in Markdown. It
// knows texts only; whose handle it is, and whether they may see the text, is
// for others to ask. The client has its twin in web/src/project/mention.ts; both
// run through golden/mention.json.
package mention

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxHandle is of how many characters a handle is at most: see package auth.
const MaxHandle = 30

// Handles gives the handles that a text mentions, in lower case, each once, in
// the order in which they stand there. What stands in code, in the target of a
// link, in a bare address or after a backslash is no mention. Dots, dashes and
// underscores at the end belong to the sentence.
func Handles(text string) []string {
	if strings.IndexByte(text, '@') < 0 {
		return nil
	}
	s := &scan{text: text}
	s.blocks()
	return s.found
}

// scan goes through a text once.
type scan struct {
	text  string
	found []string
}

// blocks takes the text apart at empty lines and leaves out fenced code.
func (s *scan) blocks() {
	fence, begin := "", 0
	for at := 0; at < len(s.text); {
		end := lineEnd(s.text, at)
		line := s.text[at:end]
		switch {
		case fence != "":
			if closes(line, fence) {
				fence = ""
			}
			begin = end
		case fenceOf(line) != "":
			s.inline(begin, at)
			fence, begin = fenceOf(line), end
		case strings.TrimSpace(line) == "":
			s.inline(begin, at)
			begin = end
		}
		at = end
	}
	if fence == "" {
		s.inline(begin, len(s.text))
	}
}

// lineEnd is where the line at a place ends, with what ends it.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// fenceOf gives the marks that open fenced code, also in quotes and lists; "" for
// any other line.
func fenceOf(line string) string {
	line = strings.TrimLeft(line, " \t>")
	if item := strings.TrimLeft(line, "0123456789"); item != "" && (len(item) < len(line) && (item[0] == '.' || item[0] == ')') ||
		len(item) == len(line) && strings.IndexByte("-*+", item[0]) >= 0) && len(item) > 1 && item[1] == ' ' {
		line = strings.TrimLeft(item[1:], " \t")
	}
	for _, mark := range []string{"`", "~"} {
		rest := strings.TrimLeft(line, mark)
		if n := len(line) - len(rest); n >= 3 && (mark == "~" || strings.IndexByte(rest, '`') < 0) {
			return line[:n]
		}
	}
	return ""
}

func closes(line, fence string) bool {
	line = strings.TrimSpace(strings.TrimLeft(line, " \t>"))
	return len(line) >= len(fence) && strings.Trim(line, fence[:1]) == ""
}

// inline looks through one block.
func (s *scan) inline(from, to int) {
	for at := from; at < to; {
		switch c := s.text[at]; {
		case c == '\\':
			at += 2
		case c == '`':
			at = s.code(at, to)
		case c == ']' && at+1 < to && s.text[at+1] == '(':
			at = s.target(at+1, to)
		case c == '<':
			at = s.angle(at, to)
		case c == '[' && (at == from || s.text[at-1] == '\n'):
			at = s.definition(at, to)
		case (c == 'h' || c == 'H') && s.isAddress(at, to):
			at = s.address(at, to)
		case c == '@':
			at = s.mention(at, to)
		default:
			at++
		}
	}
}

// code skips a code span; backticks that nothing closes are letters.
func (s *scan) code(at, to int) int {
	run := func(at int) (n int) {
		for at+n < to && s.text[at+n] == '`' {
			n++
		}
		return n
	}
	n := run(at)
	for i := at + n; i < to; {
		switch m := run(i); m {
		case 0:
			i++
		case n:
			return i + n
		default:
			i += m
		}
	}
	return at + n
}

// target skips a link's target, which begins with its bracket.
func (s *scan) target(at, to int) int {
	depth := 0
	for i := at; i < to && s.text[i] != '\n'; i++ {
		switch s.text[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return at
}

// angle skips an address in angle brackets.
func (s *scan) angle(at, to int) int {
	for i := at + 1; i < to; i++ {
		switch s.text[i] {
		case ' ', '\t', '\n', '<':
			return at + 1
		case '>':
			if strings.ContainsAny(s.text[at:i], ":@") {
				return i + 1
			}
			return at + 1
		}
	}
	return at + 1
}

// definition skips the line of a link's definition: "[name]: address".
func (s *scan) definition(at, to int) int {
	line := s.text[at:min(lineEnd(s.text, at), to)]
	if i := strings.IndexByte(line, ']'); i > 1 && strings.HasPrefix(line[i:], "]:") {
		return at + len(line)
	}
	return at + 1
}

func (s *scan) isAddress(at, to int) bool {
	head := strings.ToLower(s.text[at:min(at+8, to)])
	return (strings.HasPrefix(head, "http://") || head == "https://") && !isWord(s.before(at))
}

func (s *scan) address(at, to int) int {
	for at < to && strings.IndexByte(" \t\r\n<>)]\"`", s.text[at]) < 0 {
		at++
	}
	return at
}

// before is the character before a place; a line's end where there is none.
func (s *scan) before(at int) rune {
	if at == 0 {
		return '\n'
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:at])
	return r
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// mention takes what begins at an @, if it is one, and gives where it ends.
func (s *scan) mention(at, to int) int {
	end := at + 1
	for end < to && isHandle(s.text[end]) {
		end++
	}
	handle := strings.ToLower(strings.TrimRight(s.text[at+1:end], "._-"))
	next, _ := utf8.DecodeRuneInString(s.text[end:to])
	before := s.before(at)
	switch {
	case isWord(before) || strings.ContainsRune("@./", before):
	case handle == "" || len(handle) > MaxHandle || strings.IndexByte("._-", handle[0]) >= 0:
	case next == '@' || isWord(next) && end < to:
	case next == '/' && end+1 < to && isHandle(s.text[end+1]): // a package: @scope/name
	case !slices.Contains(s.found, handle):
		s.found = append(s.found, handle)
	}
	return end
}

func isHandle(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'
}
