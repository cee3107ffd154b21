package doc

import (
	"slices"
	"unicode"
	"unicode/utf16"
)

// maxTable bounds a comparison: the cells of a table of lines, or of words.
const maxTable = 1 << 20

// Diff gives changes that make one text of another: lines that are alike are kept,
// and within those that are not, words. The smaller the changes, the less they
// disturb what others write at the same time.
func Diff(before, after Text) Changes {
	var b builder
	keepAlike(&b, lineTokens(before), lineTokens(after), func(gone, come Text) {
		keepAlike(&b, wordTokens(gone), wordTokens(come), func(gone, come Text) {
			b.add(len(gone), len(come), come, false)
		})
	})
	return b.done()
}

// keepAlike keeps the longest run of tokens that both have in one order, and hands
// on what lies between.
func keepAlike(b *builder, mine, theirs []Text, replace func(gone, come Text)) {
	head, tail := alike(mine, theirs)
	for _, token := range mine[:head] {
		b.add(len(token), keep, nil, false)
	}
	middle(b, mine[head:len(mine)-tail], theirs[head:len(theirs)-tail], replace)
	for _, token := range mine[len(mine)-tail:] {
		b.add(len(token), keep, nil, false)
	}
}

// alike counts the tokens that both begin and end with.
func alike(mine, theirs []Text) (head, tail int) {
	most := min(len(mine), len(theirs))
	for head < most && slices.Equal(mine[head], theirs[head]) {
		head++
	}
	for tail < most-head && slices.Equal(mine[len(mine)-1-tail], theirs[len(theirs)-1-tail]) {
		tail++
	}
	return head, tail
}

func middle(b *builder, mine, theirs []Text, replace func(gone, come Text)) {
	if len(mine) == 0 || len(theirs) == 0 || len(mine)*len(theirs) > maxTable {
		if len(mine)+len(theirs) > 0 {
			replace(slices.Concat(mine...), slices.Concat(theirs...))
		}
		return
	}
	same := table(mine, theirs)
	var gone, come Text
	flush := func() {
		if len(gone)+len(come) > 0 {
			replace(gone, come)
			gone, come = nil, nil
		}
	}
	for i, j := 0, 0; i < len(mine) || j < len(theirs); {
		switch {
		case i < len(mine) && j < len(theirs) && slices.Equal(mine[i], theirs[j]):
			flush()
			b.add(len(mine[i]), keep, nil, false)
			i, j = i+1, j+1
		case j == len(theirs) || i < len(mine) && same[i+1][j] >= same[i][j+1]:
			gone = append(gone, mine[i]...)
			i++
		default:
			come = append(come, theirs[j]...)
			j++
		}
	}
	flush()
}

// lineTokens splits a text behind its line ends.
func lineTokens(text Text) (list []Text) {
	for len(text) > 0 {
		n := slices.Index(text, '\n') + 1
		if n == 0 {
			n = len(text)
		}
		list = append(list, text[:n:n])
		text = text[n:]
	}
	return list
}

// wordTokens splits a text into words and single characters between them.
func wordTokens(text Text) (list []Text) {
	for len(text) > 0 {
		n := 0
		for n < len(text) && isWord(text[n]) {
			n++
		}
		if n == 0 {
			n = 1
			if len(text) > 1 && isHigh(text[0]) && isLow(text[1]) {
				n = 2
			}
		}
		list = append(list, text[:n:n])
		text = text[n:]
	}
	return list
}

func isWord(unit uint16) bool {
	r := rune(unit)
	return !utf16.IsSurrogate(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// table[i][j] is how many tokens are alike from there on.
func table(mine, theirs []Text) [][]int32 {
	rows := make([][]int32, len(mine)+1)
	for i := range rows {
		rows[i] = make([]int32, len(theirs)+1)
	}
	for i := len(mine) - 1; i >= 0; i-- {
		for j := len(theirs) - 1; j >= 0; j-- {
			if slices.Equal(mine[i], theirs[j]) {
				rows[i][j] = rows[i+1][j+1] + 1
			} else {
				rows[i][j] = max(rows[i+1][j], rows[i][j+1])
			}
		}
	}
	return rows
}
