/**
 * Words that are nearly another: for who has mistyped. One edit is a letter wrong, missing, too many, or exchanged with
 * the next one (restricted Damerau-Levenshtein distance, as in Go's words.Near).
 */

/** How many mistakes a word of so many letters may have: none in short ones, in which every letter tells. */
export function reach(letters: number): number {
  if (letters < 4) return 0
  return letters < 8 ? 1 : 2
}

/** Which letters a word holds, as bits: a cheap look before the distance is counted. */
export function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}

/** Whether so many letters of one word are missing in the other; none of them can be there by fewer edits. */
export function lacks(letters: number, others: number, most: number): boolean {
  let missing = letters & ~others
  for (let left = most; left >= 0; left--) {
    if (missing === 0) return false
    missing &= missing - 1
  }
  return true
}

// Three rows of the table of distances: two before, the one before, this one. Nothing is made while one types.
let before = new Uint16Array(64)
let last = new Uint16Array(64)
let row = new Uint16Array(64)

/** How many edits make of `typed` the word, or (while one still types) the beginning of it; Infinity: more than `most`. */
export function distanceToBeginning(typed: string, word: string, most: number): number {
  const width = Math.min(word.length, typed.length + most)
  if (width < typed.length - most || width >= last.length) return Infinity
  for (let j = 0; j <= width; j++) last[j] = j
  let least = 0
  for (let i = 1; i <= typed.length; i++) {
    row[0] = least = i
    const letter = typed.charCodeAt(i - 1)
    for (let j = 1; j <= width; j++) {
      const other = word.charCodeAt(j - 1)
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (letter === other ? 0 : 1))
      const isSwapped =
        i > 1 && j > 1 && letter === word.charCodeAt(j - 2) && typed.charCodeAt(i - 2) === other
      if (isSwapped) edits = Math.min(edits, before[j - 2]! + 1)
      row[j] = edits
      if (edits < least) least = edits
    }
    if (least > most) return Infinity
    const free = before
    before = last
    last = row
    row = free
  }
  return least
}
