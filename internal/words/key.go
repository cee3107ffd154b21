package words

import "regexp"

// NamesKey matches texts that hold a task's key by itself: WEB-1 does not stand in
// WEB-12, nor in MYWEB-1.
func NamesKey(key string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\pL\pN_-])` + regexp.QuoteMeta(key) + `(?:$|[^\pL\pN_-])`)
}
