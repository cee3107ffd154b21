/** Days as filters mean them: written as one, or from today; alone, or in a period. Twin of Go's filter/day.go. */
import type { Day, Id } from '@/api/types'
import { addDays, fromUtc, toUtc, weekday } from './day'
import type { Period } from './filter'

/** To whom a filter is put and when: what "me", "today" and "this week" mean in it. */
export interface Context {
  readonly me: Id | null
  /** Milliseconds since 1970. */
  readonly now: number
  /** IANA name. */
  readonly timeZone: string
  /** 0 Sunday … 6 Saturday. */
  readonly weekFrom: number
}

/** Days, both included; null is open. */
export type Span = readonly [from: Day | null, to: Day | null]

const relative = /^today(?:([+-])(\d{1,4}))?$/

/** Whether this is how a day is written: `YYYY-MM-DD`, `today`, `today+7`. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string') return false
  if (relative.test(value)) return true
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || value < '1000' || value >= '9999') return false
  const ms = toUtc(value)
  return !Number.isNaN(ms) && fromUtc(ms) === value
}

export function absoluteDay(written: string, today: Day): Day {
  const match = relative.exec(written)
  return match ? addDays(today, Number(`${match[1] ?? ''}${match[2] ?? 0}`)) : written
}

/** The days of a period, both included. */
export function periodSpan(period: Period, today: Day, weekFrom: number): Span {
  const days = (from: number, to: number): Span => [addDays(today, from), addDays(today, to)]
  const sinceWeek = (weekday(today) - weekFrom + 7) % 7
  const week = (weeks: number): Span => days(7 * weeks - sinceWeek, 7 * weeks - sinceWeek + 6)
  switch (period) {
    case 'today':
      return days(0, 0)
    case 'yesterday':
      return days(-1, -1)
    case 'tomorrow':
      return days(1, 1)
    case 'last7Days':
      return days(-6, 0)
    case 'last30Days':
      return days(-29, 0)
    case 'next7Days':
      return days(0, 6)
    case 'next30Days':
      return days(0, 29)
    case 'lastWeek':
      return week(-1)
    case 'thisWeek':
      return week(0)
    case 'nextWeek':
      return week(1)
    case 'lastMonth':
      return monthSpan(today, -1)
    case 'thisMonth':
      return monthSpan(today, 0)
    case 'nextMonth':
      return monthSpan(today, 1)
  }
}

function monthSpan(today: Day, months: number): Span {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + months]
  return [fromUtc(Date.UTC(year, month, 1)), fromUtc(Date.UTC(year, month + 1, 0))]
}
