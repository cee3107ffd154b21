package auth

import (
	"strings"
	"time"
	_ "time/tzdata" // time zones are checked on machines without their files too
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Limits in characters.
const (
	maxName   = 100
	maxHandle = 30
	maxAvatar = 500
)

// together joins faults about fields into one that names them all; nil where
// there is none.
func together(errs ...error) error {
	var all *fault.Error
	for _, err := range errs {
		if err == nil {
			continue
		}
		f := fault.As(err)
		if all == nil {
			copied := *f
			all = &copied
			continue
		}
		all.Details = append(all.Details[:len(all.Details):len(all.Details)], f.Details...)
	}
	if all == nil {
		return nil
	}
	return all
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// checkName trims a name and wants 1 to 100 characters that can be seen.
func checkName(pointer, name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return name, fault.Field(pointer, "A name is needed.")
	case utf8.RuneCountInString(name) > maxName:
		return name, fault.Field(pointer, "A name has at most 100 characters.")
	case strings.ContainsFunc(name, entry.Unseen):
		return name, fault.Field(pointer, "A name has no control characters.")
	}
	return name, nil
}

func checkEmail(pointer, email string) (string, error) {
	email = strings.TrimSpace(email)
	if !entry.ValidEmail(email) {
		return email, fault.Field(pointer, "This is not an e-mail address.")
	}
	if len(email) > entry.MaxEmail {
		return email, fault.Field(pointer, "An e-mail address has at most 254 characters.")
	}
	return email, nil
}

// checkHandle wants 1 to 30 of a–z, 0–9, dot, dash and underscore, beginning
// with a letter or digit.
func checkHandle(pointer, handle string) (string, error) {
	for i, r := range handle {
		if !plain(r) && (i == 0 || !strings.ContainsRune("._-", r)) {
			return handle, fault.Field(pointer, "A handle is made of a–z, 0–9, dot, dash and underscore, and begins with a letter or digit.")
		}
	}
	if handle == "" || len(handle) > maxHandle {
		return handle, fault.Field(pointer, "A handle has 1 to 30 characters.")
	}
	return handle, nil
}

func plain(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// handleFrom makes a handle of a name: "Zoë Quinn" becomes "zoe.quinn". It leaves
// room for a number behind it.
func handleFrom(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		if !plain(r) {
			gap = gap || !unicode.Is(unicode.Mn, r)
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('.')
		}
		gap = false
		b.WriteRune(r)
	}
	handle := b.String()
	if len(handle) > maxHandle-6 {
		handle = strings.TrimRight(handle[:maxHandle-6], ".")
	}
	return orElse(handle, "person")
}

func checkZone(pointer, zone string) (string, error) {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return zone, fault.Field(pointer, `This is not a time zone; one looks like "Europe/Berlin".`)
	}
	return zone, nil
}

// checkLocale wants the form of a BCP 47 tag: parts of 1 to 8 letters and digits.
func checkLocale(pointer, locale string) (string, error) {
	for i, part := range strings.Split(locale, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && len(part) < 2 || strings.ContainsFunc(strings.ToLower(part), func(r rune) bool { return !plain(r) }) {
			return locale, fault.Field(pointer, `This is not a language tag; one looks like "en" or "de-AT".`)
		}
	}
	if len(locale) > 35 {
		return locale, fault.Field(pointer, "A language tag has at most 35 characters.")
	}
	return locale, nil
}

// checkWeekStart wants one of the days with which weeks begin anywhere, or null.
func checkWeekStart(pointer string, day *int) (*int, error) {
	if day != nil && *day != 0 && *day != 1 && *day != 6 {
		return day, fault.Field(pointer, "A week begins with 0 (Sunday), 1 (Monday) or 6 (Saturday); null leaves it to the language.")
	}
	return day, nil
}

// checkAvatar wants the path of a picture on this origin, or null: a picture
// elsewhere would tell its host who looks at whom.
func checkAvatar(pointer string, avatar *string) (*string, error) {
	if avatar == nil {
		return nil, nil
	}
	path := *avatar
	if len(path) > maxAvatar || !strings.HasPrefix(path, "/api/") || strings.ContainsAny(path, "\\\"'<>") || strings.ContainsFunc(path, entry.Unseen) {
		return avatar, fault.Field(pointer, "This is not a picture of this server.")
	}
	return avatar, nil
}
