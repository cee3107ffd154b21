import type { Priority } from '@/api/types'
import { fold } from './fold'
import type { QuickAddContext, Read } from './quickAdd'
import { readAll, words } from './quickAddText'

const priorities: Record<string, Priority> = {
  urgent: 'urgent',
  high: 'high',
  medium: 'medium',
  low: 'low',
  1: 'urgent',
  2: 'high',
  3: 'medium',
  4: 'low',
}
const priority = words('!(urgent|high|medium|low|[1-4])')
const sign = /(?<=(?:^|[\s(])\\?)([#@])(?:"([^"]+)"|([\p{L}\p{N}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?))/gu
const isEnd = (text: string, at: number): boolean => at >= text.length || !/[\p{L}\p{N}]/u.test(text[at]!)

type Context = Pick<QuickAddContext, 'labels' | 'members' | 'me'>

/** Labels, people and the priority. */
export function readNames(text: string, context: Context): Read[] {
  const read: Read[] = readAll(text, priority, ([, name]) => {
    return { kind: 'priority', priority: priorities[name!.toLowerCase()]! } as const
  })
  for (const match of text.matchAll(sign)) {
    const { index: from } = match
    const [all, mark, inQuotes, bare] = match
    const rest = inQuotes ?? text.slice(from + 1)
    const found = mark === '#' ? label(rest, bare, context) : person(rest, bare, context)
    if (!found) continue
    const length = inQuotes === undefined ? (found.length ?? all.length - 1) + 1 : all.length
    read.push({ ...found.value, from, to: from + length })
  }
  return read
}

interface Found {
  value: Value
  /** Of the name in the text, where it is not the one word. */
  length?: number
}
type Value =
  { kind: 'label'; id: string } | { kind: 'newLabel'; name: string } | { kind: 'assignee'; id: string }

function label(rest: string, bare: string | undefined, { labels }: Context): Found | null {
  const found = named(rest, bare, labels, ({ name }) => [name])
  if (found) return { value: { kind: 'label', id: found.one.id }, length: found.length }
  const name = bare ?? rest
  // #12 is a number of something.
  return /\p{L}/u.test(name) ? { value: { kind: 'newLabel', name } } : null
}

function person(rest: string, bare: string | undefined, { members, me }: Context): Found | null {
  const found = named(rest, bare, members, ({ name, handle }) => [handle, name, name.replaceAll(/\s/g, '')])
  if (found) return { value: { kind: 'assignee', id: found.one.id }, length: found.length }
  if (me !== null && bare?.toLowerCase() === 'me') return { value: { kind: 'assignee', id: me }, length: 2 }
  return null
}

/** The one whose whole name stands there, the longest first; else the first whose name begins with the word. */
function named<T>(
  rest: string,
  bare: string | undefined,
  list: readonly T[],
  namesOf: (one: T) => readonly string[],
): { one: T; length: number } | null {
  let best: { one: T; length: number } | null = null
  for (const one of list) {
    for (const name of namesOf(one)) {
      const { length } = name
      if (length === 0 || length <= (best?.length ?? 0) || !isEnd(rest, length)) continue
      if (fold(rest.slice(0, length)) === fold(name)) best = { one, length }
    }
  }
  const word = bare ?? rest
  if (best && best.length >= word.length) return best
  const begun = list.find((one) => namesOf(one).some((name) => fold(name).startsWith(fold(word))))
  return begun ? { one: begun, length: word.length } : null
}
