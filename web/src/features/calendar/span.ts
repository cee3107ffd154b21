/** Where a task lies on the days, and what moving it or one of its ends makes of its dates. */
import type { Task } from '@/api/types'
import { addDays, daysBetween, type Day } from '@/ui/day'

export type Dates = Pick<Task, 'startDate' | 'dueDate'>
export type Edge = 'start' | 'end'

/** Days, both included. */
export interface Span {
  readonly from: Day
  readonly to: Day
  /** It has begun, and nobody said until when. */
  readonly isOpen: boolean
}

/** Null without a date. A start after the due day, as imports bring it, counts as the due day. */
export function spanOf({ startDate, dueDate }: Dates): Span | null {
  if (dueDate === null) return startDate === null ? null : { from: startDate, to: startDate, isOpen: true }
  const from = startDate !== null && startDate < dueDate ? startDate : dueDate
  return { from, to: dueDate, isOpen: false }
}

/** So many days later, and as long as before. */
export function shifted({ startDate, dueDate }: Dates, days: number): Dates {
  return { startDate: startDate && addDays(startDate, days), dueDate: dueDate && addDays(dueDate, days) }
}

/**
 * One end on another day; the other end stays, and neither passes it. What had one date only gets the second one when
 * it grows beyond a day.
 */
export function resized(dates: Dates, edge: Edge, day: Day): Dates {
  const span = spanOf(dates)
  if (!span) return { startDate: null, dueDate: day }
  const from = edge === 'start' ? earlier(day, span.to) : span.from
  const to = edge === 'end' ? later(day, span.from) : span.to
  if (span.isOpen && from === to) return { startDate: from, dueDate: edge === 'end' ? to : null }
  if (dates.startDate === null && from === to) return { startDate: null, dueDate: to }
  return { startDate: from, dueDate: to }
}

/** What differs, as `task.update` takes it; null where nothing does. */
export function changesOf(before: Dates, after: Dates): Partial<Dates> | null {
  const changes: Partial<Dates> = {}
  if (before.startDate !== after.startDate) changes.startDate = after.startDate
  if (before.dueDate !== after.dueDate) changes.dueDate = after.dueDate
  return Object.keys(changes).length > 0 ? changes : null
}

/** How many days it covers. */
export const lengthOf = ({ from, to }: Span): number => daysBetween(from, to) + 1

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
const later = (a: Day, b: Day): Day => (a > b ? a : b)
