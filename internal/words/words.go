// Package words takes texts apart into the words that people look for: folded,
// with their places, and near ones for who has mistyped. It is pure.
package words

import (
	"unicode"
	"unicode/utf8"
)

// Word is a word of a text, folded, and where it stands: bytes From up to To.
type Word struct {
	Text     string
	From, To int
}

// Split gives the words of a text in their order: letters and digits that stand
// together. Of scripts that put no spaces between words each sign is one.
func Split(text string) []Word {
	var list []Word
	from := -1
	end := func(to int) {
		if from >= 0 {
			list = append(list, Word{Fold(text[from:to]), from, to})
		}
		from = -1
	}
	for i, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end(i)
			list = append(list, Word{string(r), i, i + utf8.RuneLen(r)})
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && from >= 0:
			if from < 0 {
				from = i
			}
		default:
			end(i)
		}
	}
	end(len(text))
	return list
}

// Reach is how many mistakes a word of so many letters may have and still be
// taken for another: none in short ones, in which every letter tells.
func Reach(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 8:
		return 1
	}
	return 2
}

// Near tells whether a word begins with something that is written like text but
// for so many mistakes at most: letters that are wrong, missing, too many or
// exchanged with the next one (restricted Damerau-Levenshtein distance).
func Near(text, word string, most int) bool {
	from, to := []rune(text), []rune(word)
	if len(to) > len(from)+most {
		to = to[:len(from)+most] // what comes after is not compared
	}
	// Three rows of the table of distances: two before, the one before, this one.
	var rows [3][64]int
	if len(to) >= len(rows[0]) || len(from)-len(to) > most {
		return false
	}
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(to) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(to); j++ {
			wrong := 1
			if from[i-1] == to[j-1] {
				wrong = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return false
		}
		before, last, row = last, row, before
	}
	for j := range len(to) + 1 {
		if last[j] <= most {
			return true
		}
	}
	return false
}
