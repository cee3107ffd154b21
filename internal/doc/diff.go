package doc

import "slices"

// maxTable bounds the comparison of lines: the cells of a table of them.
const maxTable = 1 << 20

// Diff gives changes that make one text of another: what is alike line by line is
// kept, and within a replaced piece what both begin and end with.
func Diff(before, after Text) Changes {
	var b builder
	head, tail := ends(before, after)
	b.add(head, keep, nil, false)
	diffLines(&b, before[head:len(before)-tail], after[head:len(after)-tail])
	b.add(tail, keep, nil, false)
	return b.done()
}

// ends measures what two texts begin and end with, never inside of a character.
func ends(before, after Text) (head, tail int) {
	most := min(len(before), len(after))
	for head < most && before[head] == after[head] {
		head++
	}
	if before.cuts(head) || after.cuts(head) {
		head--
	}
	for tail < most-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	if before.cuts(len(before)-tail) || after.cuts(len(after)-tail) {
		tail--
	}
	return head, tail
}

// diffLines keeps the longest run of lines that both have in one order.
func diffLines(b *builder, before, after Text) {
	mine, theirs := withEnds(before), withEnds(after)
	if len(mine)*len(theirs) > maxTable {
		replace(b, before, after)
		return
	}
	same := table(mine, theirs)
	i, j, gone, come := 0, 0, Text(nil), Text(nil)
	for i < len(mine) || j < len(theirs) {
		switch {
		case i < len(mine) && j < len(theirs) && slices.Equal(mine[i], theirs[j]):
			replace(b, gone, come)
			gone, come = nil, nil
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
	replace(b, gone, come)
}

func replace(b *builder, gone, come Text) {
	head, tail := ends(gone, come)
	b.add(head, keep, nil, false)
	b.add(len(gone)-head-tail, len(come)-head-tail, come[head:len(come)-tail], false)
	b.add(tail, keep, nil, false)
}

// withEnds splits a text behind its line ends.
func withEnds(text Text) (list []Text) {
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

// table[i][j] is how many lines are alike from there on.
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
