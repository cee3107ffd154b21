package api

import (
	"fmt"
	"iter"
	"strings"
	"unicode"
)

// keysFor makes project keys from a name, the best first: the initials of its
// words or the first letters of its only word, then the same with numbers.
func keysFor(name string) iter.Seq[string] {
	base := keyBase(name)
	return func(yield func(string) bool) {
		if !yield(base) {
			return
		}
		for n := 2; n < 10_000; n++ {
			number := fmt.Sprint(n)
			if !yield(base[:min(len(base), 6-len(number))] + number) {
				return
			}
		}
	}
}

func keyBase(name string) string {
	words := strings.FieldsFunc(plain(strings.ToUpper(name)), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	base := ""
	for _, word := range words {
		base += word[:1]
	}
	if len(words) == 1 {
		base = words[0][:min(len(words[0]), 3)]
	}
	if len(base) < 2 {
		base += "PR"
	}
	return base[:min(len(base), 4)]
}

// plain takes the marks off letters: the most common ones of Latin scripts.
func plain(text string) string {
	const marked, bare = "ÀÁÂÃÄÅĀĂĄÇĆČĎÈÉÊËĒĘĚÌÍÎÏĪÑŃŇÒÓÔÕÖØŌŐŘŚŠȘŤȚÙÚÛÜŪŮŰÝŹŻŽŁ", "AAAAAAAAACCCDEEEEEEEIIIIINNNOOOOOOOORSSSTTUUUUUUUYZZZL"
	bareLetters := []rune(bare)
	letters := map[rune]rune{}
	for i, r := range []rune(marked) {
		letters[r] = bareLetters[i]
	}
	return strings.Map(func(r rune) rune {
		if b, ok := letters[r]; ok {
			return b
		}
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, text)
}
