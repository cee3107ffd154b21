package entry

import (
	"net/mail"
	"strings"
	"unicode"
)

// MaxEmail is how long an address may be, in bytes (RFC 5321).
const MaxEmail = 254

// ValidEmail tells whether text is an address and nothing else, of characters
// that can be seen.
func ValidEmail(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Address == text && !strings.ContainsFunc(text, Unseen)
}

// Unseen are control characters and the marks that turn the direction of text,
// which would let one name or address look like another.
func Unseen(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
