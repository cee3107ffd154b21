/** Finds words in a text and says where they stand: folded for the comparison, as it was written for the eye. */
import { fold } from './fold'
import { distanceToBeginning, lacks, lettersOf, reach } from './near'

/** A part of a text: from, up to but not including, counted as strings are. */
export type Range = readonly [from: number, to: number]

/** A part of a text; `hit` says that it was looked for. As the server's search gives them. */
export interface Segment {
  readonly text: string
  readonly hit: boolean
}

/** How well something is what was looked for, the smaller the better: by its key, or else by how its text holds the words. */
export const fits = { key: -2, keyBegins: -1, begins: 0, wordBegins: 1, holds: 2, near: 3 } as const
export type Fit = (typeof fits)[keyof typeof fits]

/** What someone looks for, taken apart once. */
export interface Query {
  /** All of it, folded, with single spaces. */
  readonly text: string
  readonly words: readonly Sought[]
  /** The number that it is; null: none. */
  readonly number: number | null
}

export interface Sought {
  readonly text: string
  /** Without the signs around and in it; empty where the word is too short to be mistyped. */
  readonly plain: string
  readonly letters: number
  /** The letters of all of it. */
  readonly signs: number
  /** By number in the vocabulary: one more than the edits that make that word of it; 0: not counted yet. */
  edits: Uint8Array
}

/** A text, made ready to be looked through many times. */
export interface Looked {
  readonly text: string
  readonly folded: string
  /** All letters in it, as bits. */
  readonly letters: number
  /** Its words, once somebody has mistyped: for each its number in the vocabulary, and where it stands. */
  spots: Int32Array | null
}

const wordSign = /[\p{L}\p{N}]/u
const far = 200
// What somebody pastes is not looked for word by word.
const mostWords = 8
const mostSigns = 200

export function parseQuery(typed: string): Query {
  const words = fold(typed.slice(0, mostSigns)).split(/\s+/).filter(Boolean).slice(0, mostWords)
  const text = words.join(' ')
  return { text, words: words.map(sought), number: /^\d{1,9}$/.test(text) ? Number(text) : null }
}

function sought(text: string): Sought {
  const plain = text.replace(/[^\p{L}\p{N}]/gu, '')
  return {
    text,
    plain: reach(plain.length) ? plain : '',
    letters: lettersOf(plain),
    signs: lettersOf(text),
    edits: new Uint8Array(),
  }
}

export function look(text: string): Looked {
  const folded = fold(text)
  return { text, folded, spots: null, letters: lettersOf(folded) }
}

/** Takes a text apart, for words that are nearly in it. */
export function takeApart(looked: Looked): Int32Array {
  if (looked.spots) return looked.spots
  const { folded } = looked
  const spots: number[] = []
  let from = -1
  for (let at = 0; at <= folded.length; at++) {
    if (at < folded.length && isLetter(folded, at)) {
      if (from < 0) from = at
    } else if (from >= 0) {
      spots.push(numberOf(folded.slice(from, at)), from)
      from = -1
    }
  }
  return (looked.spots = Int32Array.from(spots))
}

// One number for a word, in however many texts it stands: how near it is to what was typed is counted once.
const numbers = new Map<string, number>()
const vocabulary: string[] = []
const letters: number[] = []

function numberOf(word: string): number {
  const known = numbers.get(word)
  if (known !== undefined) return known
  numbers.set(word, vocabulary.length)
  letters.push(lettersOf(word))
  return vocabulary.push(word) - 1
}

/** Whether a letter or digit stands there; the plain ones are looked up, since this is asked for each sign of each title. */
function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < 128 ? plainLetters[code] === 1 : wordSign.test(String.fromCodePoint(text.codePointAt(at)!))
}

const plainLetters = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code)) ? 1 : 0,
)

/** Where a word begins in a text, so that no letter stands before it; −1 nowhere. */
function beginsAt(folded: string, word: string, first = folded.indexOf(word)): number {
  for (let at = first; at >= 0; at = folded.indexOf(word, at + 1)) {
    if (at === 0 || !isLetter(folded, at - 1) || !isLetter(word, 0)) return at
  }
  return -1
}

/** Where a word stands in a text: best where it begins; −1 nowhere. */
function placeOf(folded: string, word: string): number {
  const first = folded.indexOf(word)
  const beginning = beginsAt(folded, word, first)
  return beginning < 0 ? first : beginning
}

/** How well a text holds a word as it is written; null: not at all. */
export function wordFit({ folded, letters }: Looked, { text, signs }: Sought): Fit | null {
  // Most texts lack one of the letters: then they need not be read.
  if (signs & ~letters) return null
  const first = folded.indexOf(text)
  if (first < 0) return null
  return beginsAt(folded, text, first) < 0 ? fits.holds : fits.wordBegins
}

/** Whether every word is there or nearly. */
export function isNear(looked: Looked, words: readonly Sought[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (!nearest(looked, word) && !looked.folded.includes(word.text)) return false
  }
  return true
}

/** The word of a text that is nearest to a mistyped one. */
function nearest(looked: Looked, sought: Sought): { at: number; length: number } | null {
  if (sought.plain === '') return null
  const most = reach(sought.plain.length)
  if (lacks(sought.letters, looked.letters, most)) return null
  const spots = takeApart(looked)
  if (sought.edits.length < vocabulary.length) sought.edits = new Uint8Array(vocabulary.length)
  let found = -1
  let fewest = most + 1
  for (let i = 0; i < spots.length; i += 2) {
    const edits = (sought.edits[spots[i]!] ||= 1 + editsTo(spots[i]!, sought, most)) - 1
    if (edits >= fewest) continue
    found = i
    fewest = edits
  }
  return found < 0 ? null : { at: spots[found + 1]!, length: vocabulary[spots[found]!]!.length }
}

function editsTo(number: number, { plain, letters: own }: Sought, most: number): number {
  const word = vocabulary[number]!
  if (word.length < plain.length - most || lacks(own, letters[number]!, most)) return far
  return Math.min(far, distanceToBeginning(plain, word, most))
}

/** Where the words stand in a text as it was written: sorted, and never over each other. */
export function rangesIn(looked: Looked, words: readonly Sought[]): Range[] {
  const folded: Range[] = []
  for (const word of words) {
    const at = placeOf(looked.folded, word.text)
    const spot = at < 0 ? nearest(looked, word) : null
    if (at >= 0) folded.push([at, at + word.text.length])
    else if (spot) folded.push([spot.at, spot.at + spot.length])
  }
  return merged(unfolded(looked, folded))
}

/** The parts of a text that are hits and those that are not. */
export function segments(text: string, ranges: readonly Range[]): Segment[] {
  const parts: Segment[] = []
  let at = 0
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: text.slice(at, from), hit: false })
    parts.push({ text: text.slice(from, to), hit: true })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false })
  return parts
}

/** The same ranges in the text as it was written: folding may make of a sign none, or several. */
function unfolded({ text, folded }: Looked, ranges: readonly Range[]): Range[] {
  if (text.length === folded.length && !/[^\0-\x7f]/.test(text)) return [...ranges]
  const starts: number[] = []
  let at = 0
  for (const sign of text) {
    for (let i = fold(sign).length; i > 0; i--) starts.push(at)
    at += sign.length
  }
  starts.push(text.length)
  // Up to where the next sign that is not a mark begins: the marks on a letter belong to it.
  const end = (to: number): number => {
    const start = starts[to - 1]!
    return starts.slice(to).find((next) => next > start) ?? text.length
  }
  return ranges.map(([from, to]) => [starts[from]!, end(to)])
}

function merged(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted(([a], [b]) => a - b)
  const result: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}
