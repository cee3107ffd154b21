/**
 * Ranks are order keys after the published fractional-indexing scheme: base 62, bytewise, an integer part whose first
 * letter tells its length ("a0" … "zzz…", "Z…" below), then a fraction without a trailing zero. The server makes the
 * keys that count (D2); these are the guesses of a client, so they are not jittered: the same state gives the same key.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const smallestInteger = 'A' + '0'.repeat(26)

/** The longest key that the server takes, in characters. */
export const maxRank = 64

/** Whether the key is one of the scheme. */
export function isRank(key: string): boolean {
  const length = integerLength(key)
  if (!length || key.length < length || key.length > maxRank || key === smallestInteger) return false
  if ([...key].some((digit) => !digits.includes(digit))) return false
  return key.length === length || !key.endsWith('0')
}

/** A key strictly between two others; null is an open end. The bounds must be valid and ascending: RangeError. */
export function rankBetween(before: string | null, after: string | null): string {
  for (const bound of [before, after]) {
    if (bound !== null && !isRank(bound)) throw new RangeError(`not an order key: ${bound}`)
  }
  if (before !== null && after !== null && before >= after)
    throw new RangeError(`${before} is not below ${after}`)
  if (before === null) return after === null ? 'a0' : below(after)
  if (after === null) return above(before)
  const integer = integerOf(before)
  if (integer === integerOf(after)) return integer + middle(fractionOf(before), fractionOf(after))
  const next = increment(integer)
  if (next !== null && next < after) return next
  return integer + middle(fractionOf(before), null)
}

/** Ascending keys, so many, strictly between two others. */
export function ranksBetween(before: string | null, after: string | null, count: number): string[] {
  if (count === 0) return []
  if (after === null) {
    const list: string[] = []
    for (let last = before; list.length < count;) list.push((last = rankBetween(last, null)))
    return list
  }
  const half = count >> 1
  const center = rankBetween(before, after)
  return [...ranksBetween(before, center, half), center, ...ranksBetween(center, after, count - half - 1)]
}

function above(before: string): string {
  const integer = integerOf(before)
  return increment(integer) ?? integer + middle(fractionOf(before), null)
}

function below(after: string): string {
  const integer = integerOf(after)
  if (integer === smallestInteger) return integer + middle('', fractionOf(after))
  if (integer < after) return integer
  const previous = decrement(integer)
  if (previous !== null && previous !== smallestInteger) return previous
  return smallestInteger + middle('', null)
}

/** A fraction strictly between two; '' below is zero, null above is one. */
function middle(low: string, high: string | null): string {
  if (high !== null) {
    let shared = 0
    while ((low[shared] ?? '0') === high[shared]) shared++
    if (shared > 0) return high.slice(0, shared) + middle(low.slice(shared), high.slice(shared))
  }
  const lowDigit = low ? digits.indexOf(low[0]!) : 0
  const highDigit = high !== null ? digits.indexOf(high[0]!) : digits.length
  if (highDigit - lowDigit > 1) return digits[Math.round((lowDigit + highDigit) / 2)]!
  if (high !== null && high.length > 1) return high[0]!
  return digits[lowDigit]! + middle(low.slice(1), null)
}

/** How long the integer part is, its first letter included; 0 where that is no letter. */
function integerLength(key: string): number {
  const head = key.charCodeAt(0)
  if (head >= 97 && head <= 122) return head - 97 + 2
  if (head >= 65 && head <= 90) return 90 - head + 2
  return 0
}

function integerOf(key: string): string {
  return key.slice(0, integerLength(key))
}

function fractionOf(key: string): string {
  return key.slice(integerLength(key))
}

/** The next integer; null after the last. */
function increment(integer: string): string | null {
  const number = integer.slice(1).split('')
  for (let i = number.length - 1; i >= 0; i--) {
    const digit = digits.indexOf(number[i]!)
    if (digit < digits.length - 1) {
      number[i] = digits[digit + 1]!
      return integer[0] + number.join('')
    }
    number[i] = '0'
  }
  if (integer[0] === 'Z') return 'a0'
  return integer[0] === 'z' ? null : filled(integer.charCodeAt(0) + 1, '0')
}

/** The integer before; null before the first. */
function decrement(integer: string): string | null {
  const number = integer.slice(1).split('')
  for (let i = number.length - 1; i >= 0; i--) {
    const digit = digits.indexOf(number[i]!)
    if (digit > 0) {
      number[i] = digits[digit - 1]!
      return integer[0] + number.join('')
    }
    number[i] = 'z'
  }
  if (integer[0] === 'a') return 'Zz'
  return integer[0] === 'A' ? null : filled(integer.charCodeAt(0) - 1, 'z')
}

/** The integer of this first letter that has one digit all over. */
function filled(head: number, digit: string): string {
  const letter = String.fromCharCode(head)
  return letter + digit.repeat(integerLength(letter) - 1)
}
