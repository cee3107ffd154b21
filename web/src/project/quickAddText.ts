/** What the readers of quick add have in common: where a word of a text may begin and end. */

/** Not inside a word; a backslash before it counts as nothing, so that what it escapes is known. */
const begin = String.raw`(?<=(?:^|[\s(])\\?)`
const end = String.raw`(?=$|\s|[.,;:!?)]+(?:\s|$))`

/** A pattern for whole words, without regard to case, to be looked for again and again. */
export const words = (pattern: string): RegExp => new RegExp(`${begin}(?:${pattern})${end}`, 'giu')

/** All places where a pattern is found; a reading that gives null is none. */
export function readAll<T>(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => T | null,
): (T & { from: number; to: number })[] {
  const found: (T & { from: number; to: number })[] = []
  for (const match of text.matchAll(pattern)) {
    const value = read(match as RegExpExecArray)
    if (value !== null) found.push({ ...value, from: match.index, to: match.index + match[0].length })
  }
  return found
}
