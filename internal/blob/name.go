package blob

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is how long a file's name may be, in bytes.
const MaxName = 200

// CleanName makes a name that is safe to show and to save under: without folders,
// control characters and those that turn the direction of text around. Names are
// texts for people; nothing is ever looked for by them.
func CleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	if strings.Trim(name, "./") == "" {
		return "file"
	}
	return shorten(name)
}

// shorten keeps the ending, by which people know what it is.
func shorten(name string) string {
	if len(name) <= MaxName {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > 20 {
		ending = ""
	}
	stem := name[:MaxName-len(ending)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + ending
}
