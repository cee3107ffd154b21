/**
 * Understands what somebody writes as a new task: "Ship invoice tomorrow 5pm #billing @ada !high ~2h". Pure: who they
 * are, where and when, comes from outside. What is not understood, is in quotes or follows a backslash stays text.
 */
import type { Day, DueTime, Id, Priority, Recurrence } from '@/api/types'
import { addDays } from './day'
import { firstOf, readDays, type Calendar } from './quickAddDays'
import { readNames } from './quickAddNames'
import { readTimes } from './quickAddTimes'

export interface QuickAddContext extends Calendar {
  /** Minutes since midnight, where the person is. */
  readonly minute: number
  /** IANA name. */
  readonly timeZone: string
  readonly me: Id | null
  readonly labels: readonly { id: Id; name: string }[]
  readonly members: readonly { id: Id; name: string; handle: string }[]
  /** What the person has said is text after all: `idOf` parts. */
  readonly kept: ReadonlySet<string>
}

export type PartValue =
  | { kind: 'due'; day: Day }
  | { kind: 'time'; time: string }
  | { kind: 'recurrence'; recurrence: Recurrence }
  | { kind: 'label'; id: Id }
  /** A label that there is none of: it stays in the title until somebody makes it. */
  | { kind: 'newLabel'; name: string }
  | { kind: 'assignee'; id: Id }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'estimate'; seconds: number }

/** A part of the text that says something: from, up to but not including. */
export type Part = PartValue & { readonly from: number; readonly to: number; readonly text: string }

export interface QuickAdd {
  readonly title: string
  readonly parts: readonly Part[]
  readonly dueDate: Day | null
  readonly dueTime: DueTime | null
  readonly recurrence: Recurrence | null
  readonly labels: readonly Id[]
  readonly newLabels: readonly string[]
  readonly assignees: readonly Id[]
  readonly priority: Priority
  readonly estimateSeconds: number | null
}

/** A reader finds what may be meant; what is longer or comes first wins. */
export type Read = PartValue & { readonly from: number; readonly to: number; readonly weak?: boolean }

/** The same words, typed again, are the same part: so that it stays text while one goes on typing. */
export const idOf = (part: Pick<Part, 'kind' | 'text'>): string => `${part.kind}:${part.text.toLowerCase()}`

// Of these one task has one; the last that was written counts.
const single: ReadonlySet<Part['kind']> = new Set(['due', 'time', 'recurrence', 'priority', 'estimate'])

export function quickAdd(text: string, context: QuickAddContext): QuickAdd {
  const quotes = quoted(text)
  const read = [...readDays(text, context), ...readTimes(text), ...readNames(text, context)]
    .map((one): Part => ({ ...one, text: text.slice(one.from, one.to) }))
    .filter((part) => !quotes.some(([from, to]) => part.from < to && part.to > from))
    .toSorted((a, b) => a.from - b.from || b.to - a.to)
  const isEscaped = ({ from }: Part): boolean => text[from - 1] === '\\'
  const escapes = read.filter(isEscaped).map(({ from }) => from - 1)
  const meant = read.filter((part) => !isEscaped(part) && !context.kept.has(idOf(part)))
  const parts = onlyLast(withoutWeak(withoutOverlap(meant), text))
  const title = titleOf(text, parts, escapes)
  // A task has a title: what would leave none is one.
  if (title === '') return result(text.replace(/\s+/g, ' ').trim(), [], context)
  return result(title, parts, context)
}

function withoutOverlap(parts: readonly Part[]): Part[] {
  const kept: Part[] = []
  for (const part of parts) if (part.from >= (kept.at(-1)?.to ?? 0)) kept.push(part)
  return kept
}

/** "at 9" is a time at the end or beside something else that was understood; "at 5 corners" is a place. */
function withoutWeak(parts: readonly Part[], text: string): Part[] {
  return parts.filter((part, i) => {
    if (!(part as Read).weak) return true
    const rest = text.slice(part.to).trimStart()
    if (rest === '' || /^[.,;:!?)]/.test(rest)) return true
    const next = parts[i + 1]
    const previous = parts[i - 1]
    const isNext = next !== undefined && text.slice(part.to, next.from).trim() === ''
    const follows = previous?.kind === 'due' && text.slice(previous.to, part.from).trim() === ''
    return isNext || follows
  })
}

function onlyLast(parts: readonly Part[]): Part[] {
  return parts.filter(
    (part, i) => !single.has(part.kind) || !parts.slice(i + 1).some(({ kind }) => kind === part.kind),
  )
}

/** In quotes nothing is meant; but those that hold the name after # or @ are part of it. */
function quoted(text: string): (readonly [number, number])[] {
  return Array.from(text.matchAll(/(?<![#@])["“„][^"“”„]*["”]/g), ({ 0: all, index }) => [
    index,
    index + all.length,
  ])
}

/** What is left when the parts are taken out. */
function titleOf(text: string, parts: readonly Part[], escapes: readonly number[]): string {
  const cuts = [
    ...parts.filter(({ kind }) => kind !== 'newLabel').map(({ from, to }) => [from, to] as const),
    ...escapes.map((at) => [at, at + 1] as const),
  ].toSorted(([a], [b]) => a - b)
  let left = ''
  let at = 0
  for (const [from, to] of cuts) {
    left += text.slice(at, from)
    at = to
  }
  left = (left + text.slice(at)).replace(/\s+/g, ' ').trim()
  if (cuts.length === 0) return left
  return left
    .replace(/\(\s*\)/g, '')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/^[\s,;:]+|[\s,;:]+$/g, '')
}

function result(title: string, parts: readonly Part[], context: QuickAddContext): QuickAdd {
  const of = <K extends Part['kind']>(kind: K): Extract<Part, { kind: K }>[] =>
    parts.filter((part): part is Extract<Part, { kind: K }> => part.kind === kind)
  const time = of('time')[0]?.time ?? null
  const recurrence = of('recurrence')[0]?.recurrence ?? null
  const dueDate = of('due')[0]?.day ?? impliedDay(time, recurrence, context)
  return {
    title,
    parts,
    dueDate,
    dueTime: time !== null && dueDate !== null ? { time, timeZone: context.timeZone } : null,
    recurrence,
    labels: [...new Set(of('label').map(({ id }) => id))],
    newLabels: [...new Set(of('newLabel').map(({ name }) => name))],
    assignees: [...new Set(of('assignee').map(({ id }) => id))],
    priority: of('priority')[0]?.priority ?? 'none',
    estimateSeconds: of('estimate')[0]?.seconds ?? null,
  }
}

/** A time alone is the next that a clock shows; a recurrence begins with its first day from today on. */
function impliedDay(
  time: string | null,
  recurrence: Recurrence | null,
  context: QuickAddContext,
): Day | null {
  const { today, minute } = context
  const isOver = time !== null && Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) <= minute
  const from = isOver ? addDays(today, 1) : today
  if (recurrence) return firstOf(recurrence, from)
  return time === null ? null : from
}
