/**
 * Days as filters mean them: written as one, or from today; where the person is. Twin of Go's filter/day.go. Days are
 * reckoned in UTC, where each has 24 hours; moments are compared by the day that a clock on the wall shows.
 */
import type { Day, Id } from '@/api/types'
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
const dayMs = 86_400_000

const toUtc = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

/** The day so many days later. */
export const plusDays = (day: Day, days: number): Day => fromUtc(toUtc(day) + days * dayMs)

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
  return match ? plusDays(today, Number(`${match[1] ?? ''}${match[2] ?? 0}`)) : written
}

/** The days of a period, both included. */
export function periodSpan(period: Period, today: Day, weekFrom: number): Span {
  const days = (from: number, to: number): Span => [plusDays(today, from), plusDays(today, to)]
  const sinceWeek = (new Date(toUtc(today)).getUTCDay() - weekFrom + 7) % 7
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

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    // The Swedish way of writing days is ours.
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    clocks.set(timeZone, clock)
  }
  return clock
}

/** The day that it is somewhere at a moment (milliseconds since 1970). */
export const dayAt = (ms: number, timeZone: string): Day => clockOf(timeZone).format(ms)

/**
 * The first moment of a day somewhere. Some days begin at one o'clock, since the clocks are put forward at midnight;
 * so it is looked for: no zone is more than 14 hours ahead or 12 behind, and days part at whole minutes.
 */
export function dayBegins(day: Day, timeZone: string): number {
  let [early, late] = [toUtc(day) - 15 * 3_600_000, toUtc(day) + 13 * 3_600_000]
  while (late - early > 60_000) {
    const middle = early + Math.floor((late - early) / 120_000) * 60_000
    if (dayAt(middle, timeZone) < day) early = middle
    else late = middle
  }
  return late
}
