/** Finds few things by their names while somebody types: projects, people, actions; by the rules by which tasks are found. */
import { fold } from './fold'
import {
  fits,
  isNear,
  look,
  parseQuery,
  rangesIn,
  wordFit,
  type Fit,
  type Looked,
  type Query,
  type Range,
} from './mark'

/** Something that can be found by its name. */
export interface Named {
  readonly label: string
  /** A short name, of which letters may be left out: `WB` finds WEB. */
  readonly key?: string
  /** Also found by these, after all that is found by its name. */
  readonly keywords?: string
}

export interface NamedHit<T extends Named> {
  readonly item: T
  readonly fit: Fit
  /** Of its label. */
  readonly ranges: readonly Range[]
  /** Of its key. */
  readonly keyRanges: readonly Range[]
}

/** The best `limit` in which all words are found, alike ones in their order; where there are none, those that hold them nearly. */
export function findNamed<T extends Named>(all: readonly T[], typed: string, limit: number): NamedHit<T>[] {
  const query = parseQuery(typed)
  if (query.words.length === 0) return []
  const known = all.map((item) => ({ item, looked: look(item.label), key: fold(item.key ?? '') }))
  const fitting = known.flatMap((one) => {
    const fit = fitOf(one, query)
    return fit === null ? [] : [{ ...one, fit }]
  })
  const found =
    fitting.length > 0
      ? fitting.toSorted((a, b) => a.fit - b.fit)
      : known
          .filter(({ looked }) => isNear(looked, query.words) && beginAlike(looked, query))
          .map((one) => ({ ...one, fit: fits.near }))
  return found.slice(0, limit).map((one) => ({ item: one.item, fit: one.fit, ...rangesOf(one, query) }))
}

interface Known {
  readonly item: Named
  readonly looked: Looked
  /** Folded. */
  readonly key: string
}

function fitOf({ item, looked, key }: Known, { text, words }: Query): Fit | null {
  if (key !== '' && key === text) return fits.key
  let others: string | null = null
  let worst: Fit = fits.keyBegins
  for (const word of words) {
    const fit = keyFit(key, word.text) ?? wordFit(looked, word)
    others ??= fit === null ? fold(item.keywords ?? '') : null
    if (fit === null && !others?.includes(word.text)) return null
    worst = Math.max(worst, fit ?? fits.holds) as Fit
  }
  return worst > fits.begins && looked.folded.startsWith(text) ? fits.begins : worst
}

/**
 * Few mistype the first letter, unless they exchange it with the next: another letter there means another word. Among few
 * things there is mostly one that is nearly like it (`sell`, and "Tell me…").
 */
function beginAlike(looked: Looked, { words }: Query): boolean {
  return words.every((word) =>
    rangesIn(looked, [word]).some(([from]) =>
      fold(looked.text.slice(from, from + 2)).includes(word.text[0]!),
    ),
  )
}

function keyFit(key: string, word: string): Fit | null {
  if (key.startsWith(word)) return fits.keyBegins
  return word.length > 1 && spotsIn(key, word) ? fits.wordBegins : null
}

/** Where the letters of a word stand in a key, in their order from its first on; null: they do not. */
function spotsIn(key: string, word: string): number[] | null {
  const spots: number[] = []
  for (let at = 0; at < key.length && spots.length < word.length; at++) {
    if (key[at] === word[spots.length]) spots.push(at)
    else if (at === 0) return null
  }
  return spots.length === word.length && word.length > 0 ? spots : null
}

function rangesOf(
  { looked, key, fit }: Known & { fit: Fit },
  { words }: Query,
): Pick<NamedHit<Named>, 'ranges' | 'keyRanges'> {
  const spots = words.map(({ text }) => spotsIn(key, text)).find((found) => found !== null) ?? []
  // What was found by something else does not nearly stand in the name.
  const there = fit === fits.near ? words : words.filter(({ text }) => looked.folded.includes(text))
  return { ranges: rangesIn(looked, there), keyRanges: spots.map((at) => [at, at + 1] as const) }
}
