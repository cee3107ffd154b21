/**
 * When a recurring task comes again. With moment.ts the twin of Go's project/recurrence.go; golden/recurrence.json runs
 * through both. Days are counted from 1970-01-01, so that no change of clocks moves them.
 */
import type { Day, Recurrence } from '@/api/types'

const dayMs = 86_400_000
const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * The due day after one that was due on a day and completed on another: the first of the series behind both. Counted
 * from completion it is the first behind that day; but where weekdays or a day of the month are named, never the due
 * day itself again. Null where the calendar ends.
 */
export function nextDue(recurrence: Recurrence, due: Day, completed: Day): Day | null {
  const { every, unit, weekdays, monthDay, from } = recurrence
  const fromDue = from === 'due'
  const start = numberOf(fromDue ? due : completed)
  const bound = fromDue || weekdays || monthDay !== null
  const after = bound ? Math.max(numberOf(due), numberOf(completed)) : start
  switch (unit) {
    case 'week':
      return dayOf(nextInWeeks(every, weekdays, start, after))
    case 'month':
      return dayOf(nextInMonths(every, monthDay, start, after))
    case 'year':
      return dayOf(nextInMonths(12 * every, null, start, after))
  }
  return dayOf(start + every * (Math.floor((after - start) / every) + 1))
}

/**
 * The recurrence that the next task gets. A day that many months do not have would wear away, the 31st to the 28th for
 * ever: it is written down. A year that begins on 29 February is counted in months for that.
 */
export function lasting(recurrence: Recurrence, due: Day): Recurrence {
  const [, month, monthDay] = partsOf(numberOf(due))
  if (recurrence.from !== 'due' || recurrence.monthDay !== null || monthDay <= 28) return recurrence
  if (recurrence.unit === 'month') return { ...recurrence, monthDay }
  if (recurrence.unit !== 'year' || month !== 1) return recurrence
  return { ...recurrence, unit: 'month', every: 12 * recurrence.every, monthDay }
}

/** A day moved as far as another one has moved; null where the calendar ends. */
export function shifted(day: Day, from: Day, to: Day): Day | null {
  return dayOf(numberOf(day) + numberOf(to) - numberOf(from))
}

/** Weeks begin on Monday. */
function nextInWeeks(every: number, weekdays: Recurrence['weekdays'], start: number, after: number): number {
  const days = weekdays?.map((day) => week.indexOf(day)).toSorted((a, b) => a - b) ?? [weekday(start)]
  const monday = start - weekday(start)
  for (let at = monday + step(after - monday, 7 * every); ; at += 7 * every) {
    const found = days.find((day) => at + day > after)
    if (found !== undefined) return at + found
  }
}

function nextInMonths(every: number, monthDay: number | null, start: number, after: number): number {
  const [year, month, day] = partsOf(start)
  const [toYear, toMonth] = partsOf(after)
  const first = year * 12 + month
  for (let at = first + step(toYear * 12 + toMonth - first, every); ; at += every) {
    const found = inMonth(at, monthDay ?? day)
    if (found > after) return found
  }
}

/** The largest multiple of a step up to a number. */
function step(n: number, size: number): number {
  return Math.floor(n / size) * size
}

/** That day of a month, or its last one. */
function inMonth(month: number, day: number): number {
  const first = new Date(0)
  first.setUTCFullYear(Math.floor(month / 12), month % 12, 1)
  const last = new Date(first)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  return first.getTime() / dayMs + Math.min(day, last.getUTCDate()) - 1
}

/** Counts from Monday, 0; day 0 was a Thursday. */
function weekday(n: number): number {
  return (((n + 3) % 7) + 7) % 7
}

function numberOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs
}

function partsOf(n: number): [year: number, month: number, day: number] {
  const date = new Date(n * dayMs)
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
}

function dayOf(n: number): Day | null {
  const text = new Date(n * dayMs).toISOString()
  return text.length === 24 ? text.slice(0, 10) : null // longer: a year of more than four digits
}
