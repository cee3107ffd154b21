package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable for people who look for them: without case and
// without the marks on letters, so that "Cafe" finds "café". Each sign is
// folded by itself. Its twin is web/src/project/fold.ts.
func Fold(text string) string {
	plain := true
	for i := 0; i < len(text) && plain; i++ {
		plain = text[i] < 0x80
	}
	if plain {
		return strings.ToLower(text)
	}
	var folded strings.Builder
	folded.Grow(len(text))
	for _, r := range norm.NFD.String(text) {
		if r < 0x300 || r > 0x36f {
			folded.WriteRune(unicode.ToLower(r))
		}
	}
	return folded.String()
}
