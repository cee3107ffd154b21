/** Filters made into functions: what they mean to whom is worked out once, not for every task. */
import type { Id, Status, Task } from '@/api/types'
import { addDays } from './day'
import { absoluteDay, type Context, periodSpan, type Span } from './filterDay'
import {
  type Condition,
  customField,
  type CustomKinds,
  type Filter,
  isCondition,
  kindOf,
  type Period,
} from './filter'
import { fold } from './fold'
import { dayAt, dayBegins } from './moment'

export type Match = (task: Readonly<Task>) => boolean

/** What a filter looks at besides the tasks. */
export interface Around extends Context {
  readonly statuses: ReadonlyMap<Id, Pick<Status, 'category'>>
  readonly custom: CustomKinds
}

/** Tells which tasks a filter chooses. It was checked before (`isFilter`). */
export function matcher(filter: Filter, around: Around): Match {
  if (isCondition(filter)) return conditionMatch(filter, around)
  if ('and' in filter) {
    const parts = filter.and.map((part) => matcher(part, around))
    return (task) => parts.every((part) => part(task))
  }
  const parts = filter.or.map((part) => matcher(part, around))
  return (task) => parts.some((part) => part(task))
}

function conditionMatch(condition: Condition, around: Around): Match {
  const { field } = condition
  switch (kindOf(field, around.custom)) {
    case 'choice':
      return idsMatch(condition, around, choiceOf(field, around))
    case 'set':
      return idsMatch(
        condition,
        around,
        field === 'assignee' ? (task) => task.assignees : (task) => task.labels,
      )
    case 'text':
      return textMatch(condition, textOf(field))
    case 'day':
      return spanMatch(condition, valueOf<string>(field), daySpan(condition, around))
    case 'instant':
      return momentMatch(condition, around)
    case 'number':
      return numberMatch(condition, valueOf<number>(field))
    case 'bool':
      return (task) => (valueOf<boolean>(field)(task) ?? false) === condition.value
  }
  return () => true
}

/** The value of a field that stands in the task as it is; null where there is none. */
function valueOf<T>(field: string): (task: Readonly<Task>) => T | null {
  const id = customField(field)
  if (id === null) return (task) => (task as unknown as Record<string, T | null>)[field] ?? null
  return (task) => ((task as { fields?: Record<string, unknown> }).fields?.[id] as T | undefined) ?? null
}

function choiceOf(field: string, { statuses }: Around): (task: Readonly<Task>) => readonly Id[] {
  if (field === 'category') return (task) => [statuses.get(task.status)?.category ?? '']
  const value = valueOf<string>(field)
  return (task) => {
    const one = value(task)
    return one === null ? [] : [one]
  }
}

const textOf = (field: string): ((task: Readonly<Task>) => string) => {
  if (field === 'title') return (task) => `${task.key} ${task.title}`
  const value = valueOf<string>(field)
  return (task) => value(task) ?? ''
}

function idsMatch(
  { field, op, value }: Condition,
  { me }: Around,
  have: (task: Readonly<Task>) => readonly Id[],
): Match {
  const wanted = new Set([value].flat().map((id) => (id === 'me' && isPersons(field) ? me : id) as Id))
  const nothing = (ids: readonly Id[]) => ids.length === 0 || (field === 'priority' && ids[0] === 'none')
  switch (op) {
    case 'none':
      return (task) => nothing(have(task))
    case 'notNone':
      return (task) => !nothing(have(task))
    case 'isNot':
    case 'noneOf':
      return (task) => !have(task).some((id) => wanted.has(id))
    case 'allOf':
      return (task) => have(task).filter((id) => wanted.has(id)).length === wanted.size
  }
  return (task) => have(task).some((id) => wanted.has(id))
}

const isPersons = (field: string): boolean =>
  field === 'assignee' || field === 'createdBy' || customField(field) !== null

function textMatch({ op, value }: Condition, have: (task: Readonly<Task>) => string): Match {
  if (op === 'none') return (task) => have(task) === ''
  if (op === 'notNone') return (task) => have(task) !== ''
  const words = fold(String(value)).trim().split(/\s+/)
  const all: Match = (task) => {
    const text = fold(have(task))
    return words.every((word) => text.includes(word))
  }
  return op === 'contains' ? all : (task) => !all(task)
}

function numberMatch({ op, value }: Condition, have: (task: Readonly<Task>) => number | null): Match {
  const n = value as number
  const among = (test: (number: number) => boolean): Match => {
    return (task) => {
      const number = have(task)
      return number !== null && test(number)
    }
  }
  switch (op) {
    case 'none':
      return (task) => have(task) === null
    case 'notNone':
      return (task) => have(task) !== null
    case 'isNot':
      return (task) => have(task) !== n
    case 'lessThan':
      return among((number) => number < n)
    case 'moreThan':
      return among((number) => number > n)
    case 'within': {
      const { from, to } = value as { from: number; to: number }
      return among((number) => number >= from && number <= to)
    }
  }
  return among((number) => number === n)
}

/** The days that a condition means: those before it, after it, within it, or it itself. */
function daySpan({ op, value }: Condition, { now, timeZone, weekFrom }: Context): Span {
  if (value === undefined) return [null, null]
  const today = dayAt(now, timeZone)
  if (op === 'within') {
    if (typeof value === 'string') return periodSpan(value as Period, today, weekFrom)
    const { from, to } = value as { from: string; to: string }
    return [absoluteDay(from, today), absoluteDay(to, today)]
  }
  const day = absoluteDay(String(value), today)
  if (op === 'before') return [null, addDays(day, -1)]
  return op === 'after' ? [addDays(day, 1), null] : [day, day]
}

/** From the first, included, to the last, included: days and instants are compared as they are written, which is in order. */
function spanMatch(
  { op }: Condition,
  have: (task: Readonly<Task>) => string | null,
  [from, to]: Span,
): Match {
  if (op === 'none') return (task) => have(task) === null
  if (op === 'notNone') return (task) => have(task) !== null
  const inside: Match = (task) => {
    const value = have(task)
    return value !== null && (from === null || value >= from) && (to === null || value <= to)
  }
  return op === 'isNot' ? (task) => !inside(task) : inside
}

/** A day somewhere as instants: from its first millisecond to its last. */
function momentMatch(condition: Condition, around: Around): Match {
  const [from, to] = daySpan(condition, around)
  const written = (ms: number) => new Date(ms).toISOString()
  return spanMatch(condition, valueOf<string>(condition.field), [
    from && written(dayBegins(from, around.timeZone)),
    to && written(dayBegins(addDays(to, 1), around.timeZone) - 1),
  ])
}
