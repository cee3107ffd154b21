package project

import (
	"iter"
	"strconv"
	"strings"
	"unicode"
)

// Keys gives keys that a project of this name could have, the best first and some
// ten thousand in all: "Website relaunch" could be WEB, WR, WEB2, WEB3 … A key is
// 2 to 6 capitals and digits.
func Keys(name string) iter.Seq[string] {
	words := latinWords(name)
	return func(yield func(string) bool) {
		for _, key := range firstKeys(words) {
			if !yield(key) {
				return
			}
		}
		stem := strings.TrimRight(firstKeys(words)[0], "0123456789") // so that no two numbers give one key
		if stem == "" {
			stem = "P"
		}
		for n := 2; n < 10_000; n++ {
			number := strconv.Itoa(n)
			if !yield(stem[:min(len(stem), 6-len(number))] + number) {
				return
			}
		}
	}
}

// firstKeys are the start of the first long word and the initials of all.
func firstKeys(words []string) []string {
	var keys []string
	initials := ""
	for _, word := range words {
		if len(keys) == 0 && len(word) >= 3 {
			keys = append(keys, word[:3])
		}
		if len(initials) < 4 {
			initials += word[:1]
		}
	}
	if len(initials) >= 2 {
		keys = append(keys, initials)
	}
	if len(keys) == 0 {
		keys = append(keys, "PRO")
	}
	return keys
}

// latinWords are the words of a name in capitals, without accents on letters
// that are the same without, and without what is no Latin letter or digit.
func latinWords(name string) []string {
	name = strings.ToUpper(accents.Replace(name))
	return strings.FieldsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || r < '0' || r > '9' && r < 'A' || r > 'Z' })
}

var accents = strings.NewReplacer(
	"ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ß", "ss", "à", "a", "á", "a", "â", "a", "ã", "a", "å", "a", "ç", "c",
	"è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ø", "o",
	"ù", "u", "ú", "u", "û", "u", "À", "A", "Á", "A", "Å", "A", "Ç", "C", "È", "E", "É", "E", "Ê", "E", "Ñ", "N", "Ó", "O", "Ø", "O", "Ú", "U",
)
