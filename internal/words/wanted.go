package words

import (
	"slices"
	"strings"
)

// Wanted is a text that is looked for, and its words.
type Wanted struct {
	Text  string // folded
	Terms []Term
}

// Term is a word that is looked for, with those that it may have been meant for.
type Term struct {
	Text string
	Near []string
}

// Want takes a text apart.
func Want(text string) Wanted {
	w := Wanted{Text: Fold(strings.TrimSpace(text))}
	for _, word := range Split(text) {
		w.Terms = append(w.Terms, Term{Text: word.Text})
	}
	return w
}

// fits tells whether a folded word is looked for.
func (t *Term) fits(word string) bool {
	return strings.HasPrefix(word, t.Text) || slices.Contains(t.Near, word)
}

// IsHit tells whether a folded word is one that is looked for.
func (w *Wanted) IsHit(word string) bool {
	return slices.ContainsFunc(w.Terms, func(t Term) bool { return t.fits(word) })
}

// Score tells how well a name fits: 1 begins with the text, 2 holds it, 3 holds its
// words, 4 does not.
func (w *Wanted) Score(name string) int {
	folded := Fold(name)
	switch {
	case strings.HasPrefix(folded, w.Text):
		return 1
	case strings.Contains(folded, w.Text):
		return 2
	}
	list := Split(name)
	for _, t := range w.Terms {
		if !slices.ContainsFunc(list, func(word Word) bool { return t.fits(word.Text) }) {
			return 4
		}
	}
	return 3
}

// LongestWord is of how many bytes a word is at most that mistyped ones are
// compared with: longer ones are no words.
const LongestWord = 40

// Worth gives those of folded words that are worth comparing with mistyped ones,
// each once: of three bytes and more.
func Worth(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(word string) bool { return len(word) < 3 || len(word) > LongestWord })
}

// Parts gives a word's parts of three letters, its ends marked with < and > where
// whole is set.
func Parts(word string, whole bool) []string {
	if whole {
		word = "<" + word + ">"
	}
	letters, parts := []rune(word), []string{}
	for i := 0; i+3 <= len(letters); i++ {
		parts = append(parts, string(letters[i:i+3]))
	}
	return parts
}

// FoldedWords are a text's words, in their order.
func FoldedWords(text string) []string {
	list := []string{}
	for _, w := range Split(text) {
		list = append(list, w.Text)
	}
	return list
}
