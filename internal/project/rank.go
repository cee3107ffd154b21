package project

import "strings"

// Ranks are order keys after the published fractional-indexing scheme: base 62,
// bytewise, an integer part whose first letter tells its length ("a0" … "zzz…",
// "Z…" below), then a fraction without a trailing zero. Appending lengthens
// the integer by a digit every 62ⁿ times only; inserting lengthens the fraction.

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// MaxRank is the length past which ranks are rewritten (D2).
const MaxRank = 64

const smallestInteger = "A00000000000000000000000000"

// Random gives a number from 0 to n-1; it spreads keys so that two nodes that
// insert at one place do not make the same one.
type Random func(n int) int

// ValidRank tells whether the key is one of the scheme.
func ValidRank(key string) bool {
	n := integerLength(key)
	if n == 0 || n > len(key) || len(key) > MaxRank || key == smallestInteger {
		return false
	}
	for i := range len(key) {
		if strings.IndexByte(digits, key[i]) < 0 {
			return false
		}
	}
	return len(key) == n || key[len(key)-1] != '0'
}

// RankBetween makes a key strictly between two others; "" is an open end. The
// bounds must be valid and ascending.
func RankBetween(before, after string, random Random) string {
	switch {
	case before == "" && after == "":
		return "a" + string(digits[random(30)]) + fraction(random)
	case before == "":
		return below(after, random)
	case after == "":
		return above(before, random)
	}
	n := integerLength(before)
	if before[:n] == after[:integerLength(after)] {
		return before[:n] + middle(before[n:], after[n:], random)
	}
	if up, ok := increment(before[:n]); ok && up < after {
		return up + roomBelow(up, after, random)
	}
	return before[:n] + middle(before[n:], "", random)
}

// RanksBetween makes n ascending keys, evenly spread, strictly between two others.
func RanksBetween(before, after string, n int, random Random) []string {
	if n == 0 {
		return nil
	}
	if after == "" {
		list := make([]string, n)
		for i := range list {
			before = RankBetween(before, "", random)
			list[i] = before
		}
		return list
	}
	half := n / 2
	mid := RankBetween(before, after, random)
	list := append(RanksBetween(before, mid, half, random), mid)
	return append(list, RanksBetween(mid, after, n-half-1, random)...)
}

// above makes a key after all others.
func above(before string, random Random) string {
	n := integerLength(before)
	if up, ok := increment(before[:n]); ok {
		return up + fraction(random)
	}
	return before[:n] + middle(before[n:], "", random)
}

// below makes a key before all others.
func below(after string, random Random) string {
	n := integerLength(after)
	if after[:n] == smallestInteger {
		return smallestInteger + middle("", after[n:], random)
	}
	if n < len(after) {
		return after[:n]
	}
	if down, ok := decrement(after); ok && down != smallestInteger {
		return down + fraction(random)
	}
	return smallestInteger + middle("", "", random)
}

// roomBelow gives a fraction that keeps integer+fraction under after; none where
// the integer stands at the very beginning of after.
func roomBelow(integer, after string, random Random) string {
	if strings.HasPrefix(after, integer) {
		return ""
	}
	return fraction(random)
}

// fraction is one random digit that is not zero.
func fraction(random Random) string { return digits[1+random(len(digits)-1):][:1] }

// middle makes a fraction strictly between two; "" below is zero, "" above one.
func middle(low, high string, random Random) string {
	if high != "" {
		n := 0
		for n < len(high) && digitAt(low, n) == digitOf(high[n]) {
			n++
		}
		if n > 0 {
			return high[:n] + middle(from(low, n), high[n:], random)
		}
	}
	lowDigit, highDigit := digitAt(low, 0), len(digits)
	if high != "" {
		highDigit = digitOf(high[0])
	}
	if gap := highDigit - lowDigit - 1; gap > 0 {
		quarter := gap / 4 // from the middle half, so that both sides keep room
		return digits[lowDigit+1+quarter+random(gap-2*quarter):][:1]
	}
	if len(high) > 1 {
		return high[:1]
	}
	return digits[lowDigit:][:1] + middle(from(low, 1), "", random)
}

func digitOf(c byte) int { return strings.IndexByte(digits, c) }

func digitAt(fraction string, i int) int {
	if i < len(fraction) {
		return digitOf(fraction[i])
	}
	return 0
}

func from(s string, n int) string {
	if n >= len(s) {
		return ""
	}
	return s[n:]
}

// integerLength tells how long the integer part is, its first letter included; 0 if that is no letter.
func integerLength(key string) int {
	if key == "" {
		return 0
	}
	switch c := key[0]; {
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 2
	case c >= 'A' && c <= 'Z':
		return int('Z'-c) + 2
	}
	return 0
}

// increment gives the next integer; false after the last.
func increment(integer string) (string, bool) {
	number := []byte(integer[1:])
	for i := len(number) - 1; i >= 0; i-- {
		if d := digitOf(number[i]); d < len(digits)-1 {
			number[i] = digits[d+1]
			return integer[:1] + string(number), true
		}
		number[i] = '0'
	}
	switch head := integer[0]; head {
	case 'Z':
		return "a0", true
	case 'z':
		return "", false
	default:
		return widen(head+1, '0'), true
	}
}

// decrement gives the integer before; false before the first.
func decrement(integer string) (string, bool) {
	number := []byte(integer[1:])
	for i := len(number) - 1; i >= 0; i-- {
		if d := digitOf(number[i]); d > 0 {
			number[i] = digits[d-1]
			return integer[:1] + string(number), true
		}
		number[i] = 'z'
	}
	switch head := integer[0]; head {
	case 'a':
		return "Zz", true
	case 'A':
		return "", false
	default:
		return widen(head-1, 'z'), true
	}
}

// widen is the integer of this first letter that has one digit all over.
func widen(head, digit byte) string {
	n := integerLength(string(head)) - 1
	return string(head) + strings.Repeat(string(digit), n)
}
