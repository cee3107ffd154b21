package words

import (
	"regexp"
	"strings"
)

// marks are those of Markdown, in the order in which they go: what stays is what is read.
var marks = []struct {
	of   *regexp.Regexp
	stay string
}{
	{regexp.MustCompile("(?m)^[ \t]*(?:```|~~~).*$"), ""},
	{regexp.MustCompile(`(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)+`), ""},
	{regexp.MustCompile(`(?m)^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?`), ""},
	{regexp.MustCompile(`!?\[([^\[\]\n]*)\]\([^()\s]*(?:[ \t]+"[^"\n]*")?\)`), "$1"},
	{regexp.MustCompile("(`+)([^`\n]+)(`+)"), "$2"},
	{regexp.MustCompile(`\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*`), "$1"},
	{regexp.MustCompile(`\*([^*\s](?:[^*\n]*[^*\s])?)\*`), "$1"},
	{regexp.MustCompile(`\b__([^_\s](?:[^_\n]*[^_\s])?)__\b`), "$1"},
	{regexp.MustCompile(`\b_([^_\s](?:[^_\n]*[^_\s])?)_\b`), "$1"},
	{regexp.MustCompile(`~~([^~\n]+)~~`), "$1"},
}

// Plain takes the marks out of Markdown where it is shown as one line of text. It
// is for glances: what it takes for text may have been a mark, never the reverse
// of a sign in a word ("snake_case", "2*3*4" with spaces).
func Plain(markdown string) string {
	if !strings.ContainsAny(markdown, "#>-+*_`~[\\0123456789") {
		return markdown
	}
	markdown = escaped.ReplaceAllStringFunc(markdown, func(sign string) string { return string(aside + rune(sign[1])) })
	for _, mark := range marks {
		markdown = mark.of.ReplaceAllString(markdown, mark.stay)
	}
	return strings.TrimSpace(strings.Map(back, markdown))
}

// aside is where escaped signs are while marks are looked for: in the private use area.
const aside = '\uE000'

var escaped = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]")

func back(r rune) rune {
	if r > aside && r < aside+0x80 {
		return r - aside
	}
	return r
}
